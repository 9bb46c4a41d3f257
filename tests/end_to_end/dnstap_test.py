#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dnstap files through the whole program."""
import gzip

import tap
from program import EndToEnd, main, report, rows, run
from tap import AUTH_RESPONSE, CLIENT_QUERY, CLIENT_RESPONSE, NS, RESOLVER_RESPONSE, record, response, wire_name

ADDRESS = bytes([192, 0, 2, 80])


def answer(name="www.example.com"):
    return response(name, [record(name, tap.A, ADDRESS)])


def referral():
    return response("www.example.com", (), [record("example.com", NS, wire_name("ns1.example.com"))],
                    [record("ns1.example.com", tap.A, bytes([192, 0, 2, 53])),
                     record("www.bank.example", tap.A, bytes([203, 0, 113, 66]))], flags=0x8000)


class Dnstap(EndToEnd):
    def take(self, content, *words, check=True, name="tap.log"):
        path = self.write(name, content)
        done = run("import", "--store", self.store, "--source", "r1", "--report", self.folder / "report", *words, path,
                   check=check)
        return done, report(self.folder / "report")[-1]

    def found(self):
        return sorted((row["rrname"], row["rrtype"], row["rdata"], row.get("bailiwick"), row["count"])
                      for row in rows("--store", self.store, "*"))

    def test_the_resolvers_zone_is_the_bailiwick(self):
        content = tap.stream([tap.payload(RESOLVER_RESPONSE, referral(), zone="com"),
                              tap.payload(RESOLVER_RESPONSE, answer(), zone="example.com"),
                              tap.payload(RESOLVER_RESPONSE, answer(), zone="example.net")])
        _, told = self.take(content)
        self.assertEqual((told["format"], told["outcome"], told["packets"], told["responses"]),
                         ("dnstap", "read", 3, 3))
        self.assertEqual(told["refused_records"], {"out of bailiwick": 2})
        self.assertEqual(self.found(), [("example.com.", "NS", "ns1.example.com.", "com.", 1),
                                        ("ns1.example.com.", "A", "192.0.2.53", "com.", 1),
                                        ("www.example.com.", "A", "192.0.2.80", "example.com.", 1)])

    def test_the_same_file_counts_once_compressed_too(self):
        content = tap.stream([tap.payload(RESOLVER_RESPONSE, answer(), zone="example.com")] * 3)
        self.take(content)
        _, again = self.take(gzip.compress(content), name="tap.log.gz")
        self.assertTrue(again["already_merged"])
        self.assertEqual(self.found()[0][-1], 3)

    def test_clients_are_taken_when_asked_for(self):
        content = tap.stream([tap.payload(CLIENT_QUERY, tap.query("www.example.com")),
                              tap.payload(CLIENT_RESPONSE, answer()), tap.payload(AUTH_RESPONSE, answer())])
        _, usual = self.take(content)
        self.assertEqual(usual["responses"], 1)
        self.assertEqual(usual["skipped"], {"dnstap query": 1, "dnstap CLIENT_RESPONSE, not taken": 1})
        _, clients = self.take(content, "--dnstap-types", "client")
        self.assertEqual((clients["responses"], clients["already_merged"]), (1, False))
        self.assertEqual([row[3:] for row in self.found()], [(None, 2)])

    def test_a_bad_frame_is_told_and_stepped_over(self):
        good = tap.payload(RESOLVER_RESPONSE, answer(), zone="example.com")
        bad = tap.payload(RESOLVER_RESPONSE, answer(), zone="example.com", nanoseconds=1_000_000_000)
        done, told = self.take(tap.stream([good, bad, good]))
        self.assertEqual((told["outcome"], told["responses"]), ("read", 2))
        self.assertRegex(done.stderr, r"frame 2 \(at byte \d+\): dnstap time with more nanoseconds than a second has")

    def test_a_file_of_bad_frames_alone_is_refused(self):
        bad = tap.payload(RESOLVER_RESPONSE, answer(), nanoseconds=1_000_000_000)
        for content in (bad, tap.stream([bad])):
            done, told = self.take(content, check=False)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("not one frame could be read; frame 1", told["error"])

    def test_what_came_before_a_cut_stands_and_a_grown_file_goes_on(self):
        frames = [tap.payload(RESOLVER_RESPONSE, answer(f"h{i}.example.com"), zone="example.com") for i in range(9)]
        content = tap.stream(frames)
        done, told = self.take(content[:-20])
        self.assertEqual((done.returncode, told["outcome"], told["records"]), (0, "broken off", 8))
        self.assertIn("frame 9", told["error"])
        self.take(content)
        self.assertEqual([row[-1] for row in self.found()], [1] * 9)


if __name__ == "__main__":
    main()
