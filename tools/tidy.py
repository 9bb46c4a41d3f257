#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs clang-tidy over source files, in parallel, and remembers which were clean.

    tools/tidy.py BUILD                  every .cc of ours that BUILD compiles
    tools/tidy.py BUILD FILE...          these
    tools/tidy.py BUILD --since COMMIT   those that changed since then, or include what changed
    tools/tidy.py BUILD --minutes N      stop starting new files after so long, and say what is left

What a commit changed last is looked at first; of what is equally old (in a shallow clone: all) the
tests come last. A file is looked at again only when the file itself, a header of ours that it
includes at any depth, .clang-tidy or its compile flags changed: the cache's key is a digest of all
of these. Tests of a folder are looked at together, and each for itself where that finds anything.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-19"
INCLUDE = re.compile(rb'^\s*#\s*include\s+"([^"]+)"', re.M)
# g++ knows warnings that clang does not, and the other way round.
EXTRA = ["--extra-arg=-Wno-unknown-warning-option", "--extra-arg=-Wno-unused-command-line-argument"]

# A test may open the room that it tests, build its tables at start, and need not be quick.
TESTS = re.compile(r"_(test|fuzz|bench)$|^(random|fake)_|_test_|^tests?$")
NOT_IN_TESTS = ("--checks=-google-build-using-namespace,-cert-err58-cpp,-performance-*,"
                "-bugprone-narrowing-conversions,-bugprone-unused-return-value,-clang-analyzer-*")
# The analyzer would spend minutes inside these libraries' headers.
ENDLESS = re.compile(rb"#include <(CLI|toml)")
# GoogleTest's headers take several times as long as the test that includes them.
MOST_TOGETHER = 12
ANONYMOUS = re.compile(r"^namespace \{$", re.M)


def own_includes(path, seen=None):
    """The file and every header of ours that it includes, directly or not."""
    seen = {} if seen is None else seen
    if path in seen:
        return seen
    text = path.read_bytes()
    seen[path] = text
    for name in INCLUDE.findall(text):
        for base in (ROOT / "src", path.parent):
            header = base / name.decode()
            if header.is_file():
                own_includes(header.resolve(), seen)
                break
    return seen


def commands(build):
    """Source file -> compile command, for sources of the project only (not generated ones)."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        inside = path.is_relative_to(ROOT) and not path.is_relative_to(build.resolve())
        if inside and path.relative_to(ROOT).parts[0] in ("src", "bench", "tests"):
            found[path] = entry["command"]
    return found


def key_of(path, command):
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    flags = [word for word in shlex.split(command) if word.startswith(("-D", "-std", "-W"))]
    digest.update(" ".join(flags).encode())
    for name, text in sorted(own_includes(path).items()):
        digest.update(str(name.relative_to(ROOT)).encode() + b"\0" + text)
    return digest.hexdigest()


def changed_since(commit):
    git = ["git", "-C", str(ROOT), "diff", "--name-only", commit]
    names = subprocess.run(git, check=True, capture_output=True, text=True).stdout.split()
    return {(ROOT / name).resolve() for name in names}


def last_changes():
    """Source file -> when a commit last changed it, in Unix seconds; empty where there is no history."""
    git = ["git", "-C", str(ROOT), "log", "--format=%x00%ct", "--name-only", "--", "src", "bench", "tests"]
    run = subprocess.run(git, check=False, capture_output=True, text=True)
    times = {}
    for commit in run.stdout.split("\0")[1:]:
        when, *names = commit.split("\n")
        for name in filter(None, names):
            times.setdefault(ROOT / name, int(when))
    return times


def is_test(path):
    return bool(TESTS.search(path.stem)) or "testing" in path.parts


def check(path, build):
    checks = [NOT_IN_TESTS] if is_test(path) else []
    if ENDLESS.search(path.read_bytes()):
        checks = ["--checks=-clang-analyzer-*"]
    run = subprocess.run([TIDY, "-p", str(build), "--quiet", *checks, *EXTRA, str(path)],
                         capture_output=True, text=True, cwd=ROOT, check=False)
    noise = re.compile(r"^(\d+ warnings? (generated|treated as errors?)\.?|)$")
    errors = "" if run.returncode == 0 else run.stderr
    lines = [line for line in (run.stdout + errors).splitlines() if not noise.match(line)]
    return run.returncode == 0, "\n".join(lines)


def flags_of(command):
    """What the compiler was told but for the files that it reads and writes."""
    words = iter(shlex.split(command)[1:])
    flags = []
    for word in words:
        if word in ("-o", "-c", "-MF", "-MT", "-MQ"):
            next(words)
        elif word not in ("-MD", "-MMD"):
            flags.append(word)
    return flags


def in_batches(todo, known):
    """Lists of what is looked at together, in the order of their first ones."""
    batches, open_ones = [], {}
    for item in todo:
        path = item[0]
        # What has a header defines things that other tests use: not all of it is in an anonymous namespace.
        is_plain_test = path.stem.endswith("_test") and not path.with_suffix(".h").exists()
        key = (path.parent, *flags_of(known[path])) if is_plain_test else path
        if len(open_ones.get(key, ())) in (0, MOST_TOGETHER):
            open_ones[key] = []
            batches.append(open_ones[key])
        open_ones[key].append(item)
    return batches


def are_clean_together(paths, flags):
    """Whether these tests, read as one file, have no finding. Where they cannot be, that is one."""
    with tempfile.NamedTemporaryFile("w", prefix="tidy_", suffix="_test.cc") as together:
        for i, path in enumerate(paths):
            text = ANONYMOUS.sub(f"namespace in_file_{i} {{", path.read_text())
            together.write(f'#line 1 "{path}"\n{text}\n')
        together.flush()
        run = subprocess.run([TIDY, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", NOT_IN_TESTS, *EXTRA,
                              together.name, "--", *flags, f"-I{paths[0].parent}"],
                             capture_output=True, cwd=ROOT, check=False)
    return run.returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--since")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    args = parser.parse_intermixed_args()

    known = commands(args.build)
    changed_at = last_changes()
    wanted = sorted(known, key=lambda path: (-changed_at.get(path, 0), is_test(path), path))
    if args.files:
        wanted = [path.resolve() for path in args.files if path.resolve() in known]
    elif args.since:
        changed = changed_since(args.since)
        wanted = [path for path in wanted if changed & own_includes(path).keys()]

    cache = ROOT / ".cache" / "tidy"
    cache.mkdir(parents=True, exist_ok=True)
    todo = [(path, cache / key_of(path, known[path])) for path in wanted]
    todo = [(path, mark) for path, mark in todo if not mark.exists()]
    print(f"tidy: {len(wanted) - len(todo)} files known to be clean, {len(todo)} to look at", flush=True)

    deadline = time.monotonic() + args.minutes * 60 if args.minutes else None
    bad, left = 0, 0

    def look_at(batch):
        """Item, whether it is clean (None: not looked at), what was found."""
        is_late = deadline and time.monotonic() > deadline
        paths = [path for path, _ in batch]
        if not is_late and len(batch) > 1 and are_clean_together(paths, flags_of(known[paths[0]])):
            return [(item, True, "") for item in batch]
        return [look_at_one(item) for item in batch]

    def look_at_one(item):
        if deadline and time.monotonic() > deadline:
            return item, None, ""
        return item, *check(item[0], args.build)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        running = [pool.submit(look_at, batch) for batch in in_batches(todo, known)]
        for done in concurrent.futures.as_completed(running):
            for (path, mark), clean, text in done.result():
                if clean is None:
                    left += 1
                elif clean:
                    mark.touch()
                else:
                    bad += 1
                    print(f"tidy: {path.relative_to(ROOT)}\n{text}", flush=True)
    if left:
        print(f"tidy: out of time, {left} files not looked at (run again: what was clean is remembered)")
    print(f"tidy: {bad} files with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
