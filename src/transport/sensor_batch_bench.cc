// SPDX-License-Identifier: Apache-2.0
// Rates of packing and of reading batches, in rows a second.
#include <random>

#include <benchmark/benchmark.h>

#include "dns/name.h"
#include "record/aggregator.h"
#include "transport/sensor_batch.h"

namespace spoor::transport {
namespace {

/// `n` records of usual shape, seen on one day.
record::Batch usual_batch(std::size_t n) {
  static constexpr std::array kHosts = {"www", "mail", "ns1", "cdn"};
  std::mt19937 random(42);
  record::Aggregator aggregator;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string text = std::string(kHosts[i % 4]) + ".site" +
                             std::to_string(random() % (n / 2 + 1)) + ".t" +
                             std::to_string(random() % 300);
    const dns::Name owner = *dns::parse_name(text);
    std::string address(4, '\0');
    for (char& octet : address) octet = static_cast<char>(random());
    const record::RecordView record{owner.wire(), dns::RrType::kA, as_bytes(address), 2};
    aggregator.observe({record, record::SourceId{1}, record::How::kSensor,
                        1'700'000'000 + static_cast<std::uint32_t>(random() % 600), 300});
  }
  return aggregator.take();
}

void write_batch(benchmark::State& state) {
  const record::Batch batch = usual_batch(100'000);
  SensorBatchWriter writer;
  std::size_t octets = 0;
  for (auto _ : state) {
    std::span<const record::BatchRow> rows(batch.rows.data(), batch.rows.size());
    octets = writer.write({}, rows, {})->size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch.rows.size()));
  state.counters["octets/row"] =
      static_cast<double>(octets) / static_cast<double>(batch.rows.size());
}
BENCHMARK(write_batch)->Unit(benchmark::kMillisecond);

void read_batch(benchmark::State& state) {
  const record::Batch batch = usual_batch(100'000);
  SensorBatchWriter writer;
  std::span<const record::BatchRow> rows(batch.rows.data(), batch.rows.size());
  const std::string frame = *writer.write({}, rows, {});
  for (auto _ : state) benchmark::DoNotOptimize(read_sensor_batch(frame)->batch.rows.size());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(batch.rows.size()));
}
BENCHMARK(read_batch)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spoor::transport
