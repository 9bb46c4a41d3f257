#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The document src/api/v1/openapi.yaml: it is valid, it names exactly the routes that the program has, and what the
program answers, to questions of ours and to thousands that schemathesis makes up from the document, is as it says.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import jsonschema
import openapi_spec_validator
import yaml

import dnsdb_data as data
from dnsdb_data import READER
from program import main, run
from serving import ENVIRONMENT, Serving

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "src" / "api" / "v1" / "openapi.yaml"
HERE = pathlib.Path(__file__).resolve().parent
SCOPES = {"open", "read", "import", "sensor"}


def load():
    return yaml.safe_load(DOCUMENT.read_text())


def operations(document):
    """(method, path, operation, path item) of each."""
    for path, item in document["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method in item:
                yield method.upper(), path, item[method], item


def expanded(pattern):
    """The paths of a pattern with optional segments: /a/{b?} is /a and /a/{b}."""
    *always, = (segment for segment in pattern.split("/") if not segment.endswith("?}"))
    optional = [segment.replace("?}", "}") for segment in pattern.split("/") if segment.endswith("?}")]
    for count in range(len(optional) + 1):
        yield "/".join([*always, *optional[:count]]) or "/"


class Document(Serving):
    def test_it_is_valid(self):
        openapi_spec_validator.validate(load())

    def test_nothing_in_it_is_unused_or_twice(self):
        text = DOCUMENT.read_text()
        document = load()
        for kind in ("parameters", "headers", "responses", "schemas"):
            for name in document["components"][kind]:
                if (kind, name) not in {("schemas", "Ending"), ("schemas", "V1Row"), ("schemas", "V2Line"), ("schemas", "BulkLine"),
                                        ("schemas", "BulkTotals")}:
                    self.assertIn(f"#/components/{kind}/{name}'", text)
        ids = [operation["operationId"] for _, _, operation, _ in operations(document)]
        self.assertEqual(sorted(ids), sorted(set(ids)))
        for _, path, operation, item in operations(document):
            names = [reference["$ref"] for reference in [*item.get("parameters", []), *operation.get("parameters", [])]]
            self.assertEqual(sorted(names), sorted(set(names)), path)

    def test_it_has_the_routes_of_the_program(self):
        table = {}
        for line in run("serve", "--print-routes").stdout.splitlines():
            method, pattern, scope = line.split()
            self.assertIn(scope.lower(), SCOPES, line)
            if re.search(r"\{\d", pattern):
                continue  # catches what is below a prefix and has no route, to say so
            for path in expanded(pattern):
                self.assertNotIn((method, path), table)
                table[method, path] = scope.lower()
        self.assertGreater(len(table), 50)
        described = {}
        for method, path, operation, _ in operations(load()):
            is_open = operation.get("security") == []
            scope = {"import": "import", "batches": "sensor"}.get(path.rsplit("/", 1)[-1], "read")
            described[method, path] = "open" if is_open else scope
        self.assertEqual(described, table)


class Answers(Serving):
    """Real answers against the document's schemas."""

    def setUp(self):
        super().setUp()
        data.fill(self.store, self.folder, int(time.time()))
        self.server = self.serve("--api-key-file", self.write("keys", data.KEYS), "--d4", "red")
        self.document = load()

    def fits(self, value, schema):
        root = {"$ref": f"#/components/schemas/{schema}", "components": self.document["components"]}
        errors = sorted(jsonschema.Draft202012Validator(root).iter_errors(value), key=str)
        self.assertEqual([], [f"{error.json_path}: {error.message}" for error in errors], value)

    def get(self, path, status=200, key=READER, **fields):
        reply = self.server.get(path, key, **fields)
        self.assertEqual(reply.status, status, f"{path}\n{reply.body[:500]}")
        return reply

    def test_the_document_is_served(self):
        reply = self.get("/api/v1/openapi.yaml", key=None)
        self.assertEqual(reply.body, DOCUMENT.read_bytes())

    def test_batches_of_sensors(self):
        for status in (201, 200):
            reply = self.server.ask("/api/v1/sensor/batches", "POST", {"X-Api-Key": data.BOTH}, data.SENSOR_BATCH)
            self.assertEqual(reply.status, status, reply.body)
            self.fits(reply.json(), "CollectedBatch")
        self.assertEqual(reply.json()["rows"], 1)

    def test_records(self):
        for query in ("q=*.example.com", "q=*.example.com&limit=1", "q=*.example.com&times=iso",
                      "q=example.com&merge=sources", "q=192.0.2.0/24&merge=bailiwicks", "q=nothing.example.net",
                      "q=hostmaster@example.com",
                      "q=c000&in=raw", "q=v%3Dspf1", "q=www.example.*&sort=-last_seen&offset=1",
                      "q=*&sort=-rdata,ttl&limit=3", "q=*&limit=0", "q=*&seen=2001..&count_min=1&not_type=A",
                      "q=*&not_tag=cdn&not_asn=AS64500&not_source=zones&only=2001..",
                      "q=*&merge=bailiwicks&details=days,ttl", "q=192.0.2.0/24&merge=sources&sort=-count&details=ttl",
                      "q=*&name=www.example.com&not_rdata=192.0.2.10&tld=com&not_tld=net&domain=example.com",
                      "q=*&bailiwick=unknown&bailiwick=com&not_name=a.example&not_domain=b.example&rdata=192.0.2.10"):
            with self.subTest(query):
                answer = self.get(f"/api/v1/records?{query}").json()
                self.fits(answer, "Records")
                self.assertEqual(answer["returned"], len(answer["rows"]))
                lines = self.get(f"/api/v1/records?{query}&format=ndjson").lines()
                for row in lines[:-1]:
                    self.fits(row, "Row")
                self.fits(lines[-1], "Ending")
                self.assertEqual(lines[:-1], answer["rows"])
        self.fits({"rrname": "example.com.", "rrtype": "A", "rdata": "192.0.2.1", "how": "sensor", "count": 1,
                   "time_first": 1, "time_last": 1}, "Row")
        with self.assertRaises(AssertionError):  # the yardstick itself
            self.fits({"rrname": "example.com.", "rrtype": "A", "rdata": "192.0.2.1", "how": "zone", "count": 1,
                       "time_first": 1, "time_last": 1}, "Row")

    def test_registrations(self):
        rdap = {"ldhName": "example.com", "status": ["active"], "nameservers": [{"ldhName": "ns1.example.net"}],
                "events": [{"eventAction": "registration", "eventDate": "2020-01-02T03:04:05Z"}],
                "entities": [{"roles": ["registrant", "technical"], "vcardArray": ["vcard", [
                    ["fn", {}, "text", "Example Holder"], ["email", {}, "text", "hostmaster@example.com"]]]}]}
        run("registration", "import", "--store", self.store, "--source", "rdap",
            self.write("registration.json", json.dumps(rdap)))
        for query in ("domain=example.com", "domain=example.com&times=iso&raw=true", "domain=nothing.example.net"):
            self.fits(self.get(f"/api/v1/registration?{query}").json(), "Registrations")
        for query in ("q=hostmaster@example.com", "q=exam*&field=name&times=iso", "q=holder&field=name&match=words"):
            answer = self.get(f"/api/v1/registration/search?{query}").json()
            self.fits(answer, "FoundRegistrations")
            self.assertEqual(answer["total"], 1)
        for times in ("unix", "iso"):
            answer = self.get(f"/api/v1/mailboxes?q=hostmaster@example.com&times={times}").json()
            self.fits(answer, "Mailbox")
            self.assertEqual((answer["registrations"]["total"], answer["zones"]["total"]), (1, 1))
        self.fits(self.get("/v2/nothing", status=404).json(), "PassiveTotalError")

    def test_what_was_pasted(self):
        for pasted in ("hxxp://www[.]example[.]com/x", "*.example.com type:A -cdn since:-9w", "a.example 192.0.2.300",
                       "/^mail/ in:rdata", "b\u00fccher.example seen:2020..", "192.0.2.0/24 limit:1 sort:-count"):
            for rows in ("false", "true"):
                with self.subTest(pasted, rows=rows):
                    query = urllib.parse.urlencode({"q": pasted, "rows": rows})
                    self.fits(self.get(f"/api/v1/ask?{query}").json(), "Asked")
        answer = self.get("/api/v1/ask?q=*.example.com&rows=true&limit=1&merge=sources&sort=-count&details=days"
                          "&enrich=true").json()
        self.fits(answer, "Asked")
        self.assertEqual(answer["returned"], 1)
        self.assertIn("days", answer["rows"][0])
        answer = self.get("/api/v1/ask?q=*.example.com%20limit:1&rows=true").json()
        link = answer["understood"][0]["links"]["records"]
        self.assertEqual(self.get(link).json()["rows"], answer["rows"])
        following = self.get(f"{link}&from={answer['next']}").json()
        self.fits(following, "Records")
        self.assertNotEqual(following["rows"], answer["rows"])

    def test_bulk(self):
        body = "www.example.com\n192.0.2.300\n\n# remark\n192.0.2.0/24 type:A limit:1\n*.example.net in:rdata seen:2001..\n"
        reply = self.server.ask("/api/v1/bulk?limit=3&times=iso", "POST", {"X-Api-Key": READER}, body.encode())
        self.assertEqual(reply.status, 200, reply.body)
        lines = reply.lines()
        self.assertEqual([line["line"] for line in lines[:-1]], [1, 2, 5, 6])
        for line in lines[:-1]:
            self.fits(line, "BulkLine")
        self.fits(lines[-1], "BulkTotals")
        self.assertEqual(lines[-1]["errors"], 1)

    def test_summaries_status_and_health(self):
        for query in ("q=*.example.com", "q=*", "q=nothing.example.net", "q=example.com&merge=sources&times=iso"):
            self.fits(self.get(f"/api/v1/records/summary?{query}").json(), "Summary")
        for query in ("", "?exact=true", "?exact=false&times=iso"):
            self.fits(self.get(f"/api/v1/status{query}").json(), "Status")
        self.assertGreater(self.get("/api/v1/status").json()["free_bytes"], 0)
        self.fits(self.get("/healthz", key=None).json(), "Health")

    def test_sources_and_their_deliveries(self):
        for query in ("", "?times=iso"):
            answer = self.get(f"/api/v1/sources{query}").json()
            self.fits(answer, "Sources")
            self.assertTrue(answer["ledger"])
        for source in answer["sources"]:
            name = urllib.parse.quote(source["name"], safe="")
            told = self.get(f"/api/v1/sources/{name}/deliveries?limit=1").json()
            self.fits(told, "Deliveries")
            self.assertEqual(told["total"], source["deliveries"])
        self.assertGreater(sum(source["records"] for source in answer["sources"]), 0)
        self.assertGreater(answer["store"]["growth"][-1]["records"], 0)
        self.fits(self.get("/api/v1/sources/nobody/deliveries", 404).json(), "Problem")

    def test_kept_answers(self):
        answer = self.get("/api/v1/records?q=*&sort=-last_seen&keep=true&limit=2").json()
        self.fits(answer, "Records")
        page = self.get(f"/api/v1/answers/{answer['answer']}?offset=1&limit=2&times=iso&details=days,ttl").json()
        self.fits(page, "Records")
        self.assertEqual(page["rows"][0]["rrname"], answer["rows"][1]["rrname"])
        self.fits(self.get(f"/api/v1/answers/{answer['answer']}?format=ndjson").lines()[-1], "Ending")
        self.fits(self.get(f"/api/v1/answers/{'0' * 32}", 410).json(), "Problem")

    def test_rollups(self):
        for query in ("q=*.example.com", "q=*&merge=sources&times=iso", "q=nothing.example.net", "q=192.0.2.0/24"):
            self.fits(self.get(f"/api/v1/records/facets?{query}").json(), "Facets")
            self.fits(self.get(f"/api/v1/records/facets?{query}&facets=name,tag").json(), "Facets")
            for options in ("", "&of=last_seen&step=month", "&step=week"):
                self.fits(self.get(f"/api/v1/records/histogram?{query}{options}").json(), "Histogram")
            self.fits(self.get(f"/api/v1/records/groups?{query}&limit=1").json(), "Groups")
            self.fits(self.get(f"/api/v1/records/pivots?{query}&limit=3").json(), "Pivots")
            for options in ("", "&depth=3", "&new_after=-9w&collapse=false", "&under=com"):
                self.fits(self.get(f"/api/v1/records/tree?{query}{options}").json(), "Tree")

    def test_questions_about_time(self):
        for query, schema in (
                ("calendar?q=*.example.com", "Calendar"), ("calendar?q=192.0.2.10&day_from=-30d", "Calendar"),
                ("calendar?q=nothing.example.net", "Calendar"), ("calendar?q=*&by=type", "Calendar"), ("lanes?q=www.example.com&times=iso", "Lanes"),
                ("lanes?q=192.0.2.0/24&limit=1&sort=-count", "Lanes"), ("lanes?q=nothing.example.net", "Lanes"),
                ("first?q=www.example.com&of=domain", "First"), ("first?q=*&value=192.0.2.10&times=iso", "First"),
                ("first?q=nothing.example.net", "First"), ("changes?q=*&silence=1", "Changes"),
                ("changes?q=*.example.com&kind=appeared&kind=moved&limit=1&times=iso", "Changes"),
                ("compare?q=*&before=2001-09-09..2020-01-01&after=now", "Comparison"),
                ("compare?q=www.example.com&with=example.com", "Comparison"),
                ("compare?q=192.0.2.0/24&source=sensor1&with_source=zones", "Comparison"),
                ("watched", "Watched"), ("watched?source=sensor1&day_from=-30d", "Watched")):
            with self.subTest(query):
                self.fits(self.get(f"/api/v1/history/{query}").json(), schema)

    def test_enrichment_and_addresses(self):
        for query in ("www.example.co.uk", "com", "192.0.2.10", "2001:db8::10&times=iso"):
            self.fits(self.get(f"/api/v1/enrichment?q={query}").json(), "Enrichment")
        for query in ("192.0.2.10", "192.0.2.0/24&times=iso&sort=names&limit=2", "2001:db8::10&at=2020-01-01",
                      "192.0.2.10&name=www.example.com&name=example.net", "203.0.113.0/28&offset=1"):
            self.fits(self.get(f"/api/v1/addresses/profile?q={query}").json(), "AddressProfile")
        for row in self.get("/api/v1/records?q=*&enrich=true").json()["rows"]:
            self.fits(row, "Row")

    def test_problems(self):
        for path, status, key in (("/api/v1/records", 400, READER), ("/api/v1/records?q=a..b", 400, READER),
                                  ("/api/v1/records?q=a", 401, None), ("/api/v1/records?q=a", 403, data.IMPORT),
                                  ("/no/such/path", 404, READER), ("/api/v1/records?q=a&nobody=knows", 400, READER)):
            reply = self.get(path, status, key)
            self.assertEqual(reply.fields["content-type"], "application/problem+json")
            self.fits(reply.json(), "Problem")
            self.assertEqual(reply.json()["status"], status)

    def test_dnsdb_lines(self):
        for path in ("lookup/rrset/name/*.example.com", "lookup/rrset/name/*.example.com/ANY-DNSSEC",
                     "lookup/rdata/ip/192.0.2.0,24", "lookup/rdata/name/ns1.example.net",
                     "lookup/rrset/name/www.example.com?limit=1", "lookup/rrset/name/*.example.com?humantime=t",
                     "lookup/rrset/name/nothing.example.net", "summarize/rrset/name/*.example.com"):
            for line in self.get(f"/dnsdb/v2/{path}").lines():
                self.fits(line, "V2Line")
            if "nothing" not in path:
                for line in self.get(f"/{path}").lines():
                    self.fits(line, "DnsdbSummary" if path.startswith("summarize") else "V1Row")
        for path, key in (("/lookup/rate_limit", READER), ("/dnsdb/v2/rate_limit", data.QUOTA),
                          ("/dnsdb/v2/rate_limit", data.BURST), ("/dnsdb/v2/rate_limit", data.SMALL)):
            self.fits(self.get(path, key=key).json(), "RateLimit")
        self.fits(self.get("/dnsdb/v2/ping", key=None).json(), "Pong")

    def test_import_reports(self):
        feed = data.SENSOR2.encode()
        reply = self.server.ask("/api/v1/import?source=web", "POST", {"X-Api-Key": data.BOTH}, feed)
        self.assertEqual(reply.status, 200, reply.body)
        self.fits(reply.json(), "ImportReport")
        reply = self.server.ask("/api/v1/import?source=web", "POST", {"X-Api-Key": data.BOTH}, b"hello\n")
        self.assertEqual(reply.status, 415, reply.body)
        self.fits(reply.json(), "Problem")


class MadeUpRequests(Serving):
    """schemathesis, always with the same numbers."""

    def setUp(self):
        super().setUp()
        data.fill(self.store, self.folder, int(time.time()))

    def schemathesis(self, server, examples, *words):
        with tempfile.TemporaryDirectory() as work:
            env = ENVIRONMENT | {"SCHEMATHESIS_HOOKS": "openapi_hooks", "PYTHONPATH": str(HERE), "HOME": work,
                                 "NO_PROXY": "*"}
            program = pathlib.Path(sys.executable).parent / "schemathesis"
            done = subprocess.run(
                [program, "--no-color", "run", DOCUMENT, "--url", server.url, "--phases", "examples,coverage,fuzzing",
                 "--max-examples", str(examples), "--generation-deterministic",
                 "--workers", "1", "--request-timeout", "30",
                 "--suppress-health-check", "all", "--warnings", "off", "--continue-on-failure", *words],
                cwd=work, env=env, capture_output=True, text=True, timeout=1000, check=False)
        self.assertEqual(done.returncode, 0, f"{done.stdout[-20_000:]}\n{done.stderr[-2000:]}")
        # Nothing was found because much was asked, not because nothing was.
        asked = int(re.search(r"([\d,]+) generated", done.stdout)[1].replace(",", ""))
        self.assertGreater(asked, 1000, done.stdout[-3000:])
        return done.stdout

    def test_with_a_key(self):
        server = self.serve("--api-key-file", self.write("keys", data.KEYS), "--d4", "red")
        self.schemathesis(server, 30, "--header", f"X-Api-Key:{data.BOTH}")
        self.assertEqual(server.get("/healthz").status, 200)

    @unittest.skipIf(os.environ.get("SPOOR_TEST_SANITIZED"), "the same requests again: under a sanitizer that takes minutes")
    def test_without_keys(self):
        server = self.serve()
        self.schemathesis(server, 5, "--exclude-checks", "ignored_auth")
        self.assertEqual(server.get("/healthz").status, 200)


if __name__ == "__main__":
    main()
