# SPDX-License-Identifier: Apache-2.0
"""What Spoor does with the work: the program for whole ways, store_bench for what happens in process."""
import json

from measure import bytes_of


def capture(bench, size):
    store = bench.work / "from_capture"
    path = bench.work / "capture.pcap"
    cost = bench.cost([bench.program("spoor"), "import", "--store", store, "--source", "bench", path],
                      before=lambda: bench.fresh("from_capture"))
    return {"capture_responses_per_cpu_s": size.responses / cost.cpu_s,
            "capture_responses_per_s": size.responses / cost.wall_s, "capture_memory_mib": cost.memory_mib}


def cof(bench, size):
    store = bench.work / "from_cof"
    path = bench.work / "records" / "cof.ndjson"
    cost = bench.cost([bench.program("spoor"), "import", "--store", store, "--source", "bench", "--by-sensor", path],
                      before=lambda: bench.fresh("from_cof"))
    stats = json.loads(bench.cost([bench.program("spoor"), "stats", "--store", store, "--json"], runs=1).out)
    return {"cof_records_per_cpu_s": size.records / cost.cpu_s, "cof_records_per_s": size.records / cost.wall_s,
            "cof_memory_mib": cost.memory_mib, "cof_bytes_per_record": bytes_of(store) / stats["records"]}


def load(bench, records, name, runs):
    """Loads a store from memory and leaves it behind under `name`."""
    return bench.figures([bench.program("store_bench"), "load", bench.work / name, records, 42], runs=runs,
                         before=lambda: bench.fresh(name))


def ask(bench, name, questions, runs):
    return bench.figures([bench.program("store_bench"), "ask", bench.work / name, bench.work / questions], runs=runs)


def more(bench, name, questions, records, runs):
    """A tenth more, of new records and of the same a day later: alone, and with look-ups meanwhile."""
    found = {}
    for kind in ("new", "shifted"):
        for verb in ("more_alone", "more"):
            words = [bench.program("store_bench"), verb, bench.work / "grown", records, kind, bench.work / questions]
            values = bench.figures(words, runs=runs, before=lambda: bench.copy(name, "grown"))
            found |= {f"{kind}_{key}": value for key, value in values.items()}
    bench.fresh("grown")
    return found


def days(bench, size):
    found = bench.figures([bench.program("store_bench"), "days", bench.fresh("days"), size.day_records, size.days])
    bench.fresh("days")
    return found


def start(bench, name, questions, runs):
    first = (bench.work / questions / "q_rrname.txt").read_text().splitlines()[0]
    return bench.figures([bench.program("store_bench"), "start", bench.work / name, first], runs=runs)
