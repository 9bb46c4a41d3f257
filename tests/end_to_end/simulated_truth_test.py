#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads the simulator's capture above the resolver and compares everything with the simulator's own truth.

Every accepted record's bailiwick, count, times and days must be the truth's; nothing forged or out of its
bailiwick may be in; nothing that could be told may be missing.
"""
import datetime
import json
import os
import subprocess

import program
from program import EndToEnd, main, run

SEEDS = [int(seed) for seed in os.environ.get("SPOOR_TEST_SEEDS", "1,20190712").split(",")]


def key(row, name="name", rrtype="type"):
    return row[name], row[rrtype], row["rdata"], row.get("bailiwick", "")


def days_of(pairs):
    """The native form's flat pairs of days since the pair before and count, as {"2019-07-12": count}."""
    days, day = {}, datetime.date(1970, 1, 1)
    for gap, count in zip(pairs[::2], pairs[1::2]):
        day += datetime.timedelta(gap)
        days[day.isoformat()] = count
    return days


def found_in(store):
    return {key(row, "rrname", "rrtype"): row for row in program.rows("--store", store, "*")}


class SimulatedTruth(EndToEnd):
    def world(self, seed):
        world = self.folder / f"world{seed}"
        run("simulate", "--seed", seed, "--out", world)
        return world, json.loads((world / "truth.json").read_text())

    def read(self, world, store, *more):
        run("import", "--store", store, "--source", "sim", "--position", "above", "--root-hints",
            world / "root.hints", *more, world / "capture.pcap")

    def assert_same(self, records, found):
        expected = {key(row): row for row in records}
        missing = sorted(expected.keys() - found.keys())
        extra = sorted(found.keys() - expected.keys())
        self.assertEqual((missing[:5], extra[:5]), ([], []), f"{len(missing)} missing, {len(extra)} too many")
        for record, truth in expected.items():
            row = found[record]
            self.assertEqual((row["count"], row["time_first"], row["time_last"]),
                             (truth["count"], truth["time_first"], truth["time_last"]), record)

    def test_what_is_accepted_is_the_truth_and_all_of_it(self):
        for seed in SEEDS:
            with self.subTest(seed=seed):
                world, truth = self.world(seed)
                store = self.folder / f"store{seed}"
                self.read(world, store)
                found = found_in(store)
                told = [row for row in truth["records"] if row["count"] > 0 and not row.get("dnssec_dropped")]
                self.assertGreater(len(told), 1000)
                self.assertTrue(all(row["tellable"] for row in told))
                self.assert_same(told, found)
                forged = {(row["name"], row["type"], row["rdata"]) for row in truth["forged"]}
                self.assertGreater(len(forged), 0)
                self.assertEqual(forged & {record[:3] for record in found}, set())

    def test_kept_on_request_dnssec_is_the_truth_as_well(self):
        world, truth = self.world(SEEDS[0])
        self.read(world, self.store, "--dnssec", "keep")
        told = [row for row in truth["records"] if row["count"] > 0]
        self.assertTrue(any(row.get("dnssec_dropped") for row in told))
        self.assert_same(told, found_in(self.store))

    def native(self, store):
        return run("lookup", "--store", store, "*", "--limit", "0", "--native").stdout

    def test_days_are_the_truth_s(self):
        world, truth = self.world(SEEDS[0])
        self.read(world, self.store)
        found = {}
        for line in self.native(self.store).splitlines()[1:]:
            row = json.loads(line)
            found[row["name"], row["type"], row["rdata"], row.get("bailiwick")] = days_of(row["days"])
        for row in truth["records"]:
            if row["count"] > 0 and not row.get("dnssec_dropped"):
                labels = len([label for label in row["bailiwick"].split(".") if label])
                record = row["name"], row["type"], row["rdata"], labels
                self.assertEqual(found[record], row["days"], record)

    def test_the_native_form_loses_nothing(self):
        world, _ = self.world(SEEDS[0])
        self.read(world, self.store)
        run("import", "--store", self.store, "--source", "partner", "--by-sensor", world / "records.cof.ndjson")
        native = self.native(self.store)
        other = self.folder / "other"
        run("import", "--store", other, "--source", "unused", self.write("all.native", native))
        self.assertEqual(self.native(other), native)
        self.assertEqual(found_in(other), found_in(self.store))

    def test_below_the_resolver_no_bailiwick_is_invented(self):
        world, _ = self.world(SEEDS[0])
        run("import", "--store", self.store, "--source", "sim", world / "capture.pcap")
        known = [record for record in found_in(self.store) if record[3]]
        self.assertEqual(known, [])

    def test_the_same_seed_is_the_same_bytes(self):
        one, _ = self.world(SEEDS[0])
        other = self.folder / "again"
        run("simulate", "--seed", SEEDS[0], "--out", other)
        names = sorted(path.name for path in one.iterdir())
        self.assertEqual(names, ["capture.pcap", "popular.csv", "prefixes.csv", "records.cof.ndjson",
                                 "registration.ndjson", "root.hints", "truth.json"])
        for name in names:
            self.assertEqual(subprocess.run(["cmp", one / name, other / name], check=False).returncode, 0, name)


if __name__ == "__main__":
    main()
