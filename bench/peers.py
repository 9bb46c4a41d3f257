# SPDX-License-Identifier: Apache-2.0
"""What the peers that Debian ships do with the same work: dnscap, balboa, libmtbl. A peer that is missing is left out."""
import shutil
import time

from measure import bytes_of, server

PORT = 14242


def dnscap(bench, size):
    """Filters responses only: it understands headers, no records."""
    if not shutil.which("dnscap"):
        return {}
    capture = bench.work / "capture.pcap"
    filtered = bench.cost(["dnscap", "-r", capture, "-s", "r", "-w", bench.work / "dnscap"])
    plain = bench.cost(["cat", capture])
    for path in bench.work.glob("dnscap.*"):
        path.unlink()
    return {"dnscap_responses_per_cpu_s": size.responses / filtered.cpu_s,
            "cat_responses_per_cpu_s": size.responses / max(plain.cpu_s, 0.01)}


def settled(store):
    """Waits until the server has stopped writing; what it has on disk then."""
    before = -1
    while (now := bytes_of(store)) != before:
        before = now
        time.sleep(3)
    return now


def balboa(bench, size):
    """Loads its own dump through its server (RocksDB), and answers over its own protocol."""
    if not shutil.which("balboa-rocksdb"):
        return {}
    store = bench.fresh("balboa")
    store.mkdir()
    questions = bench.work / "records"
    few = {}
    for name in ("q_rrname.txt", "q_ip.txt"):
        few[name] = bench.work / f"few_{name}"
        few[name].write_text("".join((questions / name).read_text().splitlines(keepends=True)[:2000]))
    heavy = bench.work / "heavy.txt"
    heavy.write_text("198.51.100.7\n")
    with (bench.work / "balboa.log").open("w") as log:
        with server(["balboa-rocksdb", "-R", "-d", store, "-p", PORT], PORT, log) as cpu_s:
            begun = time.monotonic()
            replay = bench.cost(["balboa-backend-console", "replay", "-p", PORT, "-d", questions / "balboa.dump"], runs=1)
            size_bytes = settled(store)
            load_cpu_s = replay.cpu_s + cpu_s()
            load_wall_s = time.monotonic() - begun
            found = {"balboa_load_per_cpu_s": size.records / load_cpu_s, "balboa_load_wall_s": load_wall_s,
                     "balboa_bytes_per_record": size_bytes / size.records}
            for what, by, file, limit in (("name", "name", few["q_rrname.txt"], 1000),
                                          ("address", "rdata", few["q_ip.txt"], 100),
                                          ("heavy", "rdata", heavy, 10_000_000)):
                values = bench.figures([bench.program("balboa_ask"), PORT, by, file, limit])
                found |= {f"balboa_{what}_{name}": value for name, value in values.items()}
    return found


def mtbl(bench, size):
    """The table library under dnstable, driven as dnstable drives it."""
    program = bench.program("mtbl_peer")
    if not program.exists():
        return {}
    folder = bench.fresh("mtbl")
    folder.mkdir()
    return bench.figures([program, size.records, 42, folder], runs=min(bench.runs, 3))
