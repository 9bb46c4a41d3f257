#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong words, broken files, full disks: one sentence, the right exit code, and a store that opens afterwards."""
import gzip
import json
import os
import random
import resource
import stat
import struct
import subprocess
import unittest

import program
from program import EndToEnd, cof, main, run

GOOD = cof("a.example.com", "A", "192.0.2.1", 1_600_000_000)

# Words of a lookup -> what the complaint must name.
WRONG_QUESTIONS = [
    (["192.0.2.0/33"], ["192.0.2.0/33"]),
    (["2001:db8::/129"], ["2001:db8::/129"]),
    (["192.0.2.9-192.0.2.1"], ["192.0.2.9-192.0.2.1"]),
    (["192.0.2.1-2001:db8::1"], []),
    (["a..example.com"], ["a..example.com"]),
    (["x" * 64 + ".example.com"], ["expected"]),
    (["www.*.example.com"], ["*"]),
    (["caf\u00e9.example"], ["punycode"]),
    (["abc", "--in", "raw"], ["hex"]),
    (["example.com", "--in", "sideways"], ["--in", "name"]),
    (["example.com", "--type", "NOSUCH"], ["NOSUCH"]),
    (["example.com", "--type", "TYPE65536"], ["TYPE65536"]),
    (["example.com", "--bailiwick", "a..b"], ["bailiwick"]),
    (["example.com", "--source", "nobody"], ["nobody"]),
    (["example.com", "--since", "yesterday"], ["--since", "yesterday"]),
    (["example.com", "--first-after", "2019-13-01"], ["--first-after", "2019-13-01"]),
    (["example.com", "--last-before", "-7y"], ["-7y"]),
    (["example.com", "--sort", "colour"], ["--sort", "colour"]),
    (["example.com", "--limit", "many"], ["limit"]),
    (["example.com", "--limit", "-1"], ["limit"]),
    (["example.com", "--from", "forged"], ["token"]),
    (["example.com", "--json", "--csv"], []),
    (["example.com", "--nosuchflag"], ["--nosuchflag"]),
    ([], []),
]

# Words of a command -> the flag, its text, and the column of the wrong character.
WRONG_CHARACTERS = [
    (["lookup", "/a(b/"], "QUERY", "/a(b/", 2),
    (["lookup", "  /a(b/"], "QUERY", "  /a(b/", 4),
    (["lookup", "glob:pay[a"], "QUERY", "glob:pay[a", 8),
    (["lookup", "/a'(b/"], "QUERY", "/a'(b/", 3),
    (["lookup", "/pay/", "--exclude", "*a"], "--exclude", "*a", 0),
    (["lookup", "/pay/", "--exclude", "a(b"], "--exclude", "a(b", 1),
    (["summarize", "/a(b/"], "QUERY", "/a(b/", 2),
    (["facets", "/a(b/"], "QUERY", "/a(b/", 2),
    (["groups", "/a(b/"], "QUERY", "/a(b/", 2),
    (["tree", "/a(b/"], "QUERY", "/a(b/", 2),
    (["pivots", "/a(b/"], "QUERY", "/a(b/", 2),
    (["timeline", "/a(b/"], "QUERY", "/a(b/", 2),
    (["changes", "/a(b/"], "QUERY", "/a(b/", 2),
    (["first", "example.com", "--value", "/a(b/"], "--value", "/a(b/", 2),
    (["compare", "/a/", "--with", "/a(b/"], "--with", "/a(b/", 2),
]

WRONG_IMPORTS = [
    (["--position", "beside"], ["position", "above"]),
    (["--counts", "guess"], ["counts", "total"]),
    (["--unmatched", "perhaps"], ["unmatched"]),
    (["--checksums", "sometimes"], ["checksums"]),
    (["--dnssec", "maybe"], ["dnssec"]),
    (["--root-hints", "/nonexistent/hints"], ["/nonexistent/hints"]),
    (["--zones", "/nonexistent/zones"], ["/nonexistent/zones"]),
    (["--source", ""], ["source"]),
    (["--source", "x" * 129], ["source"]),
]


class WrongWords(EndToEnd):
    def setUp(self):
        super().setUp()
        self.feed = self.write("good.ndjson", GOOD)
        run("import", "--store", self.store, "--source", "s", self.feed)

    def test_questions(self):
        for words, parts in WRONG_QUESTIONS:
            with self.subTest(" ".join(words)):
                done = run("lookup", "--store", self.store, *words, check=False)
                self.assertIn(done.returncode, (1, 2))
                self.assert_one_sentence(done, done.returncode, *parts)

    def test_wrong_characters_are_pointed_at(self):
        for (command, *words), flag, text, column in WRONG_CHARACTERS:
            with self.subTest(f"{command} {words}"):
                done = run(command, "--store", self.store, *words, check=False)
                self.assertEqual(done.returncode, 1, done.stderr)
                sentence, shown, mark = done.stderr.splitlines()
                self.assertTrue(sentence.startswith(f"spoor: {flag} '{text}': "), sentence)
                self.assertEqual(shown, "  " + text)
                self.assertEqual(mark, "  " + " " * column + "^")

    def test_imports(self):
        for words, parts in WRONG_IMPORTS:
            with self.subTest(" ".join(words)):
                source = [] if "--source" in words else ["--source", "s"]
                done = run("import", "--store", self.folder / "other", *source, *words, self.feed, check=False)
                self.assertIn(done.returncode, (1, 2))
                self.assert_one_sentence(done, done.returncode, *parts)

    def test_a_source_keeps_its_feed_mode(self):
        more = self.write("more.ndjson", cof("b.example.com", "A", "192.0.2.1", 1_600_000_000))
        done = run("import", "--store", self.store, "--source", "s", "--counts", "delta", more, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("total", done.stderr)

    def test_what_is_not_there(self):
        for words in (["lookup", "example.com"], ["stats"], ["verify"], ["compact"], ["summarize", "example.com"]):
            with self.subTest(words[0]):
                done = run(words[0], "--store", self.folder / "nowhere", *words[1:], check=False)
                self.assert_one_sentence(done, 2, "nowhere")
        done = run("import", "--store", self.store, "--source", "s", "/nonexistent/file.pcap", check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nonexistent/file.pcap", done.stderr)

    def test_no_words_or_help(self):
        self.assertNotEqual(run(check=False).returncode, 0)
        for verb in ("import", "lookup", "summarize", "stats", "verify", "compact", "simulate", "enrich", "address"):
            done = run(verb, "--help")
            self.assertIn("--", done.stdout)
        self.assertIn("lookup", run("--help").stdout)


class BrokenFiles(EndToEnd):
    def setUp(self):
        super().setUp()
        world = self.folder / "world"
        run("simulate", "--seed", 3, "--out", world)
        self.capture = (world / "capture.pcap").read_bytes()

    def read(self, *paths, code=0):
        report = self.folder / "report.ndjson"
        done = run("import", "--store", self.store, "--source", "s", "--report", report, *paths, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        run("verify", "--store", self.store)
        return done, program.report(report)

    def test_cut_captures_give_what_came_before(self):
        for size in (25, 40, 1000, len(self.capture) // 2, len(self.capture) - 1):
            with self.subTest(size):
                path = self.write(f"cut{size}.pcap", self.capture[:size])
                done, _ = self.read(path, code=0 if size >= 1000 else 2)
                self.assertIn(path.name, done.stderr)

    def test_flipped_octets_never_hurt(self):
        chance = random.Random(11)
        for number in range(8):
            broken = bytearray(self.capture[:400_000])
            for _ in range(2000):
                broken[chance.randrange(24, len(broken))] ^= 1 << chance.randrange(8)
            self.read(self.write(f"flipped{number}.pcap", bytes(broken)))

    def test_a_packet_that_claims_to_be_huge(self):
        lie = self.capture[:24] + struct.pack("<IIII", 1_600_000_000, 0, 0x7FFFFFFF, 0x7FFFFFFF)
        self.read(self.write("huge.pcap", lie), code=2)

    def test_nothing_that_can_be_read(self):
        for name, content in (("empty", b""), ("zeros", bytes(5000)), ("text", b"hello\n"), ("short", b"\xd4\xc3"),
                              ("gz", b"\x1f\x8b\x08"), ("gz2", gzip.compress(b"no format"))):
            with self.subTest(name):
                done, lines = self.read(self.write(name, content), code=2)
                self.assertIn(name, done.stderr)
                self.assertEqual(len(lines), 1)

    def test_a_cut_gzip_gives_what_came_before(self):
        packed = gzip.compress(self.capture)
        done, lines = self.read(self.write("cut.pcap.gz", packed[:len(packed) // 2]))
        self.assertGreater(lines[0]["packets"], 1000)
        self.assertIn("cut.pcap.gz", done.stderr)

    def test_broken_lines_are_counted_and_the_rest_is_read(self):
        bad = ["{", "[]", "nonsense", '{"rrname":"x.example"}', '"text"', "\0\0", '{"rrname":"a..b","rrtype":"A"}',
               cof("a.example.com", "A", "192.0.2.256", 1_600_000_000).strip(),
               cof("a.example.com", "A", "192.0.2.1", 0).strip(),
               cof("a.example.com", "A", "192.0.2.1", 2_000_000_000, 1_999_999_999).strip(),
               json.dumps({"rrname": "y" * 2_000_000})]
        path = self.write("mixed.ndjson", GOOD + "".join(line + "\n" + GOOD for line in bad))
        done, lines = self.read(path)
        self.assertEqual(sum(lines[0]["rejected"].values()), len(bad), lines[0])
        self.assertEqual(lines[0]["records"], len(bad) + 1)
        self.assertIn("mixed.ndjson", done.stderr)

    def test_a_folder_skips_what_it_does_not_know(self):
        self.write("in/a.ndjson", GOOD)
        self.write("in/deep/er/b.pcap", self.capture[:100_000])
        self.write("in/notes.txt", "no capture\n")
        os.symlink(self.folder / "in", self.folder / "in" / "round")
        done, _ = self.read(self.folder / "in")
        self.assertIn("1 of no known format", done.stderr)
        (self.folder / "empty").mkdir()
        self.read(self.folder / "empty", code=2)


class Refusals(EndToEnd):
    """The system says no."""

    def setUp(self):
        super().setUp()
        self.feed = self.write("good.ndjson", GOOD)

    def big_feed(self, lines=60_000):
        chance = random.Random(2)
        return self.write("big.ndjson", "".join(
            cof(f"{chance.getrandbits(80):x}.example.com", "TXT", f"{chance.getrandbits(400):x}", 1_600_000_000 + i)
            for i in range(lines)))

    def assert_opens_with(self, count):
        self.assertEqual(len(program.rows("--store", self.store, "*")), count)
        run("verify", "--store", self.store)

    def test_a_full_disk_keeps_what_was_acknowledged(self):
        run("import", "--store", self.store, "--source", "s", self.feed)
        limit = 400_000  # octets of any one file

        def cap_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        words = [program.SPOOR, "import", "--store", self.store, "--source", "s", self.big_feed()]
        done = subprocess.run(words, capture_output=True, text=True, env=program.QUIET, preexec_fn=cap_files,
                              restore_signals=False, timeout=300, check=False)  # the limit is an error, no signal
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertRegex(done.stderr, "spoor: .*")
        self.assert_opens_with(1)
        run("import", "--store", self.store, "--source", "s", self.big_feed())
        self.assert_opens_with(60_001)

    @unittest.skipUnless(os.geteuid() == 0 and os.environ.get("SPOOR_TEST_MOUNT") == "1", "needs leave to mount")
    def test_a_full_file_system_keeps_what_was_acknowledged(self):
        disk = self.folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "none", disk], check=True)
        self.addCleanup(subprocess.run, ["umount", disk], check=True)
        self.store = disk / "store"
        run("import", "--store", self.store, "--source", "s", self.feed)
        done = run("import", "--store", self.store, "--source", "s", self.big_feed(), check=False)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assert_opens_with(1)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_a_folder_that_cannot_be_written(self):
        self.folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
        self.addCleanup(self.folder.chmod, stat.S_IRWXU)
        done = run("import", "--store", self.store, "--source", "s", self.feed, check=False)
        self.assert_one_sentence(done, 2, str(self.store))

    def test_a_store_in_the_place_of_a_file(self):
        done = run("import", "--store", self.feed, "--source", "s", self.feed, check=False)
        self.assert_one_sentence(done, 2, "good.ndjson")

    def test_standard_output_that_is_full(self):
        run("import", "--store", self.store, "--source", "s", self.feed)
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([program.SPOOR, "lookup", "--store", self.store, "*"], stdout=full,
                                  stderr=subprocess.PIPE, text=True, env=program.QUIET, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"\Aspoor: [^\n]+\n\Z")

    def test_a_reader_that_goes_away(self):
        run("import", "--store", self.store, "--source", "s", self.big_feed(20_000))
        lookup = subprocess.Popen([program.SPOOR, "lookup", "--store", self.store, "*", "--limit", "0"],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.QUIET)
        lookup.stdout.read(10)
        lookup.stdout.close()
        err = lookup.stderr.read()
        lookup.stderr.close()
        lookup.wait(60)
        self.assertNotIn(b"Broken pipe", err)

    def test_a_second_process_is_told_that_the_store_is_open(self):
        run("import", "--store", self.store, "--source", "s", self.feed)
        fifo = self.folder / "slow"
        os.mkfifo(fifo)
        first = subprocess.Popen([program.SPOOR, "import", "--store", self.store, "--source", "s", fifo],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=program.QUIET)
        with fifo.open("w") as pipe:  # the first one holds the store while it waits for more
            pipe.write(GOOD)
            pipe.flush()
            done = run("import", "--store", self.store, "--source", "s", self.feed, check=False)
            self.assert_one_sentence(done, 2, "store")
        _, err = first.communicate(timeout=60)
        self.assertEqual(first.returncode, 0, err)

    def test_damage_is_found(self):
        run("import", "--store", self.store, "--source", "s", self.big_feed())
        segments = [path for path in self.store.rglob("*") if path.is_file() and path.stat().st_size > 1_000_000]
        self.assertTrue(segments)
        damaged = bytearray(segments[0].read_bytes())
        damaged[len(damaged) // 2] ^= 0x10
        segments[0].write_bytes(bytes(damaged))
        done = run("verify", "--store", self.store, check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(segments[0].name, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
