#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that stop reading cost neither memory nor the others' time, and are shut out in the end.

An answer is made as fast as it is taken. Ten clients that read nothing of answers far larger than every buffer
between must leave the server as small as it was. All is judged by counts and sizes, not by the clock.
"""
import os
import time

from program import main
from serving import Cut, Serving, Wire, head_of, telling_rows, wait_until

SANITIZED = bool(os.environ.get("SPOOR_TEST_SANITIZED"))  # then memory tells of the sanitizer
ROWS = 60_000 if SANITIZED else 300_000
READERS = 10
PATH = "/api/v1/records?q=*.example.com&limit=0&format=ndjson"
# For all readers together: a tenth of one answer, a hundredth of their ten.
ALLOWED_KB = 8_192


class SlowReaders(Serving):
    def setUp(self):
        super().setUp()
        self.take_in("s", telling_rows(ROWS, octets=60))

    def stalled(self, server):
        """A client that asked, took the first octets and reads no more."""
        wire = Wire(server, receive_buffer=4096)
        self.addCleanup(wire.close)
        wire.send(head_of(server, "GET", PATH, {}))
        self.assertTrue(wire.more())
        return wire

    def assert_small(self, server, which, most_kb):
        if not SANITIZED:
            self.assertLess(server.resident_kb(which), most_kb)

    def slow_readers(self, server):
        return server.metric("spoor_http_closed_total", reason="slow_reader")

    def test_ten_that_stop_reading(self):
        server = self.serve("--min-rate", 65_536, "--slow-time", 5, "--threads", 2)
        whole = server.get(PATH)  # fills the caches, and tells how much an answer is
        self.assertEqual(len(whole.lines()), ROWS + 1)
        self.assertGreater(len(whole.body), ROWS * 200)
        before = server.resident_kb()
        wires = [self.stalled(server) for _ in range(READERS)]
        served = 0
        while self.slow_readers(server) < READERS:
            rows = server.get("/api/v1/records?q=000007.example.com").json()["rows"]
            self.assertEqual(len(rows), 1)
            served += 1
            self.assert_small(server, "VmRSS", before + ALLOWED_KB)
            self.assertLess(served, 100_000, "nobody is shut out")
        self.assertGreater(served, 20)
        self.assertEqual(server.get(PATH).body, whole.body)
        self.assert_small(server, "VmHWM", before + 2 * ALLOWED_KB)
        self.assertEqual(self.slow_readers(server), READERS)
        for wire in wires:
            with self.assertRaises((Cut, ConnectionError)):  # what they did not take is not taken for whole
                wire.reply()

    def test_one_that_reads_slowly_but_on_and_on(self):
        server = self.serve("--min-rate", 1024, "--slow-time", 2)
        wire = Wire(server, receive_buffer=4096)
        self.addCleanup(wire.close)
        wire.send(head_of(server, "GET", PATH, {}))
        for _ in range(50):
            wire.more()
            time.sleep(0.1)
        reply = wire.reply()
        self.assertEqual(len(reply.lines()), ROWS + 1)
        self.assertEqual(self.slow_readers(server), 0)

    def test_one_that_takes_longer_than_an_answer_may(self):
        """It is told so, and goes on where it was: no row is lost, none comes twice."""
        server = self.serve("--answer-time", 2, "--min-rate", 1, "--slow-time", 300)
        wire = self.stalled(server)
        time.sleep(3)
        *rows, ending = wire.reply().lines()
        self.assertEqual((ending["complete"], ending["reason"], ending["returned"]), (False, "time", len(rows)))
        self.assertTrue(0 < len(rows) < ROWS, len(rows))
        while not ending["complete"]:
            *more, ending = server.get(f"{PATH}&from={ending['next']}").lines()
            self.assertGreater(len(more), 0)
            rows += more
        self.assertEqual([row["rrname"] for row in rows], [f"{n:06x}.example.com." for n in range(ROWS)])

    def test_an_answer_that_is_sorted_waits_too(self):
        server = self.serve("--min-rate", 65_536, "--slow-time", 3)
        before = server.resident_kb()
        path = f"{PATH}&sort=-last_seen"
        wires = []
        for _ in range(3):
            wire = Wire(server, receive_buffer=4096)
            self.addCleanup(wire.close)
            wire.send(head_of(server, "GET", path, {}))
            wires.append(wire)
        wait_until(lambda: self.slow_readers(server) == 3, "three that are shut out", seconds=300)
        # Each may sort in 16 MiB; the rest spills, and what spilled goes with the answer.
        self.assert_small(server, "VmHWM", before + 3 * 40_960)
        wait_until(lambda: not [link for link in server.open_files() if "deleted" in link],
                   "what spilled to go with its answer")


if __name__ == "__main__":
    main()
