#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks a store of simulated traffic about time and checks every row of the answers against the simulator's truth.

All domains on an address and when; the addresses that a domain used and when; first appearances; what else was there on
that day; what came and went between two days; what happened to a domain.
"""
import collections
import datetime
import json
import pathlib
import random
import tempfile

from program import EndToEnd, main, run

SEED = 20190712
ADDRESS_TYPES = ("A", "AAAA")


def day_of(unix_s):
    return datetime.datetime.fromtimestamp(unix_s, datetime.timezone.utc).date().isoformat()


def next_day(day, days=1):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def days_in(runs):
    days = set()
    for first, last in runs:
        while first <= last:
            days.add(first)
            first = next_day(first)
    return days


class Known:
    """What the truth says of some records together."""

    def __init__(self):
        self.count, self.first, self.last, self.days = 0, None, None, set()

    def add(self, row):
        self.count += row["count"]
        self.first = min(self.first or row["time_first"], row["time_first"])
        self.last = max(self.last or row["time_last"], row["time_last"])
        self.days |= set(row["days"])


def joined(rows, key):
    known = collections.defaultdict(Known)
    for row in rows:
        known[key(row)].add(row)
    return known


class SimulatedTime(EndToEnd):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        world, cls.filled = pathlib.Path(folder.name, "world"), pathlib.Path(folder.name, "store")
        run("simulate", "--seed", SEED, "--out", world)
        run("import", "--store", cls.filled, "--source", "sim", "--position", "above", "--root-hints",
            world / "root.hints", world / "capture.pcap")
        truth = json.loads((world / "truth.json").read_text())
        cls.records = [row for row in truth["records"] if row["count"] > 0 and not row.get("dnssec_dropped")]
        cls.stories = truth["stories"]
        cls.addresses = [row for row in cls.records if row["type"] in ADDRESS_TYPES]
        cls.all_days = sorted(set().union(*(row["days"] for row in cls.records)))

    def setUp(self):
        super().setUp()
        self.store = self.filled
        self.random = random.Random(SEED)

    def ask(self, verb, *words):
        return json.loads(run(verb, "--store", self.store, *words, "--json").stdout)

    def some(self, values, count):
        values = sorted(values)
        return self.random.sample(values, min(count, len(values)))

    def story_names(self):
        zones = tuple(zone for story in self.stories.values() for zone in story["zones"])
        return {row["name"] for row in self.records if row["name"].endswith(zones)}

    def assert_lanes(self, answer, name_of, known):
        self.assertTrue(answer["complete"] and answer["watch_complete"])
        self.assertEqual(answer["total"], len(known))
        found = {name_of(lane): lane for lane in answer["lanes"]}
        self.assertEqual(found.keys(), known.keys())
        for name, truth in known.items():
            lane = found[name]
            self.assertEqual((lane["count"], lane["time_first"], lane["time_last"]),
                             (truth.count, truth.first, truth.last), name)
            self.assertEqual(days_in(lane["confirmed"]), truth.days, name)
            self.assertEqual((lane["possible"], lane["sources"]), ([], ["sim"]))

    def test_the_source_watched_on_every_day_of_the_truth(self):
        source = self.ask("stats")["sources"][0]
        self.assertEqual((source["first_day"], source["last_day"], source["days_watched"], source["watch_complete"]),
                         (self.all_days[0], self.all_days[-1], len(self.all_days), True))

    def test_all_domains_on_an_address_and_when(self):
        by_address = collections.defaultdict(list)
        for row in self.addresses:
            by_address[row["rdata"]].append(row)
        names = self.story_names()
        of_stories = {row["rdata"] for row in self.addresses if row["name"] in names}
        asked = set(self.some(of_stories, 40)) | set(self.some(by_address, 60))
        asked.add(max(by_address, key=lambda address: len({row["name"] for row in by_address[address]})))
        for address in sorted(asked):
            answer = self.ask("timeline", address, "--limit", 1000)
            self.assertEqual(answer["of"], "names")
            self.assert_lanes(answer, lambda lane: (lane["rrname"], lane["rrtype"]),
                              joined(by_address[address], lambda row: (row["name"], row["type"])))

    def test_the_addresses_a_domain_used_and_when(self):
        by_name = collections.defaultdict(list)
        for row in self.addresses:
            by_name[row["name"]].append(row)
        asked = set(self.some(self.story_names() & by_name.keys(), 40)) | set(self.some(by_name, 40))
        for name in sorted(asked):
            answer = self.ask("timeline", name, "--type", "A,AAAA", "--limit", 1000)
            self.assertEqual(answer["of"], "values")
            self.assert_lanes(answer, lambda lane: (lane["rdata"], lane["rrtype"]),
                              joined(by_name[name], lambda row: (row["rdata"], row["type"])))

    def test_first_appearances_of_names_domains_types_and_pairs(self):
        names = self.some({row["name"] for row in self.records}, 40)
        for name in names:
            rows = [row for row in self.records if row["name"] == name]
            answer = self.ask("first", name)
            self.assertEqual(answer["first"]["time_first"], min(row["time_first"] for row in rows), name)
            self.assertEqual([each["row"]["source"] for each in answer["sources"]], ["sim"])
            by_type = {each["row"]["rrtype"]: each["time_first"] for each in answer["types"]}
            known = joined(rows, lambda row: row["type"])
            self.assertEqual(by_type, {rrtype: each.first for rrtype, each in known.items()}, name)
        for row in self.some([json.dumps(row) for row in self.addresses], 20):
            row = json.loads(row)
            pair = [each for each in self.addresses if (each["name"], each["rdata"]) == (row["name"], row["rdata"])]
            answer = self.ask("first", row["name"], "--value", row["rdata"])
            self.assertEqual(answer["first"]["time_first"], min(each["time_first"] for each in pair))
            self.assertEqual(answer["first"]["row"]["rdata"], row["rdata"])
        zone = "groupweblogs-gsm1900.com."
        rows = [row for row in self.records if row["name"] == zone or row["name"].endswith("." + zone)]
        answer = self.ask("first", "any.name.below." + zone, "--of", "domain")
        self.assertEqual(answer["query"]["text"], "*." + zone)
        self.assertEqual((answer["first"]["time_first"], answer["first"]["rows"]),
                         (min(row["time_first"] for row in rows), len(rows)))

    def test_what_else_was_here_on_that_day(self):
        names = self.story_names()
        some = self.some([json.dumps(row) for row in self.addresses if row["name"] in names], 30)
        for row in map(json.loads, some):
            for day in self.some(row["days"], 2):
                here = {each["name"] for each in self.addresses if each["rdata"] == row["rdata"] and day in each["days"]}
                answer = self.ask("timeline", row["rdata"], "--day-from", day, "--day-to", day, "--limit", 1000)
                found = {lane["rrname"] for lane in answer["lanes"] if lane["confirmed"] == [[day, day]]}
                self.assertEqual(found, here, (row["rdata"], day))
                self.assertEqual((answer["window"], answer["not_watched"]), ([day, day], []))
                # Who was there before or after, but not on that day, was not seen though it was watched.
                others = [lane for lane in answer["lanes"] if lane["rrname"] not in here]
                self.assertEqual([lane["confirmed"] + lane["possible"] for lane in others], [[]] * len(others))

    def test_what_came_and_went_between_two_days(self):
        for zone in ("lucky-parcel.test.", "groupweblogs-gsm1900.com."):
            rows = [row for row in self.records if row["name"] == zone]
            for before, after in zip(self.all_days, self.all_days[1:]):
                was = {(row["type"], row["rdata"]) for row in rows if before in row["days"]}
                now = {(row["type"], row["rdata"]) for row in rows if after in row["days"]}
                answer = self.ask("compare", zone, "--before", before, "--after", after)
                for fate, truth in (("came", now - was), ("went", was - now), ("stayed", was & now)):
                    found = {(item["rrtype"], item["rdata"]) for item in answer[fate]["items"]}
                    self.assertEqual(found, truth, (zone, before, after, fate))
                    self.assertEqual(answer[fate]["certain"], answer[fate]["total"])
        early = self.ask("compare", "lucky-parcel.test", "--before", "2019-01-01", "--after", self.all_days[2])
        self.assertGreater(early["came"]["total"], 0)
        self.assertEqual(early["came"]["certain"], 0)  # nobody watched in January
        self.assertEqual(early["before"]["not_watched"], [["2019-01-01", "2019-01-01"]])

    def test_what_happened_to_the_names_of_a_domain(self):
        for story in self.stories.values():
            for zone in story["zones"][:3]:
                rows = [row for row in self.records if row["name"] == zone or row["name"].endswith("." + zone)]
                known = joined(rows, lambda row: row["name"])
                answer = self.ask("changes", "*." + zone, "--kind", "appeared", "--limit", 10_000)
                self.assertEqual({change["rrname"]: change["day"] for change in answer["changes"]},
                                 {name: day_of(each.first) for name, each in known.items()})
                for change in answer["changes"]:  # certain when the day before was watched at all
                    watched_before = next_day(change["day"], -1) in self.all_days
                    self.assertEqual(change["certain"], watched_before, change)
        flux = self.ask("changes", "lucky-parcel.test", "--kind", "moved", "--silence", 1)
        self.assertGreater(flux["total"], 5)
        for change in flux["changes"]:
            for address in set(change["to"]) - set(change["from"]):
                days = {day for row in self.addresses if row["name"] == "lucky-parcel.test."
                        and row["rdata"] == address for day in row["days"]}
                self.assertIn(change["day"], days)

    def test_counts_by_day(self):
        for name in self.some(self.story_names(), 20):
            expected = collections.Counter()
            for row in self.records:
                if row["name"] == name:
                    expected.update(row["days"])
            answer = self.ask("timeline", name, "--calendar")
            self.assertEqual({each["day"]: each["count"] for each in answer["days"]}, expected, name)
            self.assertEqual(answer["sources"][0]["days"], answer["days"])

    def test_drawings_fit_and_say_what_nobody_watched(self):
        drawn = run("timeline", "--store", self.store, "lucky-parcel.test", "--day-from", "2019-07-01").stdout
        self.assertIn("Nobody watched on", drawn)
        self.assertLessEqual(max(len(line) for line in drawn.splitlines()), 120)
        self.assertIn("█", drawn)
        calendar = run("timeline", "--store", self.store, "lucky-parcel.test", "--calendar").stdout
        self.assertIn("Mon", calendar)
        self.assert_one_sentence(run("timeline", "--store", self.store, "a", "--day-to", "soon", check=False), 1,
                                 "--day-to", "soon")
        self.assert_one_sentence(run("changes", "--store", self.store, "192.0.2.1", check=False), 1, "names")
        self.assert_one_sentence(run("compare", "--store", self.store, "a", check=False), 1, "--with")


if __name__ == "__main__":
    main()
