#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs small folders: what is served stands in the pack, the same folder makes the same pack, what could not be
served is refused."""
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parent / "pack_pages.py"
PAGE = b'<meta property="csp-nonce" nonce="__SPOOR_NONCE__">' * 20


class PackPages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.out = self.root / "out"
        self.put("index.html", PAGE)

    def put(self, name, content):
        path = self.root / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def pack(self, what=None):
        return subprocess.run([sys.executable, TOOL, what or self.root / "dist", self.out], capture_output=True,
                              text=True, check=False)

    def packed(self):
        self.assertEqual(self.pack().stderr, "")
        return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.out.rglob("*") if path.is_file()}

    def test_it_holds_each_file_as_it_is_and_compressed(self):
        self.put("assets/a-1.js", b"let a = 1;\n" * 100)
        self.put("assets/a.woff2", b"w" * 1000)
        self.packed()
        table = (self.out / "pages_table.cc").read_text()
        names = re.findall(r'^    \{"([^"]+)"', table, re.M)
        self.assertEqual(names, ["assets/a-1.js", "assets/a.woff2", "index.html"])
        rows = {name: line for name, line in zip(names, re.findall(r'^    \{".*', table, re.M))}
        self.assertIn("_gzip, ", rows["assets/a-1.js"])
        self.assertNotIn("_gzip", rows["assets/a.woff2"])
        for file in (self.out / "files").iterdir():
            content = gzip.decompress(file.read_bytes()) if file.suffix == ".gzip" else file.read_bytes()
            self.assertIn(content, [PAGE, b"let a = 1;\n" * 100, b"w" * 1000])

    def test_the_same_folder_makes_the_same_pack_and_touches_nothing(self):
        self.put("assets/a-1.js", b"let a = 1;\n" * 100)
        before = self.packed()
        self.assertEqual(self.packed(), before)
        self.put("assets/a-1.js", b"let a = 2;\n" * 100)
        after = self.packed()
        self.assertNotEqual(after[self.out / "pages_data.S"], before[self.out / "pages_data.S"])
        self.assertEqual(len(after), len(before))  # what is needed no longer is gone

    def test_without_pages_the_pack_is_empty(self):
        self.packed()
        self.assertEqual(self.pack("--empty").returncode, 0)
        self.assertIn("return {};", (self.out / "pages_table.cc").read_text())
        self.assertEqual(list((self.out / "files").iterdir()), [])

    def test_it_refuses_what_would_not_be_served(self):
        for name, content in (("robots.txt", b"x"), ("assets/deep/a.js", b"x"), ("assets/.hidden", b"x"),
                              ("assets/a b.js", b"x"), ("assets/big.js", b"x" * ((8 << 20) + 1)),
                              ("index.html", b"<p>no place for a nonce")):
            with self.subTest(name):
                self.setUp()
                self.put(name, content)
                done = self.pack()
                self.assertEqual(done.returncode, 1)
                self.assertIn(name, done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_it_refuses_a_folder_without_a_page(self):
        done = self.pack(self.root / "nothing")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no index.html", done.stderr)


if __name__ == "__main__":
    unittest.main()
