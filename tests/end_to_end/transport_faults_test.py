#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A sensor and a collector through kills, cuts, delays, lost answers and full disks: every count equals the truth.

SPOOR_TEST_TRAFFIC: seconds of simulated traffic (900). SPOOR_TEST_SECONDS: how long it takes at least, in real time;
for the long run of a release. Both sides have small file systems of their own in memory, in a mount name space.
"""
import json
import os
import random
import selectors
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request

import kafka
import program
from nameservers import Process, die_with_parent, wait_until
from program import SPOOR, EndToEnd, run

INSIDE = "SPOOR_TEST_MOUNTS"
SENSOR = os.environ.get("SPOOR_FAULT_SENSOR", "build/dev/tests/fault_sensor")
TRAFFIC = int(os.environ.get("SPOOR_TEST_TRAFFIC", "900"))
SECONDS = float(os.environ.get("SPOOR_TEST_SECONDS", "0"))
SEED = int(os.environ.get("SPOOR_TEST_SEED", "11"))
KEY = "fault-sensor-key"


class Proxy:
    """Between sensor and collector. It can cut, delay, and keep the collector's answers to itself."""

    def __init__(self, target):
        self.target = target
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.pairs = set()
        self.delay = 0.0
        self.swallows = False
        self.cuts = 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(near,), daemon=True).start()

    def carry(self, near):
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
        except OSError:
            near.close()
            return
        pair = (near, far)
        with self.lock:
            self.pairs.add(pair)
        try:
            self.pump(near, far)
        except OSError:
            pass
        with self.lock:
            self.pairs.discard(pair)
        near.close()
        far.close()

    def pump(self, near, far):
        with selectors.DefaultSelector() as both:
            both.register(near, selectors.EVENT_READ, far)
            both.register(far, selectors.EVENT_READ, near)
            while True:
                for key, _ in both.select():
                    octets = key.fileobj.recv(65536)
                    if not octets:
                        return
                    if self.delay:
                        time.sleep(self.delay)
                    # An application's answer, not a handshake's: small talk goes on, the answer is lost.
                    if self.swallows and key.fileobj is far and len(octets) > 300:
                        self.cuts += 1
                        return
                    key.data.sendall(octets)

    def cut(self):
        with self.lock:
            pairs = list(self.pairs)
        for near, far in pairs:
            self.cuts += 1
            for end in (near, far):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def mount_small(path, octets):
    path.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={octets}", "tmpfs", str(path)], check=True)


def fill(folder):
    """Takes all room that is left; the file that holds it."""
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1 << 16))
        except OSError:
            return path


class TransportFaults(EndToEnd):
    def setUp(self):
        super().setUp()
        self.collector_disk = self.folder / "collector"
        self.sensor_disk = self.folder / "sensor"
        for disk, octets in ((self.collector_disk, 96 << 20), (self.sensor_disk, 16 << 20)):
            mount_small(disk, octets)
            self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=False)
        self.store = self.collector_disk / "store"
        self.keys = self.write("keys", f"{KEY} sensor=fra-1\ndesk-key-1 read\n")
        self.certificate, self.certificate_key = self.folder / "cert.pem", self.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", self.certificate_key, "-out", self.certificate, "-days", "2", "-subj", "/CN=collector",
                        "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.random = random.Random(SEED)
        self.count = {}
        self.more = []

    def start_collector(self):
        self.collector = Process(self, "collector", SPOOR, "serve", "--store", self.store, "--listen", f"127.0.0.1:{self.port}",
                                 "--api-key-file", self.keys, "--tls-certificate", self.certificate,
                                 "--tls-key", self.certificate_key, *self.more)
        wait_until(lambda: "listening on" in self.collector.said(), "the collector listens", self.collector)

    def start_sensor(self):
        log = (self.folder / "sensor.log").open("ab")
        self.addCleanup(log.close)
        pause = 8 if not SECONDS else max(8, int(1000 * SECONDS / TRAFFIC))
        self.sensor = subprocess.Popen([SENSOR, "run", str(SEED), str(TRAFFIC), str(pause), self.sensor_disk / "spool",
                                        self.address, KEY, self.certificate],
                                       stderr=log, env=program.QUIET, preexec_fn=die_with_parent)
        self.addCleanup(self.sensor.kill)

    def said(self):
        return (self.folder / "sensor.log").read_text(errors="replace")[-3000:]

    def run_through(self, faults, rest=0.25):
        """One fault after the other until the sensor has delivered everything."""
        patience = time.monotonic() + max(600, 3 * SECONDS)
        while self.sensor.poll() is None:
            self.assertLess(time.monotonic(), patience, self.said())
            fault = self.random.choice(faults)
            self.count[fault.__name__] = self.count.get(fault.__name__, 0) + 1
            fault()
            time.sleep(self.random.uniform(0.02, rest))
        self.assertEqual(self.sensor.wait(), 0, self.said())

    # The faults.

    def kill_collector(self):
        self.collector.process.kill()
        self.collector.process.wait()
        time.sleep(self.random.uniform(0, 0.3))
        self.start_collector()

    def kill_sensor(self):
        self.sensor.kill()
        self.sensor.wait()
        self.start_sensor()

    def cut(self):
        self.proxy.cut()

    def delay(self):
        self.proxy.delay = self.random.uniform(0.01, 0.1)
        time.sleep(self.random.uniform(0.1, 0.5))
        self.proxy.delay = 0.0

    def lose_answers(self):
        self.proxy.swallows = True
        time.sleep(self.random.uniform(0.1, 0.6))
        self.proxy.swallows = False

    def fill_collector(self):
        filler = fill(self.collector_disk)
        time.sleep(self.random.uniform(0.3, 1.0))
        filler.unlink()

    def fill_sensor(self):
        filler = fill(self.sensor_disk)
        time.sleep(self.random.uniform(0.1, 0.4))
        filler.unlink()

    def test_every_count_equals_the_truth(self):
        self.start_collector()
        self.proxy = Proxy(self.port)
        self.address = f"https://127.0.0.1:{self.proxy.port}"
        self.start_sensor()
        self.run_through([self.kill_collector, self.kill_sensor, self.cut, self.delay, self.lose_answers,
                          self.fill_collector, self.fill_sensor])
        print(f"faults: {self.count}, connections cut: {self.proxy.cuts}", file=sys.stderr)
        self.assertEqual(self.collector.end(), 0, self.collector.said())
        self.compare()

    def test_through_kafka(self):
        kafka.skip_without(self)
        self.broker = kafka.Broker(self)
        self.broker.start()
        self.more = ["--kafka", self.broker.address, "--kafka-topic", "spoor.fra=fra-1"]
        self.start_collector()
        self.address = f"kafka://{self.broker.address}/spoor.fra"
        self.start_sensor()
        self.run_through([self.kill_collector, self.kill_collector, self.kill_sensor, self.kill_sensor, self.kill_broker,
                          self.fill_collector, self.fill_sensor], rest=1.0)
        print(f"faults: {self.count}", file=sys.stderr)
        wanted = sum(int(line.split()[2]) for line in self.truth())
        wait_until(lambda: self.count_at_collector() >= wanted, "all is read", self.collector)
        self.assertEqual(self.collector.end(), 0, self.collector.said())
        self.compare()

    def kill_broker(self):
        self.broker.kill()
        time.sleep(self.random.uniform(0, 0.5))
        self.broker.start()

    def count_at_collector(self):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/api/v1/records/summary?q=*",
                                         headers={"X-Api-Key": "desk-key-1"})
        with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=self.certificate)) as answer:
            return json.load(answer)["count"]

    def truth(self):
        done = subprocess.run([SENSOR, "truth", str(SEED), str(TRAFFIC)], check=True, capture_output=True, text=True)
        return sorted(done.stdout.splitlines())

    def compare(self):
        expected = self.truth()
        rows = program.rows("--store", self.store, "*")
        found = sorted(f"{row['rrname']} {row['rdata']} {row['count']} {row['time_first']} {row['time_last']}" for row in rows)
        self.assertGreater(len(expected), 500)
        self.assertEqual(found, expected)
        self.assertEqual({row["source"] for row in rows}, {"fra-1"})
        run("verify", "--store", self.store)


os.environ["NO_PROXY"] = "*"


def main():
    """In a mount name space of its own, where it may mount."""
    if os.environ.get(INSIDE):
        program.main()
        return
    words = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
    os.execvpe(words[0], [*words, sys.executable, *sys.argv], {**os.environ, INSIDE: "1"})


if __name__ == "__main__":
    main()
