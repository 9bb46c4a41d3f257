// SPDX-License-Identifier: Apache-2.0
// Rates of the aggregator on names and values of usual size: repeats in cache, repeats of a million
// records, new records, and the sorted batch at the end.
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "dns/name.h"
#include "record/aggregator.h"

namespace spoor::record {
namespace {

struct Sample {
  std::string owner;
  std::string rdata;
  dns::RrType type{};
};

/// `n` distinct records of n/4 domains below 300 top labels.
std::vector<Sample> samples(std::size_t n) {
  static constexpr std::array kHosts = {"www", "mail", "ns1", "cdn"};
  std::mt19937 random(42);
  std::vector<Sample> out;
  out.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t domain = random() % (n / 4 + 1);
    dns::NameBuilder name;
    const std::string label = "site" + std::to_string(domain * 7919 % 9999991);
    const std::string top = "t" + std::to_string(domain * domain % 300);
    bool is_valid = i % 3 == 0 || name.push(as_bytes(kHosts[i % 4]));
    is_valid = is_valid && name.push(as_bytes(label)) && name.push(as_bytes(top));
    const dns::Name owner = name.finish();
    Sample sample;
    if (is_valid) sample.owner.assign(as_chars(owner.wire()));
    sample.type = i % 5 == 4 ? dns::RrType::kAaaa : dns::RrType::kA;
    sample.rdata.resize(i % 5 == 4 ? 16 : 4);
    for (char& octet : sample.rdata) octet = static_cast<char>(random());
    out.push_back(std::move(sample));
  }
  return out;
}

Observation observation_of(const Sample& sample, std::uint32_t time_s) {
  return {{as_bytes(sample.owner), sample.type, as_bytes(sample.rdata), kBailiwickUnknown},
          {1},
          How::kSensor,
          time_s,
          300};
}

void BM_ObserveRepeat(benchmark::State& state) {
  const auto records = samples(static_cast<std::size_t>(state.range(0)));
  Aggregator aggregator;
  for (const Sample& sample : records) aggregator.observe(observation_of(sample, 1600000000));
  const std::size_t rows = aggregator.rows();
  std::size_t i = 0;
  for (auto _ : state) {
    aggregator.observe(observation_of(records[i], 1600000100));
    if (++i == records.size()) i = 0;
  }
  if (aggregator.rows() != rows) state.SkipWithError("a repeat made a row");
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ObserveRepeat)->Arg(1000)->Arg(1000000);

void BM_ObserveNew(benchmark::State& state) {
  const auto records = samples(static_cast<std::size_t>(state.range(0)));
  std::size_t memory = 0;
  for (auto _ : state) {
    Aggregator aggregator;
    for (const Sample& sample : records) aggregator.observe(observation_of(sample, 1600000000));
    memory = aggregator.memory_bytes();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["MB"] = static_cast<double>(memory) / 1e6;
}
BENCHMARK(BM_ObserveNew)->Arg(1000000)->Unit(benchmark::kMillisecond);

void BM_Take(benchmark::State& state) {
  const auto records = samples(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    state.PauseTiming();
    Aggregator aggregator;
    for (const Sample& sample : records) aggregator.observe(observation_of(sample, 1600000000));
    state.ResumeTiming();
    const Batch batch = aggregator.take();
    state.PauseTiming();
    for (std::size_t i = 1; i < batch.rows.size(); ++i) {
      if (compare(batch.rows[i - 1], batch.rows[i]) >= 0) state.SkipWithError("out of order");
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Take)->Arg(1000000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spoor::record
