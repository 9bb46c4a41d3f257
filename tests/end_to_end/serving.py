# SPDX-License-Identifier: Apache-2.0
"""A running `spoor serve`, and a client of HTTP/1.1 that hides nothing: octets, chunks and trailers as they came.

The standard client library drops trailers, tidies paths and repairs what is wrong; tests must see all of that.
"""
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

import program
from program import EndToEnd

# A proxy of the person who runs the tests would stand between us and the loopback.
os.environ["NO_PROXY"] = "*"
ENVIRONMENT = {key: value for key, value in program.QUIET.items() if not key.lower().endswith("_proxy")}
# Under a sanitizer all waits are longer.
PATIENCE = 120 if os.environ.get("SPOOR_TEST_SANITIZED") else 30


class Cut(Exception):
    """The connection ended before the answer did. `reply` holds what came."""

    def __init__(self, reply):
        super().__init__(f"cut after {len(reply.body)} octets of the body")
        self.reply = reply


class Reply:
    """A response: `status`, `fields` and `trailers` (lower-case names), `body` without its framing."""

    def __init__(self):
        self.status = 0
        self.fields = {}
        self.trailers = {}
        self.body = b""
        self.is_chunked = False

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    def lines(self):
        """A JSON value a line; each line must have its LF, and none may be empty."""
        assert self.body == b"" or self.body.endswith(b"\n"), self.body[-200:]
        return [json.loads(line) for line in self.body.split(b"\n")[:-1]]

    def ending(self, name):
        """A field told behind the body, or before it."""
        return self.trailers.get(name, self.fields.get(name))


class Wire:
    """A connection. Requests are sent as they are given; answers are read one after the other."""

    def __init__(self, server, receive_buffer=0, seconds=PATIENCE):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(seconds)
        try:
            self.socket.connect((server.host, server.port))
        except OSError:
            self.socket.close()
            raise
        self.left = bytearray()

    def send(self, octets):
        self.socket.sendall(octets)

    def close(self):
        self.socket.close()

    def more(self):
        octets = self.socket.recv(1 << 16)
        self.left += octets
        return len(octets) > 0

    def line(self, reply):
        while b"\n" not in self.left:
            if not self.more():
                raise Cut(reply)
        end = self.left.index(b"\n")
        line = self.left[:end].rstrip(b"\r").decode("latin-1")
        del self.left[:end + 1]
        return line

    def take(self, reply, size):
        """Octets of the body."""
        while size > 0:
            if not self.left and not self.more():
                raise Cut(reply)
            octets = self.left[:size]
            del self.left[:size]
            reply.body += octets
            size -= len(octets)

    def fields(self, reply):
        found = {}
        while line := self.line(reply):
            name, value = line.split(":", 1)
            found[name.strip().lower()] = value.strip()
        return found

    def head(self):
        reply = Reply()
        reply.status = 100
        while reply.status == 100:
            version, status, *_ = self.line(reply).split(" ", 2)
            assert version == "HTTP/1.1", version
            reply.status = int(status)
            reply.fields = self.fields(reply)
        return reply

    def reply(self, method="GET"):
        """The next answer, whole. Raises Cut where the connection ended before it did."""
        reply = self.head()
        if method == "HEAD" or reply.status in (204, 304):
            return reply
        reply.body = bytearray()  # which grows without being copied
        try:
            self.read_body(reply)
        finally:
            reply.body = bytes(reply.body)
        return reply

    def read_body(self, reply):
        if reply.fields.get("transfer-encoding", "").lower() == "chunked":
            reply.is_chunked = True
            while size := int(self.line(reply).split(";")[0], 16):
                self.take(reply, size)
                self.line(reply)
            reply.trailers = self.fields(reply)
        elif "content-length" in reply.fields:
            self.take(reply, int(reply.fields["content-length"]))
        else:
            while self.left or self.more():
                self.take(reply, len(self.left))

    def is_closed(self, seconds=PATIENCE):
        """Waits until the server closed; what it still sent is thrown away."""
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(1 << 16):
                pass
            return True
        except ConnectionError:
            return True
        except TimeoutError:
            return False


def head_of(server, method, path, fields):
    named = {name.lower() for name in fields}
    lines = [f"{method} {path} HTTP/1.1"]
    if "host" not in named:
        lines.append(f"Host: {server.host}:{server.port}")
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


class Server:
    """`spoor serve` on a free port of the loopback."""

    def __init__(self, store, *flags, host="127.0.0.1"):
        self.host = host
        self.log = tempfile.NamedTemporaryFile(suffix=".stderr")
        words = [program.SPOOR, "serve", "--store", store, "--listen", f"{host}:0", *flags]
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.log, env=ENVIRONMENT)
        try:
            self.url = self.wait_for_listening()
            self.port = urllib.parse.urlsplit(self.url).port
            if self.url.startswith("http:"):
                wait_until(lambda: self.get("/healthz").status in (200, 503), "an answer of /healthz")
        except BaseException:
            self.process.kill()
            self.process.wait()
            raise

    def wait_for_listening(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            said = re.search(r"listening on (https?://\S+?)/?\s", self.errors())
            if said:
                return said[1]
            if self.process.poll() is not None:
                raise AssertionError(f"spoor serve ended with {self.process.returncode}\n{self.errors()}")
            time.sleep(0.02)
        raise AssertionError(f"spoor serve does not listen\n{self.errors()}")

    def errors(self):
        """All of its standard error so far."""
        return pathlib.Path(self.log.name).read_text()

    def ask(self, path, method="GET", fields=None, body=None):
        """One request on a connection of its own."""
        fields = dict(fields or {}) | {"Connection": "close"}
        if body is not None:
            fields["Content-Length"] = len(body)
        wire = Wire(self)
        try:
            wire.send(head_of(self, method, path, fields) + (body or b""))
            return wire.reply(method)
        finally:
            wire.close()

    def get(self, path, key=None, **fields):
        """GET; `key` goes into X-Api-Key, keywords become fields (`accept="text/csv"`)."""
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        if key is not None:
            named["X-Api-Key"] = key
        return self.ask(path, fields=named)

    def metric(self, name, **labels):
        """The sum of a metric's values over all label sets that have `labels`."""
        total = 0.0
        for line in self.get("/metrics", **self.metrics_fields).text.splitlines():
            found = re.fullmatch(rf"{name}(?:\{{(.*)\}})? (\S+)", line)
            if found and all(f'{label}="{value}"' in (found[1] or "") for label, value in labels.items()):
                total += float(found[2])
        return total

    metrics_fields = {}

    def resident_kb(self, which="VmRSS"):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{which}:\s+(\d+) kB", status)[1])

    def open_files(self):
        """What each of its file descriptors is."""
        links = []
        for name in pathlib.Path(f"/proc/{self.process.pid}/fd").iterdir():
            try:
                links.append(os.readlink(name))
            except FileNotFoundError:
                pass  # closed since
        return links

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self, seconds=PATIENCE):
        """Its exit code after SIGTERM."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"spoor serve did not stop\n{self.errors()}") from None


def wait_until(holds, what, seconds=PATIENCE):
    """Asks again and again; the result of `holds` as soon as it is true."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            if answer := holds():
                return answer
        except (ConnectionError, Cut):
            pass
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} s in vain for {what}")
        time.sleep(0.05)


def encoded(text):
    return urllib.parse.quote(text, safe="")


def telling_rows(count, octets=32):
    """A feed of `count` lines, each with `octets` of rdata that do not compress: 000000.example.com and so on."""
    chance = random.Random(count)
    return "".join(program.cof(f"{n:06x}.example.com", "TXT", f'"{chance.getrandbits(8 * octets):0{2 * octets}x}"',
                               1_600_000_000 + n) for n in range(count))


def damage_by_name(store):
    """Turns bits in what the largest segment holds of its records by name, behind its first blocks, in place."""
    segment = max((path for path in store.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    size = segment.stat().st_size
    with segment.open("r+b") as file:
        for at in range(size // 8, size // 6, 512):
            file.seek(at)
            octet = file.read(1)[0]
            file.seek(at)
            file.write(bytes([octet ^ 0x10]))


def curl(*words, check=True, **more):
    done = subprocess.run(["curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "120",
                           *map(str, words)], capture_output=True, env=ENVIRONMENT, check=False, **more)
    if check and done.returncode != 0:
        raise AssertionError(f"curl {words}\nended with {done.returncode}\n{done.stderr.decode()}")
    return done


class Serving(EndToEnd):
    """A test that starts servers. They are stopped at its end, and must end well; what they said is shown when the
    test failed."""

    def setUp(self):
        super().setUp()
        self.servers = []

    def serve(self, *flags, store=None, **more):
        server = Server(store or self.store, *flags, **more)
        self.servers.append(server)
        self.addCleanup(self.end, server)
        return server

    def end(self, server):
        if server not in self.servers:
            return
        code = server.stop()
        self.assertEqual(code, 0, f"spoor serve ended with {code}\n{server.errors()}")

    def run(self, result=None):
        def faults():
            return len(result.failures) + len(result.errors) if result else 0
        before = faults()
        self.servers = []
        done = super().run(result)
        if faults() > before:
            for server in self.servers:
                print(f"--- standard error of {server.process.args}\n{server.errors()[-4000:]}---")
        return done

    def take_in(self, source, content, *words, store=None):
        """Imports a feed's text from the command line."""
        path = self.write(f"{source.replace('/', '_')}.ndjson", content)
        program.run("import", "--store", store or self.store, "--source", source, *words, path)
