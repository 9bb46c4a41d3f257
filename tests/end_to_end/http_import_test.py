#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""POST /api/v1/import: captures and feeds over HTTP give what `spoor import` gives, once, and never half in silence."""
import gzip
import json
import socket

import program
from program import cof, main, run
from serving import PATIENCE, Serving, Wire, curl, head_of, telling_rows, wait_until

KEYS = "reader-key-0001 read\nimport-key-0001 import name=sensor\nboth-key-000001 read import\n"
READER, IMPORT = "reader-key-0001", "import-key-0001"
FEED = "".join(cof(f"n{n}.example.com", "A", f"192.0.2.{n % 256}", 1_600_000_000 + n, count=1 + n % 3)
               for n in range(3000)).encode()


class Import(Serving):
    def setUp(self):
        super().setUp()
        self.take_in("first", cof("first.example.com", "A", "192.0.2.1", 1_600_000_000))
        self.server = self.serve("--api-key-file", self.write("keys", KEYS))

    def post(self, query, body, status=200, key=IMPORT, **fields):
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        reply = self.server.ask(f"/api/v1/import?{query}", "POST", {"X-Api-Key": key} | named, body)
        self.assertEqual(reply.status, status, reply.body)
        self.assertEqual(reply.fields["content-type"],
                         "application/json" if status == 200 else "application/problem+json")
        return reply.json()

    def rows(self, query="*", source=None):
        """All rows of the server, as sorted texts."""
        chosen = f"&source={source}" if source else ""
        *rows, ending = self.server.get(f"/api/v1/records?q={query}&limit=0&format=ndjson{chosen}", READER).lines()
        self.assertTrue(ending["complete"])
        return sorted(map(json.dumps, rows))

    def by_command(self, source, content, *words):
        """What `spoor import` makes of it."""
        store = self.folder / f"by_command_{source}"
        run("import", "--store", store, "--source", source, *words, self.write(f"{source}.in", content))
        return sorted(map(json.dumps, program.rows("--store", store, "*")))


class Uploads(Import):
    def curl(self, query, *words, key=IMPORT):
        return json.loads(curl("--fail-with-body", "-H", f"X-Api-Key: {key}", *words,
                               f"{self.server.url}/api/v1/import?{query}").stdout)

    def test_in_all_wrappings(self):
        path = self.write("feed.ndjson", FEED)
        packed = self.write("feed.gz", gzip.compress(FEED))
        chunked = ["-H", "Transfer-Encoding: chunked", "--data-binary"]
        for source, words in (("a", ["--data-binary", f"@{path}"]), ("b", [*chunked, f"@{path}"]),
                              ("c", ["--data-binary", f"@{packed}"]), ("d", [*chunked, f"@{packed}"]),
                              ("e", ["-X", "POST", "-T", path]),  # Expect: 100-continue
                              ("f", ["-H", "Expect: 100-continue", "--data-binary", f"@{packed}"])):
            with self.subTest(words):
                report = self.curl(f"source={source}", *words)
                self.assertEqual((report["complete"], report["outcome"], report["lines"], report["records"]),
                                 (True, "read", 3000, 3000))
                self.assertEqual((report["format"], report["already_merged"]), ("cof", False))
                self.assertEqual(report["bytes"], len(FEED))
                self.assertEqual(self.rows(source=source), self.by_command(source, FEED))

    def test_a_capture(self):
        run("simulate", "--seed", 3, "--out", self.folder / "world")
        capture = self.folder / "world" / "capture.pcap"
        report = self.curl("source=r&unmatched=keep", "--data-binary", f"@{capture}")
        self.assertEqual((report["format"], report["outcome"]), ("pcap", "read"))
        self.assertGreater(report["responses"], 1000)
        expected = self.by_command("r", capture.read_bytes(), "--unmatched", "keep")
        self.assertGreater(len(expected), 100)
        self.assertEqual(self.rows(source="r"), expected)
        packed = self.write("capture.gz", gzip.compress(capture.read_bytes()))
        again = self.curl("source=r&unmatched=keep", "--data-binary", f"@{packed}")
        self.assertTrue(again["already_merged"])
        self.assertEqual(self.rows(source="r"), expected)

    def test_the_same_again_changes_nothing(self):
        first = self.post("source=s&counts=delta", FEED)
        self.assertFalse(first["already_merged"])
        before = self.rows()
        for body in (FEED, gzip.compress(FEED)):
            again = self.post("source=s&counts=delta", body)
            self.assertTrue(again["already_merged"])
            self.assertEqual(again["batches"], 0)
        self.assertEqual(self.rows(), before)
        # The command knows what the server read: it is the same store, the same content.
        self.assertEqual(self.server.stop(), 0)
        done = run("import", "--store", self.store, "--source", "s", "--counts", "delta", self.write("again", FEED))
        self.assertIn("merged before", done.stderr)

    def test_options_arrive(self):
        line = cof("x.example.com", "A", "192.0.2.9", 1_600_000_000, sensor_id="east", count=2)
        self.post("source=p&by_sensor=true", line.encode())
        self.assertEqual(len(self.rows(source="p/east")), 1)
        self.assertEqual(len(self.rows(source="p/*")), 1)
        self.post("source=q&counts=delta", line.encode())
        self.post("source=q&counts=total", line.encode(), 409)

    def test_idempotency_keys(self):
        one, other = FEED, FEED[:len(FEED) // 2].rsplit(b"\n", 1)[0] + b"\n"
        self.assertFalse(self.post("source=s&counts=delta", one, Idempotency_Key="monday")["already_merged"])
        before = self.rows()
        self.assertTrue(self.post("source=s&counts=delta", one, Idempotency_Key="monday")["already_merged"])
        self.assertEqual(self.rows(), before)
        problem = self.post("source=s&counts=delta", other, 422, Idempotency_Key="monday")
        self.assertFalse(problem["complete"])
        self.assertEqual(self.rows(), before)
        # Another key is another upload: its counts add up.
        self.post("source=s&counts=delta", one, Idempotency_Key="tuesday")
        self.assertEqual(len(self.rows()), len(before))
        self.assertNotEqual(self.rows(), before)
        self.post("source=s", one, 400, Idempotency_Key="x" * 256)


class Refusals(Import):
    def test_parameters(self):
        for query, name in (("", "source"), ("source=", "source"), ("source=a%20b", "source"),
                            ("source=a&source=b", "source"), ("source=s&counts=guess", "counts"),
                            ("source=s&position=beside", "position"), ("source=s&unmatched=perhaps", "unmatched"),
                            ("source=s&checksums=never", "checksums"), ("source=s&dnssec=maybe", "dnssec"),
                            ("source=s&ports=53,x", "ports"), ("source=s&by_sensor=often", "by_sensor"),
                            ("source=s&position=authority&zone=a..b", "zone"), ("source=s&nobody=knows", "nobody")):
            with self.subTest(query):
                problem = self.post(query, FEED, 400)
                self.assertEqual((problem["parameter"], problem["complete"]), (name, False))
        self.assertEqual(len(self.rows()), 1)

    def test_who_may(self):
        self.post("source=s", FEED, 403, READER)
        self.post("source=s", FEED, 401, "wrong-key-00001")
        self.assertEqual(self.server.get("/api/v1/records?q=*", IMPORT).status, 403)
        self.assertEqual(self.server.get("/api/v1/import?source=s", IMPORT).status, 405)
        self.assertEqual(len(self.rows()), 1)

    def test_what_is_no_feed(self):
        for body in (b"", b"hello\n", bytes(5000), gzip.compress(b"nothing known")):
            with self.subTest(body[:20]):
                self.assertFalse(self.post("source=s", body, 415)["complete"])
        self.post("source=s", b"\x1f\x8b\x08", 422)  # this begins like gzip

    def test_too_much(self):
        server = self.serve("--api-key", IMPORT, "--max-upload", 1000, store=self.folder / "made")
        self.assertIn("new, empty store", server.errors())
        for fields, body in (({"Content-Length": len(FEED)}, FEED),
                             ({"Transfer-Encoding": "chunked"}, b"%x\r\n%s\r\n0\r\n\r\n" % (len(FEED), FEED))):
            wire = Wire(server)
            wire.send(head_of(server, "POST", "/api/v1/import?source=s", {"X-Api-Key": IMPORT} | fields))
            try:
                wire.send(body)
            except ConnectionError:
                pass  # it may close before all was sent
            self.assertEqual(wire.reply().status, 413, fields)
            self.assertTrue(wire.is_closed())
            wire.close()
        small = FEED.splitlines(True)[0]
        self.assertEqual(server.ask("/api/v1/import?source=s", "POST", {"X-Api-Key": IMPORT}, small).status, 200)

    def test_what_breaks_off(self):
        packed = gzip.compress(telling_rows(20_000).encode())
        problem = self.post("source=s", packed[:len(packed) // 2], 422)
        self.assertEqual((problem["complete"], problem["report"]["complete"]), (False, False))
        self.assertEqual(problem["report"]["outcome"], "broken off")
        self.assertGreater(problem["report"]["records"], 100)
        self.assertTrue(problem["report"]["error"])

    def test_bad_lines_are_counted(self):
        report = self.post("source=s", FEED + b'{"rrname":"x.example"}\n{"rrname":"a..b","rrtype":"A"}\n' + FEED)
        self.assertEqual((report["records"], sum(report["rejected"].values())), (6000, 2))

    def test_a_client_that_goes_away(self):
        """What was sent before stands or does not, but the same upload, made whole, gives all of it, once."""
        expected = self.by_command("s", FEED, "--counts", "delta")
        for end in (lambda wire: wire.close(), lambda wire: wire.socket.shutdown(socket.SHUT_WR)):
            wire = Wire(self.server)
            wire.send(head_of(self.server, "POST", "/api/v1/import?source=s&counts=delta",
                              {"X-Api-Key": IMPORT, "Content-Length": len(FEED)}) + FEED[:len(FEED) // 2])
            end(wire)
            wait_until(lambda: self.server.get("/healthz").status == 200, "a server that goes on")
            wire.close()
        self.server.metrics_fields = {"X-Api-Key": READER}
        wait_until(lambda: self.server.metric("spoor_http_uploads") == 0, "the end of the uploads")
        self.post("source=s&counts=delta", FEED)
        self.assertEqual(self.rows(source="s"), expected)

    def test_broken_chunks(self):
        for chunks in (b"zz\r\nhello\r\n", b"5\r\nhelloXX\r\n0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n",
                       b"ffffffffffffffffff\r\nhello\r\n"):
            wire = Wire(self.server)
            wire.send(head_of(self.server, "POST", "/api/v1/import?source=s",
                              {"X-Api-Key": IMPORT, "Transfer-Encoding": "chunked"}) + chunks)
            reply = wire.reply()
            self.assertIn(reply.status, (400, 415, 422), reply.body)
            self.assertTrue(wire.is_closed())
            wire.close()
        self.assertEqual(self.server.get("/healthz").status, 200)


class Together(Import):
    def upload(self, source):
        """An upload that has sent its first half and waits."""
        wire = Wire(self.server)
        half = len(FEED) // 2
        wire.send(head_of(self.server, "POST", f"/api/v1/import?source={source}",
                          {"X-Api-Key": IMPORT, "Transfer-Encoding": "chunked"}))
        wire.send(b"%x\r\n%s\r\n" % (half, FEED[:half]))
        self.addCleanup(wire.close)

        def finish():
            wire.send(b"%x\r\n%s\r\n0\r\n\r\n" % (len(FEED) - half, FEED[half:]))
            return wire.reply()
        return finish

    def test_questions_are_answered_while_uploads_come_in(self):
        self.server.metrics_fields = {"X-Api-Key": READER}
        one, two = self.upload("one"), self.upload("two")
        wait_until(lambda: self.server.metric("spoor_http_uploads") == 2, "two uploads")
        for _ in range(50):
            self.assertEqual(len(self.server.get("/api/v1/records?q=first.example.com", READER).json()["rows"]), 1)
        # As many as may be are being read: a third one is told to come back.
        reply = self.server.ask("/api/v1/import?source=three", "POST", {"X-Api-Key": IMPORT}, FEED)
        self.assertEqual(reply.status, 503)
        self.assertGreater(int(reply.fields["retry-after"]), 0)
        for finish in (one, two):
            reply = finish()
            self.assertEqual((reply.status, reply.json()["records"]), (200, 3000), reply.body)
        self.assertEqual(len(self.rows(source="one")), 3000)
        self.assertEqual(len(self.rows()), 6001)
        self.post("source=three", FEED)

    def test_an_upload_at_the_end_of_the_server(self):
        finish = self.upload("one")
        self.server.metrics_fields = {"X-Api-Key": READER}
        wait_until(lambda: self.server.metric("spoor_http_uploads") == 1, "the upload")
        self.server.signal(15)
        self.assertIsNone(self.server.process.poll())
        reply = finish()
        self.assertEqual(reply.status, 200, reply.body)
        self.assertEqual(self.server.process.wait(PATIENCE), 0)
        self.assertEqual(len(program.rows("--store", self.store, "*")), 3001)
        run("verify", "--store", self.store)


if __name__ == "__main__":
    main()
