#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The demo ends with the campaign's table and a served store; every command that it prints works when it is copied."""
import os
import pathlib
import re
import signal
import subprocess

import program
from program import EndToEnd, main

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Demo(EndToEnd):
    def setUp(self):
        super().setUp()
        self.addCleanup(self.stop_server)

    @property
    def home(self):
        return self.folder / "demo"

    def stop_server(self):
        path = self.home / "serve.pid"
        if path.exists():
            os.kill(int(path.read_text()), signal.SIGTERM)

    def demo(self):
        env = program.QUIET | {"SPOOR_DEMO_PROGRAM": os.path.abspath(program.SPOOR), "SPOOR_DEMO_DIR": str(self.home),
                               "SPOOR_DEMO_LISTEN": "127.0.0.1:0"}
        done = subprocess.run([ROOT / "scripts" / "demo"], capture_output=True, text=True, env=env, timeout=600,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def ask(self, command):
        answer = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=ROOT, check=False,
                                env=program.QUIET)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertNotEqual(answer.stdout.strip(), "", command)
        return answer.stdout

    def test_it_shows_the_campaign_and_answers_what_it_offers_to_ask(self):
        out = self.demo()
        rows = [re.split(r" {2,}", line.rstrip()) for line in out.splitlines() if "groupweblogs-gsm1900.com  " in line]
        told = {(cells[0], cells[1], cells[2]) for cells in rows}
        self.assertIn(("webmail.groupweblogs-gsm1900.com", "A", "partner/A"), told)
        self.assertIn(("groupweblogs-gsm1900.com", "DOMAIN", "partner/A"), told)
        self.assertIn(("groupweblogs-gsm1900.com", "NS", "resolver"), told)
        first_seen = [cells[5] for cells in rows]
        self.assertEqual(first_seen, sorted(first_seen, reverse=True))

        questions = re.findall(rf"^ {{6}}({re.escape(os.path.abspath(program.SPOOR))} .*)$", out, re.M)
        self.assertEqual(len(questions), 3)
        for question in questions:
            self.ask(question)

        foreign = re.findall(r"^ {6}((?:curl|DNSDB_SERVER=\S+ DNSDB_API_KEY=\S+ dnsdbq) .*)$", out, re.M)
        self.assertEqual(len(foreign), 4)
        first, second, third, fourth = (self.ask(command) for command in foreign)
        self.assertIn('"rrname":"webmail.groupweblogs-gsm1900.com."', first)
        self.assertIn("webmail.groupweblogs-gsm1900.com.  A  165.22.196.7", second)
        self.assertIn('{"cond":"succeeded"}', third)
        self.assertIn('"rrname":"groupweblogs-gsm1900.com."', third)
        self.assertIn('"domain":"wallet-restore.test"', fourth)
        self.assertIn('"zone":"parcel-notice.example."', fourth)

        registered = {cells[0]: cells[3] for line in out.splitlines()
                      if "night@desk.anchor-mail.test," in line and (cells := re.split(r" {2,}", line.strip()))}
        self.assertEqual(len(registered), 14)
        self.assertIn("(past)", registered["wallet-restore.test"])

    def test_a_second_run_does_not_begin_anew(self):
        self.demo()
        world = self.home / "world" / "capture.pcap"
        before = world.stat().st_mtime_ns
        again = self.demo()
        self.assertEqual(world.stat().st_mtime_ns, before)
        self.assertIn("already there", again)
        self.assertIn("webmail.groupweblogs-gsm1900.com", again)


if __name__ == "__main__":
    main()
