# SPDX-License-Identifier: Apache-2.0
"""A real Kafka broker of one node, as `scripts/setup kafka` fetched it."""
import os
import pathlib
import shutil
import socket
import subprocess
import time

import program
from nameservers import die_with_parent

JARS = pathlib.Path(__file__).parents[2] / "build" / "kafka"


def missing():
    """Why there can be no broker here; empty when there can."""
    if not shutil.which("java"):
        return "no Java here: scripts/setup kafka installs one"
    if not list(JARS.glob("kafka_*.jar")):
        return "no broker here: scripts/setup kafka fetches one"
    return ""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


class Broker:
    def __init__(self, case):
        self.folder = case.folder / "kafka"
        self.folder.mkdir()
        self.port, controller = free_ports(2)
        self.address = f"127.0.0.1:{self.port}"
        (self.folder / "server.properties").write_text(f"""
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://{self.address},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://{self.address}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={self.folder}/data
num.partitions=3
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
""")
        self.run("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", "server.properties")
        self.process = None
        case.addCleanup(self.kill)

    def java(self, *words):
        return ["java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*", *words]

    def run(self, *words):
        subprocess.run(self.java(*words), cwd=self.folder, check=True, capture_output=True, timeout=120, env=program.QUIET)

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(self.java("kafka.Kafka", "server.properties"), cwd=self.folder, stdout=log,
                                            stderr=log, env=program.QUIET, preexec_fn=die_with_parent)
        end = time.monotonic() + 180  # a Java on a busy machine, and a log to recover
        while not self.answers():
            if time.monotonic() > end:
                raise AssertionError("waited in vain for the broker")
            time.sleep(0.1)

    def answers(self):
        if self.process.poll() is not None:
            raise AssertionError((self.folder / "log").read_text()[-2000:])
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()


def skip_without(case):
    if why := missing():
        if os.environ.get("CI"):
            raise AssertionError(why)
        case.skipTest(why)
