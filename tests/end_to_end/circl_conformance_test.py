#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""CIRCL's passive DNS as its clients use it, unchanged and over TLS: the Python library `pypdns`, dnsdbq, and MISP's
module, whose host is fixed; and MISP's two other modules that read passive DNS, of DNSDB and of COF files.

Tests with a number are lines of the conformance list.
"""
import base64
import json
import pathlib
import subprocess
import tempfile

import pymisp
import pypdns
import requests

from dnsdb_data import DAY, T0, ZONE
from fixed_host import Authority, misp_module
from program import cof, main, run
from serving import ENVIRONMENT, PATIENCE, Server, Serving

FIXED_HOST = "www.circl.lu"
USER, KEY, SMALL = "analyst", "reader-key-00001", "small-key-000001"
KEYS = f"{KEY} name=desk\n{SMALL} quota=1\n"
MANY = 130

RECORDS = "".join([
    cof("www.example.com", "A", "192.0.2.10", T0, T0 + DAY, count=42, **ZONE),
    cof("www.example.com", "A", "192.0.2.10", T0 - DAY, T0, count=3, bailiwick="com"),
    cof("www.example.com", "AAAA", "2001:db8::10", T0, T0 + DAY, count=6, **ZONE),
    cof("www.example.com", "TYPE65280", "\\# 2 abcd", T0, T0 + DAY, count=1, **ZONE),
    cof("www.example.com", "HTTPS", "1 . alpn=h2", T0, T0 + DAY, count=1, **ZONE),
    cof("alias.example.net", "CNAME", "www.example.com", T0, T0 + DAY, count=2),
    cof("example.com", "MX", "10 mail.example.com", T0, T0 + DAY, count=5, **ZONE),
    *(cof("many.example.org", "A", f"198.51.100.{i}", T0, T0 + i, count=i + 1) for i in range(MANY)),
])
ATTRIBUTE = {"type": "hostname", "value": "www.example.com", "uuid": "5f0b2f4e-7e0b-4c3e-9c0a-0123456789ab"}


class Circl(Serving):
    """All tests ask the same server, whose certificate a CA of the test's own has signed for the fixed host."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        here = cls.folder = pathlib.Path(folder.name)
        for source in ("sensor", "partner"):
            (here / source).write_text(RECORDS if source == "sensor" else RECORDS.splitlines()[0] + "\n")
            run("import", "--store", here / "store", "--source", source, here / source)
        cls.authority = Authority(here, FIXED_HOST)
        (here / "keys").write_text(KEYS)
        cls.server = Server(here / "store", "--api-key-file", here / "keys", "--tls-certificate",
                            cls.authority.server_certificate, "--tls-key", cls.authority.server_key)
        cls.addClassCleanup(cls.end_of_server)

    @classmethod
    def end_of_server(cls):
        code = cls.server.stop()
        assert code == 0, f"spoor serve ended with {code}\n{cls.server.errors()}"

    def ask(self, query, key=KEY, **fields):
        return requests.get(f"https://127.0.0.1:{self.server.port}/pdns/query/{query}", headers=fields, timeout=PATIENCE,
                            auth=(USER, key) if key else None, verify=self.authority.certificate)

    def client(self, key=KEY, **more):
        """pypdns with its own address: the host is led to our server."""
        return pypdns.PyPDNS(basic_auth=(USER, key), **more)

    # --- the conformance list -----------------------------------------------------------------------

    def test_23_nothing_is_200_and_an_empty_body(self):
        reply = self.ask("none.example")
        self.assertEqual((reply.status_code, reply.content), (200, b""))
        with self.authority.leading(self.server.port):
            self.assertEqual(list(self.client().iter_query("none.example")), [])
            self.assertEqual(self.client().query("none.example"), [])

    def test_24_pages_of_fifty_are_the_whole_answer(self):
        with self.authority.leading(self.server.port):
            paged = [(each.rrname, each.rdata, each.count) for each in self.client().iter_query("many.example.org")]
            whole = [(each["rrname"], each["rdata"], each["count"]) for each in self.client().query("many.example.org")]
        self.assertEqual(len(paged), MANY)
        self.assertEqual(sorted(paged), sorted(whole))
        last = self.ask("many.example.org", **{"dribble-paginate-count": str(MANY)})
        self.assertNotIn("x-dribble-cursor", last.headers)
        first = self.ask("many.example.org", **{"dribble-paginate-count": str(MANY - 1)})
        self.assertGreater(int(first.headers["x-dribble-cursor"]), 0)

    def test_25_times_are_numbers_and_origin_and_count_are_there(self):
        lines = [json.loads(line) for line in self.ask("www.example.com").text.splitlines()]
        self.assertEqual(len(lines), 5)
        for line in lines:
            self.assertIsInstance(line["time_first"], int)
            self.assertIsInstance(line["rdata"], str)
            self.assertEqual(line["origin"], f"https://127.0.0.1:{self.server.port}/")
            self.assertGreaterEqual(line["count"], 1)
        merged = next(line for line in lines if line["rrtype"] == "A")
        self.assertEqual((merged["count"], merged["time_first"], merged["time_last"]), (42 + 42 + 3, T0 - DAY, T0 + DAY))
        with self.authority.leading(self.server.port):
            records = self.client().rfc_query("www.example.com", sort_by="rrname")
        # The library looks each type up by name or number.
        self.assertEqual({each.rrtype for each in records}, {"A", "AAAA", "CNAME", "HTTPS", "TYPE65280"})
        self.assertEqual({each.rrname for each in records}, {"www.example.com", "alias.example.net"})

    def test_26_keys_come_by_basic(self):
        for key in (None, "wrong-key-00001"):
            reply = self.ask("www.example.com", key)
            self.assertEqual((reply.status_code, reply.headers["WWW-Authenticate"]), (401, "Basic"))
        with self.authority.leading(self.server.port), self.assertRaises(pypdns.UnauthorizedError):
            self.client("wrong-key-00001").query("www.example.com")
        token = base64.b64encode(f"{USER}:{KEY}".encode()).decode()
        with self.authority.leading(self.server.port):
            found = pypdns.PyPDNS(auth_token=f"Basic {token}").query("www.example.com")
        self.assertEqual(len(found), 5)

    def test_27_dnsdbq_speaks_it(self):
        config = self.folder / "dnsdbq.conf"
        config.write_text(f'CIRCL_AUTH="{USER}:{KEY}"\nCIRCL_SERVER="https://127.0.0.1:{self.server.port}/pdns/query"\n')
        env = ENVIRONMENT | {"DNSDBQ_CONFIG_FILE": str(config)}
        questions = ((("-r", "alias.example.net"), 1), (("-r", "many.example.org"), MANY), (("-i", "192.0.2.10"), 1),
                     (("-r", "none.example"), 0))
        for words, expected in questions:
            done = subprocess.run(["dnsdbq", "-u", "circl", "-U", "-j", *words], capture_output=True, text=True, env=env,
                                  timeout=PATIENCE, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            self.assertEqual(len(done.stdout.splitlines()), expected, done.stdout)
        # A number as a type, as the format has it where there is no mnemonic, is nothing that it can show: it says so.
        done = subprocess.run(["dnsdbq", "-u", "circl", "-U", "-j", "-r", "www.example.com"], capture_output=True, text=True,
                              env=env, timeout=PATIENCE, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, "rrtype must be a string\n"))
        self.assertEqual(len(done.stdout.splitlines()), 4, done.stdout)

    # --- what else its clients do -------------------------------------------------------------------

    def test_filters_by_type(self):
        with self.authority.leading(self.server.port):
            found = list(self.client(disable_active_query=True).iter_query("www.example.com", filter_rrtype="AAAA"))
        self.assertEqual([each.rdata for each in found], ["2001:db8::10"])

    def test_a_quota_that_is_used_up(self):
        with self.authority.leading(self.server.port):
            self.client(SMALL).query("www.example.com")
            with self.assertRaises(pypdns.RateLimitError):
                self.client(SMALL).query("www.example.com")

    def objects(self, answer):
        """Values by relation of MISP's objects."""
        self.assertNotIn("error", answer)
        return [{each["object_relation"]: str(each["value"]) for each in found["Attribute"]}
                for found in answer["results"]["Object"]]

    def test_misp_asks_circl(self):
        module = misp_module("expansion/circl_passivedns")
        config = {"username": USER, "password": KEY}
        with self.authority.leading(self.server.port):
            answer = module.dict_handler({"config": config, "attribute": dict(ATTRIBUTE)})
            address = module.dict_handler({"config": config, "attribute": ATTRIBUTE | {"type": "ip-dst", "value": "192.0.2.10"}})
        found = json.loads(json.dumps(answer, default=pymisp.abstract.pymisp_json_default))
        self.assertEqual(len(self.objects(found)), 5)
        self.assertIn(("www.example.com", "A", "192.0.2.10", "87"),
                      {(each["rrname"], each["rrtype"], each["rdata"], each["count"]) for each in self.objects(found)})
        self.assertNotIn("error", address)

    def test_19_misp_asks_dnsdb_with_a_limit_as_text(self):
        module = misp_module("expansion/farsight_passivedns")
        with self.authority.leading(self.server.port):
            answer = module.handler(json.dumps({
                "config": {"apikey": KEY, "server": f"https://{FIXED_HOST}", "limit": "3", "flex_queries": "true"},
                "attribute": ATTRIBUTE | {"first_seen": "2019-01-01T00:00:00.000000+00:00"}}))
        found = self.objects(answer)
        self.assertIn("192.0.2.10", {each.get("rdata") for each in found})
        self.assertIn("alias.example.net.", {each.get("rrname") for each in found})

    def test_misp_reads_our_cof(self):
        module = misp_module("import_mod/cof2misp")
        lines = requests.get(f"https://127.0.0.1:{self.server.port}/api/v1/records", timeout=PATIENCE,
                             params={"q": "www.example.com", "type": "A,AAAA", "format": "cof", "merge": "bailiwicks"},
                             headers={"X-Api-Key": KEY}, verify=self.authority.certificate).text
        answer = module.handler(json.dumps({"data": base64.b64encode(lines.encode()).decode()}))
        self.assertIn(("www.example.com", "A", "192.0.2.10"),
                      {(each["rrname"], each["rrtype"], each["rdata"]) for each in self.objects(answer)})


if __name__ == "__main__":
    main()
