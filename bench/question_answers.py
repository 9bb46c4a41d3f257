# SPDX-License-Identifier: Apache-2.0
"""Questions that need an index of their own (patterns, facets, trees, lists), and what ripgrep and ClickHouse make of the
same rows."""
import contextlib
import re
import shutil
import subprocess

import ours
from http_answers import HEAVY, Process, cores, free_port
from measure import CORE, bytes_of, say

KINDS = ("pattern_3_letters", "pattern_4_letters", "pattern_6_letters", "pattern_common_literal", "pattern_no_literal")
ASKED_OF_PEERS = 5  # patterns of a kind: a peer looks at every row each time, so few tell all
COLUMNS = "name String, type String, rdata String, count UInt32, first DateTime, last DateTime, sensor UInt8"
DOMAIN = ".grown.example"

CONFIG = """<yandex>
  <logger><level>warning</level><log>{work}/server.log</log><errorlog>{work}/error.log</errorlog></logger>
  <tcp_port>{port}</tcp_port><http_port>{http}</http_port><listen_host>127.0.0.1</listen_host>
  <path>{work}/data/</path><tmp_path>{work}/tmp/</tmp_path><users_config>{work}/users.xml</users_config>
  <mark_cache_size>5368709120</mark_cache_size><default_profile>default</default_profile>
  <default_database>default</default_database>
</yandex>
"""
USERS = """<yandex>
  <profiles><default><max_threads>1</max_threads><max_memory_usage>8000000000</max_memory_usage></default></profiles>
  <users><default><password></password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
  </default></users><quotas><default></default></quotas>
</yandex>
"""


class ClickHouse:
    """A server of its own on our core, with one thread a query."""

    def __init__(self, folder, log):
        self.port, self.log = free_port(), log
        folder.mkdir()
        (folder / "config.xml").write_text(CONFIG.format(work=folder, port=self.port, http=free_port()))
        (folder / "users.xml").write_text(USERS)
        self.data = folder / "data"
        self.server = Process(["clickhouse-server", f"--config-file={folder}/config.xml"], self.port, log, CORE)

    def run(self, query, stdin=None):
        """The answer's lines. The client is on the same core but is not counted; ours has none."""
        done = subprocess.run(["clickhouse-client", "--port", str(self.port), "--query", query], stdin=stdin,
                              stdout=subprocess.PIPE, stderr=self.log, text=True, check=True)
        return done.stdout.splitlines()

    def cost_ms(self, queries, wanted=None):
        """CPU milliseconds of the server a query, warm; checks how many rows or which number came back."""
        for query in queries:
            self.run(query)
        before = self.server.cpu_s()
        for query, rows in zip(queries, wanted or [None] * len(queries)):
            got = len(self.run(query))
            if rows is not None and got != rows:
                say(f"    ClickHouse: {got} rows and not {rows}: {query}")
        return (self.server.cpu_s() - before) * 1000 / len(queries)


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def read_patterns(path):
    """(rows, pattern) by kind, as question_bench wrote them: no slashes, and `$` is the very end of a peer's name."""
    found = {kind: [] for kind in KINDS}
    for line in path.read_text().splitlines():
        kind, rows, pattern = line.split(" ", 2)
        found[kind].append((int(rows), pattern[1:-1]))
    return {kind: patterns[:ASKED_OF_PEERS] for kind, patterns in found.items()}


def ripgrep(bench, patterns):
    if not shutil.which("rg"):
        return {}
    found = {}
    for kind, asked in patterns.items():
        costs = []
        for _, pattern in asked:
            # A search without a hit ends with 1, which is no failure.
            words = ["sh", "-c", 'rg -j1 -i -c "$1" "$2" || true', "rg", pattern, bench.work / "names.txt"]
            costs.append(bench.cost(words, runs=2).cpu_s * 1000)
        found[f"ripgrep_{kind}_cpu_ms"] = sum(costs) / len(costs)
    return found


def load_clickhouse(house, bench):
    before = house.server.cpu_s()
    house.run(f"CREATE TABLE by_name ({COLUMNS}, backwards String MATERIALIZED reverse(name)) ENGINE = MergeTree "
              "PARTITION BY tuple() ORDER BY (backwards, type, rdata)")
    house.run(f"CREATE TABLE by_rdata ({COLUMNS}) ENGINE = MergeTree PARTITION BY tuple() ORDER BY (rdata, name, type)")
    for table in ("by_name", "by_rdata"):
        for rows in (bench.work / "question_rows" / "rows.tsv", bench.work / "grown.tsv"):
            with rows.open() as stdin:
                house.run(f"INSERT INTO {table} (name, type, rdata, count, first, last, sensor) FORMAT TabSeparated", stdin)
        house.run(f"OPTIMIZE TABLE {table} FINAL")
    rows = int(house.run("SELECT count() FROM by_name")[0])
    active = house.run("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'default'")
    return {"clickhouse_rows": rows, "clickhouse_load_per_cpu_s": rows / (house.server.cpu_s() - before),
            "clickhouse_bytes_per_record": int(active[0]) / rows}


def clickhouse(bench, patterns):
    if not shutil.which("clickhouse-server"):
        return {}
    with (bench.work / "clickhouse.log").open("w") as log:
        house = ClickHouse(bench.fresh("clickhouse"), log)
        try:
            found = load_clickhouse(house, bench)
            for kind, asked in patterns.items():
                queries = [f"SELECT * FROM by_name WHERE match(name, {quoted(pattern)})" for _, pattern in asked]
                found[f"clickhouse_{kind}_cpu_ms"] = house.cost_ms(queries, [rows for rows, _ in asked])
            heavy = f"FROM by_rdata WHERE rdata = '{HEAVY}'"
            domain = f"FROM by_name WHERE backwards LIKE {quoted(DOMAIN[::-1] + '%')}"
            found["clickhouse_address_page_cpu_ms"] = house.cost_ms(
                [f"SELECT * {heavy} ORDER BY last DESC LIMIT 100"] * 5)
            found["clickhouse_address_count_cpu_ms"] = house.cost_ms([f"SELECT count() {heavy}"] * 5)
            found["clickhouse_address_facets_cpu_ms"] = house.cost_ms([facets(heavy)] * 5)
            found["clickhouse_domain_facets_cpu_ms"] = house.cost_ms([facets(domain)] * 5)
            found["clickhouse_domain_tree_cpu_ms"] = house.cost_ms(
                [f"SELECT arrayElement(splitByChar('.', name), -3) AS label, count() {domain} GROUP BY label "
                 "ORDER BY count() DESC LIMIT 100"] * 5)
            found["clickhouse_rdata_rows"] = int(house.run(f"SELECT count() {heavy}")[0])
            return found
        finally:
            house.server.stop()


def facets(rows):
    """The five of ours that a plain table knows, as one pass."""
    return ("SELECT topK(10)(type), topK(10)(sensor), topK(10)(toYear(first)), topK(10)(toYear(last)), "
            f"topK(10)(arrayElement(splitByChar('.', name), -1)), count() {rows}")


def measure(bench, size):
    questions = bench.program("question_bench")
    store = bench.work / "questions"
    figures = {f"question_{name}": value
               for name, value in ours.load(bench, size.questions, "questions", 1).items()}
    figures |= bench.figures([questions, "bulk", store, size.questions])
    figures |= bench.figures([questions, "grow", store, bench.work / "grown.tsv"])
    for verb in ("address", "domain"):
        figures |= bench.figures([questions, verb, store])
    figures |= bench.figures([questions, "patterns", store, bench.work / "patterns.txt"])
    bench.cost([questions, "names", store, bench.work / "names.txt"], runs=1)
    patterns = read_patterns(bench.work / "patterns.txt")
    figures |= ripgrep(bench, patterns)
    figures |= clickhouse(bench, patterns)
    for name in ("questions", "clickhouse"):
        bench.fresh(name)
    return figures
