#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants one fault after the other: check_sizes.py must find each, and leave the rest in peace."""
import pathlib
import unittest

import check_sizes


def body(lines):
    return "".join(f"  step({i});\n" for i in range(lines))


def faults(name, text):
    return list(check_sizes.faults_of(pathlib.PurePath(name), text, check_sizes.HARD))


LONG = {
    "plain": "int f(int a) {\n" + body(60) + "}\n",
    "in a namespace": "namespace spoor::dns {\nint f() noexcept {\n" + body(60) + "}\n}\n",
    "method in a class": "class X final : public Y {\n public:\n  int f() const override {\n" + body(60) + "  }\n};\n",
    "constructor with a list": "X::X(int a)\n    : a_(a), b_{a} {\n" + body(60) + "}\n",
    "template": "template <class T>\nstd::vector<T> f(const T& t) {\n" + body(60) + "}\n",
    "operator": "bool operator==(const X& a, const X& b) {\n" + body(60) + "}\n",
    "test": "TEST(Name, Parses) {\n" + body(60) + "}\n",
    "braces in strings": 'int f() {\n  g("}}}");\n  h(\'}\');\n' + body(60) + "}\n",
}

SHORT = {
    "sixty lines": "int f() {\n" + body(58) + "}\n",
    "lifted inside": "int f() {\n  // SIZE: one table\n" + body(90) + "}\n",
    "lifted above": "// SIZE: one table\nint f() {\n" + body(90) + "}\n",
    "a class is no function": "class X {\n" + "  int f() {\n" + body(40) + "  }\n  int g() {\n" + body(40) + "  }\n};\n",
    "a table is no function": "constexpr Row kRows[] = {\n" + "    {1, 2},\n" * 90 + "};\n",
    "a namespace is no function": "namespace {\n" + "int x();\n" * 90 + "}\n",
    "an enum is no function": "enum class E : int {\n" + "  kA,\n" * 90 + "};\n",
    "digit separators": "int f() {\n  int a = 1'000'000;\n}\n" + "int g();\n" * 90,
}

MANY = {
    "six": ("int f(int a, int b, int c, int d, int e, int f) {\n}\n", 6),
    "method": ("int X::f(int a, int b, int c, int d, int e, int f) const {\n}\n", 6),
}

FEW = {
    "five": "int f(int a, int b, int c, int d, int e) {\n}\n",
    "commas in templates": "int f(std::map<int, int> a, std::map<int, int> b, std::map<int, int> c) {\n}\n",
    "commas in defaults": "int f(X a = {1, 2, 3, 4, 5, 6, 7}) {\n}\n",
    "none": "int f() {\n  g(1, 2, 3, 4, 5, 6, 7);\n}\n",
}


class CheckSizes(unittest.TestCase):
    def test_long_functions_are_found(self):
        for what, text in LONG.items():
            with self.subTest(what):
                found = faults("src/a/x.cc", text)
                self.assertEqual(len(found), 1, found)
                self.assertRegex(found[0], r"a function of 6\d lines")

    def test_short_or_lifted_ones_pass(self):
        for what, text in SHORT.items():
            with self.subTest(what):
                self.assertEqual(faults("src/a/x.cc", text), [])

    def test_many_parameters_are_found(self):
        for what, (text, count) in MANY.items():
            with self.subTest(what):
                found = faults("src/a/x.cc", text)
                self.assertEqual(len(found), 1, found)
                self.assertIn(f"{count} parameters", found[0])

    def test_few_parameters_pass(self):
        for what, text in FEW.items():
            with self.subTest(what):
                self.assertEqual(faults("src/a/x.cc", text), [])

    def test_long_files_are_found_unless_lifted(self):
        self.assertEqual(len(faults("src/a/x.cc", "int x;\n" * 801)), 1)
        self.assertEqual(len(faults("src/a/x.h", "int x;\n" * 401)), 1)
        self.assertEqual(faults("src/a/x.cc", "int x;\n" * 800), [])
        self.assertEqual(faults("src/a/x.h", "// SIZE: a table of the registry\n" + "int x;\n" * 500), [])


if __name__ == "__main__":
    unittest.main()
