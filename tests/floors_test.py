#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The build itself refuses a room that uses one above or beside it: tries each in tests/floors."""
import pathlib
import subprocess
import tempfile
import unittest

TOY = pathlib.Path(__file__).resolve().parent / "floors"
REFUSED = {
    "upward": "parlour (floor 0) may not use hall (floor 1)",
    "sideways": "parlour (floor 1) may not use hall (floor 1)",
    "later": "hall (floor 1) names attic, which is no room on a lower floor",
    "unknown": "hall (floor 1) names garden, which is no room on a lower floor",
}


def configure(fault):
    with tempfile.TemporaryDirectory() as build:
        run = subprocess.run(["cmake", "-G", "Ninja", "-S", TOY, "-B", build, f"-DFAULT={fault}"],
                             capture_output=True, text=True, check=False)
    return run.returncode, " ".join(run.stderr.split())


class Floors(unittest.TestCase):
    def test_a_house_whose_arrows_run_down_configures(self):
        code, err = configure("none")
        self.assertEqual(code, 0, err)

    def test_every_other_arrow_stops_the_build_and_is_named(self):
        for fault, message in REFUSED.items():
            with self.subTest(fault):
                code, err = configure(fault)
                self.assertNotEqual(code, 0)
                self.assertIn(message, err)


if __name__ == "__main__":
    unittest.main()
