#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails on files that are not as the project writes them.

    tools/check_text.py [ROOT]

SPDX head in every source, LF and a final newline, no trailing blanks, no tabs in C++ and Python,
no merge markers, no paths of somebody's machine, no names that say nothing, no file above 500 kB.
Looks at what git tracks or would add; without git, at every file.
"""
import pathlib
import re
import subprocess
import sys

LIMIT = 500_000
SPDX = "SPDX-License-Identifier: Apache-2.0"
SOURCES = {".h", ".cc", ".py", ".sh", ".cmake"}
SKIPPED = {".git", "build", ".cache", "__pycache__", "demo-store"}
BINARY_FOLDERS = ("tests/corpus/",)
MACHINE = re.compile(r"(?<![\w.~$}/-])/(?:work|home|root|Users)/\w")
MERGE = re.compile(r"^(<{7} |={7}$|>{7} )", re.M)
SAYS_NOTHING = re.compile(r"(^|_)(utils?|common|helpers?|manager|misc)(_|$)")
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")


def files(root):
    git = ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"]
    run = subprocess.run(git, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return sorted({root / name for name in run.stdout.splitlines()})
    return sorted(path for path in root.rglob("*") if not SKIPPED & set(path.relative_to(root).parts))


def is_source(path, text):
    return path.suffix in SOURCES or path.name in ("CMakeLists.txt", ".clang-tidy") or text.startswith("#!")


def faults_of(rel, raw):
    if len(raw) > LIMIT:
        yield f"{len(raw)} bytes, above {LIMIT}"
    if rel.as_posix().startswith(BINARY_FOLDERS) or b"\0" in raw:
        return
    text = raw.decode("utf-8", "replace")
    if "\ufffd" in text:
        yield "is not UTF-8"
    if b"\r" in raw:
        yield "has carriage returns"
    if raw and not raw.endswith(b"\n"):
        yield "does not end in a newline"
    if MERGE.search(text):
        yield "has merge markers"
    if SAYS_NOTHING.search(rel.stem) and rel.suffix in SOURCES:
        yield "a name that says nothing: what is the idea?"
    if rel.name == "LICENSE":
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.endswith((" ", "\t")) and rel.suffix != ".md":
            yield f"line {number}: trailing blanks"
        if "\t" in line and rel.suffix in (".h", ".cc", ".py"):
            yield f"line {number}: a tab"
        if MACHINE.search(line) and rel.name != "check_text.py":
            yield f"line {number}: a path of somebody's machine"
        if rel.suffix in SOURCES and TODO.search(line) and not rel.name.startswith("check_text"):
            yield f"line {number}: TODO without an issue; write TODO(#n)"
    if is_source(rel, text) and SPDX not in "\n".join(text.split("\n")[:3]):
        yield "lacks its SPDX line"


def check(root):
    faults, count = [], 0
    for path in files(root):
        if path.is_symlink() or not path.is_file():
            continue
        rel = path.relative_to(root)
        count += 1
        faults += [f"{rel}: {fault}" for fault in faults_of(rel, path.read_bytes())]
    return faults, count


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    faults, count = check(root)
    print("\n".join(faults) or f"text: {count} files, clean")
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
