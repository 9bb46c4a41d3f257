# SPDX-License-Identifier: Apache-2.0
"""The table of goals with our figures filled in, beside what peers got in the same run."""
import datetime
import os
import pathlib
import platform
import subprocess



def number(value, unit=""):
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}{unit}"
    return f"{value:.3g}{unit}"


class Figures(dict):
    """Figures by name; what was not measured is None, and so is all that is reckoned from it."""

    def __missing__(self, key):
        return None

    def ratio(self, above, below):
        return self[above] / self[below] if self[above] and self[below] else None


def verdict(value, accepted, aimed, at_least):
    """'aimed', 'accepted' or 'missed by …'."""
    if value is None or accepted is None:
        return "–"
    reached = (lambda goal: value >= goal) if at_least else (lambda goal: value <= goal)
    if aimed is not None and reached(aimed):
        return "aimed"
    if reached(accepted):
        return "accepted"
    return f"missed: {value / accepted:.2f} × the goal"


def rows(f):
    """(work, accepted, aimed, at least?, unit, ours, peer)."""
    def peer(name, value, unit=""):
        return f"{name} {number(value, unit)}" if value is not None else "–"

    yield ("capture (`below`) to merged, durable records, responses per CPU second", 700_000, 1_000_000, True, "",
           f["capture_responses_per_cpu_s"],
           peer("dnscap, filter only", f["dnscap_responses_per_cpu_s"]) + "; " + peer("cat", f["cat_responses_per_cpu_s"]))
    yield ("load of unique records from memory, settled, records per CPU second", 300_000, 500_000, True, "",
           f["load_per_cpu_s"],
           peer("libmtbl, both indexes, no sources", f["mtbl_zlib_load_per_cpu_s"]) + "; "
           + peer("balboa", f["balboa_load_per_cpu_s"]))
    yield ("memory of that load, MiB", 1024, None, False, "", f["load_memory_mib"], "–")
    yield ("COF NDJSON to durable, settled, records per CPU second", 200_000, 300_000, True, "",
           f["cof_records_per_cpu_s"], peer("balboa, own dump", f["balboa_load_per_cpu_s"]))
    yield ("bytes a record, all indexes, four sources (counts and days)", 52, 40, False, "", f["bytes_per_record"],
           peer("libmtbl zlib, no sources, no names", f["mtbl_zlib_bytes_per_record"]) + "; "
           + peer("balboa", f["balboa_bytes_per_record"]))
    yield ("bytes a record, the same from COF (totals)", 52, 40, False, "", f["cof_bytes_per_record"], "as above")
    yield ("daily deltas: bytes a record-day", 1.5, None, False, "", f["days_bytes_per_record_day"], "–")
    yield ("daily deltas: last days' merge, × the first's", 2, None, False, " ×",
           f.ratio("days_last_merge_cpu_s", "days_first_merge_cpu_s"), "–")
    yield ("daily deltas: name look-up, × the first day's", 2, None, False, " ×",
           f.ratio("days_last_name_p50_us", "days_first_name_p50_us"), "–")
    yield ("exact name, warm, with JSON, p50 µs", 10, 5, False, "", f["name_p50_us"],
           peer("libmtbl, no JSON", f["mtbl_name_p50_us"]) + "; " + peer("balboa", f["balboa_name_p50_us"]))
    yield ("exact name, p99 µs", 100, None, False, "", f["name_p99_us"],
           peer("libmtbl, no JSON", f["mtbl_name_p99_us"]) + "; " + peer("balboa", f["balboa_name_p99_us"]))
    yield ("`*.domain`, first 100 rows, p50 µs", 15, 10, False, "", f["domain_p50_us"], "–")
    yield ("address, first 100 rows, p50 µs", 15, 10, False, "", f["address_p50_us"],
           peer("balboa", f["balboa_address_p50_us"]))
    yield ("big address, all rows as JSON in process, rows/s", 1_500_000, 3_000_000, True, "", f["heavy_rows_per_s"],
           peer("balboa", f["balboa_heavy_rows_per_s"]))
    for kind, words in (("new", "new records"), ("shifted", "the same a day later")):
        yield (f"a tenth more into ten, {words}: CPU s until durable and visible", 5, 2, False, "",
               f[f"{kind}_more_durable_cpu_s"], "–")
        yield (f"a tenth more, {words}: CPU s in all when settled", 20, 10, False, "",
               f[f"{kind}_more_settled_cpu_s"], "–")
        yield (f"a tenth more, {words}: name look-up p50 meanwhile, × before", 1.5, None, False, " ×",
               f.ratio(f"{kind}_more_lookup_during_p50_us", f"{kind}_more_lookup_before_p50_us"), "–")
    yield ("growth tenfold: name look-up p50", 1.25, 1.1, False, " ×", f.ratio("big_name_p50_us", "name_p50_us"), "–")
    yield ("growth tenfold: load, CPU per record", 1.15, None, False, " ×", f.ratio("load_per_cpu_s", "big_load_per_cpu_s"), "–")
    yield ("growth tenfold: bytes a record", 1.05, None, False, " ×", f.ratio("big_bytes_per_record", "bytes_per_record"), "–")
    yield ("start of the big store to the first answer, s", 0.5, None, False, "", f["start_s"], "–")


def http_rows(f):
    """The same for answers over HTTP."""
    def peer(name, value, unit=""):
        return f"{name} {number(value, unit)}" if value is not None else "–"

    yield ("look-ups of a name a second, keep-alive, two cores with the client", 25_000, 40_000, True, "",
           f["http_lookups_per_s"], peer("balboa, GraphQL", f["balboa_http_lookups_per_s"]))
    yield ("the same in the DNSDB dialect", 25_000, 40_000, True, "", f["http_dnsdb_lookups_per_s"], "–")
    yield ("small answer from two connections, p99 ms", 5, None, False, "",
           f["http_half_p99_us"] / 1000 if f["http_half_p99_us"] else None, "–")
    yield ("the same, how many a second (half of 25,000 is asked for)", 12_500, None, True, "", f["http_half_rate"], "–")
    yield ("address with most names, NDJSON rows per CPU second of the server's core", 1_500_000, 3_000_000, True, "",
           f["http_heavy_rows_per_cpu_s"], peer("balboa, GraphQL, wall", f["balboa_http_heavy_rows_per_s"]))
    yield ("the same by the clock, curl on the other core", 1_500_000, 3_000_000, True, "", f["http_heavy_rows_per_s"],
           "as above")
    yield ("1,000 idle connections, MiB more", 64, None, False, "", f["http_idle_mib"], "–")
    for load, words in (("full", "32 connections"), ("half", "two")):
        yield (f"a million records posted and merged under {words}: median of look-ups, × before", 1.5, None, False, " ×",
               f.ratio(f"http_merge_{load}_p50_during_us", f"http_merge_{load}_p50_before_us"), "–")


def question_rows(f):
    """The same for questions that others cannot ask; all in CPU time, which is the clock's where nothing else runs."""
    def peer(*named):
        return "; ".join(f"{name} {number(value, unit)}" for name, value, unit in named if value is not None) or "–"

    for letters in (3, 4, 6):
        kind = f"pattern_{letters}_letters"
        yield (f"pattern with a literal of {letters} letters that at most 1 % of the names hold, answer of 1 to 1,000 rows: "
               f"p50 of 100, CPU ms", 50, None, False,
               "", f[f"{kind}_cpu_p50_ms"], peer(("ripgrep, flat list, names only", f[f"ripgrep_{kind}_cpu_ms"], ""),
                                                 ("ClickHouse", f[f"clickhouse_{kind}_cpu_ms"], "")))
        yield ("the same, p99", 50, None, False, "", f[f"{kind}_cpu_p99_ms"], "–")
    kind = "pattern_common_literal"
    yield ("literal of 3 letters that more than 1 % of the names hold (web, net …), likewise: p50, CPU ms", None, None, False, "",
           f[f"{kind}_cpu_p50_ms"], peer(("ripgrep", f[f"ripgrep_{kind}_cpu_ms"], ""),
                                         ("ClickHouse", f[f"clickhouse_{kind}_cpu_ms"], "")))
    yield ("the same, p99", None, None, False, "", f[f"{kind}_cpu_p99_ms"], "–")
    kind = "pattern_no_literal"
    yield ("pattern without a literal, answer of at most 1,000 rows, p50 of 5, CPU ms", 1000, None, False, "", f[f"{kind}_cpu_p50_ms"],
           peer(("ripgrep", f[f"ripgrep_{kind}_cpu_ms"], ""), ("ClickHouse", f[f"clickhouse_{kind}_cpu_ms"], "")))
    yield ("the dearest of them", 1000, None, False, "", f[f"{kind}_cpu_most_ms"], "–")
    yield (f"address with {number(f['address_rows'])} rows: first page by last seen, CPU ms", 50, None, False, "",
           f["address_page_cpu_ms"], peer(("ClickHouse", f["clickhouse_address_page_cpu_ms"], ""),
                                          ("count alone", f["clickhouse_address_count_cpu_ms"], "")))
    yield ("its facets (eight) and exact total, CPU ms", 150, None, False, "", f["address_facets_cpu_ms"],
           peer(("ClickHouse, five of them", f["clickhouse_address_facets_cpu_ms"], "")))
    yield ("its groups by registered domain, CPU ms", 150, None, False, "", f["address_groups_cpu_ms"], "–")
    yield ("domain of 100,000 subdomains: tree, CPU ms", 200, None, False, "", f["domain_tree_cpu_ms"],
           peer(("ClickHouse", f["clickhouse_domain_tree_cpu_ms"], "")))
    yield ("its facets, CPU ms", 200, None, False, "", f["domain_facets_cpu_ms"],
           peer(("ClickHouse, five of them", f["clickhouse_domain_facets_cpu_ms"], "")))
    yield ("its lanes, CPU ms", 200, None, False, "", f["domain_lanes_cpu_ms"], "–")
    yield ("its change events, CPU ms", 200, None, False, "", f["domain_changes_cpu_ms"], "–")
    for name, words in (("names", "names, in no order"), ("addresses", "different addresses"),
                        ("drawn_addresses", "addresses as records draw them, popular ones again and again")):
        yield (f"100,000 {words}, in one request, CPU s", 5, None, False, "", f[f"bulk_{name}_warm_cpu_s"], "–")
    # 52 for the records, and 15 a distinct name for the index of patterns.
    names = f.ratio("question_names", "question_records")
    yield ("bytes a record, everything in; the index of patterns may take 15 a name of them",
           None if names is None else round(52 + 15 * names, 1), None, False, "", f["question_bytes_per_record"],
           peer(("ClickHouse, two orders", f["clickhouse_bytes_per_record"], "")))
    yield ("load with that index, settled, records per CPU second; it may cost 30 % of 300,000", 210_000, None, True, "", f["question_load_per_cpu_s"],
           peer(("ClickHouse, two orders, without its client", f["clickhouse_load_per_cpu_s"], "")))


def render(figures, size, commands, rows=rows):
    f = Figures(figures)
    head = subprocess.run(["git", "log", "-1", "--format=%h"], capture_output=True, text=True, check=False).stdout.strip()
    cpu = next((line.split(":")[1].strip() for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    lines = [f"{datetime.date.today()}, commit {head}, {cpu}, {os.cpu_count()} cores, load average at the end "
             f"{os.getloadavg()[1]:.1f}. {size.describe()}", "",
             "| work | accepted | aimed at | Spoor | verdict | peers in the same run |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for work, accepted, aimed, at_least, unit, ours, peers in rows(f):
        sign = "≥" if at_least else "≤"
        goal = f"{sign} {number(accepted, unit)}" if accepted is not None else "–"
        lines.append(f"| {work} | {goal} | {number(aimed, unit)} | **{number(ours, unit)}** | "
                     f"{verdict(ours, accepted, aimed, at_least)} | {peers} |")
    lines += ["", "Commands (BUILD is the release build; on one core by `taskset` unless said):", "", "```"]
    lines += [*commands, "```", "", "<details><summary>every figure</summary>", "", "```"]
    lines += [f"{name} {number(value)}" for name, value in sorted(f.items())]
    lines += ["```", "", "</details>"]
    return "\n".join(lines)


def write(path, text, mark):
    begin, end = f"<!-- {mark}-begin -->", f"<!-- {mark}-end -->"
    before, rest = path.read_text().split(begin)
    after = rest.split(end)[1]
    path.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}")
