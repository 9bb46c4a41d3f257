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

void read_all(benchmark::State& state, const std::string& text, std::size_t lines,
              std::size_t records) {
  NullStore store;
  for (auto _ : state) {
    const auto input = InputStream::from_memory(as_bytes(text));
    auto reader = FeedReader::open(*input, {}, store, store);
    while (*(*reader)->step()) {
    }
    if ((*reader)->stats().records != records) state.SkipWithError("lines were refused");
  }
  benchmark::DoNotOptimize(store.octets);
  state.SetItemsProcessed(static_cast<std::int64_t>(lines) * state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(text.size()) * state.iterations());
}

void BM_ReadCof(benchmark::State& state) {
  const Rows rows;
  std::string text;
  for (const RowView& row : rows.views) append_cof(text, row, {{}, "sensor1"});
  read_all(state, text, rows.views.size(), rows.views.size());
}
BENCHMARK(BM_ReadCof);

void BM_ReadNative(benchmark::State& state) {
  const Rows rows;
  std::string text;
  append_native_header(text);
  for (const RowView& row : rows.views) append_native(text, row, {"sensor1", {}, {}});
  read_all(state, text, rows.views.size(), rows.views.size());
}
BENCHMARK(BM_ReadNative);

std::string name_of(std::size_t i) {
  return "www.host" + std::to_string(i) + ".example.com";
}

/// Responses with a CNAME and an address, and some with an address alone: the mix of a log.
void BM_ReadZeek(benchmark::State& state) {
  std::string text =
      "#separator \\x09\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\t"
      "trans_id\trtt\tquery\tqclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\t"
      "RD\tRA\tZ\tanswers\tTTLs\trejected\n";
  constexpr std::size_t kLines = 4096;
  std::size_t records = 0;
  for (std::size_t i = 0; i < kLines; ++i) {
    const bool has_alias = i % 3 == 0;
    text +=
        "1700000000.250000\tCaaaaaAAAA1\t192.0.2.50\t40000\t198.51.100.53\t53\tudp\t4660\t"
        "0.012000\t" +
        name_of(i) + "\t1\tC_INTERNET\t1\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t" +
        (has_alias ? "edge.example.net,203.0.113.7\t300.000000,60.000000\tF\n"
                   : "203.0.113.7\t60.000000\tF\n");
    records += has_alias ? 2 : 1;
  }
  read_all(state, text, kLines, records);
}
BENCHMARK(BM_ReadZeek);

void BM_ReadZeekJson(benchmark::State& state) {
  constexpr std::size_t kLines = 4096;
  std::string text;
  for (std::size_t i = 0; i < kLines; ++i) {
    text +=
        R"({"ts":1700000000.25,"uid":"CaaaaaAAAA1","id.orig_h":"192.0.2.50","id.orig_p":40000,"id.resp_h":"198.51.100.53","id.resp_p":53,"proto":"udp","trans_id":4660,"query":")" +
        name_of(i) +
        R"(","qclass":1,"qclass_name":"C_INTERNET","qtype":1,"qtype_name":"A","rcode":0,"rcode_name":"NOERROR","AA":false,"TC":false,"RD":true,"RA":true,"Z":0,"answers":["edge.example.net","203.0.113.7"],"TTLs":[300.0,60.0],"rejected":false})"
        "\n";
  }
  read_all(state, text, kLines, 2 * kLines);
}
BENCHMARK(BM_ReadZeekJson);

void BM_ReadEve(benchmark::State& state) {
  constexpr std::size_t kLines = 4096;
  std::string text;
  for (std::size_t i = 0; i < kLines; ++i) {
    const std::string name = name_of(i);
    text +=
        R"({"timestamp":"2023-11-14T22:13:20.250000+0000","flow_id":1,"event_type":"dns","src_ip":"192.0.2.50","src_port":40000,"dest_ip":"198.51.100.53","dest_port":53,"proto":"UDP","dns":{"version":2,"type":"answer","id":7,"flags":"8180","qr":true,"rd":true,"ra":true,"rrname":")" +
        name + R"(","rrtype":"A","rcode":"NOERROR","answers":[{"rrname":")" + name +
        R"(","rrtype":"CNAME","ttl":300,"rdata":"edge.example.net"},{"rrname":"edge.example.net","rrtype":"A","ttl":60,"rdata":"203.0.113.7"}]}})"
        "\n";
  }
  read_all(state, text, kLines, 2 * kLines);
}
BENCHMARK(BM_ReadEve);

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
