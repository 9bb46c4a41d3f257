#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who lives on an address, over simulated traffic: every row of the profile is held against the truth."""
import collections
import json

from program import main, run
from serving import Serving

DAY = 86_400
MOMENT = 1_563_667_200  # when the simulated days are over


class Address(Serving):
    def setUp(self):
        super().setUp()
        self.world = self.folder / "world"
        run("simulate", "--seed", 1, "--out", self.world)
        run("import", "--store", self.store, "--source", "sim", "--position", "above", "--root-hints",
            self.world / "root.hints", self.world / "capture.pcap")
        lists = self.store / "enrichment"
        lists.mkdir()
        for name in ("prefixes.csv", "popular.csv"):
            (lists / name).write_bytes((self.world / name).read_bytes())
        truth = json.loads((self.world / "truth.json").read_text())
        self.names = collections.defaultdict(lambda: collections.defaultdict(list))
        for row in truth["records"]:
            if row["type"] == "A" and row["count"]:
                self.names[row["rdata"]][row["name"]].append(row)

    @staticmethod
    def domain_of(name):
        """As the list has it: of all suffixes in the simulated world only example.* and the like have a dot less."""
        return ".".join(name.split(".")[-3:])

    def test_every_domain_of_an_address_and_when(self):
        busiest = sorted(self.names, key=lambda address: len(self.names[address]))[-5:]
        for address in [*busiest, "165.22.196.7"]:
            with self.subTest(address=address):
                told = json.loads(run("address", "--store", self.store, address, "--at", MOMENT, "--limit", 1000,
                                      "--json").stdout)
                expected = collections.defaultdict(list)
                for name, rows in self.names[address].items():
                    expected[self.domain_of(name)] += rows
                found = {row["domain"]: row for row in told["hosted"]}
                self.assertEqual(found.keys(), expected.keys())
                for domain, rows in expected.items():
                    self.assertEqual(
                        (found[domain]["names"], found[domain]["count"], found[domain]["time_first"],
                         found[domain]["time_last"], found[domain]["days"]),
                        (len({row["name"] for row in rows}), sum(row["count"] for row in rows),
                         min(row["time_first"] for row in rows), max(row["time_last"] for row in rows),
                         len({day for row in rows for day in row["days"]})), domain)
                self.assertEqual((told["domains"], told["domains_30d"]), (len(expected), len(expected)))
                self.assertEqual(told["names"], len(self.names[address]))
                self.assertTrue(told["complete"])

    def test_a_server_says_the_same_and_the_table_fits(self):
        address = max(self.names, key=lambda one: len(self.names[one]))
        words = [address, "--at", MOMENT, "--name", "nothing.example", "--json"]
        told = run("address", "--store", self.store, *words).stdout
        table = run("address", "--store", self.store, address, "--at", MOMENT).stdout
        server = self.serve()
        self.assertEqual(run("address", "--server", server.url, *words).stdout, told)
        profile = json.loads(told)
        self.assertIn("asn", profile)
        self.assertEqual(profile["block"]["names"], profile["names_30d"])
        self.assertIn(f"Blocking it also removes {profile['names_30d']} names of ", table)
        done = run("address", "--server", server.url, address, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--json", done.stderr)


if __name__ == "__main__":
    main()
