#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills the importer with SIGKILL at random moments, lets it go on, and compares every count with the truth.

All counts are deltas, so that anything merged twice, or lost, shows. SPOOR_TEST_KILLS says how often (default 50).
"""
import collections
import os
import random
import signal
import subprocess
import time

import program
from program import EndToEnd, cof, main, run

KILLS = int(os.environ.get("SPOOR_TEST_KILLS", "50"))
# A long TXT makes a row of 60 kB, so that one file is cut into several batches (at 128 MiB of keys).
LONG = '"' + '" "'.join(["spoor" * 50] * 240) + '"'


class KilledImport(EndToEnd):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(int(os.environ.get("SPOOR_TEST_SEED", "7")))
        self.killed = 0

    def import_until_killed(self, store, paths, after_s):
        """True when the importer was killed before its end."""
        words = [program.SPOOR, "import", "--store", str(store), "--source", "s", "--counts", "delta", *map(str, paths)]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=program.QUIET) as importer:
            try:
                _, err = importer.communicate(timeout=after_s)
            except subprocess.TimeoutExpired:
                importer.send_signal(signal.SIGKILL)
                _, err = importer.communicate()
        if importer.returncode == -signal.SIGKILL:
            self.killed += 1
            return True
        self.assertEqual(importer.returncode, 0, err.decode())
        return False

    def feeds(self, files, lines):
        """Files of deltas over the same records, and the truth about them."""
        truth = collections.Counter()
        paths = []
        for number in range(files):
            text = []
            for i in range(lines):
                name = f"n{self.chance.randrange(lines)}.example.com"
                address = f"192.0.2.{self.chance.randrange(4)}"
                count = self.chance.randrange(1, 100)
                truth[name + ".", address] += count
                text.append(cof(name, "A", address, 1_600_000_000 + 86_400 * number + i % 86_400, count=count))
            paths.append(self.write(f"feeds/{number:02}.ndjson", "".join(text)))
        return paths, truth

    def assert_truth(self, store, truth):
        found = collections.Counter()
        for row in program.rows("--store", store, "*"):
            found[row["rrname"], row["rdata"]] += row["count"]
        self.assertEqual(found, truth)
        run("verify", "--store", store)

    def full_time(self, paths):
        begun = time.monotonic()
        self.assertFalse(self.import_until_killed(self.folder / "untouched", paths, 600))
        return time.monotonic() - begun

    def test_many_files(self):
        paths, truth = self.feeds(files=12, lines=4000)
        full_s = self.full_time(paths)
        self.assert_truth(self.folder / "untouched", truth)
        rounds = 0
        while self.killed < KILLS:
            store = self.folder / f"store{rounds}"
            rounds += 1
            self.assertLess(rounds, 20 * KILLS, "the importer is too quick to be killed")
            for _ in range(8):
                if not self.import_until_killed(store, paths, self.chance.uniform(0, full_s)):
                    break
            self.assertFalse(self.import_until_killed(store, paths, 600))
            self.assert_truth(store, truth)

    def test_one_file_of_several_batches(self):
        truth = collections.Counter()
        path = self.folder / "big.ndjson"
        with path.open("w") as out:
            for i in range(5000):
                count = self.chance.randrange(1, 100)
                truth[f"n{i}.example.com."] += count
                out.write(cof(f"n{i}.example.com", "TXT", LONG, 1_600_000_000 + i, count=count))
        full_s = self.full_time([path])
        for _ in range(max(2, KILLS // 8)):
            self.import_until_killed(self.store, [path], self.chance.uniform(0.3, 1) * full_s)
        self.assertFalse(self.import_until_killed(self.store, [path], 600))
        found = collections.Counter()
        for line in run("lookup", "--store", self.store, "*", "--limit", "0").stdout.splitlines()[1:]:
            cells = line.split("  ", 1)
            found[cells[0].strip() + "."] += int(cells[1].split()[2])
        self.assertEqual(found, truth)


if __name__ == "__main__":
    main()
