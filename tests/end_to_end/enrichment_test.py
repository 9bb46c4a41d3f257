#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Local lists beside the store: read, told, read anew, and never in the way."""
import json
import signal

from program import cof, main, run
from serving import Serving, wait_until


class Enrichment(Serving):
    def setUp(self):
        super().setUp()
        self.lists = self.folder / "lists"
        self.lists.mkdir()
        (self.lists / "prefixes.csv").write_text("prefix,asn,country,holder\n192.0.2.0/24,64500,DE,Example Net\njunk\n")
        (self.lists / "popular.csv").write_text("rank,domain\n7,www.example.com\n")

    def test_the_command_tells_what_is_known_and_from_where(self):
        done = run("enrich", "--enrichment", self.lists, "192.0.2.9", "--json")
        known = json.loads(done.stdout)
        self.assertEqual((known["asn"], known["country"], known["holder"]), (64500, "DE", "Example Net"))
        self.assertEqual(known["files"][0]["skipped"], 1)
        self.assertIn("prefixes.csv: 1 left out, the first is 3", done.stderr)
        done = run("enrich", "--enrichment", self.lists, "a.b.example.com")
        self.assertIn("Registered  example.com\n", done.stdout)
        self.assertIn("Rank        7\n", done.stdout)

    def test_without_files_the_public_suffixes_are_known(self):
        done = run("enrich", "a.b.example.co.uk")
        self.assertIn("Registered  example.co.uk\n", done.stdout)
        self.assertEqual(done.stderr, "")

    def test_a_directory_that_was_named_must_be_there(self):
        done = run("enrich", "--enrichment", self.folder / "none", "192.0.2.9", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("the enrichment directory cannot be read", done.stderr)

    def test_a_server_reads_them_anew_on_a_hangup_and_keeps_what_breaks(self):
        run("import", "--store", self.store, "--source", "s1",
            self.write("feed", cof("a.example.com", "A", "192.0.2.9", 1_600_000_000)))
        server = self.serve("--enrichment", self.lists)

        def ask(query):
            return server.get("/api/v1/enrichment?q=" + query).json()

        self.assertEqual(ask("192.0.2.9")["asn"], 64500)
        (self.lists / "prefixes.csv").write_text("prefix,asn\n192.0.2.0/24,64501\n")
        server.signal(signal.SIGHUP)
        wait_until(lambda: ask("192.0.2.9").get("asn") == 64501, "the new table")
        (self.lists / "prefixes.csv").write_text("half of a")
        (self.lists / "popular.csv").write_text("8,example.com\n")
        server.signal(signal.SIGHUP)
        wait_until(lambda: ask("example.com").get("rank") == 8, "the new ranks")
        known = ask("192.0.2.9")
        self.assertEqual(known["asn"], 64501)
        self.assertTrue(known["files"][0]["older"])
        status = server.get("/api/v1/status").json()
        self.assertEqual([file["name"] for file in status["enrichment"]],
                         ["prefixes.csv", "popular.csv", "built in"])


if __name__ == "__main__":
    main()
