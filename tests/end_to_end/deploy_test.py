#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""deploy/: systemd takes the units and finds them closed, and the program takes their command lines and files."""
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import time
import unittest
import urllib.request

from program import QUIET, SPOOR, EndToEnd, cof, run

DEPLOY = pathlib.Path(__file__).resolve().parents[2] / "deploy"
PROGRAM = str(pathlib.Path(SPOOR).resolve())
INSTALLED = "/usr/local/bin/spoor"
# Exposure as systemd-analyze counts it, from 0 to 10: what each unit has today, and no more.
EXPOSURE = {"spoor-backup.service": 0.5, "spoor-retain.service": 0.5, "spoor-serve.service": 1.4,
            "spoor-listen.service": 1.4, "spoor-watch@.service": 2.0}
has_systemd = unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is missing: units are not verified")


def units():
    return sorted((DEPLOY / "systemd").iterdir())


class Deploy(EndToEnd):
    def place(self, text):
        """The paths of a machine, as paths of this test."""
        for there, here in (("/var/lib/spoor-sensor", "sensor"), ("/var/lib/spoor", "lib"), ("/var/backups/spoor", "backup"),
                            ("/etc/spoor", "etc"), ("/run/spoor", "run")):
            text = text.replace(there, str(self.folder / here))
        return text.replace("127.0.0.1:8053", "127.0.0.1:0").replace("https://collector.example:8053", "https://127.0.0.1:1")

    def setUp(self):
        super().setUp()
        for name in ("lib", "sensor", "backup", "etc", "run"):
            (self.folder / name).mkdir()
        for path in (DEPLOY / "etc").iterdir():
            self.write(f"etc/{path.name}", self.place(path.read_text()))
        self.write("etc/keys", "0123456789abcdef0123  read import name=desk\n").chmod(0o600)
        for name in ("listen.key", "watch.key"):
            self.write(f"etc/{name}", "0123456789abcdef0123\n").chmod(0o600)

    def command(self, unit, instance=""):
        """What a unit starts, with the program under test."""
        [line] = re.findall(r"(?m)^ExecStart=(.*)$", (DEPLOY / "systemd" / unit).read_text())
        words = shlex.split(self.place(line).replace("%i", instance))
        self.assertEqual(words[0], INSTALLED)
        return [PROGRAM, *words[1:]]

    def start(self, words, until):
        log = (self.folder / "log").open("w+")
        process = subprocess.Popen(words, stderr=log, stdout=log, env=QUIET | {"SPOOR_SPOOL_PATIENCE": "1"})
        self.addCleanup(log.close)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        end = time.monotonic() + 60
        while True:
            said = (self.folder / "log").read_text()
            found = re.search(until, said)
            if found:
                return process, found
            self.assertIsNone(process.poll(), said)
            self.assertLess(time.monotonic(), end, said)
            time.sleep(0.05)

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(60), 0, (self.folder / "log").read_text())


class Systemd(Deploy):
    @has_systemd
    def test_units_are_sound(self):
        folder = self.folder / "units"
        folder.mkdir()
        for path in units():
            name = path.name.replace("@.", "@eth0.")
            (folder / name).write_text(path.read_text().replace(INSTALLED, PROGRAM))
        done = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(folder.iterdir()))], capture_output=True, text=True,
                              env=os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}:"}, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    @has_systemd
    def test_units_are_closed(self):
        for path in units():
            if path.suffix != ".service":
                continue
            done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", str(path)], capture_output=True,
                                  text=True, timeout=60, check=False, env=os.environ | {"LC_ALL": "C.UTF-8"})
            found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout)
            self.assertIsNotNone(found, done.stdout + done.stderr)
            self.assertLessEqual(float(found[1]), EXPOSURE[path.name], done.stdout)

    @unittest.skipUnless(shutil.which("systemd-sysusers") and shutil.which("systemd-tmpfiles") and os.geteuid() == 0,
                         "systemd-sysusers, systemd-tmpfiles or root is missing: users are not made")
    def test_users_and_folders(self):
        root = self.folder / "root"
        for kind in ("sysusers.d", "tmpfiles.d"):
            shutil.copytree(DEPLOY / kind, root / "etc" / kind)

        def make(*words):
            done = subprocess.run([words[0], f"--root={root}", *words[1:], "spoor.conf"], capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
        make("systemd-sysusers")
        users = dict(re.findall(r"(?m)^([^:]+):[^:]*:\d+:\d+:[^:]*:([^:]+:.*)$", (root / "etc/passwd").read_text()))
        self.assertEqual(set(users), {"spoor", "spoor-sensor"})
        for shell in users.values():
            self.assertTrue(shell.endswith("/nologin"), shell)
        make("systemd-tmpfiles", "--create")
        self.assertEqual((root / "var/backups/spoor").stat().st_mode & 0o777, 0o700)
        self.assertEqual((root / "run/spoor").stat().st_mode & 0o777, 0o750)

    def test_every_service_is_fenced(self):
        for path in units():
            text = path.read_text()
            if path.suffix == ".service":
                for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "SystemCallFilter=@system-service", "User=spoor"):
                    self.assertIn(f"\n{line}", text, path.name)
                capabilities = re.findall(r"(?m)^CapabilityBoundingSet=(.*)$", text)
                self.assertEqual(capabilities, ["CAP_NET_RAW" if "watch" in path.name else ""], path.name)


class Commands(Deploy):
    def test_serve_backup_and_retain(self):
        store = self.folder / "lib" / "store"
        run("import", "--store", store, "--source", "old", "-", input=cof("www.example.com.", "A", "192.0.2.1", 1000000000))
        server, found = self.start(self.command("spoor-serve.service"), r"listening on (http://\S+)")
        with urllib.request.urlopen(f"{found[1]}/healthz", timeout=30) as answer:
            self.assertEqual(answer.status, 200)
        server.send_signal(signal.SIGHUP)  # as ExecReload does
        subprocess.run(self.command("spoor-backup.service"), check=True, env=QUIET, capture_output=True, timeout=120)
        run("verify", "--store", self.folder / "backup" / "store")
        self.stop(server)
        subprocess.run(self.command("spoor-retain.service"), check=True, env=QUIET, capture_output=True, timeout=120)
        left = run("lookup", "--store", store, "*", "--not-type", "FIRST-SEEN", check=False)
        self.assertNotIn("192.0.2.1", left.stdout)
        self.assertIn("192.0.2.1", run("lookup", "--store", self.folder / "backup" / "store", "*").stdout)

    def test_listen(self):
        listener, _ = self.start(self.command("spoor-listen.service"), "listening on unix:")
        self.assertTrue((self.folder / "run" / "dnstap.sock").is_socket())
        self.stop(listener)

    def test_watch(self):
        if os.geteuid() != 0:
            self.skipTest("capturing needs root here")
        watcher, _ = self.start(self.command("spoor-watch@.service", "lo"), "watching|capturing|listening")
        self.stop(watcher)


if __name__ == "__main__":
    unittest.main(verbosity=2)
