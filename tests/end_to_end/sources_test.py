#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sources as people keep them: made known, described, asked for by kind, and hidden from who is not cleared."""
import json

from program import cof, main, run
from serving import Serving

T0 = 1_600_000_000


class Sources(Serving):
    def setUp(self):
        super().setUp()
        for source, name in (("sensor-1", "www.example.com"), ("partner", "secret.example.com")):
            run("import", "--store", self.store, "--source", source, "-", text=True,
                input=cof(name, "A", "192.0.2.1", T0, T0 + 5, count=3))

    def list(self):
        found = json.loads(run("source", "list", "--store", self.store, "--json").stdout)
        return {each.pop("name"): each for each in found["sources"]}

    def test_what_is_written_is_told(self):
        run("source", "edit", "--store", self.store, "partner", "--label", "B", "--tlp", "amber", "--owner", "Example CERT",
            "--kind", "partner")
        run("source", "edit", "--store", self.store, "partner", "--notes", "monthly")
        run("source", "add", "--store", self.store, "crawl-1", "--kind", "crawl", "--label", "C")
        listed = self.list()
        self.assertEqual({key: listed["partner"][key] for key in ("kind", "label", "tlp", "owner", "notes")},
                         {"kind": "feed", "label": "B", "tlp": "amber", "owner": "Example CERT", "notes": "monthly"})
        self.assertEqual((listed["crawl-1"]["kind"], listed["crawl-1"]["days_watched"]), ("crawl", 0))
        table = run("source", "list", "--store", self.store).stdout.splitlines()
        self.assertEqual(table[0].split()[:5], ["Source", "Label", "Kind", "Counts", "TLP"])
        self.assertEqual(len(table), 4)

    def test_mistakes_are_told(self):
        usage, failed = 1, 2
        for words, code, sentence in (
                (("edit", "nobody", "--label", "X"), failed, "no such source"),
                (("add", "partner"), failed, "has this source already"),
                (("edit", "partner", "--label", "much too long a label"), usage, "label"),
                (("edit", "partner", "--tlp", "purple"), usage, "expected clear, green"),
                (("edit",), usage, "expected the NAME"), ((), usage, "expected add, list, edit")):
            done = run("source", *words[:1], *(("--store", self.store) if words else ()), *words[1:], check=False)
            self.assertEqual(done.returncode, code, (words, done.stderr))
            self.assertIn(sentence, done.stderr)
        run("source", "edit", "--store", self.store, "partner", "--label", "B")
        done = run("source", "edit", "--store", self.store, "sensor-1", "--label", "B", check=False)
        self.assertIn("another source has this label", done.stderr)

    def test_kinds_are_asked_for(self):
        run("source", "edit", "--store", self.store, "sensor-1", "--kind", "zone")
        for kind, name in (("zone", "www.example.com."), ("partner", "secret.example.com.")):
            rows = run("lookup", "--store", self.store, "192.0.2.1", "--source", f"kind:{kind}", "--json").stdout
            self.assertEqual([json.loads(row)["rrname"] for row in rows.splitlines()], [name])

    def test_a_key_that_is_not_cleared_sees_nothing_of_it(self):
        run("source", "edit", "--store", self.store, "partner", "--tlp", "amber")
        (self.folder / "keys").write_text("green-key-1 tlp=green\nfull-key-01\n")
        server = self.serve("--api-key-file", self.folder / "keys")
        for key, names in (("green-key-1", {"www.example.com."}), ("full-key-01", {"www.example.com.", "secret.example.com."})):
            rows = server.get("/api/v1/records?q=192.0.2.1&format=ndjson", key).lines()
            self.assertEqual({row["rrname"] for row in rows if "rrname" in row}, names)
            summary = server.get("/api/v1/records/summary?q=*.example.com", key).json()
            self.assertEqual(summary["num_results"], len(names))
            status = server.get("/api/v1/status?exact=true", key).json()
            self.assertEqual((status["records"], status["names"]), (len(names), len(names)))


if __name__ == "__main__":
    main()
