#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PassiveTotal's API as its clients use it, unchanged and over TLS: the Python library `passivetotal` with its analyzer,
and MISP's module, whose host is fixed.

Tests with a number are lines of the conformance list.
"""
import json
import os
import pathlib
import ssl
import tempfile

HOME = tempfile.TemporaryDirectory()  # the library writes its configuration
os.environ["HOME"] = HOME.name

import passivetotal.analyzer  # noqa: E402
import requests  # noqa: E402
import urllib3  # noqa: E402
from passivetotal.libs.account import AccountClient  # noqa: E402
from passivetotal.libs.actions import ActionsClient  # noqa: E402
from passivetotal.libs.attributes import AttributeRequest  # noqa: E402
from passivetotal.libs.dns import DnsRequest  # noqa: E402
from passivetotal.libs.enrichment import EnrichmentRequest  # noqa: E402
from passivetotal.libs.ssl import SslRequest  # noqa: E402
from passivetotal.libs.whois import WhoisRequest  # noqa: E402

from dnsdb_data import DAY, T0, ZONE  # noqa: E402
from fixed_host import Authority, misp_module  # noqa: E402
from program import cof, main, run  # noqa: E402
from serving import Server, Serving  # noqa: E402

FIXED_HOST = "api.passivetotal.org"
USER, KEY, SMALL = "analyst@example.com", "reader-key-00001", "small-key-000001"
KEYS = f"{KEY} name=desk\n{SMALL} quota=1\n"

SENSOR = "".join([
    cof("www.example.com", "A", "192.0.2.10", T0, T0 + DAY, count=42, **ZONE),
    cof("www.example.com", "A", "192.0.2.10", T0 - DAY, T0, count=3, bailiwick="com"),
    cof("www.example.com", "A", "192.0.2.11", T0 + 2 * DAY, T0 + 10 * DAY, count=7, **ZONE),
    cof("www.example.com", "AAAA", "2001:db8::10", T0, T0 + DAY, count=6, **ZONE),
    cof("example.com", "NS", "ns1.example.net", T0, T0 + DAY, count=6, bailiwick="com"),
    cof("example.com", "SOA", "ns1.example.net host.master.example.org 1 2 3 4 5", T0, T0 + DAY, count=2, **ZONE),
    cof("deep.down.example.com", "A", "192.0.2.10", T0, T0 + DAY, count=1, **ZONE),
])
PARTNER = cof("www.example.com", "A", "192.0.2.10", T0 + DAY, T0 + 20 * DAY, count=8, **ZONE)


def contact(role, name, mailbox, telephone=None):
    card = [["version", {}, "text", "4.0"], ["fn", {}, "text", name], ["email", {}, "text", mailbox],
            ["org", {}, "text", "Example Org"], ["adr", {"cc": "LU"}, "text", ["", "", "1 Example Way", "Town", "", "", ""]]]
    if telephone:
        card.append(["tel", {"type": "voice"}, "uri", f"tel:{telephone}"])
    return {"objectClassName": "entity", "roles": [role], "vcardArray": ["vcard", card]}


def domain(name, *entities):
    events = [{"eventAction": action, "eventDate": date} for action, date in (
        ("registration", "2020-01-02T03:04:05Z"), ("expiration", "2030-01-02T03:04:05Z"),
        ("last changed", "2021-01-02T03:04:05Z"), ("last update of RDAP database", "2022-01-02T03:04:05Z"))]
    registrar = {"roles": ["registrar"], "vcardArray": ["vcard", [["fn", {}, "text", "Example Registrar"]]]}
    return json.dumps({"objectClassName": "domain", "ldhName": name, "events": events, "port43": "whois.example.net",
                       "entities": [*entities, registrar], "nameservers": [{"ldhName": "ns1.example.net"}]}) + "\n"


RDAP = (domain("example.com", contact("registrant", "Example Holder", "holder@example.org", "+1.5550100"),
               contact("administrative", "Example Admin", "admin@example.org"))
        + domain("example.net", contact("registrant", "Example Holder", "holder@example.org")))


class PassiveTotal(Serving):
    """All tests ask the same server, whose certificate a CA of the test's own has signed for the fixed host."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        cls.keep_records(here)
        cls.authority = Authority(here, FIXED_HOST)
        cls.ca = cls.authority.certificate
        (here / "keys").write_text(KEYS)
        cls.server = Server(here / "store", "--api-key-file", here / "keys", "--tls-certificate",
                            cls.authority.server_certificate, "--tls-key", cls.authority.server_key)
        cls.addClassCleanup(cls.end_of_server)
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # the library does not check 127.0.0.1

    @classmethod
    def keep_records(cls, here):
        for source, content in (("sensor", SENSOR), ("partner", PARTNER)):
            (here / source).write_text(content)
            run("import", "--store", here / "store", "--source", source, here / source)
        (here / "registration.ndjson").write_text(RDAP)
        run("registration", "import", "--store", here / "store", "--source", "rdap", here / "registration.ndjson")

    @classmethod
    def end_of_server(cls):
        code = cls.server.stop()
        assert code == 0, f"spoor serve ended with {code}\n{cls.server.errors()}"

    def client(self, kind, key=KEY, **more):
        return kind(USER, key, server=f"127.0.0.1:{self.server.port}", **more)

    def ask(self, method, path, prefix="/v2", **more):
        reply = requests.request(method, f"https://127.0.0.1:{self.server.port}{prefix}/{path}", auth=(USER, KEY),
                                 verify=self.ca, timeout=30, **more)
        self.assertEqual(reply.headers["Content-Type"], "application/json")
        return reply

    # --- the conformance list -----------------------------------------------------------------------

    def test_28_the_library_over_tls_on_the_loopback(self):
        found = self.client(DnsRequest).get_passive_dns(query="www.example.com")
        self.assertEqual(found["totalRecords"], 3)
        self.assertEqual(self.client(AccountClient).get_account_details()["username"], "desk")
        with self.assertRaises(requests.exceptions.SSLError):  # a client that checks does not take it for another's
            requests.get(f"https://127.0.0.1:{self.server.port}/v2/account", auth=(USER, KEY), timeout=30)
        self.assertEqual(self.ask("GET", "account").status_code, 200)
        with self.assertRaises(ssl.SSLCertVerificationError):
            context = ssl.create_default_context(cafile=self.ca)
            context.wrap_socket(urllib3.util.connection.create_connection(("127.0.0.1", self.server.port)),
                                server_hostname="www.example.com")

    def test_31_parameters_in_query_and_in_bodies_of_get_and_post(self):
        question = {"query": "www.example.com", "start": None, "end": "2020-09-14"}
        for prefix in ("/v2", "/pt/v2"):
            by_query = self.ask("GET", "dns/passive/unique", prefix, params=question).json()
            self.assertEqual(by_query["results"], ["192.0.2.10", "2001:db8::10"])
            for method in ("GET", "POST"):
                self.assertEqual(self.ask(method, "dns/passive/unique", prefix, json=question).json(), by_query)
        bulk = self.client(EnrichmentRequest).get_bulk_enrichment(query=["www.example.com", "192.0.2.10"])
        self.assertEqual(set(bulk["results"]), {"www.example.com", "192.0.2.10"})
        self.assertEqual(bulk["results"]["www.example.com"]["primaryDomain"], "example.com")
        self.assertEqual(self.client(EnrichmentRequest).get_bulk_osint(query=["a.example"])["results"], {})
        self.assertEqual(self.ask("POST", "dns/passive", data="no JSON").status_code, 400)

    def test_32_whois_with_four_contacts_compact_and_times_with_a_zone(self):
        record = self.client(WhoisRequest).get_whois_details(query="www.example.com", compact_record=True)
        self.assertEqual(record["domain"], "example.com")
        self.assertEqual([record[role].get("email") for role in ("registrant", "admin", "tech", "billing")],
                         ["holder@example.org", "admin@example.org", None, None])
        self.assertEqual(record["registered"], "2020-01-02T03:04:05.000+0000")
        self.assertEqual(record["compact"]["telephone"]["raw"], ["+1.5550100"])
        self.assertEqual(record["compact"]["name"]["raw"], ["Example Holder", "Example Admin"])
        whois = passivetotal.analyzer.whois.DomainWhois(record)
        self.assertGreater(whois.age, 2000)
        self.assertEqual(whois.date_expires.isoformat(), "2030-01-02T03:04:05+00:00")
        self.assertEqual(set(whois.as_dict["emails"]), {"holder@example.org", "admin@example.org"})
        self.assertEqual(str(whois.tech.email), "")
        for nobody in ("none.example", "192.0.2.10"):
            empty = self.client(WhoisRequest).get_whois_details(query=nobody)
            self.assertEqual((empty["domain"], empty["registrant"]), (nobody, {}))

    def misp(self, **request):
        """MISP's module, its host led to our server by name and vouched for by the test's CA."""
        module = misp_module("expansion/passivetotal")
        with self.authority.leading(self.server.port):
            answer = module.handler(json.dumps(request | {"config": {"username": USER, "api_key": KEY}}))
        self.assertNotIn("error", answer)
        values = {}
        for result in answer["results"]:
            for kind in result["types"]:
                values.setdefault(kind, set()).update(result["values"])
        return values

    def test_33_misp_asks_for_everything_of_a_domain(self):
        values = self.misp(domain="www.example.com")
        self.assertEqual(values["ip-src"], {"192.0.2.10", "192.0.2.11", "2001:db8::10"})
        self.assertEqual(values["whois-registrant-email"], {"holder@example.org"})
        self.assertEqual(values["whois-registrant-phone"], {"+1.5550100"})
        self.assertEqual(values["whois-registrant-name"], {"Example Holder", "Example Admin"})
        self.assertEqual(values["whois-registrar"], {"Example Registrar"})
        self.assertEqual(values["whois-creation-date"], {"2020-01-02T03:04:05.000+0000"})
        for nothing in ("link", "md5", "x509-fingerprint-sha1"):
            self.assertEqual(values[nothing], set())

    def test_33_misp_asks_for_everything_of_an_address_and_of_nobody(self):
        self.assertEqual(self.misp(**{"ip-src": "192.0.2.10"})["domain"], {"www.example.com", "deep.down.example.com"})
        self.assertEqual(self.misp(hostname="none.example")["ip-dst"], set())

    def test_33_misp_asks_who_else(self):
        self.assertEqual(self.misp(**{"whois-registrant-email": "Holder@example.org"})["domain"],
                         {"example.com", "example.net"})
        self.assertEqual(self.misp(**{"whois-registrant-phone": "+1 555 0100"})["domain"], {"example.com"})
        self.assertEqual(self.misp(**{"x509-fingerprint-sha1": "00" * 20})["domain"], set())

    # --- besides it -----------------------------------------------------------------------------------

    def test_passive_dns_is_joined_over_bailiwick_and_source(self):
        found = self.client(DnsRequest).get_passive_dns(query="www.example.com")["results"]
        [joined] = [each for each in found if each["resolve"] == "192.0.2.10"]
        self.assertEqual(joined["source"], ["partner", "sensor"])
        self.assertEqual((joined["firstSeen"], joined["lastSeen"]), ("2020-09-12 12:26:40", "2020-10-03 12:26:40"))
        self.assertEqual(len({each["recordHash"] for each in found}), 3)
        again = self.client(DnsRequest, version="pt/v2").get_passive_dns(query="www.example.com")["results"]
        self.assertEqual(again, found)
        fenced = self.client(DnsRequest).get_passive_dns(query="www.example.com", start="2020-09-20 00:00:00",
                                                         end="2020-09-30 23:59:59")["results"]
        self.assertEqual({each["resolve"] for each in fenced}, {"192.0.2.10", "192.0.2.11"})
        below = self.client(DnsRequest).get_passive_dns(query="*.example.com")
        self.assertEqual({each["resolve"] for each in below["results"] if each["resolveType"] == "email"},
                         {"host@master.example.org"})
        self.assertEqual(self.client(DnsRequest).get_passive_dns(query="none.example")["results"], [])

    def test_the_analyzer(self):
        passivetotal.analyzer.init(username=USER, api_key=KEY, server=f"127.0.0.1:{self.server.port}")
        passivetotal.analyzer.set_date_range(start="2020-09-01", end="2020-12-31")
        host = passivetotal.analyzer.Hostname("www.example.com")
        resolutions = host.resolutions
        self.assertEqual({str(each.ip) for each in resolutions.only_a_records}, {"192.0.2.10", "192.0.2.11"})
        self.assertEqual(resolutions.newest.sources, ["partner", "sensor"])
        address = passivetotal.analyzer.IPAddress("192.0.2.10")
        self.assertEqual({each.resolve for each in address.resolutions}, {"www.example.com", "deep.down.example.com"})
        self.assertEqual({str(each) for each in host.subdomains}, {"deep.down", "www"})
        self.assertEqual(str(host.whois.registrant_email), "holder@example.org")
        self.assertEqual({each.domain.hostname for each in host.whois.email.records}, {"example.com", "example.net"})
        for nothing in (host.malware, host.components, host.trackers, host.cookies):
            self.assertEqual(len(nothing), 0)

    def test_whois_by_each_field(self):
        client = self.client(WhoisRequest)
        for field, query, count in (("email", "admin@example.org", 1), ("name", "example holder", 2),
                                    ("organization", "EXAMPLE ORG", 2), ("address", "1 example way, town, lu", 2),
                                    ("phone", "15550100", 1), ("nameserver", "ns1.example.net", 2),
                                    ("domain", "example.net", 1), ("email", "none@example.org", 0)):
            found = client.search_whois_by_field(query=query, field=field)["results"]
            self.assertEqual(len(found), count, (field, query))
        self.assertEqual([each["domain"] for each in client.search_keyword(query="net")["results"]], ["example.net"])

    def test_what_is_not_known_is_empty(self):
        self.assertEqual(self.client(SslRequest).get_ssl_certificate_history(query="192.0.2.10")["results"], [])
        self.assertEqual(self.client(AttributeRequest).get_host_attribute_components(query="www.example.com")["results"], [])
        actions = self.client(ActionsClient)
        self.assertEqual(actions.get_tags(query="example.com")["tags"], [])
        self.assertEqual(actions.get_classification_status(query="example.com")["classification"], "unknown")
        self.assertIs(actions.get_sinkhole_status(query="192.0.2.10")["sinkhole"], False)
        account = self.client(AccountClient)
        self.assertEqual(account.get_account_history()["history"], [])
        self.assertEqual({each["source"] for each in account.get_account_sources()["sources"]}, {"sensor", "partner"})
        self.assertIn("search_api", account.get_account_quota()["user"]["limits"])

    def test_keys_and_quotas(self):
        with self.assertRaisesRegex(Exception, "401"):
            self.client(AccountClient, "wrong-key-00001").get_account_details()
        self.assertEqual(self.client(AccountClient, SMALL).get_account_details()["organization"], "spoor")
        reply = requests.get(f"https://127.0.0.1:{self.server.port}/v2/account", auth=(USER, SMALL), verify=self.ca,
                             timeout=30)
        self.assertEqual(reply.status_code, 429)
        self.assertTrue(reply.json()["message"].startswith("quota_exceeded"))


if __name__ == "__main__":
    main()
