#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fails when a file includes what its room did not declare, or a library that lives elsewhere.

    tools/check_layers.py [ROOT]

A room may include itself and the rooms in DEPS of its spoor_room(). Its tests, benchmarks and
fuzz targets may besides include rooms that their own LIBS name (spoor::store). A library behind a
fence is included only by the rooms inside it. What lies in a folder `internal/` is for its own
room alone.
"""
import pathlib
import re
import sys

CALL = re.compile(r"\bspoor_(room|test|bench|fuzz)\s*\(([^()]*)\)", re.S)
COMMENT = re.compile(r"#[^\n]*")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]+["<]([^">]+)[">]', re.M)
KEYWORDS = {"FLOOR", "SOURCES", "DEPS", "LIBS", "ROOM"}

# Header prefix -> the rooms that may know it. `tests` stands for _test, _bench and _fuzz files.
FENCES = {
    "rocksdb/": {"store"},
    "pcap.h": {"capture"},
    "pcap/": {"capture"},
    "boost/beast": {"http"},
    "boost/asio": {"http"},
    "CLI/": {"cli"},
    "toml++/": {"cli"},
    "simdjson": {"feed", "http", "api", "enrich", "registration"},
    "libpsl.h": {"enrich"},
    "maxminddb.h": {"enrich"},
    "sqlite3.h": {"sqlite"},
    "librdkafka/": {"transport"},
    "idn2.h": {"search"},
    "hs.h": {"search"},
    "re2/": {"search"},
    "ldns/": {"tests"},
    "gtest/": {"tests"},
    "gmock/": {"tests"},
    "benchmark/": {"tests"},
}
TEST_FILE = re.compile(r"_(test|bench|fuzz)\.(cc|h)$|_test_[a-z_]+\.h$|/testing/")


def arguments(body):
    """The keyword lists of one call: {'': [first words], 'DEPS': [...], ...}."""
    lists, key = {"": []}, ""
    for word in COMMENT.sub("", body).split():
        if word in KEYWORDS:
            key = word
            lists.setdefault(key, [])
        else:
            lists[key].append(word)
    return lists


def declarations(root):
    """Room -> declared rooms, and room -> rooms that its tests link besides."""
    deps, test_libs = {}, {}
    for path in sorted((root / "src").glob("*/CMakeLists.txt")):
        for kind, body in CALL.findall(COMMENT.sub("", path.read_text())):
            lists = arguments(body)
            room = (lists.get("ROOM") if kind == "fuzz" else lists[""])[0]
            linked = {lib[7:] for lib in lists.get("LIBS", []) if lib.startswith("spoor::")}
            if kind == "room":
                deps[room] = set(lists.get("DEPS", [])) | linked
            else:
                test_libs.setdefault(room, set()).update(linked)
    return deps, test_libs


def faults_of(rel, text, deps, test_libs):
    """What one file includes that it may not."""
    room = rel.parts[1]
    is_test = bool(TEST_FILE.search(rel.as_posix()))
    allowed = {room} | deps.get(room, set())
    if is_test:
        allowed |= test_libs.get(room, set())
        for lib in test_libs.get(room, set()):
            allowed |= deps.get(lib, set())
    for header in INCLUDE.findall(text):
        first = header.split("/")[0]
        if first in deps and "/" in header:
            if first not in allowed:
                yield f"{rel}: {room} does not declare {first}, but includes {header}"
            elif first != room and "internal" in header.split("/"):
                yield f"{rel}: {header} is internal to {first}"
        for prefix, rooms in FENCES.items():
            inside = room in rooms or (is_test and "tests" in rooms)
            if header.startswith(prefix) and not inside:
                yield f"{rel}: <{header}> is for {', '.join(sorted(rooms))} only"
        if header.startswith("../"):
            yield f"{rel}: {header}: name headers from src/ on"


def check(root):
    deps, test_libs = declarations(root)
    faults = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        rel = path.relative_to(root)
        if rel.parts[1] not in deps:
            faults.append(f"{rel}: {rel.parts[1]} is no room: it has no spoor_room()")
            continue
        faults += faults_of(rel, path.read_text(errors="replace"), deps, test_libs)
    return faults, len(deps)


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    faults, rooms = check(root)
    print("\n".join(faults) or f"layers: {rooms} rooms, clean")
    return 1 if faults or not rooms else 0


if __name__ == "__main__":
    sys.exit(main())
