#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packets between two networks, taken off the wire: the store holds what an import of the same capture would."""
import json
import pathlib
import re
import signal
import subprocess
import time
import unittest

import program
import wire
from nameservers import Process, loopback_up, wait_until
from program import SPOOR, EndToEnd, run
from wire import NEAR, Wire


def found_in(store):
    return {(row["rrname"], row["rrtype"], row["rdata"], row.get("bailiwick")): row["count"]
            for row in program.rows("--store", store, "*")}


def status(process):
    lines = pathlib.Path(f"/proc/{process.process.pid}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def number_before(text, words):
    found = re.search(rf"([\d,]+) +{words}", text)
    return int(found[1].replace(",", "")) if found else 0


class Watching(EndToEnd):
    def setUp(self):
        super().setUp()
        self.wire = Wire(self)

    def watch(self, *words, before=(), store=None):
        server = Process(self, "spoor", *before, SPOOR, "watch", "--store", store or self.store, "--source", "site",
                         "--interface", NEAR, *words)
        wait_until(lambda: f"watching {NEAR}" in server.said(), "watching", server)
        return server

    def import_too(self, path, *words):
        store = self.folder / "imported"
        run("import", "--store", store, "--source", "site", *words, path)
        return found_in(store)

    def end(self, server):
        self.assertEqual(server.end(), 0, server.said())
        run("verify", "--store", self.store)


class Truth(Watching):
    def world(self):
        """The simulator's week, squeezed into seconds: what is late there must not be in time here."""
        run("simulate", "--seed", 1, "--out", self.folder / "world")
        return self.write("world.pcap", wire.pcap(wire.frames_in(self.folder / "world" / "capture.pcap")))

    def test_above_a_resolver(self):
        capture = self.world()
        words = ("--position", "above", "--root-hints", self.folder / "world" / "root.hints")
        server = self.watch(*words)
        self.wire.replay(capture, "--pps", "30000")
        self.end(server)
        self.assertEqual(found_in(self.store), self.import_too(capture, *words))
        self.assertNotIn("dropped", server.said())

    def test_two_workers_below(self):
        capture = self.world()
        server = self.watch("--workers", "2")
        self.wire.replay(capture, "--pps", "30000")
        self.end(server)
        self.assertEqual(found_in(self.store), self.import_too(capture))

    def test_two_workers_of_a_remote_sensor(self):
        capture = self.world()
        loopback_up()
        keys = self.write("keys", "site-sensor-key sensor=site\n")
        collector = Process(self, "collector", SPOOR, "serve", "--store", self.store, "--listen", "127.0.0.1:8053",
                            "--api-key-file", keys)
        wait_until(lambda: "listening on" in collector.said(), "the collector listens", collector)
        sensor = Process(self, "sensor", SPOOR, "watch", "--interface", NEAR, "--workers", "2", "--collector",
                         "http://127.0.0.1:8053", "--spool", self.folder / "spool", "--sensor-key-file",
                         self.write("key", "site-sensor-key\n"), "--batch-time", "1")
        wait_until(lambda: "watching" in sensor.said(), "the sensor watches", sensor)
        self.wire.replay(capture, "--pps", "30000")
        time.sleep(1)
        self.assertEqual(sensor.end(), 0, sensor.said())
        self.end(collector)
        self.assertIn("; 0 wait", sensor.said())
        self.assertEqual(found_in(self.store), self.import_too(capture))

    def test_fragments_and_tags_meet_their_queries(self):
        frames = []
        for i in range(40):
            four, six = f"198.51.100.{i + 1}", f"2001:db8:{i:x}::1"
            frames += wire.exchange(four, "192.0.2.53", f"four{i}.example", 2 * i)
            frames += wire.exchange(six, "2001:db8::53", f"six{i}.example", 2 * i + 1)
            frames += wire.exchange(four, "192.0.2.53", f"long-four{i}.example", 500 + i, size=1200)
            frames += wire.exchange(six, "2001:db8::53", f"long-six{i}.example", 600 + i, size=1200)
            frames += wire.exchange(four, "192.0.2.53", f"tagged-four{i}.example", 700 + i, tag=7)
            frames += wire.exchange(six, "2001:db8::53", f"tagged-long-six{i}.example", 800 + i, size=1200, tag=7)
        capture = self.write("pieces.pcap", wire.pcap(frames))
        server = self.watch("--workers", "4")
        self.wire.replay(capture, "--pps", "20000")
        self.end(server)
        found = found_in(self.store)
        self.assertEqual(found, self.import_too(capture))
        self.assertEqual(len({row[0] for row in found}), 240)
        delivered = json.loads(run("stats", "--store", self.store, "--json").stdout)
        self.assertTrue(delivered)

    def test_it_can_be_asked_meanwhile_and_tells_on_request(self):
        capture = self.write("one.pcap", wire.pcap(wire.exchange("198.51.100.1", "192.0.2.53", "www.example", 1)))
        server = self.watch("--batch-time", "1", "--workers", "2")
        self.wire.replay(capture)
        wait_until(lambda: run("lookup", "--store", self.store, "www.example", "--json", check=False).stdout, "the record", server)
        server.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: "2 packets, 1 responses accepted, 1 observations, 0 packets dropped" in server.said(), "the word", server)
        self.end(server)

    def test_what_is_not_dns_stays_with_the_kernel_and_a_filter_is_heeded(self):
        frames = wire.exchange("198.51.100.1", "192.0.2.53", "a.example", 1) + wire.exchange("198.51.100.2", "192.0.2.53", "b.example", 2)
        frames += wire.frames_of("198.51.100.1", "192.0.2.53", wire.udp("198.51.100.1", "192.0.2.53", 1000, 2000, b"x" * 50))
        capture = self.write("few.pcap", wire.pcap(frames))
        server = self.watch("--filter", "host 198.51.100.2")
        self.wire.replay(capture)
        self.end(server)
        self.assertEqual({row[0] for row in found_in(self.store)}, {"b.example."})
        self.assertEqual(number_before(server.said(), "packets,"), 2)


class Absent(Watching):
    def lines(self, *words):
        return [json.loads(line) for line in run("absent", "--store", self.store, "--json", *words).stdout.splitlines()]

    def test_what_is_not_there_is_counted_by_domain(self):
        frames = []
        for i in range(60):
            frames += wire.exchange(f"198.51.100.{i + 1}", "192.0.2.53", f"x{i}.www.example.com", i, code=3)
            frames += wire.exchange(f"198.51.100.{i + 1}", "192.0.2.53", "www.example.co.uk", 100 + i, code=0 if i < 20 else 3)
        frames += wire.exchange("198.51.100.1", "192.0.2.53", "there.example.org", 999)
        server = self.watch("--workers", "2")
        self.wire.replay(self.write("absent.pcap", wire.pcap(frames)), "--pps", "5000")
        self.end(server)
        first, second = self.lines()
        self.assertEqual((first["domain"], first["nxdomain"], first["nodata"], first["names_about"]), ("example.co.uk.", 40, 20, 1))
        self.assertEqual((second["domain"], second["nxdomain"], second["nodata"]), ("example.com.", 60, 0))
        self.assertTrue(40 <= second["names_about"] <= 80, second)
        (day,) = self.lines("a.b.example.com")
        self.assertEqual((day["source"], day["nxdomain"], day["day"]), ("site", 60, time.strftime("%Y-%m-%d", time.gmtime())))
        self.assertEqual(self.lines("example.com", "--day-to", "2001-01-01"), [])
        self.assertIn("100 NXDOMAIN and 20 NODATA", run("absent", "--store", self.store).stderr)
        run("backup", "--store", self.store, "--to", self.folder / "copy")
        self.assertTrue((self.folder / "copy" / "absences.sqlite3").exists())
        run("erase", "--store", self.store, "com")
        self.assertEqual([line["domain"] for line in self.lines()], ["example.co.uk."])

    def test_wrong_words(self):
        done = run("absent", "--store", self.store, "a..b", check=False)
        self.assert_one_sentence(done, 1, "a..b")
        done = run("absent", "--store", self.store, "--day-from", "someday", check=False)
        self.assert_one_sentence(done, 1, "someday")


class Losses(Watching):
    def test_each_packet_is_taken_or_counted_as_dropped(self):
        """Nobody reads while far more comes than the ring holds."""
        frames = [f for i in range(20_000) for f in wire.exchange("198.51.100.1", "192.0.2.53", "www.example", i)]
        capture = self.write("flood.pcap", wire.pcap(frames))
        server = self.watch("--buffer", "1")
        server.process.send_signal(signal.SIGSTOP)
        self.wire.replay(capture, "--topspeed")
        server.process.send_signal(signal.SIGCONT)
        time.sleep(0.5)
        server.process.send_signal(signal.SIGUSR1)
        wait_until(lambda: "dropped by the kernel" in server.said(), "the word", server)
        self.assertEqual(server.end(), 0, server.said())
        taken = number_before(server.said().split("inputs read")[-1], "packets,")
        dropped = number_before(server.said().split("inputs read")[-1], "dropped by the kernel")
        self.assertGreater(taken, 0)
        self.assertGreater(dropped, 0)
        self.assertEqual(taken + dropped, len(frames))

    def test_an_interface_that_goes_leaves_what_came(self):
        capture = self.write("one.pcap", wire.pcap(wire.exchange("198.51.100.1", "192.0.2.53", "www.example", 1)))
        server = self.watch()
        self.wire.replay(capture)
        time.sleep(0.5)
        wire.call("ip", "link", "delete", NEAR)
        wait_until(lambda: server.process.poll() is not None, "its end")
        self.assertEqual(server.process.returncode, 2, server.said())
        self.assertIn(NEAR, server.said().splitlines()[-1])
        self.assertEqual({row[0] for row in found_in(self.store)}, {"www.example."})


class Rights(Watching):
    def assert_none_left(self, server):
        told = status(server)
        for key in ("CapPrm", "CapEff", "CapInh", "CapAmb"):
            self.assertEqual(int(told[key], 16), 0, key)
        self.assertEqual(told["NoNewPrivs"], "1")
        self.assertEqual(set(told["Uid"].split()), {"65534"})
        self.assertNotIn("0", told["Groups"].split())

    def store_of_nobody(self):
        self.folder.chmod(0o755)
        store = self.folder / "theirs"
        store.mkdir()
        wire.call("chown", "nobody", store)
        return store

    def test_root_goes_on_as_somebody_else(self):
        if not wire.has_real_root():
            self.skipTest("needs root")
        store = self.store_of_nobody()
        server = self.watch("--user", "nobody", "--workers", "2", store=store)
        self.assert_none_left(server)
        for task in pathlib.Path(f"/proc/{server.process.pid}/task").iterdir():
            self.assertIn("CapEff:\t0000000000000000", (task / "status").read_text())
        self.wire.replay(self.write("one.pcap", wire.pcap(wire.exchange("198.51.100.1", "192.0.2.53", "www.example", 1))))
        self.assertEqual(server.end(), 0, server.said())
        self.assertEqual(len(found_in(store)), 1)

    def test_one_capability_is_enough(self):
        if not wire.has_real_root():
            self.skipTest("needs root")
        nobody = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--bounding-set", "-all,+net_raw"]
        store = self.store_of_nobody()
        server = self.watch(before=[*nobody, "--inh-caps", "+net_raw", "--ambient-caps", "+net_raw"], store=store)
        self.assert_none_left(server)
        self.assertEqual(server.end(), 0, server.said())
        done = subprocess.run([*nobody, SPOOR, "watch", "--store", store, "--source", "s", "--interface", NEAR],
                              capture_output=True, text=True, timeout=60, env=program.QUIET, check=False)
        self.assert_one_sentence(done, 2, NEAR, "CAP_NET_RAW")

    def test_root_is_told(self):
        server = self.watch()
        self.assertIn("--user NAME", server.said())
        self.end(server)


class Refusals(EndToEnd):
    def refused(self, code, *parts_and_words):
        parts, words = parts_and_words
        done = run("watch", "--store", self.store, "--source", "s", *words, check=False)
        self.assert_one_sentence(done, code, *parts)
        self.assertFalse(self.store.exists())

    def test_what_cannot_be(self):
        wire.call("ip", "link", "set", "lo", "up")
        self.refused(2, ["nosuch0", "there are: lo"], ["--interface", "nosuch0"])
        self.refused(1, ["port fifty"], ["--interface", "lo", "--filter", "port fifty"])
        self.refused(2, ["no-such-user"], ["--interface", "lo", "--user", "no-such-user"])
        self.refused(1, ["root"], ["--interface", "lo", "--user", "root"])

    def test_wrong_words(self):
        for part, words in (("--interface NAME", []), ("--workers", ["--interface", "lo", "--workers", "0"]),
                            ("--workers 1", ["--interface", "lo", "--workers", "2", "--position", "above"]),
                            ("--buffer", ["--interface", "lo", "--buffer", "0"]),
                            ("--snap-length", ["--interface", "lo", "--snap-length", "10"])):
            done = run("watch", "--store", self.store, "--source", "s", *words, check=False)
            self.assertEqual(done.returncode, 1, words)
            self.assertIn(part, done.stderr)


if __name__ == "__main__":
    wire.main()
