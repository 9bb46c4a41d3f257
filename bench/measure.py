# SPDX-License-Identifier: Apache-2.0
"""Runs programs on one core and tells what they cost: CPU time and wall time, medians of several runs."""
import contextlib
import os
import pathlib
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

CORE = max(os.sched_getaffinity(0))


@dataclass
class Cost:
    """Of one command, medians over its runs."""
    cpu_s: float
    wall_s: float
    memory_mib: float
    runs: int
    out: str


def say(text):
    print(text, file=sys.stderr, flush=True)


def once(words, log):
    """One run on one core: (CPU seconds, wall seconds, most memory in MiB, standard output up to 1 MiB)."""
    with tempfile.TemporaryFile("w+", errors="replace") as out:
        begun = time.monotonic()
        child = subprocess.Popen(["taskset", "-c", str(CORE), *map(str, words)], stdout=out, stderr=log)
        _, status, usage = os.wait4(child.pid, 0)
        wall_s = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            raise SystemExit(f"bench: failed with {child.returncode}: {shlex.join(map(str, words))} (see {log.name})")
        out.seek(0)
        return usage.ru_utime + usage.ru_stime, wall_s, usage.ru_maxrss / 1024, out.read(1 << 20)


class Bench:
    """Where measurements are made, and the commands that made them."""

    def __init__(self, build, work, runs):
        self.build, self.work, self.runs = build, pathlib.Path(work), runs
        self.work.mkdir(parents=True, exist_ok=True)
        self.commands = []

    def cost(self, words, *, runs=None, before=None):
        """Medians over several runs; `before` prepares each one (and is not measured)."""
        shown = shlex.join(str(word) for word in words).replace(str(self.work) + "/", "").replace(str(self.build), "BUILD")
        if shown not in self.commands:
            self.commands.append(shown)
        costs = []
        with (self.work / "log.txt").open("a") as log:
            for _ in range(runs or self.runs):
                if before:
                    before()
                costs.append(once(words, log))
        cost = Cost(*(statistics.median(column) for column in list(zip(*costs))[:3]), len(costs), costs[-1][3])
        say(f"    {cost.cpu_s:8.2f} s CPU {cost.wall_s:8.2f} s wall  {shown}")
        return cost

    def figures(self, words, *, runs=1, before=None):
        """Medians of the `name value` lines that a program prints."""
        values = {}
        for _ in range(runs):
            for line in self.cost(words, runs=1, before=before).out.splitlines():
                name, value = line.split()
                values.setdefault(name, []).append(float(value))
        return {name: statistics.median(every) for name, every in values.items()}

    def fresh(self, name):
        """Path of a folder that does not exist (any more)."""
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        return path

    def copy(self, name, to):
        path = self.fresh(to)
        shutil.copytree(self.work / name, path)
        return path

    def program(self, name):
        return self.build / {"spoor": "src/cli/spoor"}.get(name, f"bench/{name}")


def bytes_of(folder):
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


@contextlib.contextmanager
def server(words, port, log):
    """A server on our core, ready to answer on `port`; yields a function that tells its CPU seconds so far."""
    child = subprocess.Popen(["taskset", "-c", str(CORE), *map(str, words)], stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"bench: {words[0]} does not answer on port {port}")

        def cpu_s():
            fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        yield cpu_s
    finally:
        child.terminate()
        child.wait()
