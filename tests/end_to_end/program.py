# SPDX-License-Identifier: Apache-2.0
"""The program as the end-to-end tests drive it: from outside, as a person or a script would.

The environment variable SPOOR names the program under test; tests/CMakeLists.txt sets it.
"""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SPOOR = os.environ.get("SPOOR", "build/dev/src/cli/spoor")
# Nothing of the person who runs the tests may have a say.
QUIET = {key: value for key, value in os.environ.items() if not key.startswith("SPOOR_")}
QUIET |= {"HOME": "/nonexistent", "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"}


def run(*words, check=True, text=True, timeout=300, **more):
    """One command. Fails the test unless it ends with 0; `check=False` hands back whatever came."""
    words = [SPOOR, *map(str, words)]
    done = subprocess.run(words, capture_output=True, text=text, timeout=timeout, env=QUIET, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(words)}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def table(*words):
    """The table of a lookup: its head, and its rows as lists of cells."""
    lines = run("lookup", *words).stdout.splitlines()
    cells = [re.split(r" {2,}", line.rstrip()) for line in lines]
    return (cells[0], cells[1:]) if cells else ([], [])


def rows(*words):
    """The rows of a lookup as JSON, all of them."""
    done = run("lookup", *words, "--limit", "0", "--json")
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text().splitlines()]


def cof(rrname, rrtype, rdata, first, last=None, **more):
    """One line of COF."""
    row = {"rrname": rrname, "rrtype": rrtype, "rdata": rdata, "time_first": first,
           "time_last": first if last is None else last, **more}
    return json.dumps(row) + "\n"


class EndToEnd(unittest.TestCase):
    """A test with a folder of its own, removed at its end."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = self.folder / "store"

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return path

    def assert_one_sentence(self, done, code, *parts):
        """The command failed with `code`, printed nothing and one line of complaint that has all of `parts`."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Aspoor: [^\n]+\n\Z")
        for part in parts:
            self.assertIn(part, done.stderr)


def main():
    unittest.main(verbosity=2)
