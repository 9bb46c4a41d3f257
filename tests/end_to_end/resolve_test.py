#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Look-ups of our own, at real name servers and a real resolver over zones of our own, and at sockets that lie."""
import json
import signal
import socket
import struct
import threading
import time

import nameservers
import tap
from nameservers import CORP, OTHER, ROOT, TLD, UNBOUND, Process, ask, wait_until
from program import SPOOR, EndToEnd, cof, rows, run

LONG = "".join(f' "{n:02}{"x" * 198}"' for n in range(12))  # more than any datagram that is asked for
CORP_ZONE = nameservers.ZONES[CORP][1] + f"""
@ 60 IN TXT "v=spf1 -all" "second"
@ 60 IN CAA 0 issue "ca.example"
big 60 IN TXT {LONG}
svc 60 IN HTTPS 1 . alpn=h2
_sip._tcp 60 IN SRV 1 2 5060 mail
dead 3600 IN NS ns.dead
ns.dead 3600 IN A 127.0.0.99
"""
ZONES = nameservers.ZONES | {CORP: ("corp.example.", CORP_ZONE)}
SOA = "ns.corp.example. hostmaster.corp.example. 1 3600 600 86400 300"
NAMES = ["corp.example", "www.corp.example", "mail.corp.example", "shop.corp.example", "big.corp.example", "svc.corp.example",
         "_sip._tcp.corp.example", "none.corp.example"]
TYPES = "A,AAAA,MX,NS,TXT,SOA,CNAME,CAA,HTTPS,SRV"
# What the zone holds under those names, as Spoor shows it.
TRUTH = {
    ("corp.example.", "NS", "ns.corp.example."),
    ("corp.example.", "SOA", SOA),
    ("corp.example.", "MX", "10 mail.corp.example."),
    ("corp.example.", "TXT", '"v=spf1 -all" "second"'),
    ("corp.example.", "CAA", '0 issue "ca.example"'),
    ("www.corp.example.", "A", "192.0.2.80"),
    ("www.corp.example.", "AAAA", "2001:db8::80"),
    ("mail.corp.example.", "A", "192.0.2.25"),
    ("shop.corp.example.", "CNAME", "edge.other.example."),
    ("big.corp.example.", "TXT", LONG.strip()),
    ("svc.corp.example.", "HTTPS", '1 . alpn="h2"'),
    ("_sip._tcp.corp.example.", "SRV", "1 2 5060 mail.corp.example."),
}
A_ALONE = ["--types", "A"]


class Resolve(EndToEnd):
    def resolve(self, *words, check=True, source="active", **more):
        """The counts, and the whole of what came."""
        rate = [] if "--rate" in words else ["--rate", "2000"]
        done = run("resolve", "--store", self.store, "--source", source, "--json", *rate, *words, check=check, **more)
        return (json.loads(done.stdout) if done.stdout else None), done

    def found(self, *words):
        return {(row["rrname"], row["rrtype"], row["rdata"]) for row in rows("--store", self.store, *words)}


class Real(Resolve):
    def setUp(self):
        super().setUp()
        nameservers.serve_zones(self, ZONES)

    def start_unbound(self):
        unbound = nameservers.start_unbound(self)
        wait_until(lambda: ask(UNBOUND, "www.corp.example", timeout=2) == (0, 1), "the resolver answers", unbound)

    def test_a_name_server_tells_the_truth_of_every_type(self):
        counts, _ = self.resolve("--resolver", CORP, "--authoritative", "--types", TYPES, *NAMES)
        self.assertEqual(self.found("*"), TRUTH)
        self.assertEqual(counts["look_ups"], 80)
        # NOERROR where a type is there; the alias has nothing but itself, and one name is not there at all.
        self.assertEqual(counts["outcomes"]["NOERROR"], len(TRUTH))
        self.assertEqual(counts["outcomes"]["NXDOMAIN"], 10)
        self.assertEqual(counts["outcomes"]["NODATA"], 70 - len(TRUTH))
        self.assertEqual((counts["truncated"], counts["tcp"], counts["udp"]), (1, 1, 80))
        self.assertEqual({row["bailiwick"] for row in rows("--store", self.store, "*")}, {"corp.example."})
        run("verify", "--store", self.store)

    def test_a_resolver_tells_and_who_asked_is_kept(self):
        self.start_unbound()
        run("import", "--store", self.store, "--source", "partner", "-", input=cof("www.corp.example.", "A", "192.0.2.80", 1700000000))
        asked = ["--resolver", UNBOUND, "--types", "A,AAAA,TXT"]
        counts, _ = self.resolve(*asked, "www.corp.example", "shop.corp.example", "big.corp.example", "none.corp.example", "www.dead.corp.example")
        self.assertEqual(counts["outcomes"]["NXDOMAIN"], 3)
        self.assertEqual(counts["outcomes"]["NOERROR"], 4)  # of the alias its address, behind it
        self.assertEqual(counts["outcomes"]["NODATA"], 5)
        self.assertEqual(counts["outcomes"]["SERVFAIL"] + counts["outcomes"]["time-out"], 3)
        of_active = self.found("*", "--source", "kind:active")
        self.assertLessEqual({each for each in TRUTH if each[1] in ("A", "AAAA") and each[0].startswith("www")}, of_active)
        self.assertIn(("edge.other.example.", "A", "198.51.100.7"), of_active)
        self.assertEqual(self.found("*", "--source", "kind:feed"), {("www.corp.example.", "A", "192.0.2.80")})
        for row in rows("--store", self.store, "*", "--source", "active"):
            self.assertNotIn("bailiwick", row)  # nobody below a resolver knows it
        # Every run counts once: two rows of one record stay two sources'.
        self.resolve(*asked, "www.corp.example")
        [again] = rows("--store", self.store, "www.corp.example", "--type", "A", "--source", "active")
        self.assertEqual(again["count"], 2)

    def test_refused_is_counted_and_kept_out(self):
        counts, _ = self.resolve("--resolver", f"{CORP}:53", *A_ALONE, "www.elsewhere.example")
        self.assertEqual(counts["outcomes"]["REFUSED"], 1)
        self.assertEqual(counts["observations"], 0)

    def test_names_from_the_store(self):
        old, new = int(time.time()) - 40 * 86400, int(time.time()) - 2 * 86400
        lines = cof("www.corp.example.", "A", "192.0.2.80", old) + cof("www.corp.example.", "A", "192.0.2.81", new)
        lines += cof("mail.corp.example.", "A", "192.0.2.25", new) + cof("edge.other.example.", "A", "198.51.100.7", new)
        run("import", "--store", self.store, "--source", "partner", "-", input=lines)
        dry = ["--resolver", CORP, *A_ALONE, "--dry-run"]
        asked = lambda *words: set(self.dry(*dry, *words))
        self.assertEqual(asked("--matching", "*.corp.example"), {"www.corp.example. A", "mail.corp.example. A"})
        # www was seen before, if with another address.
        self.assertEqual(asked("--new-since", "7d"), {"mail.corp.example. A", "edge.other.example. A"})
        self.assertEqual(asked("--new-since", "7d", "--matching", "*.corp.example"), {"mail.corp.example. A"})
        self.assertEqual(asked("--matching", "198.51.100.0/24"), {"edge.other.example. A"})
        counts, _ = self.resolve("--resolver", CORP, "--authoritative", *A_ALONE, "--new-since", "7d", "--matching", "*.corp.example")
        self.assertEqual(counts["outcomes"]["NOERROR"], 1)
        self.assertEqual(self.found("*", "--source", "kind:active"), {("mail.corp.example.", "A", "192.0.2.25"), ("corp.example.", "NS", "ns.corp.example.")})

    def dry(self, *words):
        done = run("resolve", "--store", self.store, "--source", "active", *words)
        self.assertIn("nothing was asked", done.stderr)
        return done.stdout.splitlines()


class Socket:
    """A UDP socket on the loopback that answers as it is told to."""

    def __init__(self, case, answers):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.where = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.times, self.ports, self.numbers = [], set(), set()
        threading.Thread(target=self.serve, args=(answers,), daemon=True).start()
        case.addCleanup(self.socket.close)

    def serve(self, answers):
        while True:
            try:
                query, who = self.socket.recvfrom(4096)
            except OSError:
                return
            self.times.append(time.monotonic())
            self.ports.add(who[1])
            self.numbers.add(query[:2])
            for answer in answers(query):
                self.socket.sendto(answer, who)


def answer(query, address="192.0.2.1", number=None):
    """The query answered with one address."""
    end = query.index(b"\0", 12) + 5
    number = query[:2] if number is None else struct.pack(">H", number)
    head = number + struct.pack(">HHHHH", 0x8180, 1, 1, 0, 0)
    return head + query[12:end] + b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04" + socket.inet_aton(address)


class Sockets(Resolve):
    def test_silence_is_a_time_out(self):
        silent = Socket(self, lambda query: [])
        start = time.monotonic()
        counts, done = self.resolve("--resolver", silent.where, *A_ALONE, "--timeout", "1", "--tries", "2", "www.example")
        self.assertEqual(counts["outcomes"]["time-out"], 1)
        self.assertEqual((counts["udp"], counts["again"], len(silent.times)), (2, 1, 2))
        self.assertGreaterEqual(time.monotonic() - start, 2)
        self.assertRegex(done.stderr, r"(?m)^ +1  time-out$")
        self.assertEqual(run("lookup", "--store", self.store, "*").stdout, "")

    def test_wrong_answers_are_ignored(self):
        def lies(query):
            wrong = struct.unpack(">H", query[:2])[0] ^ 0x5555
            other = query[:13] + b"x" + query[14:]
            return [answer(query, "203.0.113.66", wrong), answer(other, "203.0.113.67"), query, b"", b"\0" * 11,
                    answer(query, "192.0.2.1"), answer(query, "203.0.113.68")]
        liar = Socket(self, lies)
        counts, done = self.resolve("--resolver", liar.where, *A_ALONE, "www.example", "mail.example")
        self.assertEqual(counts["outcomes"]["NOERROR"], 2)
        self.assertEqual(counts["mismatches"], 10)
        self.assertEqual({row[2] for row in self.found("*")}, {"192.0.2.1"})
        self.assertIn("(mismatch)", done.stderr)

    def test_answers_from_elsewhere_do_not_arrive(self):
        """Right in everything, but sent from another port."""
        stranger, server = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        server.bind(("127.0.0.1", 0))
        self.addCleanup(stranger.close)
        self.addCleanup(server.close)

        def serve():
            query, who = server.recvfrom(4096)
            stranger.sendto(answer(query, "203.0.113.66"), who)
            server.sendto(answer(query, "192.0.2.1"), who)
        thread = threading.Thread(target=serve)
        thread.start()
        self.resolve("--resolver", "127.0.0.1:%d" % server.getsockname()[1], *A_ALONE, "www.example")
        thread.join()
        self.assertEqual({row[2] for row in self.found("*")}, {"192.0.2.1"})

    def test_the_rate_is_kept_and_nobody_can_guess(self):
        one, two = (Socket(self, lambda query: [answer(query)]) for _ in range(2))
        names = self.write("names", "".join(f"n{n}.example\n" for n in range(120)) + "# a comment\n\nN1.example.\n")
        counts, _ = self.resolve("--resolver", f"{one.where},{two.where}", *A_ALONE, "--names", names, "--rate", "80", "--rate-each", "60")
        self.assertEqual((counts["look_ups"], counts["outcomes"]["NOERROR"]), (120, 120))
        times = sorted(one.times + two.times)
        for seconds in (times, one.times, two.times):
            most = 80 if seconds is times else 60
            for at in seconds:
                within = sum(at <= each < at + 1 for each in seconds)
                self.assertLessEqual(within, most * 1.1 + 2)
        self.assertEqual(len(one.times) + len(two.times), 120)
        self.assertGreater(min(len(one.times), len(two.times)), 40)
        self.assertGreater(len(one.ports | two.ports), 100)
        self.assertGreater(len(one.numbers | two.numbers), 100)

    def test_a_signal_waits_for_what_was_asked(self):
        server = Socket(self, lambda query: [answer(query)])
        names = self.write("names", "".join(f"n{n}.example\n" for n in range(5000)))
        process = Process(self, "spoor", SPOOR, "resolve", "--store", self.store, "--source", "a", "--resolver", server.where,
                          "--names", names, *A_ALONE, "--rate", "50")
        wait_until(lambda: len(server.times) > 20, "some look-ups", process)
        self.assertEqual(process.end(signal.SIGINT), 130)
        self.assertIn("were not begun", process.said())
        self.assertEqual(len(self.found("*")), len(server.times))

    def test_names_from_standard_input(self):
        server = Socket(self, lambda query: [answer(query)])
        counts, done = self.resolve("--resolver", server.where, *A_ALONE, "--names", "-", input="www.example\nbad..example\nbücher.example\n")
        self.assertEqual(counts["outcomes"]["NOERROR"], 2)
        self.assertIn("-:2: 'bad..example'", done.stderr)
        self.assertEqual({row[0] for row in self.found("*")}, {"www.example.", "xn--bcher-kva.example."})

    def test_a_dry_run_sends_nothing_and_makes_no_store(self):
        server = Socket(self, lambda query: [answer(query)])
        done = run("resolve", "--source", "a", "--resolver", server.where, "--types", "A,MX", "--dry-run", "www.example")
        self.assertEqual(done.stdout, "www.example. A\nwww.example. MX\n")
        self.assertIn(f"would ask {server.where}", done.stderr)
        self.assertEqual(server.times, [])
        self.assertFalse(self.store.exists())


class Refusals(EndToEnd):
    def test_nobody_is_asked_by_itself(self):
        config = self.write("spoor.toml", f'store = "{self.store}"\nresolver = "192.0.2.1"\n')
        base = ["resolve", "--store", self.store, "--source", "a"]
        for words, part in (([*base, "www.example"], "--resolver"),
                            ([*base, "--resolver", "dns.example", "www.example"], "ADDRESS"),
                            ([*base, "--resolver", "192.0.2.1"], "NAME"),
                            ([*base, "--resolver", "192.0.2.1", "--types", "AXFR", "x.example"], "--types"),
                            ([*base, "--resolver", "192.0.2.1", "--rate", "0", "x.example"], "--rate"),
                            ([*base, "--resolver", "192.0.2.1", "--matching", "a b c"], "--matching"),
                            ([*base, "--resolver", "192.0.2.1", "x..example"], "x..example"),
                            (["resolve", "--config", config, "--source", "a", "www.example"], "'resolver' is no setting")):
            self.assert_one_sentence(run(*words, check=False), 1, part)


if __name__ == "__main__":
    nameservers.main()
