#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole zones from real name servers, with and without a key; and from servers that break off."""
import base64
import socket
import struct
import threading

import nameservers
import tap
from nameservers import Process, ask, find, wait_until
from program import EndToEnd, rows, run


NSD, BIND = "127.0.0.31", "127.0.0.1"
SECRET = base64.b64encode(b"not a secret: this is a test 012").decode()
HOSTS = 3000  # several messages of 64 KiB
ZONE = "\n".join([
    "$ORIGIN corp.example.", "$TTL 300",
    "@ 3600 IN SOA ns hostmaster 2019071500 3600 600 86400 300", "@ IN NS ns", "ns IN A 192.0.2.53", "@ IN MX 10 mail",
    '@ IN TXT "a b" "\\"c\\" ;d"', "mail IN AAAA 2001:db8::25", "_sip._tcp IN SRV 1 2 5060 mail", "*.wild IN CNAME ns",
    "odd\\.dot IN TXT x", "raw IN TYPE65280 \\# 3 00ff10", "sub IN NS ns.sub", "ns.sub IN A 192.0.2.54",
    "svc IN HTTPS 1 . alpn=h2 port=8443",
    *(f"host-with-a-name-of-some-length-{n} IN A 198.51.{n // 256}.{n % 256}" for n in range(HOSTS))]) + "\n"
RECORDS = 13 + HOSTS


class Transfer(EndToEnd):
    def setUp(self):
        super().setUp()
        (self.folder / "zones").mkdir()
        self.write("zones/zone", ZONE)
        self.key = self.write("transfer.key", f"# for the test\nhmac-sha256:transfer.example:{SECRET}\n")

    def start_nsd(self, who):
        folder = self.folder / "zones"
        (folder / "nsd.conf").write_text(f"""
server:
    ip-address: {NSD}
    port: 53
    username: ""
    zonesdir: "{folder}"
    database: ""
    pidfile: "{folder}/nsd.pid"
    xfrdfile: "{folder}/xfrd.state"
    zonelistfile: "{folder}/zone.list"
    xfrdir: "{folder}"
    server-count: 1
remote-control:
    control-enable: no
key:
    name: "transfer.example"
    algorithm: hmac-sha256
    secret: "{SECRET}"
zone:
    name: "corp.example"
    zonefile: "{folder}/zone"
    provide-xfr: 127.0.0.0/8 {who}
""")
        server = Process(self, "nsd", find("nsd"), "-d", "-c", folder / "nsd.conf")
        wait_until(lambda: ask(NSD, "corp.example", tap.SOA, 0.2) == (0, 1), "the zone", server)

    def start_bind(self):
        folder = self.folder / "zones"
        (folder / "named.conf").write_text(f"""
key "transfer.example" {{ algorithm hmac-sha256; secret "{SECRET}"; }};
options {{
    directory "{folder}"; listen-on port 53 {{ {BIND}; }}; recursion no; pid-file none; session-keyfile none;
    allow-transfer {{ key "transfer.example"; }};
}};
controls {{ }};
zone "corp.example" {{ type primary; file "{folder}/zone"; }};
""")
        server = Process(self, "named", find("named"), "-4", "-g", "-c", folder / "named.conf")
        wait_until(lambda: ask(BIND, "corp.example", tap.SOA, 0.2) == (0, 1), "the zone", server)

    def transfer(self, *words, check=True, zone="corp.example"):
        return run("transfer", zone, "--store", self.store, "--source", "zones", *words, check=check)

    def found(self, store=None):
        return {(row["rrname"], row["rrtype"], row["rdata"], row.get("bailiwick"), row.get("zone_time_first"))
                for row in rows("--store", store or self.store, "*", "--source", "kind:zone")}

    def assert_nothing(self, done, *parts):
        self.assertEqual(done.returncode, 2, done.stderr)
        for part in (*parts, "nothing of it was merged"):
            self.assertIn(part, done.stderr)
        self.assertFalse(self.store.exists())

    def assert_same_as_the_file(self):
        other = self.folder / "other"
        run("import", "--store", other, "--source", "zones", "--zone-time", "2026-01-02", self.folder / "zones" / "zone")
        self.assertEqual(len(self.found()), RECORDS)
        self.assertEqual(self.found(), self.found(other))
        run("verify", "--store", self.store)


class Real(Transfer):
    def test_nsd_gives_what_the_file_holds_once(self):
        self.start_nsd("NOKEY")
        done = self.transfer("--from", NSD, "--zone-time", "2026-01-02")
        self.assertIn(f"serial 2019071500, {RECORDS:,} records", done.stderr)
        self.assert_same_as_the_file()
        # The same zone of the same time is the same content: it counts once.
        self.assertIn("merged before", self.transfer("--from", NSD, "--zone-time", "2026-01-02").stderr)
        [row] = rows("--store", self.store, "ns.corp.example", "--type", "A")
        self.assertEqual(row["count"], 1)
        # And now again, at another time.
        self.transfer("--from", NSD)
        [row] = rows("--store", self.store, "ns.corp.example", "--type", "A")
        self.assertEqual(row["count"], 2)

    def test_nsd_with_a_key(self):
        self.start_nsd("transfer.example")
        self.assert_nothing(self.transfer("--from", NSD, check=False), "refuses the transfer")
        wrong = self.write("wrong.key", "transfer.example:" + base64.b64encode(b"x" * 32).decode())
        self.assert_nothing(self.transfer("--from", NSD, "--tsig", wrong, check=False), "key")
        self.transfer("--from", NSD, "--tsig", self.key, "--zone-time", "2026-01-02")
        self.assert_same_as_the_file()

    def test_bind_with_a_key(self):
        self.start_bind()
        self.assert_nothing(self.transfer("--from", BIND, check=False), "REFUSED")
        self.transfer("--from", f"{BIND}:53", "--tsig", self.key, "--zone-time", "2026-01-02")
        self.assert_same_as_the_file()

    def test_no_such_zone(self):
        self.start_nsd("NOKEY")
        self.assert_nothing(self.transfer("--from", NSD, check=False, zone="elsewhere.example"), "the server")

    def test_cut_off_anywhere_it_leaves_nothing(self):
        self.start_nsd("NOKEY")
        size = Relay(self, NSD, 1 << 30).measure()
        for octets in (0, 1, 40, size // 2, size - 1):
            relay = Relay(self, NSD, octets)
            self.assert_nothing(self.transfer("--from", relay.where, check=False), "before the zone is whole")
        self.assert_nothing(self.transfer("--from", Relay(self, NSD, size // 2, holds=True).where, "--timeout", "1", check=False), "time-out")
        self.assert_nothing(self.transfer("--from", NSD, "--max-octets", "1000", check=False), "--max-octets")

    def test_a_signed_zone_is_not_changed_on_its_way(self):
        self.start_nsd("transfer.example")
        for at in (200, 40_000):
            relay = Relay(self, NSD, 1 << 30, flip=at)
            self.assert_nothing(self.transfer("--from", relay.where, "--tsig", self.key, check=False), "signature")


class Relay:
    """Between a client and a server: `octets` of the answer pass; then it hangs up, or says nothing more."""

    def __init__(self, case, server, octets, holds=False, flip=None):
        self.server, self.octets, self.holds, self.flip = server, octets, holds, flip
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.where = "127.0.0.1:%d" % self.listening.getsockname()[1]
        case.addCleanup(self.listening.close)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        client, _ = self.listening.accept()
        with client, socket.create_connection((self.server, 53)) as upstream:
            upstream.sendall(client.recv(4096))
            left, passed = self.octets, 0
            while left > 0 and (piece := upstream.recv(min(left, 65536))):
                if self.flip is not None and passed <= self.flip < passed + len(piece):
                    piece = bytearray(piece)
                    piece[self.flip - passed] ^= 1
                try:
                    client.sendall(piece)
                except OSError:
                    return
                left, passed = left - len(piece), passed + len(piece)
            while self.holds and client.recv(100):
                pass

    def measure(self):
        """Octets of the whole answer."""
        host, port = self.where.split(":")
        query = struct.pack(">HHHHHH", 7, 0, 1, 0, 0, 0) + tap.wire_name("corp.example") + struct.pack(">HH", 252, 1)
        total = 0
        with socket.create_connection((host, int(port))) as client:
            client.sendall(struct.pack(">H", len(query)) + query)
            client.settimeout(2)
            try:
                while piece := client.recv(65536):
                    total += len(piece)
            except TimeoutError:
                pass  # NSD keeps the connection
        return total


class Refusals(EndToEnd):
    def test_wrong_words(self):
        base = ["transfer", "--store", self.store, "--source", "s"]
        bad = self.write("bad.key", "hmac-md5:k:AAAA\n")
        for words, part in (([*base, "corp.example"], "--from"), ([*base, "--from", "192.0.2.1"], "ZONE"),
                            ([*base, "corp.example", "--from", "ns.example"], "--from"),
                            ([*base, "a..b", "--from", "192.0.2.1"], "ZONE"),
                            ([*base, "corp.example", "--from", "192.0.2.1", "--zone-time", "noon"], "zone-time"),
                            ([*base, "corp.example", "--from", "192.0.2.1", "--tsig", bad], "hmac-sha256")):
            self.assert_one_sentence(run(*words, check=False), 1, part)
        self.assertFalse(self.store.exists())


if __name__ == "__main__":
    nameservers.main()
