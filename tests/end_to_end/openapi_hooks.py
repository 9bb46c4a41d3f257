# SPDX-License-Identifier: Apache-2.0
"""What no schema can say, told to schemathesis: which texts mean something.

A schema cannot say that 'a..b' is no name, that 2023-02-30 is no day, or that hex is only good where `in` is raw. So
wherever schemathesis says "these parameters are right", texts of open vocabularies are replaced by right ones, each
text always by the same. What it made wrong on purpose stays as it is.
"""
import datetime
import re
import zlib

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

from dnsdb_data import SENSOR_BATCH

TYPES = ["A", "aaaa", "MX", "TYPE65280", "ANY", "ANY-DNSSEC", "NS"]
NAMES = ["www.example.com", "*.example.com", "www.example.*", "example.com.", "nothing.example.net", "ns1.example.net",
         r"caf\195\169.example.com"]
ZONES = ["example.com", "com.", "."]
SOURCES = ["sensor1", "sensor1,zones", "zones"]
ADDRESSES = ["192.0.2.10", "192.0.2.0,24", "192.0.2.0-192.0.2.99", "2001:db8::,32", "2001:db8::10"]
OWNERS_IN_WIRE = ["03777777076578616d706c6503636f6d00", "00"]
HEX = ["c000020a", "036e7331076578616d706c65036e657400", "DEADBEEF"]
SORTS = ["key", "-key", "name", "-last_seen,name", "type,-rdata", "-days_seen", "ttl,-count", "-source,bailiwick"]
QUESTIONS = {
    "auto": [*NAMES, "192.0.2.10", "192.0.2.0/24", "hostmaster@example.com", "v=spf1"],
    "name": NAMES,
    "rdata": ["ns1.example.net", "*.example.net", "192.0.2.0/24", "hostmaster@example.com", "v=spf1"],
    "raw": HEX,
}
PATTERNS = ["/exam.*/", "has:example", "glob:*example*"]
LONG_AGO = ["0", "999999999", "2001-09-09", "2001-09-09T01:46:40Z", "-2000w"]
LATE = ["now", "4000000000", "2026-01-01 00:00:00+02:00", "-30s"]
MAILBOXES = ["hostmaster@example.com", "host\\.master.example.com.", "holder@example.org"]
REGISTERED = {"domain": ["example.com", "exam*"], "mailbox": MAILBOXES + ["holder@*"],
              "name": ["Example Holder", "exam*"], "organization": ["Example Org"], "phone": ["+1 555 0100", "1555*"],
              "address": ["1 Example Way"], "registrar": ["Example Registrar"], "nameserver": ["ns1.example.net"]}
TIMES = {"first_after": LONG_AGO, "last_after": LONG_AGO, "since": LONG_AGO, "first_before": LATE, "last_before": LATE,
         "until": LATE}
LISTS = {"not_type": TYPES, "not_source": SOURCES, "asn": ["AS64500", "64501,as64502"], "not_asn": ["AS64500"],
         "country": ["DE", "fr,US"], "not_country": ["US"], "tag": ["cdn", "parking,cloud"], "not_tag": ["cdn"]}
EXACT = {"bailiwick": [*ZONES, "unknown", "com,unknown"], "not_bailiwick": ["com", "unknown"],
         "name": ["www.example.com", r"example.com.,a\,b.example"], "not_name": ["www.example.com"],
         "rdata": ["192.0.2.10", '"v=spf1 -all, or so"'], "not_rdata": ["192.0.2.10"], "tld": ["com", "com.,net"],
         "not_tld": ["org"], "domain": ["example.com", "example.com.,example.net"], "not_domain": ["example.com"]}
SPANS = ["2001-09-09..now", "2001..", "..today", "-2000w", "2020-09", "2020-09-13"]
COUNTS = {"count_min": ["0", "1"], "count_max": ["2", "18446744073709551615"]}
PASTED = ["hxxp://www[.]example[.]com/x", "*.example.com type:A,MX -cdn", "192.0.2.0/24 seen:2020-09 count>=1",
          "hostmaster (at) example (dot) com", "a.example, 192.0.2.300\nb.example since:x", "AS64500", "/mail/", "*mail*",
          "example.com limit:1 sort:-last_seen"]
SUBJECTS = ["www.example.com", "example.co.uk.", "com", "192.0.2.10", "2001:db8::10"]
DAYS = {"day_from": LONG_AGO, "day_to": LATE,
        "before": ["2019-07-14", "2001-09-09..2024-01-01", "-2000w..-2d"], "after": ["now", "-7d..now", "2024-02-29"]}
PROFILED = ["192.0.2.10", "192.0.2.0/24", "192.0.2.1-192.0.2.99", "2001:db8::10", "2001:db8::/120"]
BODIES = [f'{{"rrname":"{name}","rrtype":"A","rdata":"192.0.2.1","time_first":1600000000,'
          f'"time_last":1600000000}}\n'.encode() for name in ("up.example.com", "up.example.net")]


def one_of(choices, made_up):
    return choices[zlib.crc32(repr(made_up).encode()) % len(choices)]


def each(choices, made_up):
    """A list stays as long as it was."""
    return [one_of(choices, item) for item in made_up] if isinstance(made_up, list) else one_of(choices, made_up)


def is_a_time(text):
    """Whether what the pattern lets through is a moment between 1970 and 2106."""
    if text == "now":
        return True
    if found := re.fullmatch(r"-(\d+)([smhdw]?)", text):
        unit = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}[found[2]]
        return int(found[1]) * unit < 1 << 32
    if text.isdigit():
        return int(text) < 1 << 32
    try:
        return 1970 < datetime.datetime.fromisoformat(text.upper().replace("Z", "+00:00")).year < 2106
    except ValueError:
        return False


def mend_question(query, operation):
    if "q" in query:
        query["q"] = one_of(QUESTIONS[query.get("in", "auto")], query["q"])
    if "exclude" in query:  # goes with a pattern only
        query |= {"in": "name", "q": one_of(PATTERNS, query["exclude"]), "exclude": "mail"}
    for name, choices in (("type", TYPES), ("source", SOURCES)):
        if name in query:
            query[name] = each(choices, query[name])
    for name, choices in (*LISTS.items(), *EXACT.items()):
        if name in query:
            query[name] = each(choices, query[name])
    for name, choices in COUNTS.items():
        if name in query:
            query[name] = one_of(choices, query[name])
    if "with" in query:
        query["with"] = one_of(["type:A", "-cdn count>=1", "limit:3"], query["with"])
    if "seen" in query:
        query["seen"] = one_of(SPANS, query["seen"])
    if "only" in query:
        query["only"] = one_of(SPANS, query["only"])
        for name in TIMES:  # it sets two of these itself
            query.pop(name, None)
    is_alone = len(TIMES.keys() & query.keys()) == 1  # two of them might run backwards
    for name, choices in TIMES.items():  # mostly such that something is found
        if name in query and not (is_alone and is_a_time(str(query[name])) and one_of([True, False, False], query)):
            query[name] = one_of(choices, query[name])
    for name, same in (("since", "last_after"), ("until", "first_before")):
        if same in query:
            query.pop(name, None)
    if "sort" in query and operation.endswith("/records"):
        query["sort"] = one_of(SORTS, query["sort"])
    for name, choices in (("facets", ["type", "domain,tld,name", "bailiwick,type,asn"]), ("under", ZONES)):
        if name in query:
            query[name] = one_of(choices, query[name])
    for name in ("new_after", "new_before"):
        if name in query and not is_a_time(str(query[name])):
            query[name] = one_of(LONG_AGO, query[name])
    if query.get("format") == "csv" and "/answers/" in operation:
        query.pop("enrich", None)
        query.pop("details", None)
    query.pop("from", None)  # only the server can make one
    if query.get("format") in ("cof", "csv", "native", "dnsdb", "zone"):
        query.pop("times", None)
        query.pop("enrich", None)
        query.pop("details", None)
    if query.get("format") in ("cof", "native", "dnsdb", "zone"):
        query.pop("merge", None)


def mend_ask(query):
    if "q" in query:
        query["q"] = one_of(PASTED, query["q"])
    if "sort" in query:
        query["sort"] = one_of(SORTS, query["sort"])
    if str(query.get("rows")).lower() != "true":
        for name in ("merge", "sort", "limit", "details", "enrich"):
            query.pop(name, None)


def mend_registration(path, query):
    if "domain" in query:
        query["domain"] = one_of(["example.com", "nothing.example.net"], query["domain"])
    if "q" not in query:
        return
    if path.endswith("/mailboxes"):
        query["q"] = one_of(MAILBOXES, query["q"])
        return
    field = query.get("field", "mailbox")
    if field not in ("domain", "name", "organization", "address"):
        query.pop("match", None)
    query["q"] = one_of(REGISTERED[field], query["q"])
    if query.get("match") == "words":
        query["q"] = query["q"].replace("*", "")


def mend_history(path, query):
    """What the parameters of questions about time mean together."""
    for name, choices in DAYS.items():
        if name in query:
            query[name] = one_of(choices, query[name])
    if "value" in query:
        query["value"] = one_of(QUESTIONS["rdata"], query["value"])
    if path.endswith("/changes") or query.get("of") == "domain":
        query.pop("in", None)
        query.pop("exclude", None)
        query["q"] = one_of(NAMES if path.endswith("/changes") else NAMES[:1], query["q"])
    if not path.endswith("/compare"):
        return
    if "with" in query:  # of the kind of q
        query.pop("exclude", None)
        query["in"] = "name" if query.get("in") in (None, "auto") else query["in"]
        query["q"] = one_of(QUESTIONS[query["in"]], query["q"])
        query["with"] = one_of(QUESTIONS[query["in"]], query["with"])
    if "with_source" in query:
        query["with_source"] = each(SOURCES, query["with_source"])
    if len({"before", "after"} & query.keys()) == 1 or not {"with", "with_source", "before"} & query.keys():
        query |= {name: one_of(DAYS[name], query) for name in ("before", "after")}


PASSIVETOTAL = {
    1: [(["whois"], {"query": "example.com"}), (["enrichment"], {"query": "192.0.2.10"}), (["account"], {})],
    2: [(["dns", "passive"], {"query": "www.example.com"}), (["enrichment", "subdomains"], {"query": "*.example.com"}),
        (["whois", "search"], {"query": "holder@example.org", "field": "email"}), (["account", "quota"], {}),
        (["enrichment", "osint"], {"query": "example.com"}), (["ssl-certificate", "history"], {"query": "192.0.2.10"})],
    3: [(["dns", "passive", "unique"], {"query": "192.0.2.10"}), (["dns", "search", "keyword"], {"query": "www.*"}),
        (["whois", "search", "keyword"], {"query": "example"})],
    4: [(["cookies", "name", "x", "hosts"], {})],
}


def mend_passivetotal(case):
    """A path that there is, and what it asks for."""
    names = [name for name in ("section", "kind", "part", "rest") if name in case.path_parameters]
    path, query = one_of(PASSIVETOTAL[len(names)], (case.path_parameters, case.query))
    case.path_parameters.update(zip(names, path))
    fences = {name: one_of(["2001-09-09", "2019-07-14 01:02:03"], case.query[name])
              for name in ("start", "end") if name in (case.query or {})}
    case.query = query | fences


def mend_address(query):
    if "q" in query:
        query["q"] = one_of(PROFILED, query["q"])
    if "name" in query:
        query["name"] = each(["www.example.com", "example.net."], query["name"])
    if "at" in query and not is_a_time(str(query["at"])):
        query["at"] = one_of(LONG_AGO, query["at"])


def mend_path(case):
    values = case.path_parameters
    choices = {"name": NAMES, "bailiwick": ZONES, "rrtype": TYPES, "ip": ADDRESSES,
               "answer": ["0123456789abcdef" * 2], "subject": [*NAMES, "192.0.2.10", "v=spf1 -all"],
               "query": ["www.example.com", "*.example.com", "192.0.2.10", "192.0.2.0,24"],
               "file": ["nothing.js", "index.html", "a"],
               "hex": OWNERS_IN_WIRE if "/rrset/" in case.operation.path else HEX}
    if "pattern" in values:
        choices["pattern"] = ["*example*", "www.[a-e]?ample.com."] if "/glob/" in case.operation.path else [
            "exam.*", r"^www\.(example|test)\.", "[[:digit:]]+"]
        choices["rrtype"] = ["MX", "txt", "ANY"] if "/rdata/" in case.operation.path else ["A", "aaaa", "ANY"]
        if "exclude" in (case.query or {}):
            case.query["exclude"] = one_of(["*mail*"] if "/glob/" in case.operation.path else ["mail"],
                                           case.query["exclude"])
    if case.operation.path.startswith("/api/v1/sources/"):
        choices["name"] = ["sensor1", "zones"]
    for name in values:
        values[name] = one_of(choices[name], values[name])


def mend_circl(case):
    """Types that there are; no cursor, since none was given out."""
    for name in list(case.headers or {}):
        if name.lower() == "dribble-filter-rrtype":
            case.headers[name] = one_of(["A", "aaaa", "ANY", "MX,TXT"], case.headers[name])
        elif name.lower() == "dribble-paginate-cursor":
            del case.headers[name]


def mend_import(case):
    """Content that is a feed; a key that never stood for another one."""
    if "zone" in case.query:
        case.query["zone"] = each(ZONES, case.query["zone"])
    case.body = one_of(BODIES, case.body)
    for name in case.headers or {}:
        if name.lower() == "idempotency-key":
            case.headers[name] = f"upload-{zlib.crc32(repr([case.query, case.body]).encode())}"


made_right = set()  # cases that were right before they were mended


@schemathesis.hook
def before_call(context, case, kwargs):
    meta = case.meta
    if meta is None:
        return
    if not meta.generation.mode.is_negative:
        made_right.add(case.id)
    is_import = case.operation.path.endswith("/import")
    if case.operation.path.endswith("/sensor/batches"):
        if not meta.generation.mode.is_negative:
            case.body = SENSOR_BATCH
        return
    if case.operation.path.startswith(("/v2/", "/pt/v2/")):
        if not meta.generation.mode.is_negative:
            mend_passivetotal(case)
        return
    if case.operation.path.startswith("/pdns/") and not meta.is_negative_at(ParameterLocation.HEADER):
        mend_circl(case)
    if case.query and not meta.is_negative_at(ParameterLocation.QUERY):
        if case.operation.path.startswith(("/api/v1/registration", "/api/v1/mailboxes")):
            mend_registration(case.operation.path, case.query)
        elif case.operation.path.endswith("/ask"):
            mend_ask(case.query)
        elif not is_import:
            mend_question(case.query, case.operation.path)
        if "/history/" in case.operation.path:
            mend_history(case.operation.path, case.query)
        if case.operation.path.endswith("/enrichment") and "q" in case.query:
            case.query["q"] = one_of(SUBJECTS, case.query["q"])
        if case.operation.path.endswith("/addresses/profile"):
            mend_address(case.query)
        if "offset" in case.query:
            case.query["offset"] = int(case.query["offset"]) % 100_000
    if case.path_parameters and not meta.is_negative_at(ParameterLocation.PATH):
        mend_path(case)
    if is_import and not meta.generation.mode.is_negative:
        mend_import(case)


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """False for what is no fault: 'accepted' where the request was right, or where DNSDB ignores a parameter."""
    if isinstance(failure, RejectedPositiveData):
        return response.status_code != 410  # only the server can make the id of an answer
    if not isinstance(failure, AcceptedNegativeData):
        return True
    if case.operation.path.startswith(("/v2/", "/pt/v2/")):
        return False  # each of its paths ignores what it has no use for
    if response.status_code == 416:
        return False  # refused all the same: an offset beyond what the key may skip
    ignores_parameters = not case.operation.path.startswith("/api/")
    is_more = "unexpected propert" in (case.meta.phase.data.description or "")
    is_more = is_more or any(isinstance(value, list) for value in (case.query or {}).values())  # the first counts
    return case.id not in made_right and not (ignores_parameters and is_more)
