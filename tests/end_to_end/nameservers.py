# SPDX-License-Identifier: Apache-2.0
"""A small DNS of our own on the loopback: NSD with a root, a top-level domain and two zones, and resolvers over it.

A resolver asks port 53 and nothing else, so all of it runs in a network of its own, where the loopback is free and
nobody else can hear it: main() starts the test again in there.
"""
import ctypes
import fcntl
import os
import pathlib
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

import program
import tap

ROOT, TLD, CORP, OTHER = "127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"
# BIND listens only on addresses that an interface has, and the loopback's is one.
UNBOUND, BIND = "127.0.0.21", "127.0.0.1"
PATIENCE = 120 if os.environ.get("SPOOR_TEST_SANITIZED") else 30
INSIDE = "SPOOR_TEST_INSIDE"

SOA = "@ 3600 IN SOA ns.{0} hostmaster.{0} 1 3600 600 86400 300\n"
ZONES = {
    ROOT: (".", SOA.format("root-servers.example.") +
           ". 3600 IN NS ns.root-servers.example.\nns.root-servers.example. 3600 IN A " + ROOT + "\n"
           "example. 3600 IN NS ns.nic.example.\nns.nic.example. 3600 IN A " + TLD + "\n"),
    TLD: ("example.", SOA.format("nic.example.") +
          "@ 3600 IN NS ns.nic.example.\nns.nic 3600 IN A " + TLD + "\n"
          "corp 3600 IN NS ns.corp\nns.corp 3600 IN A " + CORP + "\n"
          "other 3600 IN NS ns.other\nns.other 3600 IN A " + OTHER + "\n"),
    CORP: ("corp.example.", SOA.format("corp.example.") +
           "@ 3600 IN NS ns\nns 3600 IN A " + CORP + "\nwww 60 IN A 192.0.2.80\nwww 60 IN AAAA 2001:db8::80\n"
           "@ 60 IN MX 10 mail\nmail 60 IN A 192.0.2.25\nshop 60 IN CNAME edge.other.example.\n"),
    OTHER: ("other.example.", SOA.format("other.example.") +
            "@ 3600 IN NS ns\nns 3600 IN A " + OTHER + "\nedge 60 IN A 198.51.100.7\n"),
}


def missing_programs():
    return [name for name in ("nsd", "unbound", "named") if not find(name)]


def find(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def loopback_up():
    siocgifflags, siocsifflags, iff_up = 0x8913, 0x8914, 1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = fcntl.ioctl(any_socket, siocgifflags, struct.pack("16sH14x", b"lo", 0))
        flags = struct.unpack("16sH14x", request)[1] | iff_up
        fcntl.ioctl(any_socket, siocsifflags, struct.pack("16sH14x", b"lo", flags))


def main():
    """The test of whoever calls, in a network of its own."""
    missing = missing_programs()
    if missing:
        sys.exit(f"scripts/setup test installs what is missing: {', '.join(missing)}")
    if os.environ.get(INSIDE):
        loopback_up()
        program.main()
        return
    words = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    words += [sys.executable, *sys.argv]
    os.execvpe(words[0], words, {**os.environ, INSIDE: "1"})


def die_with_parent():
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


class Process:
    """A server in the foreground; ended with the test."""

    def __init__(self, case, name, *words):
        self.name = name
        self.log = case.folder / f"{name}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=program.QUIET, preexec_fn=die_with_parent)
        case.addCleanup(self.end)

    def end(self, number=signal.SIGTERM):
        """The exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def said(self):
        return self.log.read_text(errors="replace")


def wait_until(true, what, process=None):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        if process is not None and process.process.poll() is not None:
            raise AssertionError(f"{process.name} has ended\n{process.said()}")
        time.sleep(0.05)
    raise AssertionError(f"waited in vain: {what}\n{process.said() if process else ''}")


def ask(server, name, rrtype=tap.A, timeout=5):
    """RCODE and number of answers; None when nothing came."""
    number = random.randrange(1 << 16)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(timeout)
        client.connect((server, 53))
        try:
            client.send(tap.query(name, rrtype, number))
            answer = client.recv(4096)
        except OSError:
            return None
    told, flags, _, answers = struct.unpack(">HHHH", answer[:8])
    return (flags & 15, answers) if told == number else None


def serve_zones(case, zones=None):
    """NSD at four addresses, each with its zone alone: one server of all would never refer to another."""
    for address, (zone, text) in (zones or ZONES).items():
        folder = case.folder / f"nsd-{address}"
        folder.mkdir()
        (folder / "zone").write_text(f"$ORIGIN {zone}\n{text}")
        (folder / "nsd.conf").write_text(f"""
server:
    ip-address: {address}
    port: 53
    username: ""
    zonesdir: "{folder}"
    database: ""
    pidfile: "{folder}/nsd.pid"
    xfrdfile: "{folder}/xfrd.state"
    zonelistfile: "{folder}/zone.list"
    xfrdir: "{folder}"
    server-count: 1
    hide-version: yes
remote-control:
    control-enable: no
zone:
    name: "{zone}"
    zonefile: "{folder}/zone"
""")
        server = Process(case, f"nsd-{address}", find("nsd"), "-d", "-c", folder / "nsd.conf")
        wait_until(lambda to=address, of=zone: ask(to, of, tap.SOA, 0.2) == (0, 1), f"{zone} at {address}", server)


def root_hints(folder):
    path = folder / "root.hints"
    path.write_text(f". 3600000 NS ns.root-servers.example.\nns.root-servers.example. 3600000 A {ROOT}\n")
    return path


def start_unbound(case, dnstap=None):
    """`dnstap`: lines of its dnstap section that say where; None: it logs nothing."""
    enabled = "no" if dnstap is None else "yes"
    folder = case.folder / "unbound"
    folder.mkdir()
    (folder / "unbound.conf").write_text(f"""
server:
    interface: {UNBOUND}
    username: ""
    chroot: ""
    directory: "{folder}"
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    do-ip6: no
    do-not-query-localhost: no
    access-control: 127.0.0.0/8 allow
    module-config: "iterator"
    root-hints: "{root_hints(folder)}"
    outgoing-interface: {UNBOUND}
remote-control:
    control-enable: no
dnstap:
    dnstap-enable: {enabled}
    {dnstap or ""}
    dnstap-send-identity: yes
    dnstap-send-version: yes
    dnstap-log-resolver-query-messages: yes
    dnstap-log-resolver-response-messages: yes
    dnstap-log-client-response-messages: yes
""")
    return Process(case, "unbound", find("unbound"), "-d", "-c", folder / "unbound.conf")


def start_bind(case, path):
    folder = case.folder / "bind"
    folder.mkdir()
    (folder / "named.conf").write_text(f"""
options {{
    directory "{folder}";
    listen-on port 53 {{ {BIND}; }};
    query-source address {BIND};
    recursion yes;
    allow-query {{ any; }};
    dnssec-validation no;
    empty-zones-enable no;
    pid-file none;
    session-keyfile none;
    dnstap {{ resolver; client response; }};
    dnstap-output unix "{path}";
    dnstap-identity "bind";
}};
controls {{ }};
zone "." {{ type hint; file "{root_hints(folder)}"; }};
""")
    return Process(case, "named", find("named"), "-4", "-g", "-c", folder / "named.conf")


def is_socket(path):
    return pathlib.Path(path).is_socket()
