#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""spoor import --follow: logs as Zeek and Suricata write them, rotated, and the follower killed at any moment: every
count in the end is that of what was written."""
import collections
import gzip
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import threading
import time

from program import EndToEnd, QUIET, SPOOR, main, rows, run

T0 = 1_600_000_000
PATIENCE = 60
KILLS = min(12, int(os.environ.get("SPOOR_TEST_KILLS", "12")))
HEAD = ("#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n"
        "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tquery\tqclass\tqtype\trcode\t"
        "AA\tanswers\tTTLs\n"
        "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tcount\tcount\tcount\tbool\tvector[string]\t"
        "vector[interval]\n")


def zeek(i):
    return (f"{T0 + i}.5\tC{i}\t192.0.2.1\t40000\t192.0.2.53\t53\tudp\th{i % 97}.example.com\t1\t1\t0\tT\t"
            f"198.51.100.{i % 97}\t300.0\n")


def eve(i):
    answer = {"rrname": f"h{i % 97}.example.com", "rrtype": "A", "ttl": 300, "rdata": f"198.51.100.{i % 97}"}
    when = time.strftime("%Y-%m-%dT%H:%M:%S.000000+0000", time.gmtime(T0 + i))
    return json.dumps({"timestamp": when, "event_type": "dns", "src_ip": "192.0.2.53", "src_port": 53,
                       "dest_ip": "192.0.2.1", "dest_port": 40000, "proto": "UDP",
                       "dns": {"version": 2, "type": "answer", "id": i % 65536, "rrname": answer["rrname"], "rrtype": "A",
                               "rcode": "NOERROR", "answers": [answer]}}) + "\n"


class Log:
    """A log that a program writes, a line and often half a line at a time, and what it should count."""

    def __init__(self, path, line, head=""):
        self.path, self.line, self.head = path, line, head
        self.next = self.number = 0
        self.truth = collections.Counter()
        self.file = None

    def close(self):
        if self.file is not None:
            self.file.close()

    def open(self):
        is_new = not self.path.exists() or self.path.stat().st_size == 0
        self.file = self.path.open("a", encoding="utf-8")
        if is_new:
            self.file.write(self.head)
        self.file.flush()

    def write(self, lines):
        if self.file is None:
            self.open()
        for _ in range(lines):
            text = self.line(self.next)
            cut = self.next * 7 % len(text)
            for part in (text[:cut], text[cut:]):
                self.file.write(part)
                if self.next % 5 == 0:
                    self.file.flush()
            self.truth[f"h{self.next % 97}.example.com."] += 1
            self.next += 1
        self.file.flush()

    def rename(self):
        """As logrotate does it: the program goes on into the old file until it is told."""
        self.number += 1
        old = self.path.with_name(f"{self.path.name}.{self.number}")
        self.path.rename(old)
        self.write(3)
        self.file.close()
        self.file = None
        return old

    def copy_and_truncate(self):
        self.number += 1
        shutil.copy2(self.path, self.path.with_name(f"{self.path.name}.{self.number}"))
        os.truncate(self.path, 0)
        self.file.write(self.head)
        self.file.flush()


def holds_store(process):
    for link in pathlib.Path(f"/proc/{process.pid}/fd").glob("*"):
        try:
            if os.readlink(link).endswith("/LOCK"):
                return True
        except OSError:
            pass
    return False


class Follow(EndToEnd):
    def log(self, name, line, head=""):
        log = Log(self.folder / name, line, head)
        self.addCleanup(log.close)
        return log

    def start(self, *paths):
        words = [SPOOR, "import", "--store", str(self.store), "--source", "log", "--follow", "--batch-time", "1",
                 *map(str, paths)]
        follower = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=QUIET)
        self.addCleanup(follower.stderr.close)
        self.addCleanup(follower.wait)
        self.addCleanup(follower.kill)
        until = time.monotonic() + PATIENCE
        while not holds_store(follower):  # who asks at that moment holds it too, and nobody can write
            self.assertIsNone(follower.poll())
            self.assertLess(time.monotonic(), until)
            time.sleep(0.02)
        return follower

    def finish(self, follower, number=signal.SIGTERM):
        follower.send_signal(number)
        _, told = follower.communicate(timeout=PATIENCE)
        self.assertEqual(follower.returncode, 0, told)
        return told

    def counts(self):
        found = collections.Counter()
        for row in rows("--store", self.store, "*"):
            found[row["rrname"]] += row["count"]
        return found

    def wait_for(self, truth):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            done = run("lookup", "--store", self.store, "*", "--json", "--limit", "0", check=False)
            found = collections.Counter()
            for row in map(json.loads, done.stdout.splitlines()):
                found[row["rrname"]] += row["count"]
            if found == truth:
                return
            time.sleep(0.2)
        self.assertEqual(self.counts(), truth)

    def test_what_is_written_can_be_asked_for_through_rotations(self):
        log = self.log("dns.log", zeek, HEAD)
        follower = self.start(log.path)  # before there is a log
        time.sleep(0.5)
        log.write(50)
        self.wait_for(log.truth)
        log.write(50)
        log.rename()
        log.write(70)
        self.wait_for(log.truth)
        log.copy_and_truncate()
        log.write(20)
        self.wait_for(log.truth)
        log.write(10)
        time.sleep(0.6)  # read, and perhaps not yet merged
        self.finish(follower)
        self.assertEqual(self.counts(), log.truth, "what was read is merged before the end")
        # An import of all files, as of any others, finds nothing new.
        for path in sorted(self.folder.glob("dns.log*")):
            run("import", "--store", self.store, "--source", "log", path)
        self.assertEqual(self.counts(), log.truth)
        run("verify", "--store", self.store)

    def test_rotated_while_nobody_followed(self):
        log = self.log("eve.json", eve)
        log.write(40)
        follower = self.start(log.path)
        self.wait_for(log.truth)
        follower.kill()
        follower.wait()
        time.sleep(1.1)
        log.write(30)
        old = log.rename()
        with gzip.open(f"{old}.gz", "wb") as packed:
            packed.write(old.read_bytes())
        old.unlink()
        log.write(20)
        log.rename()
        log.write(10)
        (self.folder / "eve.json.bak").write_text(eve(999) * 5)  # nobody's rotation
        follower = self.start(log.path)
        self.wait_for(log.truth)
        self.finish(follower, signal.SIGINT)
        self.assertEqual(self.counts(), log.truth)

    def test_killed_at_any_moment(self):
        log = self.log("dns.log", zeek, HEAD)
        other = self.log("eve.json", eve)
        chance = random.Random(5)
        is_over = threading.Event()
        for each in (log, other):
            each.write(40)
        follower = self.start(log.path, other.path)  # from its first batch on a log is known to be followed
        self.wait_for(log.truth + other.truth)
        follower.kill()
        follower.wait()

        def write():
            while not is_over.is_set():
                for each in (log, other):
                    each.write(chance.randrange(1, 400))
                    if chance.randrange(12) == 0:
                        each.rename()
                time.sleep(chance.random() / 10)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for _ in range(KILLS):
                follower = self.start(log.path, other.path)
                time.sleep(chance.random() * 3)
                follower.kill()
                follower.wait()
        finally:
            is_over.set()
            writer.join()
        follower = self.start(log.path, other.path)
        self.wait_for(log.truth + other.truth)
        time.sleep(1.5)
        self.finish(follower)
        self.assertEqual(self.counts(), log.truth + other.truth)
        run("verify", "--store", self.store)

    def test_mistakes_are_told(self):
        (self.folder / "a.pcap").write_bytes(bytes.fromhex("d4c3b2a1020004000000000000000000ffff000001000000") + b"\n" * 99)
        (self.folder / "zone").write_text("$ORIGIN a.test.\n@ 1 IN SOA ns host 2020010101 1 1 1 1\n" + "h 1 IN A 192.0.2.1\n" * 9)
        for words, sentence in ((("-",), "not standard input"), ((self.folder,), "no file that could be followed"),
                                ((self.folder / "zone",), "lines alone are")):
            done = run("import", "--store", self.store, "--source", "s", "--follow", *words, check=False, timeout=PATIENCE)
            self.assertIn(sentence, done.stderr)
            self.assertEqual(done.returncode, 1)


if __name__ == "__main__":
    main()
