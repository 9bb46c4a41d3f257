// SPDX-License-Identifier: Apache-2.0
// Lines in and rows out, in a mix of types.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/cof_writer.h"
#include "feed/feed_reader.h"
#include "feed/native_writer.h"

namespace spoor::feed {
namespace {

struct NullStore final : FeedSources, record::ObservationSink {
  Result<record::SourceId> source_for(std::string_view) override { return record::SourceId{1}; }
  Result<record::SourceId> source_of(const record::SourceSpec&) override {
    return record::SourceId{1};
  }
  Result<dns::RrType> type_for_label(std::string_view) override {
    return static_cast<dns::RrType>(dns::kFirstLabelType);
  }
  void observe(const record::Observation&) override {}
  void add(const record::RecordView& r, record::SourceId, record::How,
           const record::Sightings&) override {
    octets += r.rdata.size();
  }
  std::size_t octets = 0;
};

struct Kind {
  dns::RrType type;
  const char* rdata;
};
constexpr Kind kKinds[] = {
    {dns::RrType::kA, "192.0.2.77"},
    {dns::RrType::kA, "198.51.100.7"},
    {dns::RrType::kA, "203.0.113.9"},
    {dns::RrType::kAaaa, "2001:db8::1f:2"},
    {dns::RrType::kCname, "d1234abcd.cdn.example.net."},
    {dns::RrType::kNs, "ns1.example.net."},
    {dns::RrType::kMx, "10 mx1.example.com."},
    {dns::RrType::kTxt, "\"v=spf1 include:_spf.example.com ip4:192.0.2.5 -all\""},
    {dns::RrType::kSoa,
     "ns1.example.net. hostmaster.example.net. 2023000000 7200 3600 1209600 3600"}};

struct Rows {
  std::vector<dns::Name> owners;
  std::vector<std::string> rdata, types;
  std::vector<RowView> views;
  record::Sightings sightings = record::Sightings::told_total(1'700'000'000, 1'700'086'400, 42);

  Rows() {
    constexpr std::size_t kRows = 4096;
    owners.reserve(kRows);
    rdata.reserve(kRows);
    types.reserve(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
      const Kind& kind = kKinds[i % std::size(kKinds)];
      owners.push_back(*dns::parse_name("www.host" + std::to_string(i) + ".example.com"));
      rdata.push_back(*dns::parse_rdata(kind.type, kind.rdata));
      types.push_back(dns::rr_type_text(kind.type));
      views.push_back({owners[i].wire(), kind.type, types[i], rdata[i], 2, "sensor1",
                       record::How::kSensor, &sightings});
    }
  }
};

void read_all(benchmark::State& state, const std::string& text, std::size_t lines) {
  NullStore store;
  for (auto _ : state) {
    const auto input = InputStream::from_memory(as_bytes(text));
    auto reader = FeedReader::open(*input, {}, store, store);
    while (*(*reader)->step()) {
    }
    if ((*reader)->stats().records != lines) state.SkipWithError("lines were refused");
  }
  benchmark::DoNotOptimize(store.octets);
  state.SetItemsProcessed(static_cast<std::int64_t>(lines) * state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void BM_ReadCof(benchmark::State& state) {
  const Rows rows;
  std::string text;
  for (const RowView& row : rows.views) append_cof(text, row, {{}, "sensor1"});
  read_all(state, text, rows.views.size());
}
BENCHMARK(BM_ReadCof);

void BM_ReadNative(benchmark::State& state) {
  const Rows rows;
  std::string text;
  append_native_header(text);
  for (const RowView& row : rows.views) append_native(text, row, {"sensor1", {}, {}});
  read_all(state, text, rows.views.size());
}
BENCHMARK(BM_ReadNative);

template <class Append>
void write_all(benchmark::State& state, const Append& append) {
  const Rows rows;
  std::string out;
  for (auto _ : state) {
    out.clear();
    for (const RowView& row : rows.views) append(out, row);
    benchmark::DoNotOptimize(out.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows.views.size()) * state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(out.size()) * state.iterations());
}

void BM_WriteCof(benchmark::State& state) {
  write_all(state, [](std::string& out, const RowView& row) { append_cof(out, row); });
}
BENCHMARK(BM_WriteCof);

void BM_WriteJson(benchmark::State& state) {
  write_all(state, [](std::string& out, const RowView& row) { append_json(out, row); });
}
BENCHMARK(BM_WriteJson);

}  // namespace
}  // namespace spoor::feed
