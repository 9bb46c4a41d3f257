#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The questions that Spoor exists for, asked over a simulated capture, each answer compared row by row with the
simulator's own truth: who lived where, what is below a name, who shares a name server, a mail server, a mailbox or a
token, which names tell of a lure, and whose registrations an SOA's mailbox leads to.

Time has a test of its own (simulated_time_test.py).
"""
import collections
import ipaddress
import json
import pathlib
import re
import tempfile
import unittest

import program
from program import main, run

SEED = 20190714
MOST = 25  # of each kind of value: the commonest, so that what is shared is among them


def as_row(row):
    """What must be the truth's in every row found."""
    return (row["rrname"], row["rrtype"], row["rdata"], row["bailiwick"], row["count"], row["time_first"],
            row["time_last"])


def as_truth(row):
    return row["name"], row["type"], row["rdata"], row["bailiwick"], row["count"], row["time_first"], row["time_last"]


def commonest(values):
    return [value for value, _ in collections.Counter(values).most_common(MOST)]


def mailbox_of(soa):
    """The SOA's RNAME as a mailbox: its first label is the local part."""
    local, domain = re.match(r"((?:[^.\\]|\\.)*)\.(.*?)\.?$", soa.split()[1]).groups()
    return local.replace("\\.", ".") + "@" + domain


class MissionQuestions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.world = pathlib.Path(folder.name) / "world"
        cls.store = pathlib.Path(folder.name) / "store"
        run("simulate", "--seed", SEED, "--out", cls.world)
        run("import", "--store", cls.store, "--source", "sim", "--position", "above", "--root-hints",
            cls.world / "root.hints", cls.world / "capture.pcap")
        run("registration", "import", "--store", cls.store, "--source", "rdap", cls.world / "registration.ndjson")
        truth = json.loads((cls.world / "truth.json").read_text())
        cls.truth = [row for row in truth["records"] if row["count"] > 0 and not row.get("dnssec_dropped")]
        cls.registered = [json.loads(line) for line in (cls.world / "registration.ndjson").read_text().splitlines()]

    def of_type(self, *types):
        return [row for row in self.truth if row["type"] in types]

    def assert_answer(self, wanted, *words):
        """Exactly these records of the truth, with their counts and times."""
        found = sorted(as_row(row) for row in program.rows("--store", self.store, *words))
        self.assertEqual(found, sorted(as_truth(row) for row in wanted), words)
        return found

    def asked(self, *words):
        return json.loads(run(*words, "--store", self.store, "--json").stdout)

    def test_05_all_domains_on_an_address(self):
        for address in commonest(row["rdata"] for row in self.of_type("A", "AAAA")):
            wanted = [row for row in self.of_type("A", "AAAA") if row["rdata"] == address]
            self.assertGreater(len(self.assert_answer(wanted, address)), 0)

    def test_05_all_domains_on_a_network(self):
        first = ipaddress.ip_address(commonest(row["rdata"] for row in self.of_type("A"))[0])
        network = ipaddress.ip_network(f"{first}/20", strict=False)
        self.assert_answer([row for row in self.of_type("A") if ipaddress.ip_address(row["rdata"]) in network],
                           str(network))

    def test_06_the_addresses_of_a_domain(self):
        for name in commonest(row["name"] for row in self.of_type("A")):
            self.assert_answer([row for row in self.of_type("A", "AAAA") if row["name"] == name], name, "--type",
                               "A,AAAA")

    def test_07_first_appearance(self):
        for name in commonest(row["name"] for row in self.truth):
            first = min(row["time_first"] for row in self.truth if row["name"] == name)
            [row] = [json.loads(line) for line in run("lookup", "--store", self.store, name, "--sort", "first_seen",
                                                      "--limit", 1, "--json").stdout.splitlines()]
            self.assertEqual(row["time_first"], first, name)

    def test_08_subdomains_of_a_domain(self):
        zones = commonest(row["bailiwick"] for row in self.truth if row["bailiwick"].count(".") == 2)
        for zone in zones:
            below = [row for row in self.truth if row["name"] == zone or row["name"].endswith("." + zone)]
            self.assert_answer(below, f"*.{zone}")
            tree = self.asked("tree", f"*.{zone}")["tree"]
            self.assertEqual((tree["names"], tree["rows"]), (len({row["name"] for row in below}), len(below)), zone)

    def test_08_subdomains_on_an_address(self):
        for address in commonest(row["rdata"] for row in self.of_type("A"))[:5]:
            names = {row["name"] for row in self.of_type("A") if row["rdata"] == address}
            groups = self.asked("groups", address)
            self.assertEqual(groups["names"], len(names))
            self.assertEqual(sum(group["names"] for group in groups["groups"]), len(names))

    def test_12_lures_by_what_their_names_hold(self):
        for pattern in (r"login|verify|secure|account", r"^(www|mail)\.", r"[0-9]{3,}.*\.test\.$", r"(parcel|delivery)-"):
            wanted = [row for row in self.truth if re.search(pattern, row["name"])]
            self.assertGreater(len(wanted), 0, pattern)
            self.assert_answer(wanted, f"/{pattern}/")

    def test_12_values_by_what_they_hold(self):
        looked_at = self.of_type("NS", "MX", "TXT", "SOA", "CNAME", "PTR", "SRV", "CAA", "HTTPS", "SVCB")
        for pattern in (r"hoster[0-9]\.", r"^10 ", r"v=spf1.*-all", r"hostmaster\..* 7200 "):
            wanted = [row for row in looked_at if re.search(pattern, row["rdata"], re.IGNORECASE)]
            self.assertGreater(len(wanted), 0, pattern)
            self.assert_answer(wanted, f"/{pattern}/", "--in", "rdata")

    def shared(self, rrtype, host_of):
        """Everything that points to each of the commonest hosts of a type."""
        for host in commonest(host_of(row["rdata"]) for row in self.of_type(rrtype)):
            wanted = [row for row in self.of_type(rrtype) if host_of(row["rdata"]) == host]
            self.assert_answer(wanted, host, "--in", "rdata", "--type", rrtype)
            names = {row["name"] for row in wanted}
            pivots = self.asked("pivots", wanted[0]["name"], "--type", rrtype)["pivots"]
            [pivot] = [pivot for pivot in pivots if pivot["text"] == host and pivot["role"] != "primary-server"]
            self.assertGreaterEqual(pivot["names"], len(names), host)

    def test_22_who_shares_a_name_server(self):
        self.shared("NS", lambda rdata: rdata)

    def test_22_who_shares_a_mail_server(self):
        self.shared("MX", lambda rdata: rdata.split()[1])

    def test_23_who_shares_a_mailbox(self):
        for mailbox in commonest(mailbox_of(row["rdata"]) for row in self.of_type("SOA")):
            self.assert_answer([row for row in self.of_type("SOA") if mailbox_of(row["rdata"]) == mailbox], mailbox)

    def test_23_who_shares_a_token(self):
        words = {row["rdata"]: set(re.findall(r"(?:include:|rua=mailto:)[^ ;\"]+", row["rdata"]))
                 for row in self.of_type("TXT")}
        tokens = commonest(word for row in self.of_type("TXT") for word in words[row["rdata"]])
        self.assertGreater(len(tokens), 5)
        for token in tokens:
            wanted = [row for row in self.of_type("TXT") if token in words[row["rdata"]]]
            self.assert_answer(wanted, f'"{token}"', "--in", "rdata")

    def test_23_from_an_soa_s_mailbox_to_the_domains_registered_with_it(self):
        boxes = commonest(mailbox_of(row["rdata"]) for row in self.of_type("SOA"))
        led_on = 0
        for box in boxes:
            wanted = set()
            for domain in self.registered:
                mails = {prop[3].lower() for entity in domain.get("entities", []) for prop in entity.get(
                    "vcardArray", [None, []])[1] if prop[0] == "email" and "registrar" not in entity["roles"]}
                if box in mails:
                    wanted.add(domain["ldhName"].lower())
            found = self.asked("registration", "search", box, "--limit", 1000)
            self.assertEqual({row["domain"] for row in found["rows"]}, wanted, box)
            led_on += len(wanted) > 1
        self.assertGreater(led_on, 0, "no mailbox led to several domains")


if __name__ == "__main__":
    main()
