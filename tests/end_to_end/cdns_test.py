#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""C-DNS through the whole program: the same answers as the packets it was made of."""
import struct

import tap
from program import EndToEnd, main, report, rows, run
from tap import A, NS, record, response, wire_name

SERVER, CLIENT = bytes([192, 0, 2, 53]), bytes([192, 0, 2, 1])
START = 1_600_000_000


def head(major, value):
    if value < 24:
        return bytes([major << 5 | value])
    for info, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
        if value < 1 << 8 * struct.calcsize(form):
            return bytes([major << 5 | info]) + struct.pack(form, value)
    raise ValueError(value)


def encode(value):
    """None but what C-DNS needs: whole numbers, octets, text, lists, maps."""
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value)) + value.encode()
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(encode(key) + encode(each) for key, each in value.items())
    return head(4, len(value)) + b"".join(map(encode, value))


class Table(list):
    def index_of(self, value):
        if value not in self:
            self.append(value)
        return self.index(value)


class Block:
    """Exchanges as C-DNS: (seconds, name, type, answers, authorities, additionals), records as (owner, type, rdata)."""

    def __init__(self, exchanges):
        self.names, self.types, self.records, self.lists, self.signatures = (Table() for _ in range(5))
        self.items = [self.item(*exchange) for exchange in exchanges]

    def type_of(self, rrtype):
        return self.types.index_of({0: rrtype, 1: 1})

    def section(self, records):
        return self.lists.index_of([
            self.records.index_of({0: self.names.index_of(wire_name(owner)), 1: self.type_of(rrtype), 2: 300,
                                   3: self.names.index_of(rdata)}) for owner, rrtype, rdata in records])

    def item(self, seconds, name, rrtype, *sections):
        signature = {0: 0, 1: 53, 2: 0, 4: 3, 5: 0, 6: 1 << 14, 8: self.type_of(rrtype), 16: 0}
        told = {1 + i: self.section(section) for i, section in enumerate(sections) if section}
        return {0: seconds * 1_000_000, 1: 1, 2: 40000, 3: 7, 4: self.signatures.index_of(signature), 6: 1500,
                7: self.names.index_of(wire_name(name)), 12: told}

    def encode(self):
        tables = {0: [SERVER, CLIENT], 1: self.types, 2: self.names, 3: self.signatures, 6: self.lists, 7: self.records}
        return encode({0: {0: [START, 0]}, 2: tables, 3: self.items})


def cdns(*blocks):
    preamble = {0: 1, 1: 0, 3: [{0: {0: 1_000_000, 1: 5000}, 1: {}}]}
    return head(4, 3) + encode("C-DNS") + encode(preamble) + head(4, len(blocks)) + b"".join(b.encode() for b in blocks)


def packet(source, target, ports, payload, micros):
    udp = struct.pack(">HHHH", *ports, 8 + len(payload), 0) + payload
    ip = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + source + target
    words = struct.unpack(">10H", ip)
    total = sum(words)
    total = (total & 0xFFFF) + (total >> 16)
    ip = ip[:10] + struct.pack(">H", ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF) + ip[12:] + udp
    return struct.pack("<IIII", START + micros // 1_000_000, micros % 1_000_000, len(ip), len(ip)) + ip


def pcap(exchanges):
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)]
    for seconds, name, rrtype, *sections in exchanges:
        told = [[record(*each) for each in section] for section in sections]
        out.append(packet(CLIENT, SERVER, (40000, 53), tap.query(name, rrtype, 7), seconds * 1_000_000))
        answer = response(name, *told, rrtype=rrtype, number=7)
        out.append(packet(SERVER, CLIENT, (53, 40000), answer, seconds * 1_000_000 + 1500))
    return b"".join(out)


EXCHANGES = [
    (0, "www.example.com", A, [("www.example.com", A, bytes([192, 0, 2, 80]))], [], []),
    (5, "example.com", NS, [("example.com", NS, wire_name("ns1.example.com"))], [],
     [("ns1.example.com", A, bytes([192, 0, 2, 53]))]),
    (90_000, "example.com", 15, [("example.com", 15, b"\0\x0a" + wire_name("mail.example.com"))],
     [("example.com", NS, wire_name("ns1.example.com"))], []),
    (90_001, "www.example.com", A, [("www.example.com", A, bytes([192, 0, 2, 80]))], [], []),
]


class Cdns(EndToEnd):
    def take(self, name, content, *words, check=True):
        store = self.folder / f"store-{name}"
        path = self.write(name, content)
        done = run("import", "--store", store, "--source", "r1", "--report", self.folder / "report", *words, path,
                   check=check)
        return done, report(self.folder / "report")[-1], store

    def test_the_same_answers_as_the_packets(self):
        # The authority's zone is known once it has told its NS: the address told before it is another record.
        for position, records in (("below", 3), ("authority", 4)):
            words = ("--position", position)
            _, told, store = self.take(f"{position}.cdns", cdns(Block(EXCHANGES[:2]), Block(EXCHANGES[2:])), *words)
            _, other, packets = self.take(f"{position}.pcap", pcap(EXCHANGES), *words)
            self.assertEqual((told["format"], told["packets"], told["responses"]), ("cdns", 4, 4))
            self.assertEqual(told["refused_records"], other["refused_records"])
            self.assertEqual(other["responses"], 4)
            answers = rows("--store", store, "*")
            self.assertEqual(len(answers), records)
            self.assertEqual(answers, rows("--store", packets, "*"))

    def test_counts_once(self):
        content = cdns(Block(EXCHANGES))
        _, _, store = self.take("one.cdns", content)
        before = rows("--store", store, "*")
        path = self.write("again.cdns", content)
        run("import", "--store", store, "--source", "r1", path)
        self.assertEqual(rows("--store", store, "*"), before)

    def test_a_cut_file_keeps_its_whole_blocks_and_goes_on(self):
        content = cdns(Block(EXCHANGES[:2]), Block(EXCHANGES[2:]))
        done, told, store = self.take("log.cdns", content[:-10])
        self.assertEqual((told["outcome"], told["responses"]), ("broken off", 2))
        self.assertIn("block 2", told["error"])
        run("import", "--store", store, "--source", "r1", self.write("log.cdns", content))
        self.assertEqual(sorted(row["count"] for row in rows("--store", store, "*")), [1, 2, 2])

    def test_another_version_is_refused(self):
        content = head(4, 3) + encode("C-DNS") + encode({0: 2, 1: 0}) + encode([])
        done, told, _ = self.take("new.cdns", content, check=False)
        self.assertEqual((done.returncode, told["outcome"]), (2, "refused"))
        self.assertIn("C-DNS of another version than 1", done.stderr)


if __name__ == "__main__":
    main()
