#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""D4's passive DNS server as its clients ask it: without a key, by three paths, each line as its server writes it."""
import json

from program import cof, main, run
from serving import Serving

T0 = 1_600_000_000
KEY = "desk-key-00001"
D4_KEYS = {"time_first", "time_last", "count", "rrtype", "rrname", "rdata", "origin"}

RECORDS = "".join([
    cof("www.example.com", "A", "192.0.2.10", T0, T0 + 9, count=42, bailiwick="example.com"),
    cof("www.example.com", "A", "192.0.2.10", T0 - 9, T0, count=3, bailiwick="com"),
    cof("www.example.com", "TXT", '"hello"', T0, T0, count=1),
    cof("old.example.org", "A", "192.0.2.10", T0, T0, count=1),
    cof("old.example.org", "MX", "10 www.example.com", T0, T0, count=5),
    cof("example.com", "NS", "ns1.example.net", T0, T0, count=5),
    cof("big.example.net", "A", "192.0.2.77", T0, T0, count=1),
    *(cof("big.example.net", "AAAA", f"2001:db8::{i:x}", T0, T0, count=1) for i in range(300)),
])


class D4(Serving):
    def setUp(self):
        super().setUp()
        run("import", "--store", self.store, "--source", "sensor", "-", input=RECORDS)
        run("import", "--store", self.store, "--source", "secret", "-",
            input=cof("www.example.com", "A", "192.0.2.10", T0, T0, count=1000)
            + cof("hidden.example.org", "A", "192.0.2.10", T0, T0, count=1))
        run("source", "edit", "--store", self.store, "secret", "--tlp", "red")
        (self.folder / "keys").write_text(f"{KEY}\n")

    def lines(self, server, path):
        reply = server.ask(path)
        self.assertEqual((reply.status, reply.fields["content-type"]), (200, "application/x-ndjson"), reply.body)
        rows = [json.loads(line) for line in reply.body.decode().splitlines()]
        for row in rows:
            self.assertEqual(row.keys(), D4_KEYS)
            for key in ("time_first", "time_last", "count"):
                self.assertIsInstance(row[key], int)
            self.assertFalse(row["rrname"].endswith("."), row)
        self.assertEqual(len(rows), len({(row["rrname"], row["rrtype"], row["rdata"]) for row in rows}), "each once")
        return rows

    def test_answers_without_a_key_as_far_as_it_is_cleared(self):
        server = self.serve("--api-key-file", self.folder / "keys", "--d4", "green")
        self.assertEqual(server.ask("/pdns/query/www.example.com").status, 401)
        rows = self.lines(server, "/query/www.example.com")
        self.assertEqual([(row["rrtype"], row["rdata"], row["count"]) for row in rows],
                         [("A", "192.0.2.10", 45), ("TXT", '"hello"', 1)])
        self.assertEqual((rows[0]["time_first"], rows[0]["time_last"]), (T0 - 9, T0 + 9))
        self.assertEqual(rows[0]["origin"], f"{server.url}/")
        for path in ("/query/192.0.2.10", "/fquery/192.0.2.10"):
            told = [(row["rrname"], row["rrtype"]) for row in self.lines(server, path)]
            self.assertEqual(sorted(told), [("old.example.org", "A"), ("old.example.org", "MX"), ("www.example.com", "A"),
                                            ("www.example.com", "TXT")])
        told = [(row["rrname"], row["rrtype"]) for row in self.lines(server, "/fquery/www.example.com")]
        self.assertEqual(told, [("old.example.org", "A"), ("old.example.org", "MX")])
        self.assertEqual(len(self.lines(server, "/query/192.0.2.77")), 301, "no set is left out for its size")
        self.assertEqual(self.lines(server, "/query/none.example"), [])
        self.assertEqual(server.ask("/query/a..b").status, 400)
        info = json.loads(server.ask("/info").body)
        self.assertEqual(info["software"], "spoor")
        self.assertEqual(info["sensors"], [{"sensor_id": "sensor", "count": len(RECORDS.splitlines())}])
        self.assertEqual(info["stats"], len(RECORDS.splitlines()))

    def test_is_off_unless_it_is_switched_on(self):
        server = self.serve("--api-key-file", self.folder / "keys")
        for path in ("/query/www.example.com", "/fquery/www.example.com", "/info"):
            for fields in (None, {"X-Api-Key": KEY}):
                self.assertEqual(server.ask(path, fields=fields).status, 404)
        wrong = run("serve", "--store", self.store, "--d4", "blue", check=False)
        self.assertIn("expected clear", wrong.stderr)
        self.assertEqual(wrong.returncode, 1)


if __name__ == "__main__":
    main()
