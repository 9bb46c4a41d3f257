#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one fault after the other: check_text.py must find each, and nothing else."""
import pathlib
import unittest

import check_text

HEAD = "// SPDX-License-Identifier: Apache-2.0\n"

PLANTED = {
    "no licence": ("src/a/x.cc", "int x;\n", "lacks its SPDX line"),
    "licence too late": ("src/a/x.cc", "\n\n\n" + HEAD, "lacks its SPDX line"),
    "script without licence": ("scripts/x", "#!/bin/sh\n", "lacks its SPDX line"),
    "carriage return": ("src/a/x.cc", HEAD + "int x;\r\n", "carriage returns"),
    "no final newline": ("src/a/x.cc", HEAD + "int x;", "does not end in a newline"),
    "trailing blank": ("src/a/x.cc", HEAD + "int x; \n", "line 2: trailing blanks"),
    "tab": ("src/a/x.h", HEAD + "\tint x;\n", "line 2: a tab"),
    "merge marker": ("README.md", "a\n<<<<<<< mine\n", "merge markers"),
    "machine path": ("docs/x.md", "see /" + "home/somebody/x\n", "path of somebody's machine"),
    "name that says nothing": ("src/a/string_utils.h", HEAD, "says nothing"),
    "manager": ("src/a/manager.cc", HEAD, "says nothing"),
    "orphan to-do": ("src/a/x.cc", HEAD + "// TO" + "DO later\n", "TODO without an issue"),
    "not UTF-8": ("docs/x.md", b"caf\xe9\n", "is not UTF-8"),
    "too big": ("docs/x.md", "x\n" * 300_000, "above 500000"),
    "too big and binary": ("tests/corpus/t/big", b"\0" * 600_000, "above 500000"),
}

CLEAN = {
    "src/a/x.cc": HEAD + "int x = 0;  // TO" + "DO(#7) later\n",
    "docs/x.md": "two blanks make a break  \nand ~/home/x, ${ROOT}/work/y are no machine's\n",
    "tests/corpus/t/1": b"\0\r\n\xff no text at all ",
    "tests/corpus/t/2": b"text without its newline",
    "src/a/communal_misconduct.h": HEAD,
    "empty.txt": b"",
}


def faults(name, content):
    raw = content if isinstance(content, bytes) else content.encode()
    return list(check_text.faults_of(pathlib.PurePath(name), raw))


class CheckText(unittest.TestCase):
    def test_clean_files_pass(self):
        for name, content in CLEAN.items():
            with self.subTest(name):
                self.assertEqual(faults(name, content), [])

    def test_each_planted_fault_is_found_alone(self):
        for what, (name, content, message) in PLANTED.items():
            with self.subTest(what):
                found = faults(name, content)
                self.assertEqual(len(found), 1, found)
                self.assertIn(message, found[0])


if __name__ == "__main__":
    unittest.main()
