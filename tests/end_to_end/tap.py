# SPDX-License-Identifier: Apache-2.0
"""dnstap and DNS messages written by hand, for the end-to-end tests."""
import struct

CONTENT = b"protobuf:dnstap.Dnstap"
ACCEPT, START, STOP, READY, FINISH = 1, 2, 3, 4, 5
AUTH_RESPONSE, RESOLVER_RESPONSE, CLIENT_QUERY, CLIENT_RESPONSE, FORWARDER_RESPONSE = 2, 4, 5, 6, 8
A, NS, SOA = 1, 2, 6


def wire_name(text):
    labels = [label.encode() for label in text.rstrip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def record(owner, rrtype, rdata, ttl=300):
    return wire_name(owner) + struct.pack(">HHIH", rrtype, 1, ttl, len(rdata)) + rdata


def query(name, rrtype=A, number=1, recursion=True):
    flags = 0x0100 if recursion else 0
    return struct.pack(">HHHHHH", number, flags, 1, 0, 0, 0) + wire_name(name) + struct.pack(">HH", rrtype, 1)


def response(name, answers=(), authorities=(), additionals=(), rrtype=A, number=1, flags=0x8400):
    counts = struct.pack(">HHHH", 1, len(answers), len(authorities), len(additionals))
    sections = b"".join([*answers, *authorities, *additionals])
    return struct.pack(">HH", number, flags) + counts + wire_name(name) + struct.pack(">HH", rrtype, 1) + sections


def varint(value):
    octets = []
    while value > 0x7F:
        octets.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*octets, value])


def field(number, value):
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)


def payload(kind, message, time=1_600_000_000, zone=None, nanoseconds=250_000_000):
    inner = field(1, kind) + field(2, 1) + field(3, 1) + field(5, bytes([198, 51, 100, 53])) + field(7, 53)
    if zone is not None:
        inner += field(11, wire_name(zone))
    inner += field(12, time) + varint(13 << 3 | 5) + struct.pack("<I", nanoseconds) + field(14, message)
    return field(1, b"r1") + field(2, b"software") + field(14, inner) + field(15, 1)


def data_frame(octets):
    return struct.pack(">I", len(octets)) + octets


def control_frame(kind, names_content=False):
    fields = struct.pack(">II", 1, len(CONTENT)) + CONTENT if names_content else b""
    return struct.pack(">III", 0, 4 + len(fields), kind) + fields


def stream(payloads):
    return control_frame(START, True) + b"".join(map(data_frame, payloads)) + control_frame(STOP)
