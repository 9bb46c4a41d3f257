#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What was read once counts once: under another name, compressed, on standard input; and a log that grew goes on."""
import bz2
import gzip
import lzma
import random

import program
from program import EndToEnd, cof, main, run


def feed(count, seed=1):
    chance = random.Random(seed)
    return "".join(
        cof(f"n{chance.randrange(count)}.example.{chance.choice(['com', 'net'])}", "A",
            f"192.0.2.{chance.randrange(256)}", 1_600_000_000 + i, count=chance.randrange(1, 9))
        for i in range(count))


class SameBytes(EndToEnd):
    def setUp(self):
        super().setUp()
        self.world = self.folder / "world"
        run("simulate", "--seed", 5, "--out", self.world)

    def read(self, *words, **more):
        return run("import", "--store", self.store, "--source", "s", "--counts", "delta", *words, **more)

    def answers(self):
        return sorted(map(str, program.rows("--store", self.store, "*")))

    def test_another_name_compression_or_standard_input_changes_nothing(self):
        for original in (self.write("feed.ndjson", feed(3000)), self.world / "capture.pcap"):
            with self.subTest(original.name):
                content = original.read_bytes()
                self.read(original)
                before = self.answers()
                self.assertGreater(len(before), 100)
                report = self.folder / "report.ndjson"
                again = [original, self.write("copy.of.it", content), self.write("it.gz", gzip.compress(content)),
                         self.write("it.xz", lzma.compress(content))]
                for path in again:
                    self.read("--report", report, path)
                    self.assertEqual(self.answers(), before, path)
                    self.assertTrue(program.report(report)[0]["already_merged"])
                done = program.run("import", "--store", self.store, "--source", "s", "--counts", "delta", "-",
                                   text=False, input=content)
                self.assertEqual(self.answers(), before)
                self.assertIn(b"merged before", done.stderr)

    def test_another_source_is_another_witness(self):
        path = self.write("feed.ndjson", cof("a.example.com", "A", "192.0.2.1", 1_600_000_000, count=3))
        self.read(path)
        run("import", "--store", self.store, "--source", "t", "--counts", "delta", path)
        self.assertEqual([row["source"] for row in program.rows("--store", self.store, "a.example.com")], ["s", "t"])

    def test_a_log_that_grew_goes_on(self):
        lines = feed(3000).splitlines(keepends=True)
        whole = self.folder / "whole"
        run("import", "--store", whole, "--source", "s", "--counts", "delta", self.write("w", "".join(lines)))
        expected = sorted(map(str, program.rows("--store", whole, "*")))
        for count in (1, 700, 701, 2999, 3000, 3000):
            self.read(self.write("growing.ndjson", "".join(lines[:count])))
        self.assertEqual(self.answers(), expected)

    def test_a_capture_that_grew_goes_on(self):
        content = (self.world / "capture.pcap").read_bytes()
        self.read(self.world / "capture.pcap")
        expected = self.answers()
        ends = packet_ends(content)
        growing = self.folder / "grown"
        for share in (0.1, 0.5, 0.9, 1):
            path = self.write("growing.pcap", content[:ends[int(share * (len(ends) - 1))]])
            run("import", "--store", growing, "--source", "s", "--counts", "delta", path)
        self.store = growing
        self.assertEqual(self.answers(), expected)

    def test_what_is_no_known_format_says_so(self):
        path = self.write("it.bz2", bz2.compress(feed(10).encode()))
        self.assert_one_sentence_about(path)

    def assert_one_sentence_about(self, path):
        done = self.read(path, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn(path.name, done.stderr)


def packet_ends(content):
    """Offsets behind each packet of a little-endian pcap file."""
    ends, at = [], 24
    while at + 16 <= len(content):
        at += 16 + int.from_bytes(content[at + 8:at + 12], "little")
        ends.append(at)
    return ends


if __name__ == "__main__":
    main()
