#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a store holds, taken out in each form, and what of it comes back (docs/guides/exporting.md)."""
import csv
import io
import json
import os
import resource
import subprocess

from program import QUIET, SPOOR, cof, main, run
from serving import Serving

T0 = 1_600_000_000
DAY = 86400
MANY = 200_000
KEPT_BY_ALL = ("rrname", "rrtype", "rdata")


def records():
    """Records of every sort: of two zones, with hostile text, of a type without a name, of a partner's own."""
    yield cof("www.example.com", "A", "192.0.2.1", T0, T0 + 5, count=3, bailiwick="example.com")
    yield cof("www.example.com", "A", "192.0.2.1", T0 - DAY, T0 + 9, count=4, bailiwick="com")
    yield cof("=cmd.example.com", "TXT", '"a;b \\"c\\" (d" "=1+1"', T0, T0, count=1)
    yield cof("\\$include.\\@.example.com", "MX", "10 -mail.example.com", T0, T0 + DAY, count=9)
    yield cof("example.com", "SOA", "ns1.example.com host\\.master.example.com 1 2 3 4 5", T0, T0, count=2)
    yield cof("example.com", "TYPE65280", "\\# 2 abcd", T0, T0, count=1)
    yield cof("_sip._tcp.example.com", "SRV", "1 2 5060 sip.example.com", T0, T0, count=1)
    yield cof("example.com", "NAME", "=what a partner says", T0, T0, count=1)
    yield from (cof(f"h{i}.example.net", "AAAA", f"2001:db8::{i:x}", T0 + i, T0 + i * DAY, count=i + 1) for i in range(99))


ZONE = """$ORIGIN example.org.
@ 3600 IN SOA ns1 host 2020091301 2 3 4 5
@ 3600 IN NS ns1
ns1 300 IN A 192.0.2.53
"""


class Exporting(Serving):
    def setUp(self):
        super().setUp()
        self.fill("partner", "".join(records()))
        self.fill("sensor", "".join(list(records())[:40]), "--counts", "delta")
        self.fill("zones", ZONE)

    def fill(self, source, content, *words):
        run("import", "--store", self.store, "--source", source, *words, "-", input=content)

    def export(self, *words, store=None):
        return run("export", "--store", store or self.store, *words).stdout

    def bring_back(self, content, *words):
        store = self.folder / f"copy-{len(list(self.folder.iterdir()))}"
        told = run("import", "--store", store, "--source", "copy", *words, "-", input=content)
        self.assertNotIn("rejected", told.stderr)
        return store

    def rows(self, *words, store=None, keys=KEPT_BY_ALL):
        lines = run("lookup", "--store", store or self.store, "*", "--json", "--limit", "0", *words).stdout.splitlines()
        return sorted(json.dumps([row.get(key) for key in keys]) for row in map(json.loads, lines))

    def test_native_imports_back_to_equal_answers(self):
        whole = self.export()
        self.assertEqual(whole, self.export("--native"))
        copy = self.bring_back(whole)
        self.assertEqual(self.export(store=copy), whole)
        for words in (("--json", "--details", "days,ttl"), ("--cof",), ("--csv",)):
            asked = [run("lookup", "--store", store, "*", "--limit", "0", *words).stdout for store in (self.store, copy)]
            self.assertEqual(*asked)

    def test_dnsdb_keeps_records_counts_times_and_bailiwicks(self):
        content = self.export("--format", "dnsdb")
        for row in map(json.loads, content.splitlines()):
            self.assertLessEqual(row.keys(), {"count", "time_first", "time_last", "zone_time_first", "zone_time_last", "rrname",
                                              "rrtype", "bailiwick", "rdata"})
        keys = (*KEPT_BY_ALL, "bailiwick", "how", "count", "time_first", "time_last", "zone_time_first", "zone_time_last")
        copy = self.bring_back(content, "--format", "dnsdb")
        self.assertEqual(self.rows(store=copy, keys=keys), self.rows("--merge", keys=keys))
        self.assertEqual(self.export("--format", "dnsdb", store=copy), content)

    def test_cof_keeps_records_counts_and_times(self):
        copy = self.bring_back(self.export("--format", "cof"), "--format", "cof")
        self.assertEqual(self.export("--format", "cof", store=copy), self.export("--format", "cof"))

    def test_zone_text_keeps_the_records_that_the_dns_has(self):
        content = self.export("--format", "zone")
        known = {row for row in self.rows() if json.loads(row)[1] != "NAME"}
        self.assertEqual(len([line for line in content.splitlines() if line[0] not in ";$"]), len(known))
        # A file that is read is one zone.
        copy = self.bring_back(self.export("*.example.com", "--format", "zone"), "--zone-time", str(T0))
        self.assertEqual(set(self.rows(store=copy)), {row for row in known if "example.com." in json.loads(row)[0]})
        self.assertIn("ns1.example.org. 300 IN A 192.0.2.53 ; ", content)

    def test_no_spreadsheet_obeys_csv_and_it_comes_back(self):
        content = self.export("--format", "csv")
        for row in csv.reader(io.StringIO(content)):
            for cell in row:
                self.assertNotIn(cell[:1], tuple("=+-@\t\r"), row)
        copy = self.bring_back(content)
        self.assertEqual(self.rows(store=copy), self.rows())

    def test_takes_a_question_and_nothing_of_the_configuration_narrows_it(self):
        rows = self.export("www.example.com", "--format", "dnsdb", "--source", "partner").splitlines()
        self.assertEqual([json.loads(row)["count"] for row in rows], [4, 3])
        config = self.folder / "spoor.toml"
        config.write_text(f'store = "{self.store}"\nsource = "partner"\ntype = "A"\nlimit = 1\nformat = "table"\n')
        self.assertEqual(run("export", "--config", config).stdout, self.export())
        for words, sentence in ((("--format", "table"), "expected native"), (("a..b",), "QUERY"),
                                (("--source", "none"), "no source"), (("--merge",), "cannot stand with --merge")):
            done = run("export", "--store", self.store, *words, check=False)
            self.assertIn(sentence, done.stderr)
            self.assertEqual((done.returncode, done.stdout), (1, ""), words)

    def test_a_server_writes_the_same(self):
        server = self.serve()
        for form, kind in (("dnsdb", "application/x-ndjson"), ("zone", "text/dns"), ("native", "application/x-ndjson")):
            reply = server.ask(f"/api/v1/records?q=*&limit=0&format={form}")
            self.assertEqual((reply.status, reply.fields["content-type"]), (200, kind))
            self.assertEqual(reply.body.decode(), self.export("--format", form))
            self.assertEqual(run("lookup", "--server", server.url, "*", "--limit", "0", "--format", form).stdout,
                             self.export("--format", form))
        self.assertEqual(server.ask("/api/v1/records?q=*&format=dnsdb&merge=none").status, 400)

    def test_a_great_export_takes_little_memory(self):
        self.fill("many", "".join(cof(f"h{i}.many.test", "A", f"198.51.{i // 256 % 256}.{i % 256}", T0, T0 + i, count=2)
                                  for i in range(MANY)))
        few, _ = self.memory("www.example.com")
        for form in ("native", "dnsdb", "zone"):
            most, rows = self.memory("--format", form)
            self.assertGreaterEqual(rows, MANY)
            self.assertLess(most - few, 64 << 10, f"KiB more for {form}")

    def memory(self, *words):
        """The greatest resident size in KiB of one export, and its lines."""
        words = [SPOOR, "export", "--store", str(self.store), *words]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=QUIET) as child:
            lines = sum(1 for _ in child.stdout)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(child.returncode, 0)
        self.assertIsInstance(usage, resource.struct_rusage)
        return usage.ru_maxrss, lines


if __name__ == "__main__":
    main()
