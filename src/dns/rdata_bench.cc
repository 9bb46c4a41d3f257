// SPDX-License-Identifier: Apache-2.0
// Rdata of the types that make up traffic: canonical form, text out, text in. A wrong answer stops
// the clock.
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "dns/rdata.h"

namespace spoor::dns {
namespace {

struct Sample {
  const char* name;
  RrType type;
  const char* text;
};

constexpr Sample kSamples[] = {
    {"A", RrType::kA, "192.0.2.143"},
    {"AAAA", RrType::kAaaa, "2001:db8:1234:5678::9abc:def0"},
    {"CNAME", RrType::kCname, "static.www7.shop.example.com."},
    {"MX", RrType::kMx, "10 mail7.shop.example.com."},
    {"SOA", RrType::kSoa,
     "ns1.example.com. hostmaster.example.com. 2024010101 7200 3600 1209600 300"},
    {"TXT", RrType::kTxt, "\"v=spf1 include:_spf.example.com ip4:192.0.2.0/24 -all\""},
    {"HTTPS", RrType::kHttps,
     "1 . alpn=\"h2,h3\" ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1"},
    {"RRSIG", RrType::kRrsig,
     "A 8 2 3600 20300901000000 20300801000000 12345 example.com. "
     "oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTrPYGv07h108dUKGMeDPKijVCHX3DDKdfb+v6oB9wfuh3DTJXUAfI="},
};

void canonical(benchmark::State& state, const Sample& sample) {
  const std::string rdata = *parse_rdata(sample.type, sample.text);
  const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  for (auto _ : state) {
    WireReader r(as_bytes(rdata));
    if (read_canonical_rdata(r, sample.type, rdata.size(), out.get()) != rdata.size())
      state.SkipWithError("refused");
    benchmark::DoNotOptimize(out.get());
    benchmark::ClobberMemory();
  }
}

void append_text(benchmark::State& state, const Sample& sample) {
  const std::string rdata = *parse_rdata(sample.type, sample.text);
  std::string text;
  for (auto _ : state) {
    text.clear();
    append_rdata_text(text, sample.type, as_bytes(rdata));
    benchmark::DoNotOptimize(text.data());
  }
  if (text != sample.text) state.SkipWithError("wrong text");
}

void parse(benchmark::State& state, const Sample& sample) {
  const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  const std::string_view text = sample.text;
  for (auto _ : state) {
    const auto size = parse_rdata_into(sample.type, text, out.get());
    if (!size) state.SkipWithError("refused");
    benchmark::DoNotOptimize(out.get());
    benchmark::ClobberMemory();
  }
}

const int kRegistered = [] {
  for (const Sample& sample : kSamples) {
    const std::string name = sample.name;
    benchmark::RegisterBenchmark(("canonical/" + name).c_str(), canonical, sample);
    benchmark::RegisterBenchmark(("append_text/" + name).c_str(), append_text, sample);
    benchmark::RegisterBenchmark(("parse/" + name).c_str(), parse, sample);
  }
  return 0;
}();

}  // namespace
}  // namespace spoor::dns
