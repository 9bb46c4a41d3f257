// SPDX-License-Identifier: Apache-2.0
// Messages a second through the room, one core, into a sink that only counts: 50,000 names, each
// asked for by one of many clients and answered with an address (below), or by a zone's own server
// after its delegation (above).
#include <cstdlib>
#include <vector>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "harden/hardener.h"
#include "harden/pending_queries.h"
#include "harden/testing/message_builder.h"

namespace spoor::harden {
namespace {

using testing::MessageBuilder;
using testing::Octets;

constexpr unsigned kNames = 50'000;

class CountingSink final : public record::ObservationSink {
 public:
  void observe(const record::Observation&) override { ++count; }
  void add(const record::RecordView&, record::SourceId, record::How,
           const record::Sightings&) override {}
  std::uint64_t count = 0;
};

struct Traffic {
  std::vector<Octets> payloads;
  std::vector<CapturedMessage> messages;  // a query, its response, a query …

  void add(const MessageBuilder& response, unsigned client, std::string_view server) {
    Octets address;
    testing::append_u32(address, 0xC0000200U + client % 256);
    CapturedMessage query;
    query.source = IpAddress::v4(as_bytes(address));
    query.destination = *parse_ip_address(server);
    query.source_port = static_cast<std::uint16_t>(1024 + client % 60'000);
    query.destination_port = 53;
    query.checksum = Checksum::kGood;
    CapturedMessage answer = query;
    std::swap(answer.source, answer.destination);
    std::swap(answer.source_port, answer.destination_port);
    payloads.push_back(response.query());
    payloads.push_back(response.wire());
    messages.push_back(query);
    messages.push_back(answer);
  }
  void finish() {
    for (std::size_t i = 0; i < messages.size(); ++i) {
      messages[i].payload = as_bytes(payloads[i]);
      messages[i].time_us = 1'600'000'000'000'000 + i;
    }
  }
};

Traffic below() {
  Traffic traffic;
  for (unsigned i = 0; i < kNames; ++i) {
    const std::string name = fmt::format("www.domain{}.example.", i);
    MessageBuilder message(name, dns::RrType::kA);
    message.id(i % 65'536).response().answer(name, dns::RrType::kA, testing::address("192.0.2.80"));
    traffic.add(message.additional(".", dns::RrType::kOpt, ""), i, "198.51.100.53");
  }
  traffic.finish();
  return traffic;
}

Traffic above() {
  Traffic traffic;
  for (unsigned i = 0; i < kNames / 2; ++i) {
    const std::string zone = fmt::format("domain{}.example.", i);
    const std::string host = "ns1." + zone;
    MessageBuilder referral("www." + zone, dns::RrType::kA);
    referral.id(i).response().authority(zone, dns::RrType::kNs, testing::wire_name(host));
    traffic.add(referral.additional(host, dns::RrType::kA, testing::address("203.0.113.7")), i,
                "198.51.100.1");
    MessageBuilder answer("www." + zone, dns::RrType::kA);
    answer.id(i).response().authoritative().answer("www." + zone, dns::RrType::kA,
                                                   testing::address("192.0.2.80"));
    traffic.add(answer, i, "203.0.113.7");
  }
  traffic.finish();
  return traffic;
}

void run(benchmark::State& state, const Traffic& traffic, const HardenOptions& options,
         std::uint64_t records) {
  CountingSink sink;
  Hardener hardener(options, sink);
  for (auto _ : state) {
    const std::uint64_t before = sink.count;
    for (const CapturedMessage& message : traffic.messages) hardener.take(message);
    if (sink.count - before != records) std::abort();  // a wrong answer stops the clock
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(traffic.messages.size()));
}

void BM_HardenBelow(benchmark::State& state) {
  run(state, below(), HardenOptions{}, kNames);
}
BENCHMARK(BM_HardenBelow)->Unit(benchmark::kMillisecond);

void BM_HardenAbove(benchmark::State& state) {
  HardenOptions options{.position = Position::kAbove};
  options.root_hints = *parse_root_hints(". NS a.root.example.\na.root.example. A 198.51.100.1\n");
  run(state, above(), options, kNames / 2 * 3);
}
BENCHMARK(BM_HardenAbove)->Unit(benchmark::kMillisecond);

/// Matching alone: key, remember, find.
void BM_MatchQueryAndResponse(benchmark::State& state) {
  const Traffic traffic = below();
  PendingQueries pending(std::size_t{1} << 20);
  dns::Header query;
  dns::Header answer;
  answer.flags = 0x8000;
  for (auto _ : state) {
    for (std::size_t i = 0; i < traffic.messages.size(); i += 2) {
      const Bytes payload = traffic.messages[i].payload;
      const dns::Question question{payload.subspan(12, payload.size() - 16), 1, 1};
      pending.add(QueryKey(traffic.messages[i], query, question), i);
      if (!pending.take(QueryKey(traffic.messages[i + 1], answer, question), i)) std::abort();
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(traffic.messages.size()));
}
BENCHMARK(BM_MatchQueryAndResponse)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace spoor::harden
