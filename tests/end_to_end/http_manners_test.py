#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""HTTP itself: what the server does for every path, and what it does with clients that do not behave."""
import re
import socket
import time

from program import cof, main
from serving import Serving, Wire, head_of, telling_rows, wait_until

ALL_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


class Manners(Serving):
    def setUp(self):
        super().setUp()
        self.take_in("s", cof("a.example.com", "A", "192.0.2.1", 1_600_000_000))

    def say(self, server, octets):
        """Status of the answer to raw octets; None where the server only closed. It must close in either case."""
        wire = Wire(server)
        self.addCleanup(wire.close)
        wire.send(octets)
        try:
            status = wire.reply().status
        except ConnectionError:
            status = None
        return status, wire


class Paths(Manners):
    def test_unknown_paths_are_404(self):
        server = self.serve()
        for path in ("/no/such/path", "/api/v1", "/api/v1/", "/api/v2/records", "/healthz/x", "/dnsdb",
                     "/dnsdb/v2/flex", "/api/v1/%72ecords/x", "/../etc/passwd", "/api/v1/../../etc/passwd"):
            reply = server.get(path)
            self.assertEqual(reply.status, 404, path)
            dnsdb = path.startswith("/dnsdb")
            self.assertRegex(reply.fields["content-type"], "^text/plain" if dnsdb else "^application/problem.json$")
            self.assertGreater(len(reply.body), 10)

    def test_methods(self):
        server = self.serve()
        asking = {"GET", "HEAD"}
        for path, allowed in (("/healthz", asking), ("/api/v1/records", asking), ("/api/v1/import", {"POST"}),
                              ("/lookup/rate_limit", asking | {"POST"}),
                              ("/dnsdb/v2/lookup/rrset/name/a.example.com", asking)):
            for method in ALL_METHODS:
                reply = server.ask(path, method)
                if method in allowed:
                    self.assertNotEqual(reply.status, 405, (method, path))
                    continue
                self.assertEqual(reply.status, 405, (method, path))
                self.assertEqual(set(re.split(r", *", reply.fields["allow"])), allowed, path)

    def test_head_is_get_without_its_body(self):
        server = self.serve()
        for path in ("/healthz", "/", "/api/v1/records?q=a.example.com", "/api/v1/records", "/no/such/path",
                     "/api/v1/openapi.yaml", "/dnsdb/v2/lookup/rrset/name/a.example.com",
                     "/lookup/rrset/name/nothing.example.net"):
            get, head = server.get(path), server.ask(path, "HEAD")
            self.assertEqual((head.status, head.body), (get.status, b""), path)
            for name in ("content-type", "content-length", "transfer-encoding", "x-content-type-options"):
                self.assertEqual(head.fields.get(name), get.fields.get(name), (path, name))
        wire = Wire(server)  # and the connection goes on
        wire.send(head_of(server, "HEAD", "/healthz", {}) + head_of(server, "GET", "/healthz", {}))
        self.assertEqual([wire.reply("HEAD").status, wire.reply().body], [200, b'{"status":"ok","complete":true}\n'])
        wire.close()

    def test_every_answer_says_what_it_is(self):
        server = self.serve()
        for path in ("/healthz", "/api/v1/records?q=a.example.com", "/api/v1/records", "/no/such/path",
                     "/lookup/rrset/name/a.example.com", "/lookup/rrset/name/nothing.example.net"):
            with self.subTest(path):
                fields = server.get(path).fields
                self.assertEqual(fields.get("x-content-type-options"), "nosniff")
                self.assertIn("content-type", fields)
                self.assertIn("date", fields)
        for path in ("/api/v1/records?q=a.example.com", "/lookup/rrset/name/nothing.example.net"):
            with self.subTest(path):
                self.assertEqual(server.get(path).fields.get("cache-control"), "no-store")

    def test_http_1_0(self):
        self.take_in("big", telling_rows(20_000))
        server = self.serve()
        wire = Wire(server)
        wire.send(b"GET /dnsdb/v2/lookup/rrset/name/*.example.com?limit=0 HTTP/1.0\r\n"
                  b"Host: localhost:%d\r\n\r\n" % server.port)
        reply = wire.reply()
        self.assertNotIn("transfer-encoding", reply.fields)
        self.assertEqual(reply.lines()[-1], {"cond": "succeeded"})
        self.assertEqual(len(reply.lines()), 20_003)
        wire.close()


class Malformed(Manners):
    def test_requests_that_are_none(self):
        server = self.serve()
        host = f"Host: localhost:{server.port}\r\n".encode()
        for octets in (b"hello\r\n\r\n", b"\0\0\0\0\r\n\r\n", b"GET\r\n\r\n", b"GET /healthz\r\n\r\n",
                       b"GET /healthz HTTP/9.9\r\n" + host + b"\r\n", b"GET /health\0z HTTP/1.1\r\n" + host + b"\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"No colon\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"A\0: b\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"A : b\r\n\r\n",
                       b"GET /%zz HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n",
                       b"GET /api/v1/records?q=%2 HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Content-Length: -1\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Content-Length: 1\r\n"
                       b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Transfer-Encoding: gzip\r\n\r\n",
                       b"GET /healthz HTTP/1.1\r\n" + host + b"Transfer-Encoding: xchunked\r\n\r\n",
                       b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200)):
            with self.subTest(octets[:60]):
                status, wire = self.say(server, octets)
                self.assertIn(status, (None, 400, 404, 501, 505))
                self.assertNotEqual(status, 200)
                self.assertTrue(wire.is_closed())
        self.assertEqual(server.get("/healthz").status, 200)

    def test_a_host_that_is_missing_or_doubled(self):
        """RFC 9112 section 3.2: 400, whoever asks."""
        for server in (self.serve(), self.serve("--api-key", "reader-key-0001", store=self.folder / "other")):
            own = b"Host: localhost:%d\r\n" % server.port
            for fields in (b"", own + own):
                with self.subTest(fields):
                    request = b"GET /healthz HTTP/1.1\r\n" + fields + b"Connection: close\r\n\r\n"
                    status, _ = self.say(server, request)
                    self.assertEqual(status, 400)

    def test_headers_that_are_too_large(self):
        server = self.serve()
        for octets in (head_of(server, "GET", "/healthz", {"A": "a" * 20_000}),
                       head_of(server, "GET", "/healthz", {f"A{n}": "a" * 100 for n in range(400)}),
                       head_of(server, "GET", "/healthz?" + "a" * 20_000, {})):
            status, wire = self.say(server, octets)
            self.assertIn(status, (431, 414))
            self.assertTrue(wire.is_closed())
        self.assertEqual(server.get("/healthz", A="a" * 8000).status, 200)
        self.assertEqual(server.metric("spoor_http_closed_total", reason="header_too_large"), 3)

    def test_bodies_that_nobody_asked_for(self):
        server = self.serve()
        self.assertEqual(server.ask("/healthz", body=b"small").status, 200)
        wire = Wire(server)  # a small one is passed over, and the connection goes on
        request = head_of(server, "GET", "/healthz", {"Content-Length": 5}) + b"small"
        wire.send(request + request)
        self.assertEqual([wire.reply().status, wire.reply().status], [200, 200])
        wire.close()
        large = head_of(server, "GET", "/healthz", {"Content-Length": 1 << 40}) + bytes(1 << 20)
        status, wire = self.say(server, large)
        self.assertEqual(status, 413)
        self.assertTrue(wire.is_closed())


class Slow(Manners):
    def test_a_header_that_comes_drop_by_drop(self):
        server = self.serve("--header-time", 1)
        wires = [Wire(server) for _ in range(20)]
        for wire in wires:
            self.addCleanup(wire.close)
            wire.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ")
        answers = {}
        deadline = time.monotonic() + 60
        while len(answers) < len(wires) and time.monotonic() < deadline:
            self.assertEqual(server.get("/healthz").status, 200)  # others are served
            for number, wire in enumerate(wires):
                if number in answers:
                    continue
                wire.socket.settimeout(0.01)
                try:
                    answers[number] = wire.socket.recv(4096)
                    continue
                except TimeoutError:
                    wire.socket.settimeout(10)
                try:
                    wire.send(b"x")  # one octet now and then
                except ConnectionError:
                    answers[number] = b""
        self.assertEqual(len(answers), 20)
        for answer in answers.values():
            self.assertRegex(answer, rb"\AHTTP/1\.1 408 ")
        self.assertTrue(all(wire.is_closed() for wire in wires))
        self.assertEqual(server.metric("spoor_http_closed_total", reason="slow_header"), 20)

    def test_connections_that_say_nothing(self):
        server = self.serve("--idle-time", 1, "--header-time", 1)
        silent = [Wire(server) for _ in range(5)]
        after_one = Wire(server)
        after_one.send(head_of(server, "GET", "/healthz", {}))
        self.assertEqual(after_one.reply().status, 200)
        for wire in (*silent, after_one):
            self.assertTrue(wire.is_closed())
            wire.close()

    def test_a_body_that_does_not_come(self):
        server = self.serve("--api-key", "import-key-0001", "--slow-time", 1)
        wire = Wire(server)
        self.addCleanup(wire.close)
        wire.send(head_of(server, "POST", "/api/v1/import?source=s",
                          {"X-Api-Key": "import-key-0001", "Content-Length": 1000}) + b'{"rrname":')
        reply = wire.reply()
        self.assertEqual(reply.status, 408, reply.body)
        self.assertTrue(wire.is_closed())
        server.metrics_fields = {"X-Api-Key": "import-key-0001"}
        self.assertEqual(server.metric("spoor_http_closed_total", reason="slow_body"), 1)


class Many(Manners):
    def test_pipelining_is_bounded(self):
        server = self.serve()
        wire = Wire(server)
        wire.send(head_of(server, "GET", "/healthz", {}) * 30)
        for _ in range(30):
            self.assertEqual(wire.reply().status, 200)
        wire.send(head_of(server, "GET", "/healthz", {}) * 200)
        statuses = []
        while not statuses or statuses[-1] == 200:
            statuses.append(wire.reply().status)
        self.assertEqual(statuses[-1], 429)
        self.assertTrue(32 <= len(statuses) <= 100, len(statuses))
        self.assertTrue(wire.is_closed())
        wire.close()
        self.assertEqual(server.metric("spoor_http_closed_total", reason="pipelined"), 1)

    def test_a_connection_serves_many_requests(self):
        server = self.serve()
        wire = Wire(server)
        for _ in range(500):
            wire.send(head_of(server, "GET", "/api/v1/records?q=a.example.com", {}))
            self.assertEqual(len(wire.reply().json()["rows"]), 1)
        wire.close()

    def test_more_connections_than_allowed(self):
        server = self.serve("--max-connections", 20)
        wires = []
        for _ in range(60):
            wires.append(Wire(server))
        self.assertLess(sum(link.startswith("socket:") for link in server.open_files()), 35)
        refused = 0
        for wire in wires[30:]:
            try:
                wire.send(head_of(server, "GET", "/healthz", {}))
                refused += wire.reply().status == 503
            except ConnectionError:
                refused += 1
        self.assertEqual(refused, 30)
        for wire in wires:
            wire.close()
        wait_until(lambda: server.get("/healthz").status == 200, "room for new connections")

    def test_clients_that_vanish(self):
        self.take_in("big", telling_rows(60_000))
        server = self.serve()
        for number in range(100):
            wire = Wire(server)
            wire.send(head_of(server, "GET", "/api/v1/records?q=*.example.com&limit=0", {}))
            if number % 2:
                wire.more()
                wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset
            wire.close()
        wait_until(lambda: server.metric("spoor_http_connections") == 1, "the end of these connections")
        self.assertEqual(len(server.get("/api/v1/records?q=*.example.com&limit=0").json()["rows"]), 60_001)


if __name__ == "__main__":
    main()
