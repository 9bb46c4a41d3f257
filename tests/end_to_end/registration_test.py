#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Registrations from outside: imported by one program while another serves, once and whole, and found again."""
import gzip
import json
import signal
import subprocess

import program
from program import cof, main, run
from serving import Serving, wait_until

CSV = ("domainName,registrarName,registrant_email,registrant_name,registrant_telephone,standardRegCreatedDate\n"
       "a.example,Registrar One,Holder@Example.org,Example Holder,+1 555 0100,2020-01-02\n"
       "b.example,Registrar Two,holder@example.org,REDACTED FOR PRIVACY,,2020-01-03\n"
       "no domain,Registrar Two,,,,\n")
LATER = CSV.splitlines()[0] + "\na.example,Registrar Two,new@example.org,Example Holder,,2020-01-02\n"
SOA = cof("a.example", "SOA", "ns1.example.net holder.example.org 1 2 3 4 5", 1_600_000_000)


def take_in(store, path, *words, **more):
    return run("registration", "import", "--store", store, "--source", "dump", *words, path, **more)


def answer(*words):
    return json.loads(run("registration", *words, "--json").stdout)


class Registration(Serving):
    def test_an_import_tells_what_it_did_and_where_it_refused(self):
        path = self.write("dump.csv", CSV)
        done = take_in(self.store, path)
        self.assertIn(f"{path}:4: the domain is no name in ASCII", done.stderr)
        self.assertRegex(done.stderr, r"Registrations +2\n +new +2\n")
        # The same content again, under another name and compressed: nothing.
        again = take_in(self.store, self.write("other.csv.gz", gzip.compress(CSV.encode())))
        self.assertIn("was imported before and changes nothing", again.stderr)
        self.assertEqual(answer("lookup", "--store", self.store, "a.example")["total"], 1)

    def test_history_and_search(self):
        take_in(self.store, self.write("dump.csv", CSV), "--observed", "2022-01-01")
        take_in(self.store, self.write("later.csv", LATER), "--observed", "2023-01-01")
        history = answer("lookup", "--store", self.store, "A.Example.")
        self.assertEqual([row["registrar"] for row in history["rows"]], ["Registrar Two", "Registrar One"])
        self.assertEqual(history["rows"][1]["last_observed"], "2022-01-01T00:00:00Z")
        found = answer("search", "--store", self.store, "holder.example.org.")
        self.assertEqual([(row["domain"], row["current"]) for row in found["rows"]],
                         [("a.example", False), ("b.example", True)])
        self.assertEqual(answer("search", "--store", self.store, "--field", "name", "--match", "words",
                                "redacted")["total"], 0)
        table = run("registration", "search", "--store", self.store, "--field", "phone", "1-555-0100").stdout
        self.assertIn("a.example  2020-01-02", table)

    def test_what_is_imported_shows_at_once_in_a_server(self):
        self.take_in("sensor", SOA)
        server = self.serve()
        ask = lambda: server.get("/api/v1/mailboxes?q=holder@example.org").json()  # noqa: E731
        before = ask()
        self.assertEqual((before["registrations"]["total"], before["zones"]["total"]), (0, 1))
        take_in(self.store, self.write("dump.csv", CSV))
        after = ask()
        self.assertEqual([row["domain"] for row in after["registrations"]["rows"]], ["a.example", "b.example"])
        self.assertEqual(after["zones"]["rows"][0]["zone"], "a.example.")
        remote = answer("search", "--server", server.url, "--field", "registrar", "registrar*")
        self.assertEqual(remote["total"], 2)
        self.assertEqual(answer("lookup", "--server", server.url, "a.example"),
                         answer("lookup", "--store", self.store, "a.example"))

    def test_a_killed_import_leaves_nothing(self):
        rows = "".join(f"d{n}.example,R,h{n}@example.org,Holder {n},,2020-01-02\n" for n in range(200_000))
        path = self.write("large.csv", CSV.splitlines()[0] + "\n" + rows)
        words = [program.SPOOR, "registration", "import", "--store", self.store, "--source", "dump", path]
        killed = subprocess.Popen([str(word) for word in words], stderr=subprocess.DEVNULL, env=program.QUIET)
        # It is at work once the file that it writes ahead grows.
        ahead = self.store / "registration.sqlite-wal"
        wait_until(lambda: ahead.exists() and ahead.stat().st_size > 1 << 20, "a write")
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        self.assertEqual(answer("lookup", "--store", self.store, "d0.example")["total"], 0)
        take_in(self.store, path)
        self.assertEqual(answer("search", "--store", self.store, "--field", "registrar", "--limit", "1", "r")["total"],
                         200_000)

    def test_wrong_words(self):
        for words, part in ((["registration"], "expected import, lookup or search"),
                            (["registration", "import", "--store", self.store, "x"], "expected --source NAME"),
                            (["registration", "import", "--store", self.store, "--source", "s"], "expected a PATH"),
                            (["registration", "lookup", "--store", self.store], "expected a DOMAIN"),
                            (["registration", "search", "--store", self.store], "expected a QUERY"),
                            (["registration", "lookup", "a.example"], "expected --store DIR or --server URL"),
                            (["registration", "lookup", "--store", self.store, "a..b"], "expected a domain"),
                            (["registration", "search", "--store", self.store, "nobody"], "expected a mailbox"),
                            (["registration", "search", "--store", self.store, "--field", "zip", "x"], "expected domain"),
                            (["registration", "import", "--store", self.store, "--source", "s", "--observed", "soon",
                              self.folder], "expected a time")):
            done = run(*words, check=False)
            self.assertEqual((done.returncode, done.stdout), (1, ""), words)
            self.assertRegex(done.stderr, r"\Aspoor: [^\n]+\n\Z")
            self.assertIn(part, done.stderr, words)


if __name__ == "__main__":
    main()
