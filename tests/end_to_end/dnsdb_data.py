# SPDX-License-Identifier: Apache-2.0
"""The store that the DNSDB tests ask: written by hand, with documentation names and addresses only."""
import program
from program import cof

T0 = 1_600_000_000
DAY = 86_400
MANY = 10_050  # rows below many.example.net: more than the 10,000 that an absent limit gives

DS = "60485 8 2 " + "AB" * 32
RRSIG = "A 8 2 3600 20201001000000 20200901000000 60485 example.com. AAAA"
SOA = "ns1.example.net. hostmaster.example.com. 1 7200 3600 1209600 3600"
COM = {"bailiwick": "com"}
ZONE = {"bailiwick": "example.com"}


def zone_row(rrname, rrtype, rdata, times, **more):
    row = program.json.loads(cof(rrname, rrtype, rdata, *times, **more))
    row["zone_time_first"], row["zone_time_last"] = row.pop("time_first"), row.pop("time_last")
    return program.json.dumps(row) + "\n"


SENSOR1 = "".join([
    cof("example.com", "A", "192.0.2.1", T0, T0 + 10 * DAY, count=5, **ZONE),
    cof("example.com", "NS", "ns1.example.net", T0, T0 + DAY, count=3, **COM),
    cof("example.com", "NS", "ns2.example.net", T0, T0 + DAY, count=3, **COM),
    cof("example.com", "NS", "ns1.example.net", T0 + DAY, T0 + 2 * DAY, count=4, **ZONE),
    cof("example.com", "MX", "10 mail.example.com", T0, T0 + DAY, count=2, **ZONE),
    cof("example.com", "TXT", '"v=spf1 -all"', T0, T0 + DAY, count=2, **ZONE),
    cof("example.com", "SOA", SOA, T0, T0 + DAY, count=2, **ZONE),
    cof("example.com", "DS", DS, T0, T0 + DAY, count=1, **COM),
    cof("example.com", "RRSIG", RRSIG, T0, T0 + DAY, count=1, **ZONE),
    cof("example.com", "HTTPS", '1 svc.example.net alpn="h2"', T0, T0 + DAY, count=1, **ZONE),
    cof("www.example.com", "A", "192.0.2.10", T0, T0 + 10 * DAY, count=42, **ZONE),
    cof("www.example.com", "A", "192.0.2.11", T0, T0 + 10 * DAY, count=7, **ZONE),
    cof("www.example.com", "AAAA", "2001:db8::10", T0, T0 + 10 * DAY, count=6, **ZONE),
    cof("www.example.org", "A", "192.0.2.10", T0, T0 + DAY, count=1),
    cof("www.example.test", "A", "198.51.100.9", T0, T0 + DAY, count=1),
    cof("deep.down.example.com", "A", "192.0.2.12", T0, T0 + DAY, count=1, **ZONE),
    cof("alias.example.com", "CNAME", "www.example.com", T0, T0 + DAY, count=3, **ZONE),
    cof("odd.example.com", "TYPE65280", r"\# 4 DEADBEEF", T0, T0 + DAY, count=1, **ZONE),
    cof("*.wild.example.com", "A", "192.0.2.13", T0, T0 + DAY, count=1, **ZONE),
    cof("10.0/25.2.0.192.in-addr.arpa", "PTR", "host.example.com", T0, T0 + DAY, count=1),
    cof("a,b.example.org", "A", "192.0.2.77", T0, T0 + DAY, count=1),
    # One name for the fences: both times differ in each row.
    *(cof("fence.example.net", "A", f"203.0.113.{n}", T0 + n * DAY, T0 + (n + 10) * DAY, count=n)
      for n in range(1, 6)),
])
SENSOR2 = "".join([
    cof("www.example.com", "A", "192.0.2.10", T0 + 5 * DAY, T0 + 20 * DAY, count=8, **ZONE),
    cof("www.example.com", "A", "192.0.2.14", T0, T0 + DAY, count=1, **ZONE),
])
ZONEFILE = "".join([
    zone_row("example.com", "NS", "ns1.example.net", (T0, T0 + 30 * DAY), count=9, **COM),
    zone_row("delegated.example.com", "NS", "ns1.example.net", (T0, T0 + DAY), count=2, **ZONE),
])
MANY_ROWS = "".join(
    cof(f"n{n}.many.example.net", "A", f"198.51.100.{n % 256}", T0, T0 + DAY, count=1) for n in range(MANY))

WIRE_WWW = "03777777076578616d706c6503636f6d00"  # www.example.com
WIRE_NS1 = "036e7331076578616d706c65036e657400"  # ns1.example.net

# A batch of a sensor (docs/formats/sensor-batch.md) with one record, sensor.example.
SENSOR_BATCH = bytes.fromhex(
    "53704201000000007e44269f9e29be1a0992057f60343645000000000000000001000000076b0a6b420000004b0000006398"
    "7a6179ec247028b52ffd2042110200b001010001010000010080a0f8fa0580a0f8fa0501d69001010180a0f8fa0501001065"
    "78616d706c650073656e736f7200000104c000020701120000ac0200010001")
KEYS = """# who may ask here
reader-key-0001 read name=reader
small-key-00001 read name=small results=7 offset=5
quota-key-00001 read name=quota quota=3
burst-key-00001 read name=burst burst=2/86400
expired-key-001 read name=expired expires=2020-01-31
import-key-0001 import name=import
both-key-000001 read import sensor=sensor-1 name=both
"""
READER, SMALL, QUOTA, BURST = "reader-key-0001", "small-key-00001", "quota-key-00001", "burst-key-00001"
EXPIRED, IMPORT, BOTH = "expired-key-001", "import-key-0001", "both-key-000001"


def fill(store, folder, now):
    """Everything above, and two rows of the last hours."""
    recent = (cof("recent.example.net", "A", "192.0.2.201", now - 900, now - 800) +
              cof("recent.example.net", "A", "192.0.2.202", now - 9000, now - 8000))
    for source, text in (("sensor1", SENSOR1 + recent), ("sensor2", SENSOR2), ("zones", ZONEFILE),
                         ("many", MANY_ROWS)):
        path = folder / f"{source}.ndjson"
        path.write_text(text)
        done = program.run("import", "--store", store, "--source", source, path)
        assert "rejected" not in done.stderr and "refused" not in done.stderr, done.stderr
