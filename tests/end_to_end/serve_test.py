#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`spoor serve` from outside: the same answers as from the store, its keys, its certificate, its log, its end."""
import json
import re
import signal
import ssl
import subprocess
import time

import dnsdb_data as data
import program
from dnsdb_data import BOTH, IMPORT, READER, T0
from program import cof, main, run
from serving import (ENVIRONMENT, PATIENCE, Cut, Serving, Wire, curl, damage_by_name, head_of, telling_rows,
                     wait_until)

QUESTIONS = [
    ["www.example.com"], ["*.example.com"], ["www.example.*", "--type", "A,AAAA"],
    ["example.com", "--type", "ANY-DNSSEC"], ["192.0.2.0/24"], ["192.0.2.10", "--merge"], ["2001:db8::/32"],
    ["ns1.example.net", "--in", "rdata"],
    ["hostmaster@example.com"], ["v=spf1"], ["c000020a", "--in", "raw"], ["10.0/25.2.0.192.in-addr.arpa"],
    ["example.com", "--bailiwick", "com"], ["example.com", "--source", "zones"],
    ["*.example.com", "--sort", "-last_seen"], ["*.example.com", "--sort", "count", "--limit", "3", "--offset", "2"],
    ["fence.example.net", "--first-after", str(T0 + 3 * data.DAY), "--until", "2020-09-18"],
    ["*.many.example.net", "--limit", "20"], ["nothing.example.net"],
    ["*", "--name", "www.example.com,example.com", "--not-rdata", "192.0.2.10"], ["192.0.2.0/24", "--rdata", "192.0.2.10"],
    ["*", "--tld", "net", "--domain", "example.net", "--not-domain", "example.com"],
    ["*", "--bailiwick", "unknown", "--bailiwick", "com"], ["*", "--not-bailiwick", "unknown,com", "--not-tld", "org"],
]
FORMS = [[], ["--json"], ["--cof"], ["--csv"], ["--native"]]
WRONG = [["a..b"], ["192.0.2.0/33"], ["example.com", "--name", "a..b"], ["*", "--tld", "example.com"], ["example.com", "--type", "NOSUCH"], ["example.com", "--source", "nobody"],
         ["example.com", "--since", "yesterday"], ["example.com", "--sort", "colour"],
         ["example.com", "--from", "forged"]]


class SameAnswers(Serving):
    """Whether a store is asked or a server: the same octets, the same complaints, the same exit code."""

    def setUp(self):
        super().setUp()
        data.fill(self.store, self.folder, int(time.time()))

    def answers(self, where, command, questions, forms):
        told = {}
        for question in questions:
            for form in forms:
                if "--merge" in question and form == ["--native"]:
                    continue
                done = run(command, *where, *question, *form, check=False)
                complaint = re.sub(r"--from \S+", "--from TOKEN", done.stderr)
                # A store that is open is a few octets larger.
                answer = re.sub(r'(Bytes +|"bytes":)[\d,]*\d(  \(.*\))?', r"\1SIZE", done.stdout)
                told[" ".join([*question, *form])] = (done.returncode, answer, complaint)
        return told

    def test_of_a_server_without_keys(self):
        counted = [question for question in QUESTIONS if not {"--sort", "--limit"} & set(question)]
        asked = [("lookup", QUESTIONS, FORMS), ("summarize", counted, [[], ["--json"]]),
                 ("stats", [[]], [[], ["--json"]])]
        by_store = [self.answers(["--store", self.store], *each) for each in asked]
        self.assertTrue(any("10.0/25" in answer[1] for answer in by_store[0].values()))
        server = self.serve()
        for each, expected in zip(asked, by_store):
            found = self.answers(["--server", server.url], *each)
            for words, answer in expected.items():
                with self.subTest(f"{each[0]} {words}"):
                    self.assertEqual(found[words], answer)

    def test_wrong_questions_and_pages(self):
        server = self.serve()
        for question in WRONG:
            with self.subTest(question):
                by_server = run("lookup", "--server", server.url, *question, check=False)
                self.assertEqual(by_server.returncode, 1, by_server.stderr)
                self.assertRegex(by_server.stderr, r"\Aspoor: [^\n]+\n\Z")
        page = ["*.many.example.net", "--json", "--limit", "7"]
        first = run("lookup", "--server", server.url, *page)
        token = re.search(r"--from (\S+)", first.stderr)[1]
        second = run("lookup", "--server", server.url, *page, "--from", token)
        both = run("lookup", "--server", server.url, *page[:-1], "14")
        self.assertEqual(first.stdout + second.stdout, both.stdout)

    def test_of_a_server_that_is_not_there(self):
        done = run("lookup", "--server", "http://127.0.0.1:9", "www.example.com", check=False)
        self.assert_one_sentence(done, 2, "127.0.0.1")
        done = run("lookup", "--server", "http://127.0.0.1:9", "--store", self.store, "www.example.com", check=False)
        self.assertEqual(done.returncode, 1)

    def test_of_a_server_with_keys(self):
        server = self.serve("--api-key-file", self.write("keys", data.KEYS))
        done = run("lookup", "--server", server.url, "www.example.com", check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("key", done.stderr)
        program.QUIET["SPOOR_API_KEY"] = READER
        self.addCleanup(program.QUIET.pop, "SPOOR_API_KEY", None)
        self.assertIn("192.0.2.11", run("lookup", "--server", server.url, "www.example.com").stdout)

    def test_of_an_answer_that_fails_in_the_middle(self):
        self.take_in("big", telling_rows(60_000), store=self.folder / "big")
        server = self.serve(store=self.folder / "big")
        damage_by_name(self.folder / "big")
        for form in FORMS:
            with self.subTest(form):
                done = run("lookup", "--server", server.url, "*.example.com", "--limit", "0", *form, check=False)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertRegex(done.stderr, r"spoor: [^\n]+\n\Z")
        answer = server.get("/api/v1/records?q=*.example.com&limit=0").json()
        self.assertEqual((answer["complete"], answer["reason"], answer["returned"]),
                         (False, "failed", len(answer["rows"])))
        self.assertEqual(answer["problem"]["status"], 503)
        *rows, ending = server.get("/api/v1/records?q=*.example.com&limit=0&format=ndjson").lines()
        self.assertEqual((ending["complete"], ending["reason"], ending["returned"]), (False, "failed", len(rows)))
        self.assertEqual(len(rows), len(answer["rows"]))
        for form in ("cof", "csv", "native"):
            with self.assertRaises(Cut, msg=form):
                server.get(f"/api/v1/records?q=*.example.com&limit=0&format={form}")
        # Where the first row cannot be read there is no answer at all, and other rows can be had.
        gone = json.loads(run("lookup", "--store", self.store, "www.example.com", "--json").stdout.splitlines()[0])
        self.assertEqual(gone["rrname"], "www.example.com.")
        self.assertEqual(len(server.get("/api/v1/records?q=000001.example.com").json()["rows"]), 1)


class Endings(Serving):
    """How an answer tells whether it is all."""

    def setUp(self):
        super().setUp()
        data.fill(self.store, self.folder, int(time.time()))
        self.server = self.serve()

    def test_behind_the_body(self):
        for form in ("json", "ndjson", "cof", "csv", "native"):
            for query, complete, returned in (
                    ("q=www.example.com", "true", 5), ("q=www.example.com&limit=2", "false", 2),
                    ("q=*.many.example.net&limit=9000", "false", 9000), ("q=nothing.example.net", "true", 0)):
                if form == "cof" and returned == 5:
                    returned = 4  # sources joined
                with self.subTest(f"{form} {query}"):
                    reply = self.server.get(f"/api/v1/records?{query}&format={form}")
                    self.assertEqual(reply.is_chunked, returned == 9000)
                    self.assertEqual(reply.ending("spoor-complete"), complete)
                    self.assertEqual(reply.ending("spoor-returned"), str(returned))
                    self.assertEqual(reply.ending("spoor-reason"), "limit" if complete == "false" else None)
                    token = reply.ending("spoor-next")
                    self.assertEqual(token is None, complete == "true")
                    if returned == 9000:
                        self.assertNotIn("spoor-complete", reply.fields)
                    if token:
                        question = query.split("&")[0]
                        rest = self.server.get(f"/api/v1/records?{question}&format={form}&from={token}&limit=1")
                        self.assertEqual(rest.status, 200, rest.body)
                        self.assertNotIn(rest.body.split(b"\n")[-2], reply.body)

    def test_pages_are_the_whole(self):
        whole = self.server.get("/api/v1/records?q=*.example.com&limit=0").json()
        self.assertTrue(whole["complete"])
        rows, token = [], ""
        while True:
            page = self.server.get(f"/api/v1/records?q=*.example.com&limit=4{token}").json()
            rows += page["rows"]
            if page["complete"]:
                break
            self.assertEqual(page["reason"], "limit")
            token = f"&from={page['next']}"
        self.assertEqual(rows, whole["rows"])

    def test_forms_by_accept(self):
        for accept, kind in (("application/x-ndjson", "application/x-ndjson"), ("text/csv", "text/csv; charset=utf-8"),
                             ("application/json", "application/json"), ("*/*", "application/json"),
                             ("text/html, */*;q=0.1", "application/json"), ("text/*", "text/csv; charset=utf-8")):
            reply = self.server.get("/api/v1/records?q=www.example.com", accept=accept)
            self.assertEqual((reply.status, reply.fields["content-type"]), (200, kind), accept)
        self.assertEqual(self.server.get("/api/v1/records?q=www.example.com", accept="image/png").status, 406)

    def test_wrong_parameters_are_named(self):
        for query, name in (("", "q"), ("q=", "q"), ("q=a&q=b", "q"), ("q=a..b", "q"), ("q=a&in=sideways", "in"),
                            ("q=a&type=NOSUCH", "type"), ("q=a&limit=many", "limit"), ("q=a&limit=-1", "limit"),
                            ("q=a&offset=3000001", "offset"), ("q=a&since=yesterday", "since"),
                            ("q=a&merge=all", "merge"), ("q=a&format=cof&merge=none", "merge"),
                            ("q=a&format=native&merge=sources", "merge"), ("q=a&sort=colour", "sort"),
                            ("q=a&from=forged", "from"), ("q=a&source=nobody", "source"),
                            ("q=a&bailiwick=a..b", "bailiwick"), ("q=a&nobody=knows", "nobody"),
                            ("q=a&format=xml", "format"), ("q=a&times=local", "times")):
            with self.subTest(query):
                reply = self.server.get(f"/api/v1/records?{query}")
                self.assertEqual(reply.status, 400, reply.body)
                self.assertEqual(reply.json()["parameter"], name)


class Keys(Serving):
    def setUp(self):
        super().setUp()
        self.take_in("s", cof("a.example.com", "A", "192.0.2.1", T0))

    def test_scopes(self):
        server = self.serve("--api-key-file", self.write("keys", data.KEYS))
        records = "/api/v1/records?q=a.example.com"
        for path, by_key in ((records, {None: 401, "wrong-key-00001": 401, data.EXPIRED: 401, IMPORT: 403, READER: 200,
                                        BOTH: 200}),
                             ("/api/v1/status", {None: 401, IMPORT: 403, READER: 200}),
                             ("/metrics", {None: 401, IMPORT: 403, READER: 200}),
                             ("/healthz", {None: 200, "wrong-key-00001": 200}), ("/", {None: 200}),
                             ("/api/v1/openapi.yaml", {None: 200})):
            for key, status in by_key.items():
                with self.subTest(f"{path} {key}"):
                    reply = server.get(path, key)
                    self.assertEqual(reply.status, status, reply.body)
                    self.assertEqual("www-authenticate" in reply.fields, status == 401)
        for key, status in {None: 401, READER: 403, IMPORT: 200, BOTH: 200}.items():
            fields = {} if key is None else {"Authorization": f"Bearer {key}"}
            reply = server.ask("/api/v1/import?source=s", "POST", fields, b"")
            self.assertEqual(reply.status, status if status != 200 else 415, reply.body)  # nothing is no format
        for _ in range(3):
            self.assertEqual(server.get(records, data.QUOTA).status, 200)
        reply = server.get(records, data.QUOTA)
        self.assertEqual(reply.status, 429)
        self.assertTrue(0 < int(reply.fields["retry-after"]) <= data.DAY)

    def test_the_file_is_read_again(self):
        keys = self.write("keys", "first-key-00001 read\nother-key-00001 read quota=1\n")
        server = self.serve("--api-key-file", keys)
        path = "/api/v1/records?q=a.example.com"
        self.assertEqual(server.get(path, "other-key-00001").status, 200)
        keys.write_text("other-key-00001 read quota=1\nthird-key-00001 read\n")
        server.signal(signal.SIGHUP)
        wait_until(lambda: server.get(path, "third-key-00001").status == 200, "the new key")
        self.assertEqual(server.get(path, "first-key-00001").status, 401)
        self.assertEqual(server.get(path, "other-key-00001").status, 429)  # what it asked before counts
        keys.write_text("short read\n")
        server.signal(signal.SIGHUP)
        wait_until(lambda: f"{keys}:1: expected a key" in server.errors(), "a complaint about the key file")
        self.assertEqual(server.get(path, "third-key-00001").status, 200)
        self.assertNotIn("short", server.errors())

    def test_without_keys_only_our_own_host(self):
        server = self.serve()
        port = server.port
        for host in (f"localhost:{port}", f"127.0.0.1:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
            done = curl("-o", "-", "-w", "%{http_code}", "-H", f"Host: {host}", f"{server.url}/healthz")
            self.assertTrue(done.stdout.endswith(b"200"), (host, done.stdout))
        paths = ["/healthz", "/api/v1/records?q=a.example.com", "/dnsdb/v2/ping", "/", "/metrics",
                 "/lookup/rrset/name/a.example.com"]
        for path in paths:
            for field in (f"Host: evil.test:{port}", "Host: evil.test", f"Host: 127.0.0.1.evil.test:{port}",
                          f"Host: localhost:{port ^ 1}", f"Host: evil.test@127.0.0.1:{port}",
                          "Origin: http://evil.test", "Origin: null", f"Origin: https://127.0.0.1:{port}",
                          f"Origin: http://127.0.0.1:{port ^ 1}"):
                with self.subTest(f"{path} {field}"):
                    done = curl("-o", "-", "-w", "%{http_code}", "-H", field, server.url + path)
                    self.assertTrue(done.stdout.endswith(b"403"), done.stdout)
                    self.assertNotIn(b"192.0.2.1", done.stdout)
        self.assertEqual(server.ask("/healthz", fields={"Origin": f"http://localhost:{port}"}).status, 200)
        reply = server.ask("/api/v1/import?source=s", "POST", {}, cof("b.example.com", "A", "192.0.2.2", T0).encode())
        self.assertEqual(reply.status, 403)
        self.assertIn("key", reply.json()["detail"])
        self.assertEqual(server.get("/api/v1/records?q=a.example.com", "any-key-at-all-1").status, 200)

    def test_without_keys_only_the_loopback(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:0"):
            done = run("serve", "--store", self.store, "--listen", address, check=False, timeout=PATIENCE)
            self.assert_one_sentence(done, 1, "key")
        server = self.serve("--api-key", READER, host="127.0.0.2")
        self.assertEqual(server.get("/api/v1/status", READER).status, 200)
        self.assertEqual(server.get("/api/v1/status").status, 401)

    def test_what_cannot_be_served(self):
        for words, code, part in ((["--store", self.write("a-file", "")], 2, "a-file"),
                                  (["--store", self.store, "--listen", "nonsense"], 1, "nonsense"),
                                  (["--store", self.store, "--listen", "127.0.0.1:65536"], 1, "65536"),
                                  (["--store", self.store, "--api-key", "short"], 1, "8"),
                                  (["--store", self.store, "--api-key-file", "/nonexistent"], 2, "/nonexistent"),
                                  (["--store", self.store, "--api-key-file", self.write("k", "tiny\n")], 1, "k:1: expected a key"),
                                  (["--store", self.store, "--tls-certificate", "/nonexistent"], 1, "tls")):
            with self.subTest(part):
                done = run("serve", "--listen", "127.0.0.1:0", *words, check=False, timeout=PATIENCE) \
                    if "--listen" not in words else run("serve", *words, check=False, timeout=PATIENCE)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertRegex(done.stderr, r"\Aspoor: [^\n]+\n\Z")
                self.assertIn(part, done.stderr)
        server = self.serve()
        done = run("serve", "--store", self.store, "--listen", f"127.0.0.1:{server.port}", check=False,
                   timeout=PATIENCE)
        self.assertEqual(done.returncode, 2, done.stderr)


class Certificates(Serving):
    def setUp(self):
        super().setUp()
        self.take_in("s", cof("a.example.com", "A", "192.0.2.1", T0))
        self.certificate, self.key = self.folder / "certificate.pem", self.folder / "key.pem"

    def make_certificate(self):
        """Self-signed, each with a number of its own."""
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", self.key, "-out", self.certificate],
                       check=True, capture_output=True)
        return self.certificate.read_text()

    def shown(self, server):
        return ssl.get_server_certificate((server.host, server.port), timeout=PATIENCE)

    def test_a_new_certificate_is_shown_after_sighup(self):
        first = self.make_certificate()
        server = self.serve("--tls-certificate", self.certificate, "--tls-key", self.key, "--api-key", READER)
        self.assertTrue(server.url.startswith("https://"))
        url = f"{server.url}/api/v1/records?q=a.example.com&format=ndjson"
        done = curl("--cacert", self.certificate, "-H", f"X-Api-Key: {READER}", url)
        self.assertIn(b"192.0.2.1", done.stdout)
        self.assertEqual(curl(url, check=False).returncode, 60)  # nobody vouches for it
        self.assertEqual(ssl.PEM_cert_to_DER_cert(self.shown(server)), ssl.PEM_cert_to_DER_cert(first))
        second = self.make_certificate()
        self.assertNotEqual(first, second)
        server.signal(signal.SIGHUP)
        wait_until(lambda: ssl.PEM_cert_to_DER_cert(self.shown(server)) == ssl.PEM_cert_to_DER_cert(second),
                   "the new certificate")
        self.certificate.write_text("no certificate\n")
        server.signal(signal.SIGHUP)
        wait_until(lambda: str(self.certificate) in server.errors(), "a complaint about the file")
        self.assertEqual(ssl.PEM_cert_to_DER_cert(self.shown(server)), ssl.PEM_cert_to_DER_cert(second))

    def test_clients_over_tls(self):
        self.make_certificate()
        server = self.serve("--tls-certificate", self.certificate, "--tls-key", self.key, "--api-key", READER)
        env = ENVIRONMENT | {"DNSDB_API_KEY": READER, "DNSDB_SERVER": server.url}
        done = subprocess.run(["dnsdbq", "-U", "-j", "-r", "a.example.com"], env=env, capture_output=True, text=True,
                              timeout=PATIENCE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("192.0.2.1", done.stdout)
        for words in (["--tls-max", "1.1"], ["--proto", "=http"]):
            self.assertNotEqual(curl("-k", *words, server.url, check=False).returncode, 0)
        plain = Wire(server)
        self.addCleanup(plain.close)
        plain.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.assertTrue(plain.is_closed())
        self.assertEqual(curl("-k", f"{server.url}/healthz").stdout, b'{"status":"ok","complete":true}\n')


class Watching(Serving):
    """The access log, and the numbers."""

    def setUp(self):
        super().setUp()
        self.take_in("s", cof("secret-name.example.com", "A", "192.0.2.1", T0))
        self.log = self.folder / "access.log"
        self.keys = self.write("keys", data.KEYS)

    def ask_about(self, server):
        for path in ("/api/v1/records?q=secret-name.example.com", "/dnsdb/v2/lookup/rrset/name/secret-name.example.com",
                     "/lookup/rdata/ip/192.0.2.1", "/no/secret-name/here", "/api/v1/records?q=secret-name..com"):
            server.get(path, READER)
        server.get("/api/v1/records?q=secret-name.example.com", "wrong-key-00001")
        return wait_until(lambda: (text := self.log.read_text()).count("\n") >= 7 and text, "lines of the access log")

    def test_the_log_keeps_questions_to_itself(self):
        server = self.serve("--api-key-file", self.keys, "--access-log", self.log)
        text = self.ask_about(server)
        for private in ("secret-name", "192.0.2.1\n", "192.0.2.1 ", READER, "wrong-key-00001"):
            self.assertNotIn(private, text)
            self.assertNotIn(private, server.errors())
        for told in ("/api/v1/records", "/dnsdb/v2/lookup/rrset/name/{name}", "reader", "200", "400", "401", "404"):
            self.assertIn(told, text)

    def test_unless_asked_for(self):
        server = self.serve("--api-key-file", self.keys, "--access-log", self.log, "--log-queries")
        text = self.ask_about(server)
        self.assertIn("secret-name.example.com", text)
        self.assertNotIn(READER, text)

    def test_the_log_holds_no_forged_lines(self):
        server = self.serve("--api-key-file", self.keys, "--access-log", self.log, "--log-queries")
        server.get("/api/v1/records?q=a%0a%1b[31mforged%22", READER)
        server.get('/api/v1/records?q=a"b\x1b[31m\x7f', READER)
        text = wait_until(lambda: (text := self.log.read_text()).count("\n") >= 3 and text, "lines of the access log")
        self.assertNotIn("\x1b", text)
        self.assertEqual([line for line in text.splitlines() if line.lstrip().startswith("forged")], [])

    def test_metrics_parse(self):
        server = self.serve("--api-key-file", self.keys)
        server.get("/api/v1/records?q=secret-name.example.com", READER)
        reply = server.get("/metrics", READER)
        self.assertRegex(reply.fields["content-type"], r"^text/plain; version=0\.0\.4")
        label = r'[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*"'
        sample = re.compile(rf"[a-zA-Z_:][\w:]*(?:\{{(?:{label}(?:,{label})*)?\}})? (?:-?\d[\d.e+-]*|[+-]Inf|NaN)")
        self.assertTrue(reply.text.endswith("\n"))
        kinds = {}
        for line in reply.text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ")
                self.assertNotIn(name, kinds)
                kinds[name] = kind
            elif line and not line.startswith("# HELP "):
                self.assertRegex(line, sample)
                self.assertTrue(sample.fullmatch(line), line)
        for name in ("spoor_http_requests_total", "spoor_http_closed_total", "spoor_store_records"):
            self.assertIn(name, kinds)
        self.assertNotIn("secret-name", reply.text)
        server.metrics_fields = {"X-Api-Key": READER}
        self.assertEqual(server.metric("spoor_http_requests_total", route="/api/v1/records", status="2xx"), 1)
        self.assertEqual(server.metric("spoor_store_records"), 1)


class Stopping(Serving):
    def test_an_answer_in_the_making_ends_whole(self):
        self.take_in("s", telling_rows(60_000, octets=100))
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(number.name):
                server = self.serve()
                wire = Wire(server, receive_buffer=4096)
                wire.send(head_of(server, "GET", "/api/v1/records?q=*.example.com&limit=0&format=ndjson", {}))
                wire.more()
                idle = Wire(server)
                server.signal(number)
                self.assertTrue(idle.is_closed())
                wait_until(lambda: not self.can_connect(server), "the closed door")
                self.assertIsNone(server.process.poll())  # it waits for us
                reply = wire.reply()
                *rows, ending = reply.lines()
                self.assertEqual((len(rows), ending["complete"]), (60_000, True))
                self.assertEqual(server.process.wait(PATIENCE), 0)
                wire.close()
                idle.close()

    def test_told_twice_it_ends_at_once(self):
        self.take_in("s", telling_rows(60_000, octets=100))
        server = self.serve("--stop-time", 600, "--slow-time", 600)
        wire = Wire(server, receive_buffer=4096)
        wire.send(head_of(server, "GET", "/api/v1/records?q=*.example.com&limit=0&format=ndjson", {}))
        wire.more()
        server.signal(signal.SIGTERM)
        wait_until(lambda: not self.can_connect(server), "the closed door")
        self.assertIsNone(server.process.poll())
        server.signal(signal.SIGTERM)
        server.process.wait(PATIENCE)
        with self.assertRaises((Cut, ConnectionError)):
            wire.reply()
        wire.close()
        self.servers.remove(server)

    def can_connect(self, server):
        try:
            Wire(server).close()
            return True
        except ConnectionRefusedError:
            return False

    def test_a_second_server_takes_over_at_once(self):
        self.take_in("s", cof("a.example.com", "A", "192.0.2.1", T0))
        for _ in range(3):
            server = self.serve()
            self.assertEqual(server.get("/healthz").status, 200)
            self.assertEqual(server.stop(), 0)
        run("verify", "--store", self.store)


if __name__ == "__main__":
    main()
