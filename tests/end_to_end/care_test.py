#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Backup of a store that is served, restore, erasure, and sources that become one or go: answers before and after."""
import json

from program import cof, main, run
from serving import Serving

T0 = 1_600_000_000
DAY = 86400
KEY = "desk-key-00001"


def lines(first, last, zone="example.com"):
    return "".join(cof(f"h{i}.{zone}", "A", f"192.0.2.{i % 250}", T0, T0 + i, count=i + 1) for i in range(first, last))


class Care(Serving):
    def setUp(self):
        super().setUp()
        self.backup = self.folder / "backup"
        self.fill("one", lines(0, 300) + cof("www.example.net", "CNAME", "h1.example.com", T0, T0, count=1))

    def fill(self, source, content, *words):
        run("import", "--store", self.store, "--source", source, *words, "-", input=content)

    def answer(self, query="*", store=None):
        """Every row with all that is known of it."""
        return run("lookup", "--store", store or self.store, query, "--native", "--limit", "0").stdout

    def names(self, query="*", store=None):
        rows = run("lookup", "--store", store or self.store, query, "--json", "--limit", "0").stdout.splitlines()
        return {json.loads(row)["rrname"] for row in rows}

    def back_up(self):
        return run("backup", "--store", self.store, "--to", self.backup).stderr

    def test_a_served_store_is_backed_up_and_comes_back(self):
        (self.folder / "keys").write_text(f"{KEY} read import\n")
        server = self.serve("--api-key-file", self.folder / "keys")
        self.assertIn("new", self.back_up())
        self.assertIn("nothing new", self.back_up())
        reply = server.ask("/api/v1/import?source=two", "POST", {"X-Api-Key": KEY}, lines(300, 400).encode())
        self.assertEqual(reply.status, 200, reply.body)
        self.back_up()
        self.end(server)
        self.assertEqual(self.answer(store=self.backup), self.answer())
        self.assertIn("nothing new", self.back_up())
        run("verify", "--store", self.backup)
        restored = self.folder / "restored"
        run("restore", "--from", self.backup, "--store", restored)
        self.assertEqual(self.answer(store=restored), self.answer())
        again = run("import", "--store", restored, "--source", "one", "-",
                    input=lines(0, 300) + cof("www.example.net", "CNAME", "h1.example.com", T0, T0, count=1))
        self.assertEqual(self.answer(store=restored), self.answer(), again.stderr)
        # The ledger of deliveries came along.
        self.assertTrue((restored / "deliveries.sqlite3").exists())

    def test_mistakes_are_told(self):
        usage, failed = 1, 2
        for words, code, sentence in (
                (("backup", "--store", self.store), usage, "expected --to FOLDER"),
                (("restore", "--from", self.folder / "none", "--store", self.folder / "new"), failed, "no finished backup"),
                (("restore", "--from", self.backup, "--store", self.store), usage, "something already"),
                (("erase", "--store", self.store), usage, "expected a NAME"),
                (("erase", "--store", self.store, "."), usage, "everything is below the root"),
                (("erase", "--store", self.store, "a..b"), usage, "expected a name to erase"),
                (("source", "merge", "--store", self.store, "one"), usage, "expected --into"),
                (("source", "merge", "--store", self.store, "one", "--into", "none"), failed, "no such source"),
                (("source", "merge", "--store", self.store, "one", "--into", "one"), usage, "cannot become itself"),
                (("source", "remove", "--store", self.store, "none"), failed, "no such source"),
                (("retain", "--store", self.store), usage, "expected --older-than AGE, or rules"),
                (("retain", "--store", self.store, "--type", "SOA"), usage, "expected --older-than AGE"),
                (("retain", "--store", self.store, "--older-than", "400"), usage, "expected an age such as 400d"),
                (("retain", "--store", self.store, "--older-than", "1d", "--type", "WHAT"), usage, "expected a type"),
                (("retain", "--store", self.store, "--older-than", "1d", "--source", "none"), failed, "no source"),
                (("retain", "--store", self.folder / "none", "--older-than", "1d"), failed, "")):
            done = run(*words, check=False)
            self.assertIn(sentence, done.stderr, words)
            self.assertEqual(done.returncode, code, (words, done.stderr))

    def test_erased_names_are_gone_from_everywhere(self):
        self.fill("two", lines(0, 5, "other.org"))
        run("erase", "--store", self.store, "example.com")
        self.assertEqual(self.names(), {f"h{i}.other.org." for i in range(5)} | {"www.example.net."})
        self.assertEqual(self.names("192.0.2.1"), {"h1.other.org."})
        run("verify", "--store", self.store)
        run("erase", "--store", self.store, "example.com", "--holders")
        self.assertEqual(self.names("/example/"), set())
        run("verify", "--store", self.store)
        for path in self.store.rglob("*"):
            if path.is_file() and not path.name.startswith("OPTIONS"):  # where RocksDB has the word itself
                self.assertNotIn(b"example", path.read_bytes(), path)
        # What was merged stays known; what is new may bring it again.
        self.fill("two", lines(0, 5, "other.org"))
        self.assertEqual(self.names("*.example.com"), set())
        self.fill("two", lines(7, 8))
        self.assertEqual(self.names("*.example.com"), {"h7.example.com."})

    def test_sources_become_one_and_go(self):
        self.fill("log-a", lines(0, 3, "a.test"), "--counts", "delta")
        self.fill("log-b", lines(0, 2, "a.test") + lines(0, 1, "b.test"), "--counts", "delta")
        refused = run("source", "merge", "--store", self.store, "log-a", "--into", "one", check=False)
        self.assertIn("cannot be one", refused.stderr)
        run("source", "merge", "--store", self.store, "log-a", "--into", "log-b")
        rows = run("lookup", "--store", self.store, "*.a.test", "--json").stdout.splitlines()
        told = {(row["rrname"], row["source"], row["count"]) for row in map(json.loads, rows)}
        self.assertEqual(told, {("h0.a.test.", "log-b", 2), ("h1.a.test.", "log-b", 4), ("h2.a.test.", "log-b", 3)})
        run("source", "remove", "--store", self.store, "one")
        self.assertEqual(self.names("*.example.com"), set())
        run("verify", "--store", self.store)
        listed = json.loads(run("source", "list", "--store", self.store, "--json").stdout)["sources"]
        self.assertEqual([each["name"] for each in listed], ["log-b"])

    def first(self, name):
        told = json.loads(run("first", "--store", self.store, name, "--json").stdout)
        return {each["row"]["source"]: each["time_first"] for each in told["sources"]}

    def retain(self, *words):
        return json.loads(run("retain", "--store", self.store, "--at", T0 + 100 * DAY, "--json", *words).stdout)

    def test_retention_removes_what_is_too_old_and_nothing_else(self):
        old, new = T0, T0 + 99 * DAY
        rows = [("a.test", "A", "192.0.2.1", old, old + 5), ("a.test", "A", "192.0.2.2", old + 9, new),
                ("b.test", "A", "192.0.2.1", old, old), ("b.test", "TXT", '"one"', old + 3, old + 7),
                ("c.test", "SOA", "ns.c.test h.c.test 1 2 3 4 5", old, old), ("c.test", "NS", "ns.c.test", old, new)]
        rows += [("c.test", "SOA", f"ns.c.test h.c.test {i} 2 3 4 5", T0 + i * DAY, T0 + i * DAY) for i in range(60, 100)]
        run("source", "remove", "--store", self.store, "one")
        for source in ("lux", "crawl"):
            self.fill(source, "".join(cof(*row, count=3) for row in rows))
        names = ("a.test", "b.test", "c.test")
        before, native = {name: self.first(name) for name in names}, self.answer()

        counted = self.retain("--older-than", "50d", "--source", "crawl", "--dry-run")
        self.assertEqual(self.answer(), native, "only counted")
        done = self.retain("--older-than", "50d", "--source", "crawl")
        self.assertEqual(counted, {**done, "dry_run": True})
        self.assertEqual(done["rules"], [{"rule": "source:crawl 50d", "rows": 4}])
        self.assertEqual((done["rows_removed"], done["records_removed"], done["first_seen_kept"]), (4, 0, 2), done)
        told = {(row["rrname"], row["rrtype"], row["rdata"], row["source"]) for row in self.rows()}
        self.assertNotIn(("a.test.", "A", "192.0.2.1", "crawl"), told)
        self.assertIn(("a.test.", "A", "192.0.2.1", "lux"), told)
        self.assertIn(("a.test.", "A", "192.0.2.2", "crawl"), told)
        self.assertEqual({each for each in told if each[1] == "FIRST-SEEN"},
                         {("a.test.", "FIRST-SEEN", "", "crawl"), ("b.test.", "FIRST-SEEN", "", "crawl")})
        self.assertEqual({name: self.first(name) for name in names}, before)

        # Rules of the configuration, as cron has them: the first that speaks of a row counts.
        config = self.folder / "spoor.toml"
        config.write_text(f'store = "{self.store}"\nsource = "lux"\ntype = "A"\n'
                          'retention = ["type:NS keep", "type:SOA,TXT 30d", "50d"]\n')
        run("retain", "--config", config, "--at", str(T0 + 100 * DAY))
        left = {(row["rrname"], row["rrtype"], row["rdata"], row["source"]) for row in self.rows()}
        self.assertEqual(left, {(name, kind, value, source) for source in ("lux", "crawl") for name, kind, value in (
            ("a.test.", "A", "192.0.2.2"), ("a.test.", "FIRST-SEEN", ""), ("b.test.", "FIRST-SEEN", ""),
            ("c.test.", "NS", "ns.c.test."), *(("c.test.", "SOA", f"ns.c.test. h.c.test. {i} 2 3 4 5")
                                               for i in range(70, 100)))})
        self.assertEqual({name: self.first(name) for name in names}, before)
        self.assertEqual(self.names("192.0.2.1"), set())
        again = run("retain", "--config", config, "--at", str(T0 + 100 * DAY)).stdout
        self.assertIn("0 of", again)
        run("verify", "--store", self.store)
        # What is left can be told to another store, and erased.
        other = self.folder / "other"
        run("import", "--store", other, "--source", "any", "-", input=self.answer())
        self.assertEqual(self.answer(store=other), self.answer())
        run("erase", "--store", self.store, "b.test")
        self.assertEqual(self.names(), {"a.test.", "c.test."})
        run("verify", "--store", self.store)

    def rows(self):
        return map(json.loads, run("lookup", "--store", self.store, "*", "--json", "--limit", "0").stdout.splitlines())


if __name__ == "__main__":
    main()
