#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The DNSDB API, v1 and v2, as its clients use it: dnsdbq, the Python library, and octets on a socket.

One test for each line of the conformance list; the numbers are the list's. Number 19 is for a module that is not tried here.
"""
import json
import pathlib
import subprocess
import tempfile
import time

import dnsdb2

import dnsdb_data as data
from dnsdb_data import DAY, READER, T0
from program import cof, main
from serving import ENVIRONMENT, PATIENCE, Server, Serving, damage_by_name, encoded, telling_rows, wait_until

V2 = "/dnsdb/v2"
BEGIN, SUCCEEDED = {"cond": "begin"}, {"cond": "succeeded"}
FIELDS = {"rrname", "rrtype", "rdata", "raw_rdata", "bailiwick", "count", "time_first", "time_last",
          "zone_time_first", "zone_time_last"}


class Conformance(Serving):
    """All tests but two ask the same server."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        cls.now = int(time.time())
        data.fill(here / "store", here, cls.now)
        (here / "keys").write_text(data.KEYS)
        cls.keys = here / "keys"
        cls.server = Server(here / "store", "--api-key-file", here / "keys")
        cls.addClassCleanup(cls.end_of_server)

    @classmethod
    def end_of_server(cls):
        code = cls.server.stop()
        assert code == 0, f"spoor serve ended with {code}\n{cls.server.errors()}"

    # --- ways to ask ------------------------------------------------------------------------------

    def v2(self, path, key=READER, status=200):
        """The lines of a v2 answer."""
        reply = self.server.get(f"{V2}/{path}", key, accept="application/x-ndjson")
        self.assertEqual(reply.status, status, reply.body[:500])
        return reply.lines()

    def objects(self, path, key=READER, last=SUCCEEDED):
        """The rows of a v2 answer that ended with `last`."""
        lines = self.v2(path, key)
        self.assertEqual(lines[0], BEGIN)
        self.assertEqual(lines[-1], last)
        for line in lines[1:-1]:
            self.assertEqual(list(line), ["obj"])
        return [line["obj"] for line in lines[1:-1]]

    def rdata(self, path, **more):
        """What a v2 lookup finds, in short: sorted texts of rdata."""
        return sorted(row["rdata"][0] for row in self.objects(f"lookup/{path}", **more))

    def names(self, path, **more):
        return sorted({row["rrname"] for row in self.objects(f"lookup/{path}", **more)})

    def dnsdbq(self, *words, key=READER, stdin=None, server=None):
        """dnsdbq's output and standard error; it must end with 0."""
        env = ENVIRONMENT | {"DNSDB_API_KEY": key, "DNSDB_SERVER": server or self.server.url}
        done = subprocess.run(["dnsdbq", *map(str, words)], capture_output=True, text=True, env=env, input=stdin,
                              timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, f"dnsdbq {words}\n{done.stdout}\n{done.stderr}")
        return done.stdout, done.stderr

    def rows_of_dnsdbq(self, *words, **more):
        """Rows as dnsdbq -j prints them; its standard error must be empty."""
        out, err = self.dnsdbq(*words, "-j", **more)
        self.assertEqual(err, "", words)
        return [json.loads(line) for line in out.splitlines()]

    def short(self, *words, **more):
        found = self.rows_of_dnsdbq(*words, **more)
        return sorted((row["rrname"], row["rrtype"], *row["rdata"]) for row in found)

    def client(self, key=READER):
        client = dnsdb2.Client(key, server=self.server.url, timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def refused(self, path, status, key=READER, **fields):
        """The one line that an error says."""
        reply = self.server.get(path, key, **fields)
        self.assertEqual(reply.status, status, f"{path} {reply.body[:300]}")
        self.assertRegex(reply.fields["content-type"], r"^text/plain")
        self.assertRegex(reply.text, r"\AError: [^\r\n]+\n\Z")
        return reply.text

    # --- DNSDB v2 ---------------------------------------------------------------------------------

    def test_01_dnsdbq_is_content(self):
        www = [("www.example.com.", "A", "192.0.2.10"), ("www.example.com.", "A", "192.0.2.11"),
               ("www.example.com.", "A", "192.0.2.14")]
        self.assertEqual(self.short("-r", "www.example.com/A"), www)
        self.assertEqual(self.short("-r", "www.example.com/a/example.com"), www)
        # Two requests at once. This version of dnsdbq takes the first end of the two for the end of both.
        both = self.short("-r", "www.example.com", "-t", "a,aaaa")
        self.assertTrue(both and set(both) <= {*www, ("www.example.com.", "AAAA", "2001:db8::10")}, both)
        self.assertEqual(self.short("-R", f"{data.WIRE_WWW}/A"), www)
        self.assertEqual(self.short("-n", "www.example.com/CNAME"), [
            ("alias.example.com.", "CNAME", "www.example.com.")])
        self.assertEqual(self.short("-i", "192.0.2.10"), [("www.example.com.", "A", "192.0.2.10"),
                                                          ("www.example.org.", "A", "192.0.2.10")])
        self.assertEqual(self.short("-i", "192.0.2.12/31"), [
            ("*.wild.example.com.", "A", "192.0.2.13"), ("deep.down.example.com.", "A", "192.0.2.12")])
        self.assertEqual(self.short("-i", "2001:db8::/32"), [("www.example.com.", "AAAA", "2001:db8::10")])
        self.assertEqual(self.short("-N", "c000020b/A"), [("www.example.com.", "A", "192.0.2.11")])
        [summed] = [row for row in self.rows_of_dnsdbq("-r", "www.example.com/A") if row["rdata"] == ["192.0.2.10"]]
        self.assertEqual((summed["count"], summed["time_first"], summed["time_last"], summed["bailiwick"]),
                         (50, T0, T0 + 20 * DAY, "example.com."))

    def test_01_dnsdbq_options(self):
        for words in (["-p", "dns"], ["-p", "csv"], ["-p", "minimal"], ["-s", "-k", "count"], ["-S", "-k", "first"]):
            out, err = self.dnsdbq("-r", "www.example.com/A", *words)
            self.assertEqual(err, "", words)
            self.assertIn("192.0.2.11", out, words)
        self.assertEqual(len(self.rows_of_dnsdbq("-g", "-r", "www.example.com/A")), 4)  # two sources saw .10
        self.assertEqual(len(self.rows_of_dnsdbq("-r", "www.example.com/A", "-O", "1")), 2)
        self.assertEqual(len(self.rows_of_dnsdbq("-r", "www.example.com/A", "-l", "1")), 1)
        out, err = self.dnsdbq("-r", "*.many.example.net", "-j")
        self.assertEqual((len(out.splitlines()), err), (10_000, "Database limit: Result limit reached\n"))
        [summary] = self.rows_of_dnsdbq("-V", "summarize", "-r", "www.example.com/A")
        self.assertEqual((summary["count"], summary["num_results"], summary["time_first"], summary["time_last"]),
                         (58, 3, T0, T0 + 20 * DAY))
        [summary] = self.rows_of_dnsdbq("-V", "summarize", "-i", "192.0.2.10")
        self.assertEqual((summary["count"], summary["num_results"]), (51, 2))
        out, err = self.dnsdbq("-I", "-j")
        self.assertEqual((err, json.loads(out)["rate"]["limit"]), ("", "unlimited"))
        out, err = self.dnsdbq("-I", key=data.QUOTA)
        self.assertEqual(err, "")
        self.assertIn("3", out)
        # Loose: seen at all in the time; complete (-c): seen in the time alone.
        for words, days, found in (("-A", 13, 3), ("-B", 2, 2), ("-cB", 12, 2), ("-cA", 4, 2)):
            day = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(T0 + days * DAY))
            self.assertEqual(len(self.rows_of_dnsdbq("-r", "fence.example.net", words, day)), found, words)
        out, err = self.dnsdbq("-r", "nothing.example.net", "-j")
        self.assertEqual(out, "")
        self.assertIn("no results found", err)

    def test_01_dnsdbq_batches(self):
        batch = "rrset/name/www.example.com/A\nrdata/ip/192.0.2.12,31\nrdata/name/www.example.com/CNAME\n"
        out, err = self.dnsdbq("-f", "-j", stdin=batch)
        self.assertEqual(err, "")
        self.assertEqual(out.splitlines().count("--"), 3)
        self.assertEqual(len(out.splitlines()), 3 + 2 + 1 + 3)
        out, _ = self.dnsdbq("-ff", "-j", stdin=batch)
        self.assertEqual([line.split()[1] for line in out.splitlines() if line.startswith("-- ")], ["NOERROR"] * 3)
        out, err = self.dnsdbq("-f", "-m", "-j", stdin=batch)  # all at once: see '-t' above
        self.assertEqual(err, "")
        self.assertTrue(1 <= sum(line.startswith("{") for line in out.splitlines()) <= 6, out)

    def test_01_the_library_is_content(self):
        client = self.client()
        found = list(client.lookup_rrset("www.example.com", rrtype="A", bailiwick="example.com"))
        self.assertEqual(sorted(row["rdata"][0] for row in found), ["192.0.2.10", "192.0.2.11", "192.0.2.14"])
        self.assertEqual(list(client.lookup_rrset("www.example.com", bailiwick="example.com", rrtype="AAAA"))[0][
            "rdata"], ["2001:db8::10"])
        self.assertEqual(len(list(client.lookup_rrset("*.example.com", rrtype="NS", bailiwick="com"))), 3)
        self.assertEqual([row["rrname"] for row in client.lookup_rdata_name("www.example.com")], [
            "alias.example.com."])
        self.assertEqual(len(list(client.lookup_rdata_ip("192.0.2.0/24", limit=100))), 10)
        self.assertEqual([row["rrname"] for row in client.lookup_rdata_raw(data.WIRE_NS1, rrtype="NS", limit=1,
                                                                           ignore_limited=True)][:1],
                         ["example.com."])
        [summary] = client.summarize_rrset("www.example.com", rrtype="A")
        self.assertEqual((summary["count"], summary["num_results"]), (58, 3))
        for ask in (client.summarize_rdata_name("ns1.example.net"), client.summarize_rdata_ip("192.0.2.10"),
                    client.summarize_rdata_raw("c000020a")):
            self.assertEqual(len(list(ask)), 1)
        self.assertEqual(client.rate_limit()["rate"]["limit"], "unlimited")

    def test_02_ping_needs_no_key(self):
        for key in ("", "wrong-key-00001", READER):
            self.assertIs(self.client(key).ping(), True)
        with self.assertRaises(dnsdb2.AccessDenied):
            self.client("wrong-key-00001").rate_limit()
        self.assertEqual(self.server.get(f"{V2}/ping").body, b'{"ping":"ok"}\n')

    def test_03_no_rows_are_two_lines(self):
        for path in ("rrset/name/nothing.example.net", "rdata/ip/203.0.113.200", "rdata/name/nothing.example.net"):
            self.assertEqual(self.v2(f"lookup/{path}"), [BEGIN, SUCCEEDED])
            self.assertEqual(self.v2(f"summarize/{path}"), [BEGIN, SUCCEEDED])

    def test_04_limits(self):
        limited = {"cond": "limited", "msg": "Result limit reached"}
        www = "lookup/rrset/name/www.example.com/A"
        self.assertEqual(len(self.objects(f"{www}?limit=1", last=limited)), 1)
        self.assertEqual(len(self.objects(f"{www}?limit=3")), 3)  # exactly as many as there are
        many = "lookup/rrset/name/*.many.example.net"
        self.assertEqual(len(self.objects(many, last=limited)), 10_000)
        self.assertEqual(len(self.objects(f"{many}?limit=0")), data.MANY)
        self.assertEqual(len(self.objects(f"{many}?limit=0", data.SMALL, last=limited)), 7)
        self.assertEqual(len(self.objects(f"{many}?limit=5000000", data.SMALL, last=limited)), 7)
        client = self.client()
        found = []
        with self.assertRaises(dnsdb2.QueryLimited):
            for row in client.lookup_rrset("www.example.com", rrtype="A", limit=2):
                found.append(row)
        self.assertEqual(len(found), 2)

    def test_05_offsets(self):
        www = "lookup/rrset/name/www.example.com/A"
        whole = self.objects(www)
        for offset in range(len(whole) + 1):
            self.assertEqual(self.objects(f"{www}?offset={offset}"), whole[offset:])
        self.assertEqual(self.v2(f"{www}?offset=100000"), [BEGIN, SUCCEEDED])
        self.assertEqual(self.v2(f"{www}?offset=4&limit=1"), [BEGIN, SUCCEEDED])
        self.objects(f"{www}?offset=0", data.SMALL)
        self.objects(f"{www}?offset=5", data.SMALL)
        self.refused(f"{V2}/{www}?offset=6", 416, data.SMALL)
        self.refused(f"{V2}/{www}?offset=3000001", 416)
        with self.assertRaises(dnsdb2.OffsetError):
            list(self.client(data.SMALL).lookup_rrset("www.example.com", offset=6))

    def test_06_time_fences(self):
        recent = "lookup/rrset/name/recent.example.net"
        for fence in ("time_last_after", "time_first_after"):
            relative = self.objects(f"{recent}?{fence}=-3000")
            absolute = self.objects(f"{recent}?{fence}={int(time.time()) - 3000}")
            self.assertEqual([row["rdata"] for row in relative], [["192.0.2.201"]])
            self.assertEqual(relative, absolute)
        for fence in ("time_last_before", "time_first_before"):
            self.assertEqual(self.rdata(f"rrset/name/recent.example.net?{fence}=-3000"), ["192.0.2.202"])
        # Row n was first seen on day n and last on day n + 10; the bounds themselves are inside.
        for fence, base, expected in (("time_first_after", 0, [3, 4, 5]), ("time_first_before", 0, [1, 2, 3]),
                                      ("time_last_after", 10, [3, 4, 5]), ("time_last_before", 10, [1, 2, 3])):
            bound = T0 + (base + 3) * DAY
            with self.subTest(fence):
                self.assertEqual(self.rdata(f"rrset/name/fence.example.net?{fence}={bound}"),
                                 [f"203.0.113.{n}" for n in expected])
                beyond = bound + (1 if fence.endswith("after") else -1)
                self.assertEqual(len(self.rdata(f"rrset/name/fence.example.net?{fence}={beyond}")), 2)
        # A row out of a zone file is fenced by its own times.
        self.assertEqual(self.rdata(f"rrset/name/delegated.example.com?time_last_after={T0 + DAY}"),
                         ["ns1.example.net."])
        self.assertEqual(self.rdata(f"rrset/name/delegated.example.com?time_last_after={T0 + DAY + 1}"), [])

    def test_07_aggr_in_all_spellings(self):
        for word, rows in {"t": 3, "T": 3, "true": 3, "True": 3, "TRUE": 3, "1": 3, "yes": 3, "f": 4, "F": 4,
                           "false": 4, "False": 4, "FALSE": 4, "0": 4, "no": 4}.items():
            with self.subTest(word):
                self.assertEqual(len(self.objects(f"lookup/rrset/name/www.example.com/A?aggr={word}")), rows)
        self.refused(f"{V2}/lookup/rrset/name/www.example.com/A?aggr=perhaps", 400)

    def test_08_humantime(self):
        for word in ("True", "t", "1"):
            for row in self.objects(f"lookup/rrset/name/*.example.com?humantime={word}"):
                times = [value for name, value in row.items() if "time_" in name]
                self.assertEqual(len(times), 2)
                for value in times:
                    self.assertRegex(value, r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")
        [row] = self.objects("lookup/rrset/name/alias.example.com?humantime=True")
        self.assertEqual(row["time_first"], "2020-09-13T12:26:40Z")
        for asked in ("", "?humantime=False", "?humantime=f"):
            [row] = self.objects(f"lookup/rrset/name/alias.example.com{asked}")
            self.assertEqual(row["time_first"], T0)
        [summary] = self.objects("summarize/rrset/name/alias.example.com?humantime=True")
        self.assertEqual(summary["time_first"], "2020-09-13T12:26:40Z")

    def test_09_wildcards_and_types(self):
        below = self.names("rrset/name/*.example.com")
        self.assertEqual(below, ["*.wild.example.com.", "alias.example.com.", "deep.down.example.com.",
                                 "delegated.example.com.", "example.com.", "odd.example.com.", "www.example.com."])
        self.assertEqual(self.names("rrset/name/%2A.example.com"), below)
        self.assertEqual(self.names("rrset/name/WWW.Example.*"),
                         ["www.example.com.", "www.example.org.", "www.example.test."])
        self.assertEqual(self.names("rdata/name/*.example.net"), ["delegated.example.com.", "example.com."])
        self.assertEqual(self.names("rdata/name/ns1.example.*/NS"), ["delegated.example.com.", "example.com."])
        self.assertEqual(self.rdata("rdata/name/hostmaster.example.com"), [])  # no mailboxes
        self.assertEqual(self.rdata("rrset/name/www.example.com/aaaa"), ["2001:db8::10"])
        self.assertEqual(self.rdata("rrset/name/odd.example.com/TYPE65280"), [r"\# 4 DEADBEEF"])
        self.assertEqual(self.rdata("rrset/name/odd.example.com/type65280"), [r"\# 4 DEADBEEF"])
        plain = {row["rrtype"] for row in self.objects("lookup/rrset/name/example.com")}
        self.assertEqual(plain, {"A", "NS", "MX", "TXT", "SOA", "HTTPS"})
        for word, types in {"ANY": plain, "any": plain, "TYPE255": plain, "ANY-DNSSEC": {"DS", "RRSIG"},
                            "any-dnssec": {"DS", "RRSIG"}, "DS": {"DS"}}.items():
            found = self.objects(f"lookup/rrset/name/example.com/{word}")
            self.assertEqual({row["rrtype"] for row in found}, types, word)
        # A bailiwick is a name, not a suffix; rows of one record from two bailiwicks and a zone file stand apart.
        self.assertEqual(len(self.objects("lookup/rrset/name/example.com/NS")), 4)
        self.assertEqual(len(self.objects("lookup/rrset/name/example.com/NS/com")), 3)
        self.assertEqual(len(self.objects("lookup/rrset/name/example.com/ANY/com")), 3)
        self.assertEqual(len(self.objects("lookup/rrset/name/example.com/NS/example.com.")), 1)
        self.assertEqual(self.objects("lookup/rrset/name/www.example.com/A/com"), [])

    def test_09_what_rows_hold(self):
        rows = self.objects("lookup/rrset/name/example.com/NS")
        zone = [row for row in rows if "zone_time_first" in row]
        self.assertEqual(zone, [{"count": 9, "zone_time_first": T0, "zone_time_last": T0 + 30 * DAY,
                                 "rrname": "example.com.", "rrtype": "NS", "bailiwick": "com.",
                                 "rdata": ["ns1.example.net."]}])
        [row] = self.objects("lookup/rrset/name/www.example.org")
        self.assertNotIn("bailiwick", row)  # not known
        for path in ("rdata/name/ns1.example.net", "rdata/ip/192.0.2.0,24", f"rdata/raw/{data.WIRE_NS1}"):
            for row in self.objects(f"lookup/{path}"):
                self.assertNotIn("bailiwick", row)
        # Rdata lookups show no bailiwick, so what differs in it alone is one row: 3 from com and 4 from the zone.
        counts = {(row["rrname"], "time_first" in row): row["count"]
                  for row in self.objects("lookup/rdata/name/ns1.example.net/NS")}
        self.assertEqual(counts, {("example.com.", True): 7, ("example.com.", False): 9,
                                  ("delegated.example.com.", False): 2})
        self.assertEqual(self.rdata("rrset/name/example.com/TXT"), ['"v=spf1 -all"'])
        self.assertEqual(self.rdata("rrset/name/example.com/MX"), ["10 mail.example.com."])
        self.assertEqual(self.names("rdata/name/svc.example.net/HTTPS"), ["example.com."])

    def test_10_addresses_in_all_forms(self):
        for form in ("192.0.2.10", "192.0.2.10,31", "192.0.2.10%2C31", "192.0.2.10-192.0.2.11",
                     "192.0.2.10,31/ANY", "192.0.2.10,31/A", "192.0.2.10%2C31/a", "192.0.2.10%2F31"):
            with self.subTest(form):
                wanted = ["192.0.2.10", "192.0.2.10"] + ["192.0.2.11"] * (form != "192.0.2.10")
                self.assertEqual(self.rdata(f"rdata/ip/{form}"), wanted)
        for form in ("2001:db8::10", "2001%3Adb8%3A%3A10", "2001:db8::,32", "2001%3Adb8%3A%3A%2C32",
                     "2001%3adb8%3a%3a%2c32", "2001:db8::1-2001:db8::ff", "2001:db8::10/ANY",
                     "2001:db8::10?rrtype=A"):
            with self.subTest(form):
                self.assertEqual(self.rdata(f"rdata/ip/{form}"), ["2001:db8::10"])
        for form in ("192.0.2.1-2001:db8::1", "192.0.2.0,33", "2001:db8::,129", "192.0.2.9-192.0.2.1", "nonsense",
                     "192.0.2"):
            with self.subTest(form):
                self.refused(f"{V2}/lookup/rdata/ip/{form}", 400)

    def test_10_names_with_slashes_and_commas(self):
        reverse = "10.0/25.2.0.192.in-addr.arpa"
        once = encoded(reverse)
        for form in (once, once.replace("%2F", "%2f"), encoded(once)):
            with self.subTest(form):
                self.assertEqual(self.names(f"rrset/name/{form}"), [reverse + "."])
        for form in ("a,b.example.org", "a%2Cb.example.org", "a%252Cb.example.org"):
            with self.subTest(form):
                self.assertEqual(self.names(f"rrset/name/{form}"), ["a,b.example.org."])
        self.assertEqual(self.names(f"rrset/raw/{data.WIRE_WWW}"), ["www.example.com."])
        self.assertEqual(self.names(f"rrset/raw/{data.WIRE_WWW.upper()}/AAAA/example.com"), ["www.example.com."])
        self.assertEqual(self.names("rdata/raw/deadbeef"), ["odd.example.com."])
        self.assertEqual(self.names("rdata/raw/DEAD/TYPE65280"), ["odd.example.com."])  # a beginning
        for form in ("rrset/raw/0377", "rrset/raw/abc", "rdata/raw/xyz0", "rdata/raw/abc", "rrset/name/a..b"):
            with self.subTest(form):
                self.refused(f"{V2}/lookup/{form}", 400)

    def test_11_slashes_that_came_twice(self):
        for path in (f"{V2}//lookup/rrset/name/www.example.com/A", f"/{V2}/lookup//rrset/name//www.example.com/A",
                     f"{V2}/lookup/rrset/name/www.example.com//A"):
            reply = self.server.get(path, READER)
            self.assertEqual((reply.status, len(reply.lines())), (200, 5), path)
        out, err = self.dnsdbq("-r", "www.example.com/A", "-j", server=self.server.url + V2 + "/")
        self.assertEqual((len(out.splitlines()), err), (3, ""))

    def test_12_only_what_clients_know(self):
        paths = ["rrset/name/*.example.com", "rrset/name/*.example.com/ANY-DNSSEC", "rrset/name/www.example.*",
                 "rdata/ip/192.0.2.0,24", "rdata/name/*.example.net", "rdata/raw/dead",
                 "rrset/name/*.example.com?aggr=f"]
        for path in paths:
            rows = self.objects(f"lookup/{path}")
            self.assertTrue(rows, path)
            for row in rows:
                self.assertLessEqual(set(row), FIELDS, path)
                self.assertNotIn("raw_rdata", row)
                self.assertEqual(len({"time_first", "zone_time_first"} & set(row)), 1)
                self.assertEqual("time_first" in row, "time_last" in row)
                self.assertEqual("zone_time_first" in row, "zone_time_last" in row)
                for name, value in row.items():
                    kind = list if name == "rdata" else int if "time_" in name or name == "count" else str
                    self.assertIs(type(value), kind, (path, name))
                self.assertEqual(len(row["rdata"]), 1)
                self.assertTrue(row["rrname"].endswith("."))
                self.assertTrue(row.get("bailiwick", ".").endswith("."))
            [summary] = self.objects(f"summarize/{path}")
            self.assertLessEqual(set(summary), {"count", "num_results", "time_first", "time_last", "zone_time_first",
                                                "zone_time_last"})
            self.assertEqual(summary["num_results"], len(rows), path)
            self.assertEqual(summary["count"], sum(row["count"] for row in rows), path)
        # The sum may stop early, and then holds the row that passed the bound.
        [summary] = self.objects("summarize/rrset/name/*.many.example.net?max_count=100",
                                 last={"cond": "limited", "msg": "Maximum count reached"})
        self.assertEqual(summary["count"], 100)

    def test_13_every_line_ends_in_lf(self):
        for path in ("/lookup/rrset/name/www.example.com", "/lookup/rate_limit", f"{V2}/rate_limit", f"{V2}/ping",
                     f"{V2}/lookup/rrset/name/*.example.com", f"{V2}/lookup/rrset/name/nothing.example.net",
                     f"{V2}/lookup/rrset/name/*.many.example.net", f"{V2}/summarize/rrset/name/*.example.com",
                     "/summarize/rrset/name/*.example.com", f"{V2}/lookup/rrset/name/*.example.com/NOSUCH"):
            body = self.server.get(path, READER).body
            self.assertTrue(body.endswith(b"\n"), path)
            self.assertNotIn(b"\r", body, path)
            self.assertNotIn(b"\n\n", body, path)
            self.assertFalse(body.startswith(b"\n"), path)

    def test_14_errors_are_one_line_of_text(self):
        www = "lookup/rrset/name/www.example.com/A"
        for prefix in ("", V2):
            self.refused(f"{prefix}/{www}", 403, key=None)
            self.refused(f"{prefix}/{www}", 403, key="wrong-key-00001")
            self.refused(f"{prefix}/{www}", 403, key=data.IMPORT)
            self.assertRegex(self.refused(f"{prefix}/{www}", 401, key=data.EXPIRED), "expired")
            self.refused(f"{prefix}/lookup/rrset/name/www.example.com/NOSUCH", 400)
            self.refused(f"{prefix}/{www}?limit=many", 400)
            self.refused(f"{prefix}/{www}?limit=-1", 400)
            self.refused(f"{prefix}/{www}?time_first_after=yesterday", 400)
            self.refused(f"{prefix}/{www}", 415, accept="text/html")
            self.refused(f"{prefix}/{www}?offset=6", 416, key=data.SMALL)
        self.refused(f"{V2}/no/such/path", 404)
        for accept in ("*/*", "application/x-ndjson", "application/jsonl", "application/json", "text/plain",
                       "text/html, */*;q=0.1"):
            self.assertEqual(self.server.get(f"{V2}/{www}", READER, accept=accept).status, 200, accept)
        self.assertEqual(self.server.ask(f"{V2}/{www}", fields={"x-API-key": READER}).status, 200)
        self.assertEqual(self.server.ask(f"{V2}/{www}", fields={"Authorization": f"Bearer {READER}"}).status, 200)
        self.assertEqual(self.server.get(f"{V2}/{www}?nobody=knows&swclient=x&version=1&id=a:b", READER).status, 200)
        client = self.client()
        with self.assertRaises(dnsdb2.QueryError):
            list(client.lookup_rrset("www.example.com", rrtype="NOSUCH"))
        for key in ("wrong-key-00001", data.EXPIRED):
            with self.assertRaises(dnsdb2.AccessDenied):
                list(self.client(key).lookup_rrset("www.example.com"))

    def test_14_quotas(self):
        client = self.client(data.QUOTA)
        for left in (3, 2, 1):
            self.assertEqual(client.rate_limit()["rate"]["remaining"], left)  # asking costs nothing
            self.assertEqual(len(list(client.lookup_rrset("www.example.com", rrtype="AAAA"))), 1)
        with self.assertRaises(dnsdb2.QuotaExceeded):
            list(client.lookup_rrset("www.example.com"))
        self.refused(f"{V2}/lookup/rrset/name/www.example.com", 429, key=data.QUOTA)
        self.refused("/lookup/rrset/name/www.example.com", 429, key=data.QUOTA)
        rate = client.rate_limit()["rate"]
        self.assertEqual((rate["limit"], rate["remaining"]), (3, 0))
        self.assertEqual(rate["reset"] % DAY, 0)
        self.assertTrue(0 < rate["reset"] - time.time() <= DAY)
        burst = f"{V2}/lookup/rrset/name/www.example.com"
        for _ in range(2):
            reply = self.server.get(burst, data.BURST)
            self.assertEqual(reply.status, 200)
            self.assertEqual(reply.fields["x-ratelimit-limit"], "unlimited")
        self.refused(burst, 429, key=data.BURST)
        rate = self.client(data.BURST).rate_limit()["rate"]
        self.assertEqual((rate["burst_size"], rate["burst_window"]), (2, DAY))

    def test_14_a_store_that_is_away(self):
        store = self.folder / "store"
        self.take_in("s", cof("a.example.com", "A", "192.0.2.1", T0), store=store)
        server = self.serve("--api-key-file", self.keys, store=store)
        path = f"{V2}/lookup/rrset/name/a.example.com"
        self.assertEqual(len(server.get(path, READER).lines()), 3)
        store.rename(self.folder / "elsewhere")
        reply = wait_until(lambda: (reply := server.get(path, READER)).status == 503 and reply, "503 without a store")
        self.assertRegex(reply.text, r"\AError: [^\r\n]+\n\Z")
        self.assertEqual(server.get("/healthz").status, 503)
        client = dnsdb2.Client(READER, server=server.url, timeout=PATIENCE)
        self.addCleanup(client.close)
        with self.assertRaises(dnsdb2.ConcurrencyExceeded):
            list(client.lookup_rrset("a.example.com"))
        (self.folder / "elsewhere").rename(store)
        wait_until(lambda: server.get(path, READER).status == 200, "the store that came back")
        self.assertEqual(len(server.get(path, READER).lines()), 3)
        self.assertEqual(server.get("/healthz").status, 200)

    def test_15_the_grammar_of_the_stream(self):
        for path in ("rrset/name/*.example.com", "rrset/name/*.many.example.net?limit=0", "rdata/ip/192.0.2.0,24",
                     "rrset/name/nothing.example.net", "rrset/name/www.example.com?limit=1"):
            lines = self.v2(f"lookup/{path}")
            self.assertEqual(lines[0], BEGIN)
            self.assertIn(lines[-1]["cond"], ("succeeded", "limited"))
            self.assertNotIn("obj", lines[-1])
            for line in lines[1:-1]:
                self.assertEqual(list(line), ["obj"])
                self.assertIn("rrname", line["obj"])

    def test_16_a_failure_in_the_middle_is_told(self):
        store = self.folder / "store"
        self.take_in("s", telling_rows(60_000), store=store)
        server = self.serve("--api-key-file", self.keys, store=store)
        damage_by_name(store)
        reply = server.get(f"{V2}/lookup/rrset/name/*.example.com?limit=0", READER)
        lines = reply.lines()
        self.assertEqual((reply.status, lines[0]), (200, BEGIN))
        self.assertEqual(lines[-1]["cond"], "failed", lines[-1])
        self.assertTrue(lines[-1]["msg"])
        self.assertTrue(all(list(line) == ["obj"] for line in lines[1:-1]))
        self.assertTrue(100 < len(lines) < 59_000, len(lines))
        client = dnsdb2.Client(READER, server=server.url, timeout=PATIENCE)
        self.addCleanup(client.close)
        with self.assertRaises(dnsdb2.QueryFailed):
            list(client.lookup_rrset("*.example.com", limit=0))
        out, err = self.dnsdbq("-r", "*.example.com", "-l", "0", "-j", server=server.url)
        self.assertTrue(out)
        self.assertIn(lines[-1]["msg"], err)

    # --- DNSDB v1 ---------------------------------------------------------------------------------

    def test_17_what_flexible_search_tells_can_be_looked_up(self):
        client = self.client()
        rows = list(client.flex_rdata_regex("example", limit=0))
        self.assertGreater(len(rows), 5)
        self.assertEqual(len({(row["rdata"], row["rrtype"]) for row in rows}), len(rows))
        for row in rows:
            self.assertEqual(set(row), {"rdata", "rrtype", "raw_rdata"})
            found = list(client.lookup_rdata_raw(row["raw_rdata"], rrtype=row["rrtype"], limit=0))
            texts = [each["rdata"] if isinstance(each["rdata"], str) else each["rdata"][0] for each in found]
            self.assertIn(row["rdata"], texts)

    def test_18_patterns_match_the_text_with_its_final_dot(self):
        client = self.client()
        names = lambda rows: sorted((row["rrname"], row["rrtype"]) for row in rows)
        www = [("www.example.com.", "A"), ("www.example.com.", "AAAA")]
        self.assertEqual(names(client.flex_rrnames_regex(r"^www\.example\.com\.$")), www)
        self.assertEqual(names(client.flex_rrnames_regex(r"^www\.example\.com$")), [])
        self.assertEqual(names(client.flex_rrnames_glob("WWW.example.co?.")), www)
        self.assertEqual(names(client.flex_rrnames_glob("www.example.co?")), [])
        self.assertEqual(names(client.flex_rrnames_glob("www.example.*", rrtype="AAAA")), www[1:])
        self.assertEqual(names(client.flex_rrnames_regex(r"^www\.example\.", exclude=r"\.com\.$")),
                         [("www.example.org.", "A"), ("www.example.test.", "A")])
        self.assertEqual([row["rdata"] for row in client.flex_rdata_glob("www.example.com.")], ["www.example.com."])
        self.assertEqual(names(client.flex_rrnames_regex(r"^fence\.", time_last_before=data.T0)), [])
        # Names of DNSSEC's types are not told; and a page says that there is more.
        self.assertNotIn(("example.com.", "DS"), names(client.flex_rrnames_glob("example.com.")))
        with self.assertRaises(dnsdb2.QueryLimited):
            list(client.flex_rrnames_regex("many", limit=5))
        self.assertEqual(len(list(client.flex_rrnames_regex("many", limit=5, offset=3, ignore_limited=True))), 5)
        with self.assertRaises(dnsdb2.QueryError):
            list(client.flex_rrnames_regex("a(b"))
        self.assertIn(b"character 2", self.server.get(f"{V2}/regex/rrnames/a(b", READER).body)

    def test_20_v1_without_rows_is_404(self):
        for path in ("/lookup/rrset/name/nothing.example.net", "/lookup/rdata/ip/203.0.113.200",
                     "/lookup/rdata/name/nothing.example.net/NS"):
            self.assertEqual(self.refused(path, 404), "Error: no results found for query.\n")
        out, err = self.dnsdbq("-u", "dnsdb1", "-r", "nothing.example.net", "-j")
        self.assertEqual(out, "")
        self.assertIn("no results found", err)

    def test_21_v1_rdata_is_a_text_where_it_was_asked_for(self):
        for path, kind in (("rdata/ip/192.0.2.0,24", str), ("rdata/name/ns1.example.net", str),
                           ("rdata/raw/c000020a", str), ("rrset/name/www.example.com", list),
                           (f"rrset/raw/{data.WIRE_WWW}", list)):
            reply = self.server.get(f"/lookup/{path}", READER, accept="application/json")
            self.assertEqual(reply.fields["content-type"], "application/json")
            rows = reply.lines()
            self.assertTrue(rows)
            for row in rows:
                self.assertIs(type(row["rdata"]), kind, path)
                self.assertLessEqual(set(row), FIELDS)
                self.assertNotIn("cond", row)
        self.assertEqual(len(self.rows_of_dnsdbq("-u", "dnsdb1", "-r", "www.example.com/A")), 3)
        self.assertEqual(len(self.rows_of_dnsdbq("-u", "dnsdb1", "-i", "192.0.2.10")), 2)
        [summary] = self.server.get("/summarize/rrset/name/www.example.com/A", READER).lines()
        self.assertEqual((summary["count"], summary["num_results"]), (58, 3))
        # Limits cut here too, and nothing can tell so.
        self.assertEqual(len(self.server.get("/lookup/rrset/name/www.example.com/A?limit=1", READER).lines()), 1)

    def test_22_v1_rate_limit_by_get_and_post(self):
        for reply in (self.server.get("/lookup/rate_limit", data.SMALL),
                      self.server.ask("/lookup/rate_limit", "POST", {"X-Api-Key": data.SMALL}, b""),
                      self.server.ask("/lookup/rate_limit", "POST", {"X-Api-Key": data.SMALL}, b"{}")):
            self.assertEqual(reply.status, 200, reply.body)
            rate = reply.json()["rate"]
            self.assertEqual(rate, rate | {"limit": "unlimited", "remaining": "n/a", "reset": "n/a", "results_max": 7,
                                           "offset_max": 5})
        self.refused("/lookup/rate_limit", 403, key="wrong-key-00001")
        out, err = self.dnsdbq("-u", "dnsdb1", "-I", "-j")
        self.assertEqual((err, json.loads(out)["rate"]["limit"]), ("", "unlimited"))


if __name__ == "__main__":
    main()
