# SPDX-License-Identifier: Apache-2.0
"""Packets written by hand, and two networks joined by a wire, for the end-to-end tests of what is captured live."""
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys

import program
import tap

INSIDE, REAL_ROOT = "SPOOR_TEST_INSIDE", "SPOOR_TEST_REAL_ROOT"
NEAR, FAR = "spoor0", "spoor1"  # ours, and that of the network packets come from


def main():
    """The test of whoever calls, in a network of its own."""
    missing = [name for name in ("tcpreplay", "ip", "nsenter", "setpriv") if not find(name)]
    if missing:
        sys.exit(f"scripts/setup test installs what is missing: {', '.join(missing)}")
    if os.environ.get(INSIDE):
        program.main()
        return
    is_root = os.geteuid() == 0
    words = ["unshare", "--net"] if is_root else ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*words, "true"], check=False).returncode != 0:
        print("SKIPPED: a network of its own needs root, or user namespaces")
        return
    os.execvpe(words[0], [*words, sys.executable, *sys.argv],
               {**os.environ, INSIDE: "1", REAL_ROOT: "1" if is_root else ""})


def find(name):
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin")


def has_real_root():
    return bool(os.environ.get(REAL_ROOT))


def call(*words, **more):
    done = subprocess.run([find(words[0]), *map(str, words[1:])], capture_output=True, text=True, timeout=120, check=False, **more)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, words))}: {done.stdout}{done.stderr}")
    return done.stdout


class Wire:
    """Another network, and a wire from there to here. Nothing on it speaks by itself."""

    def __init__(self, case):
        self.far = subprocess.Popen(["unshare", "--net", "sleep", "600"])
        case.addCleanup(self.cut)
        while pathlib.Path(f"/proc/{self.far.pid}/ns/net").stat().st_ino == pathlib.Path("/proc/self/ns/net").stat().st_ino:
            pass
        call("ip", "link", "add", NEAR, "mtu", 9000, "type", "veth", "peer", "name", FAR, "mtu", 9000, "netns", self.far.pid)
        call("ip", "link", "set", NEAR, "addrgenmode", "none", "up")
        self.over_there("ip", "link", "set", FAR, "addrgenmode", "none", "up")

    def over_there(self, *words):
        return call("nsenter", "--target", self.far.pid, "--net", find(words[0]), *words[1:])

    def replay(self, path, *how):
        self.over_there("tcpreplay", "-q", "-i", FAR, *how, path)

    def cut(self):
        subprocess.run([find("ip"), "link", "delete", NEAR], capture_output=True, check=False)
        self.far.kill()
        self.far.wait()


def checksum(octets):
    octets += b"\0" * (len(octets) % 2)
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def address(text):
    return socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)


def udp(source, destination, source_port, destination_port, payload):
    ends = address(source) + address(destination)
    length = 8 + len(payload)
    head = struct.pack(">HHH", source_port, destination_port, length)
    total = checksum(ends + struct.pack(">II", length, 17) + head + b"\0\0" + payload)
    return head + struct.pack(">H", total or 0xFFFF) + payload


def ip(source, destination, payload, number=1, offset=0, more=False, fragment=False):
    """One packet, or a fragment at `offset` octets."""
    ends = address(source) + address(destination)
    if len(ends) == 32:
        if fragment:
            payload = struct.pack(">BBHI", 17, 0, offset | more, number) + payload
        return struct.pack(">IHBB", 0x60000000, len(payload), 44 if fragment else 17, 64) + ends + payload
    flags = (0x2000 if more else 0) | offset // 8
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), number, flags, 64, 17, 0) + ends
    return head[:10] + struct.pack(">H", checksum(head)) + head[12:] + payload


def frame(packet, tag=None):
    kind = struct.pack(">H", 0x86DD if packet[0] >> 4 == 6 else 0x0800)
    tags = b"" if tag is None else struct.pack(">HH", 0x8100, tag)
    return bytes.fromhex("020000000002" "020000000001") + tags + kind + packet


def frames_of(source, destination, datagram, number=1, size=None, tag=None):
    """The frames of a datagram; of several fragments where `size` octets are all that one may hold."""
    if size is None:
        return [frame(ip(source, destination, datagram, number), tag)]
    return [frame(ip(source, destination, datagram[at:at + size], number, at, at + size < len(datagram), True), tag)
            for at in range(0, len(datagram), size)]


def exchange(asker, server, name, number, size=None, tag=None, code=None):
    """A query and its response: one address, and so much text that fragments have something to hold; or nothing, with `code`."""
    port = 1024 + number
    question = udp(asker, server, port, 53, tap.query(name, number=number))
    answers = [tap.record(name, tap.A, bytes([192, 0, 2, number % 256]))]
    answers += [tap.record(name, 16, bytes([250]) + bytes([97 + i]) * 250) for i in range(8 if size else 0)]
    flags = 0x8400 if code is None else 0x8400 | code
    message = tap.response(name, answers if code is None else (), number=number, flags=flags)
    answer = udp(server, asker, 53, port, message)
    return frames_of(asker, server, question, number, None, tag) + frames_of(server, asker, answer, number, size, tag)


def pcap(frames, seconds=1_600_000_000):
    out = bytearray(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1))
    for i, octets in enumerate(frames):
        at = i * 10
        out += struct.pack("<IIII", seconds + at // 10**6, at % 10**6, len(octets), len(octets)) + octets
    return bytes(out)


def frames_in(path):
    """Of a pcap file as the simulator writes it."""
    octets = pathlib.Path(path).read_bytes()
    at, frames = 24, []
    while at < len(octets):
        _, _, size, _ = struct.unpack_from("<IIII", octets, at)
        frames.append(octets[at + 16:at + 16 + size])
        at += 16 + size
    return frames
