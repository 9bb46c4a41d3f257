// SPDX-License-Identifier: Apache-2.0
// A usual response with compression: question, CNAME, two A, NS, EDNS; records alone and with
// canonical rdata.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "dns/hex_octets.h"
#include "dns/message.h"
#include "dns/rdata.h"

namespace spoor::dns {
namespace {

std::string usual_response() {
  return from_hex(
      "123485800001000300010001"
      "0377777703636e6e076578616d706c6503636f6d0000010001"
      "c00c 0005 0001 0000003c 0007 0465646765c014"
      "c031 0001 0001 0000003c 0004 c0000201"
      "c031 0001 0001 0000003c 0004 c0000202"
      "c014 0002 0001 00000e10 0006 036e7331c014"
      "00 0029 1000 00000000 0000");
}

void read_records(benchmark::State& state) {
  const std::string message = usual_response();
  MessageReader reader;
  for (auto _ : state) {
    RecordInMessage record;
    int records = reader.begin(as_bytes(message)) ? 0 : -1;
    while (reader.next(record)) ++records;
    if (records != 5 || reader.failed()) state.SkipWithError("wrong count");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_records);

void read_records_and_rdata(benchmark::State& state) {
  const std::string message = usual_response();
  const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  MessageReader reader;
  for (auto _ : state) {
    RecordInMessage record;
    std::size_t octets = reader.begin(as_bytes(message)) ? 0 : 1000;
    while (reader.next(record)) {
      WireReader r(reader.message());
      r.seek(record.rdata_offset);
      octets +=
          read_canonical_rdata(r, static_cast<RrType>(record.type), record.rdlength, out.get());
    }
    if (octets != 18 + 4 + 4 + 17) state.SkipWithError("wrong octets");
    benchmark::DoNotOptimize(out.get());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(read_records_and_rdata);

}  // namespace
}  // namespace spoor::dns
