# SPDX-License-Identifier: Apache-2.0
"""`spoor serve` under load: look-ups by wrk, one big answer by curl, idle connections, a merge meanwhile; balboa beside."""
import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import time
import urllib.request

from measure import CORE, say

LUA = pathlib.Path(__file__).resolve().parent / "http" / "questions.lua"
HEAVY = "198.51.100.7"
KEY = "a-key-for-measuring"
CONNECTIONS = 32
FEW = 2  # each asks as soon as it has its answer: about half of what the most connections get
BALBOA_BACKEND, BALBOA_HTTP = 14243, 14244


def cores():
    return sorted(os.sched_getaffinity(0))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server that we started, and what it has cost so far."""

    def __init__(self, words, port, log, core=None):
        pinned = ["taskset", "-c", str(core)] if core is not None else []
        self.child = subprocess.Popen([*pinned, *map(str, words)], stdout=log, stderr=log)
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.1)
        raise SystemExit(f"bench: {words[0]} does not answer on port {port}")

    def cpu_s(self):
        fields = pathlib.Path(f"/proc/{self.child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mib(self):
        for line in pathlib.Path(f"/proc/{self.child.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise SystemExit("bench: no VmRSS")

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(60)


def serve(bench, store, log, *, threads, core=None):
    port = free_port()
    words = [bench.program("spoor"), "serve", "--store", bench.work / store, "--listen", f"127.0.0.1:{port}",
             "--threads", threads]
    shown = f"BUILD/src/cli/spoor serve --store {store} --listen 127.0.0.1:PORT --threads {threads}"
    if shown not in bench.commands:
        bench.commands.append(shown)
    environment_key = os.environ.get("SPOOR_API_KEY")
    os.environ["SPOOR_API_KEY"] = KEY
    try:
        return Process(words, port, log, core), port
    finally:
        os.environ.pop("SPOOR_API_KEY")
        if environment_key is not None:
            os.environ["SPOOR_API_KEY"] = environment_key


def wrk(bench, port, path, questions, *, seconds, connections=CONNECTIONS, graphql=False):
    """Figures of one run of wrk on one thread."""
    env = {"SPOOR_QUESTIONS": str(questions), "SPOOR_PATH": path}
    if graphql:
        env["SPOOR_GRAPHQL"] = "1"
    words = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LUA), "-H", f"X-Api-Key: {KEY}",
             f"http://127.0.0.1:{port}"]
    shown = " ".join(f"{name}='{value.replace(str(bench.work) + '/', '')}'" for name, value in env.items())
    shown += " wrk " + " ".join(words[1:4]) + " -s bench/http/questions.lua -H 'X-Api-Key: …' http://127.0.0.1:PORT"
    if shown not in bench.commands:
        bench.commands.append(shown)
    done = subprocess.run(words, env=os.environ | env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"bench: wrk failed: {done.stderr}{done.stdout}")
    found = {}
    for line in done.stdout.splitlines():
        fields = line.split()
        if len(fields) == 2 and fields[0] in ("requests_per_s", "p50_us", "p99_us", "bad", "bytes_per_answer"):
            found[fields[0]] = float(fields[1])
    if found.get("bad", 1) > 0:
        raise SystemExit(f"bench: wrk met {found.get('bad')} bad answers:\n{done.stdout}")
    return found


def median_of(runs):
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def lookups(bench, log):
    """Exact names, keep-alive: many connections, then few."""
    questions = bench.work / "records" / "q_rrname.txt"
    server, port = serve(bench, "from_cof", log, threads=1)
    try:
        path = "/api/v1/records?format=ndjson&q="
        wrk(bench, port, path, questions, seconds=3)  # warm
        full = median_of([wrk(bench, port, path, questions, seconds=8) for _ in range(bench.runs)])
        dnsdb = median_of([wrk(bench, port, "/dnsdb/v2/lookup/rrset/name/", questions, seconds=5)
                           for _ in range(min(bench.runs, 3))])
        half = median_of([wrk(bench, port, path, questions, seconds=8, connections=FEW)
                          for _ in range(min(bench.runs, 3))])
    finally:
        server.stop()
    return {"http_lookups_per_s": full["requests_per_s"], "http_lookup_p50_us": full["p50_us"],
            "http_lookup_bytes": full["bytes_per_answer"], "http_dnsdb_lookups_per_s": dnsdb["requests_per_s"],
            "http_half_rate": half["requests_per_s"], "http_half_p50_us": half["p50_us"],
            "http_half_p99_us": half["p99_us"]}


def heavy(bench, log):
    """The address with most names, all rows as NDJSON; the server has a core of its own."""
    server, port = serve(bench, "from_cof", log, threads=1, core=CORE)
    url = f"http://127.0.0.1:{port}/api/v1/records?q={HEAVY}&format=ndjson&limit=0"
    client = ["taskset", "-c", str(cores()[0]), "curl", "-s", "-H", f"X-Api-Key: {KEY}", url]
    bench.commands.append(f"taskset -c {cores()[0]} curl -s -H 'X-Api-Key: …' "
                          f"'http://127.0.0.1:PORT/api/v1/records?q={HEAVY}&format=ndjson&limit=0'")
    try:
        out = subprocess.run(client, capture_output=True, text=True, check=True).stdout.splitlines()
        ending = json.loads(out[-1])
        if not ending["complete"] or ending["returned"] != len(out) - 1:
            raise SystemExit(f"bench: the big answer is not whole: {ending}")
        rates, walls = [], []
        for _ in range(max(3, bench.runs)):
            times = 20  # CPU time is counted in hundredths of a second
            cpu, begun = server.cpu_s(), time.monotonic()
            for _ in range(times):
                subprocess.run(client, stdout=subprocess.DEVNULL, check=True)
            rates.append(times * ending["returned"] / (server.cpu_s() - cpu))
            walls.append(times * ending["returned"] / (time.monotonic() - begun))
    finally:
        server.stop()
    return {"http_heavy_rows": ending["returned"], "http_heavy_rows_per_cpu_s": statistics.median(rates),
            "http_heavy_rows_per_s": statistics.median(walls)}


def idle(bench, log):
    """What a thousand connections cost that have asked once and wait."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    server, port = serve(bench, "from_cof", log, threads=2)
    question = f"GET /api/v1/records?q=example.com HTTP/1.1\r\nHost: a\r\nX-Api-Key: {KEY}\r\n\r\n".encode()
    held = []
    try:
        urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/records?q=example.com",
                                                      headers={"X-Api-Key": KEY})).read()
        before = server.memory_mib()
        for _ in range(1000):
            held.append(socket.create_connection(("127.0.0.1", port)))
            held[-1].sendall(question)
        for connection in held:
            connection.recv(65536)
        after = server.memory_mib()
    finally:
        for connection in held:
            connection.close()
        server.stop()
    return {"http_idle_mib": after - before}


def merge(bench, size, log):
    """Look-ups before, and while a batch is posted and merged."""
    questions = bench.work / "records" / "q_rrname.txt"
    more = bench.work / "http_more"
    if not (more / "cof.ndjson").exists():
        bench.cost([bench.program("workload"), "records", "--seed", 42, "--rseed", 43, "--n", size.http_more, "--domains",
                    size.records // 4, "--dir", more, "--fmt", "cof"], runs=1)
    bench.copy("from_cof", "http_merged")
    server, port = serve(bench, "http_merged", log, threads=1)
    path = "/api/v1/records?format=ndjson&q="
    found = {}
    try:
        wrk(bench, port, path, questions, seconds=3)
        for name, connections in (("full", CONNECTIONS), ("half", FEW)):
            before = median_of([wrk(bench, port, path, questions, seconds=5, connections=connections) for _ in range(3)])
            begun = time.monotonic()
            upload = subprocess.Popen(["curl", "-s", "-H", f"X-Api-Key: {KEY}", "-T", more / "cof.ndjson", "-X", "POST",
                                       f"http://127.0.0.1:{port}/api/v1/import?source=more-{name}"],
                                      stdout=subprocess.PIPE, text=True)
            during = []
            while upload.poll() is None:
                during.append(wrk(bench, port, path, questions, seconds=2, connections=connections))
            report = json.loads(upload.communicate()[0])
            if report.get("records") != size.http_more:
                raise SystemExit(f"bench: the upload did not go in: {report}")
            found |= {f"http_merge_{name}_p50_before_us": before["p50_us"],
                      f"http_merge_{name}_p50_during_us": statistics.median(run["p50_us"] for run in during),
                      f"http_merge_{name}_per_s_before": before["requests_per_s"],
                      f"http_merge_{name}_per_s_during": statistics.median(run["requests_per_s"] for run in during),
                      f"http_merge_{name}_s": time.monotonic() - begun}
    finally:
        server.stop()
    return found


def balboa(bench, log):
    """The same questions to balboa's front end (GraphQL over HTTP) before its RocksDB backend, from the same records."""
    if not shutil.which("balboa") or not shutil.which("balboa-rocksdb"):
        return {}
    store = bench.fresh("balboa_http")
    store.mkdir()
    feeders = bench.work / "feeders.yaml"
    feeders.write_text("feeder: []\n")
    backend = Process(["balboa-rocksdb", "-R", "-d", store, "-p", BALBOA_BACKEND], BALBOA_BACKEND, log)
    front = None
    try:
        subprocess.run(["balboa-backend-console", "replay", "-p", str(BALBOA_BACKEND), "-d",
                        bench.work / "records" / "balboa.dump"], check=True, stdout=log, stderr=log)
        time.sleep(5)
        words = ["balboa", "serve", "-H", f"127.0.0.1:{BALBOA_BACKEND}", "-p", str(BALBOA_HTTP), "-l",
                 str(bench.work / "balboa_front.log"), "-f", str(feeders)]
        bench.commands.append("balboa-rocksdb -R -d balboa_http -p 14243 & balboa serve -H 127.0.0.1:14243 -p 14244")
        front = Process(words, BALBOA_HTTP, log)
        run = wrk(bench, BALBOA_HTTP, "/query", bench.work / "records" / "q_rrname.txt", seconds=8, graphql=True)
        body = json.dumps({"query": f'query{{entries(rdata:"{HEAVY}",limit:1000000)'
                                    "{count time_first time_last rrname rrtype rdata sensor_id}}"}).encode()
        begun = time.monotonic()
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{BALBOA_HTTP}/query", body,
                                                           {"Content-Type": "application/json"}), timeout=300) as answer:
            rows = len(json.load(answer)["data"]["entries"])
        return {"balboa_http_lookups_per_s": run["requests_per_s"], "balboa_http_lookup_p50_us": run["p50_us"],
                "balboa_http_heavy_rows": rows, "balboa_http_heavy_rows_per_s": rows / (time.monotonic() - begun)}
    finally:
        if front:
            front.stop()
        backend.stop()


def measure(bench, size):
    if not shutil.which("wrk"):
        raise SystemExit("bench: wrk is missing: scripts/setup bench")
    store = bench.work / "from_cof"
    if not store.exists():
        say("==> A store to serve")
        bench.cost([bench.program("spoor"), "import", "--store", store, "--source", "bench", "--by-sensor",
                    bench.work / "records" / "cof.ndjson"], runs=1)
    found = {}
    with (bench.work / "serve.log").open("a") as log:
        for part in (lookups, heavy, idle):
            found |= part(bench, log)
            say("    " + ", ".join(f"{name} {value:,.1f}" for name, value in found.items()))
        found |= merge(bench, size, log)
        found |= balboa(bench, log)
    return found
