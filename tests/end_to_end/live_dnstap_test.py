#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Real resolvers over zones of our own: what they log with dnstap becomes records, live."""
import json
import socket

import nameservers
import tap
from nameservers import BIND, CORP, OTHER, TLD, UNBOUND, Process, ask, is_socket, wait_until
from program import SPOOR, EndToEnd, run

QUESTIONS = [("www.corp.example", tap.A), ("corp.example", 15), ("mail.corp.example", tap.A), ("shop.corp.example", tap.A)]
# What each server must have told, with the zone on whose authority it did.
EXPECTED = {
    ("example.", "NS", "ns.nic.example.", "."),
    ("ns.nic.example.", "A", TLD, "."),
    ("corp.example.", "NS", "ns.corp.example.", "example."),
    ("ns.corp.example.", "A", CORP, "example."),
    ("other.example.", "NS", "ns.other.example.", "example."),
    ("ns.other.example.", "A", OTHER, "example."),
    ("www.corp.example.", "A", "192.0.2.80", "corp.example."),
    ("corp.example.", "MX", "10 mail.corp.example.", "corp.example."),
    ("mail.corp.example.", "A", "192.0.2.25", "corp.example."),
    ("shop.corp.example.", "CNAME", "edge.other.example.", "corp.example."),
    ("edge.other.example.", "A", "198.51.100.7", "other.example."),
}
MAY_BE = {".", "example.", "corp.example.", "other.example."}


class LiveDnstap(EndToEnd):
    def setUp(self):
        super().setUp()
        nameservers.serve_zones(self)

    def listen(self, source, *where):
        words = [word for each in where for word in ("--dnstap", each)]
        server = Process(self, "spoor", SPOOR, "listen", "--store", self.store, "--source", source, "--batch-time", "1", *words)
        wait_until(lambda: server.said().count("listening on") == len(where), "listening", server)
        return server

    def found(self):
        done = run("lookup", "--store", self.store, "*", "--limit", "0", "--json", check=False)
        rows = [json.loads(line) for line in done.stdout.splitlines()] if done.returncode == 0 else []
        return {(row["rrname"], row["rrtype"], row["rdata"], row.get("bailiwick")) for row in rows}

    def assert_learns(self, resolver, server, process):
        wait_until(lambda: ask(resolver, "www.corp.example", timeout=2) == (0, 1), "the resolver answers", process)
        for name, rrtype in QUESTIONS:
            code, answers = wait_until(lambda of=(name, rrtype): ask(resolver, *of), name, process)
            self.assertEqual((code, answers > 0), (0, True), name)
        wait_until(lambda: EXPECTED <= self.found(), "the records, while the listener runs", server)
        self.assertLessEqual({row[3] for row in self.found()}, MAY_BE)

    def assert_ends_well(self, server):
        self.assertEqual(server.end(), 0, server.said())
        self.assertLessEqual(EXPECTED, self.found())
        run("verify", "--store", self.store)

    def test_unbound_over_a_unix_socket(self):
        path = self.folder / "spoor.sock"
        server = self.listen("unbound", f"unix:{path}")
        unbound = nameservers.start_unbound(self, f'dnstap-socket-path: "{path}"')
        self.assert_learns(UNBOUND, server, unbound)
        self.assertEqual(unbound.end(), 0)
        wait_until(lambda: "has ended its stream" in server.said(), "STOP and FINISH", server)
        self.assert_ends_well(server)
        self.assertFalse(path.exists())
        self.assertIn("dnstap query", server.said())
        self.assertIn("dnstap CLIENT_RESPONSE, not taken", server.said())

    def test_unbound_over_tcp_and_the_listener_goes_first(self):
        server = self.listen("unbound", "tcp:127.0.0.1:6000")
        unbound = nameservers.start_unbound(self, "dnstap-ip: 127.0.0.1@6000\n    dnstap-tls: no")
        self.assert_learns(UNBOUND, server, unbound)
        self.assert_ends_well(server)
        # Unbound comes again to the one that listens next, and nothing counts twice.
        before = len(self.found())
        again = self.listen("unbound", "tcp:127.0.0.1:6000")
        wait_until(lambda: "a stream begins" in again.said(), "the next connection", again)
        self.assert_ends_well(again)
        self.assertGreaterEqual(len(self.found()), before)

    def test_bind_over_a_unix_socket(self):
        path = self.folder / "spoor.sock"
        server = self.listen("bind", f"unix:{path}")
        self.assertTrue(is_socket(path))
        bind = nameservers.start_bind(self, path)
        self.assert_learns(BIND, server, bind)
        self.assert_ends_well(server)

    def test_both_at_once_are_one_source(self):
        path = self.folder / "spoor.sock"
        server = self.listen("both", f"unix:{path}", "tcp:127.0.0.1:6000")
        unbound = nameservers.start_unbound(self, "dnstap-ip: 127.0.0.1@6000\n    dnstap-tls: no")
        bind = nameservers.start_bind(self, path)
        self.assert_learns(UNBOUND, server, unbound)
        self.assert_learns(BIND, server, bind)
        # Whoever speaks no dnstap is shown the door, and nobody else notices.
        with socket.create_connection(("127.0.0.1", 6000)) as stranger:
            stranger.sendall(b"GET / HTTP/1.1\r\nHost: spoor.example\r\n\r\n")
            self.assertEqual(stranger.recv(100), b"")
        self.assert_ends_well(server)


class Refusals(EndToEnd):
    def test_tcp_is_for_the_loopback_alone(self):
        done = run("listen", "--store", self.store, "--source", "s", "--dnstap", "tcp:0.0.0.0:6000", check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--allow", done.stderr)

    def test_wrong_words(self):
        for words, part in ((["--dnstap", "spoor.sock"], "unix:/PATH"), ([], "--dnstap WHERE"),
                            (["--dnstap", "tcp:127.0.0.1:1", "--allow", "192.0.2.1/24"], "behind the prefix")):
            done = run("listen", "--store", self.store, "--source", "s", *words, check=False)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(part, done.stderr)


if __name__ == "__main__":
    nameservers.main()
