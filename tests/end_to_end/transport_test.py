#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A remote sensor (spoor listen --collector) and a collector (spoor serve), by key and by certificate."""
import hashlib
import json
import os
import signal
import socket
import ssl
import subprocess
import urllib.error
import urllib.request

import tap
from nameservers import Process, wait_until
from program import SPOOR, EndToEnd, main, rows, run

KEY, OTHER_KEY, DESK = "fra-sensor-key", "ams-sensor-key", "desk-key-01"
URL = "/api/v1/sensor/batches"


def make_certificate(folder, name, *more):
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", key, "-out", certificate, "-days", "2", "-subj", f"/CN={name}", *more],
                   check=True, capture_output=True)
    return certificate, key


def digest_of(certificate):
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()


class Transport(EndToEnd):
    def setUp(self):
        super().setUp()
        self.certificate, self.certificate_key = make_certificate(self.folder, "collector", "-addext",
                                                                  "subjectAltName=IP:127.0.0.1")
        self.mine = make_certificate(self.folder, "fra-2")
        self.unknown = make_certificate(self.folder, "nobody")
        self.keys = self.folder / "keys"
        self.write_keys(f"{KEY} sensor=fra-1", f"{OTHER_KEY} sensor=ams-1", f"{DESK} read",
                        f"sha256:{digest_of(self.mine[0])} sensor=fra-2")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.sensors = 0

    def write_keys(self, *lines):
        self.keys.write_text("\n".join(lines) + "\n")

    def serve(self):
        self.collector = Process(self, "collector", SPOOR, "serve", "--store", self.store, "--listen", f"127.0.0.1:{self.port}",
                                 "--api-key-file", self.keys, "--tls-certificate", self.certificate, "--tls-key",
                                 self.certificate_key, "--client-certificates")
        wait_until(lambda: "listening on" in self.collector.said(), "the collector listens", self.collector)

    def start_sensor(self, *credential, spool="spool"):
        self.sensors += 1
        self.tap = self.folder / f"tap{self.sensors}"
        sensor = Process(self, f"sensor{self.sensors}", SPOOR, "listen", "--dnstap", f"unix:{self.tap}", "--collector",
                         f"https://127.0.0.1:{self.port}", "--ca-file", self.certificate, "--spool", self.folder / spool,
                         "--batch-time", "1", "--spool-patience", "20", *credential)
        wait_until(lambda: "listening on" in sensor.said(), "the sensor listens", sensor)
        return sensor

    def by_key(self, key=KEY):
        return ["--sensor-key-file", self.write(f"key-{key}", key + "\n")]

    def by_certificate(self, pair):
        return ["--certificate", pair[0], "--certificate-key", pair[1]]

    def tell(self, *names):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(self.tap))
            frames = [tap.data_frame(tap.payload(tap.RESOLVER_RESPONSE, tap.response(
                f"{name}.example", [tap.record(f"{name}.example", tap.A, bytes([192, 0, 2, 7]))]), zone="example"))
                for name in names]
            client.sendall(tap.control_frame(tap.START, True) + b"".join(frames) + tap.control_frame(tap.STOP))

    def kept(self):
        """Of a collector that has ended."""
        return sorted((row["rrname"], row["source"], row["count"]) for row in rows("--store", self.store, "*"))

    def waiting(self, spool="spool"):
        return sorted(path.name for path in (self.folder / spool).glob("*.batch"))

    def metric(self, name):
        request = urllib.request.Request(f"https://127.0.0.1:{self.port}/metrics", headers={"X-Api-Key": DESK})
        with urllib.request.urlopen(request, context=ssl.create_default_context(cafile=self.certificate)) as answer:
            lines = answer.read().decode().splitlines()
        return next((line.split()[-1] for line in lines if line.startswith(name)), None)

    def test_what_a_sensor_hears_is_the_collectors(self):
        self.serve()
        first = self.start_sensor(*self.by_key())
        self.tell("a", "b", "a")
        wait_until(lambda: self.metric('spoor_sensor_batches_total{sensor="fra-1"}') == "1", "the batch arrives", first)
        second = self.start_sensor(*self.by_certificate(self.mine), spool="spool2")
        self.tell("a")
        for sensor in (first, second):
            self.assertEqual(sensor.end(), 0, sensor.said())
        self.assertIn("spoor: 2 records in 1 batches; 1 batches delivered, 0 of them before; 0 wait", first.said())
        self.assertEqual(self.collector.end(), 0)
        self.assertEqual(self.kept(), [("a.example.", "fra-1", 2), ("a.example.", "fra-2", 1), ("b.example.", "fra-1", 1)])
        listed = json.loads(run("source", "list", "--store", self.store, "--json").stdout)["sources"][0]
        self.assertEqual(listed["name"], "fra-1")
        self.assertEqual(listed["kind"], "sensor")

    def test_it_waits_for_a_collector_that_is_away(self):
        sensor = self.start_sensor(*self.by_key())
        self.tell("a")
        wait_until(lambda: "cannot be reached" in sensor.said(), "the sensor says so", sensor)
        sensor.end(signal.SIGKILL)
        self.assertEqual(len(self.waiting()), 1)
        self.serve()
        sensor = self.start_sensor(*self.by_key())
        self.assertIn("1 batches wait in", sensor.said())
        wait_until(lambda: not self.waiting(), "what waited is delivered", sensor)
        self.tell("a")
        self.assertEqual(sensor.end(), 0, sensor.said())
        self.collector.end()
        self.assertEqual(self.kept(), [("a.example.", "fra-1", 2)])

    def assert_keeps(self, sensor, reason):
        wait_until(lambda: reason in sensor.said(), reason, sensor)
        sensor.end(signal.SIGKILL)
        self.assertEqual(len(self.waiting()), 1)

    def test_wrong_and_revoked_credentials_lose_nothing(self):
        self.serve()
        for credential, reason in ((self.by_key("nobodys-key"), "401: "), (self.by_key(DESK), "403: "),
                                   (self.by_certificate(self.unknown), "401: ")):
            sensor = self.start_sensor(*credential)
            if not self.waiting():
                self.tell("a")
            self.assert_keeps(sensor, reason)
        self.write_keys(f"{DESK} read")  # revoked
        self.collector.process.send_signal(signal.SIGHUP)
        wait_until(lambda: "read certificate, keys" in self.collector.said(), "the keys are read", self.collector)
        self.assert_keeps(self.start_sensor(*self.by_key()), "401: ")
        self.write_keys(f"{DESK} read", f"{KEY} sensor=fra-1")
        self.collector.process.send_signal(signal.SIGHUP)
        sensor = self.start_sensor(*self.by_key())
        wait_until(lambda: not self.waiting(), "what waited is delivered", sensor)
        self.assertEqual(sensor.end(), 0, sensor.said())
        self.collector.end()
        self.assertEqual(self.kept(), [("a.example.", "fra-1", 1)])

    def test_a_collector_nobody_vouches_for_gets_nothing(self):
        self.serve()
        sensor = Process(self, "strict", SPOOR, "listen", "--dnstap", f"unix:{self.folder / 'tap0'}", "--collector",
                         f"https://127.0.0.1:{self.port}", "--spool", self.folder / "spool", "--batch-time", "1",
                         *self.by_key())
        wait_until(lambda: "listening on" in sensor.said(), "the sensor listens", sensor)
        self.tap = self.folder / "tap0"
        self.tell("a")
        self.assert_keeps(sensor, "certificate is not trusted")

    def test_the_same_octets_twice_and_from_another_sensor(self):
        sensor = self.start_sensor(*self.by_key())
        self.tell("a")
        wait_until(self.waiting, "the batch is spooled", sensor)
        sensor.end(signal.SIGKILL)
        frame = (self.folder / "spool" / self.waiting()[0]).read_bytes()
        self.serve()
        context = ssl.create_default_context(cafile=self.certificate)

        def post(key, octets):
            request = urllib.request.Request(f"https://127.0.0.1:{self.port}{URL}", data=octets, headers={"X-Api-Key": key})
            try:
                with urllib.request.urlopen(request, context=context) as answer:
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as refused:
                return refused.code, json.load(refused)

        self.assertEqual([post(KEY, frame)[0] for _ in range(3)], [201, 200, 200])
        self.assertEqual(post(OTHER_KEY, frame)[0], 201)
        code, problem = post(KEY, frame[:-3])
        self.assertEqual(code, 422)
        self.assertIn("ends within its content", problem["detail"])
        self.collector.end()
        self.assertEqual(self.kept(), [("a.example.", "ams-1", 1), ("a.example.", "fra-1", 1)])

    def test_it_says_what_it_needs(self):
        def refused(*words):
            return run("listen", "--dnstap", f"unix:{self.folder / 'x'}", *words, check=False)

        self.assert_one_sentence(refused("--collector", "https://c.example"), 1, "--spool DIR")
        spool = ["--spool", self.folder / "spool"]
        self.assert_one_sentence(refused("--collector", "https://c.example", *spool), 1, "--sensor-key-file")
        self.assert_one_sentence(refused("--collector", "http://c.example", *spool, *self.by_key()), 1, "expected https")
        self.assert_one_sentence(refused("--collector", "https://c.example", *spool, "--source", "x"), 1, "no --source")
        self.assert_one_sentence(refused("--collector", "https://c.example", "--store", self.store, *spool), 1,
                                 "--store or --collector")
        self.start_sensor(*self.by_key())
        self.assert_one_sentence(refused("--collector", "https://c.example", *spool, *self.by_key()), 2,
                                 "another sensor uses this spool")


if __name__ == "__main__":
    os.environ["NO_PROXY"] = "*"
    main()
