// SPDX-License-Identifier: Apache-2.0
// Laws over random traffic: how unrelated flows are interleaved does not matter, and nothing is
// lost from the counts.
#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

struct Step {
  Octets payload;
  Path path;
  std::uint64_t time_us = 0;
  bool from_server = false;
};
using Flow = std::vector<Step>;

unsigned pick(std::mt19937& random, unsigned below) {
  return static_cast<unsigned>(random() % below);
}

/// What one client asks and is told: answered, unanswered, late, repeated, forged, malformed.
Flow random_flow(unsigned client, std::mt19937& random) {
  Flow flow;
  Path path{.client = fmt::format("192.0.2.{}", client),
            .client_port = static_cast<std::uint16_t>(1024 + client)};
  std::uint64_t time_us = kNoon + random() % kSecond;
  for (unsigned i = 0; i < 20; ++i) {
    const std::string name = fmt::format("n{}.c{}.example.com.", pick(random, 5), client);
    MessageBuilder message = MessageBuilder(name, dns::RrType::kA).id(pick(random, 3)).response();
    for (unsigned n = pick(random, 3); n-- > 0;) {
      message.answer(name, dns::RrType::kA,
                     Octets("\xC0\x00\x02", 3) + static_cast<char>(pick(random, 4)));
    }
    if (pick(random, 4) != 0) flow.push_back({message.query(), path, time_us, false});
    time_us += random() % (pick(random, 5) == 0 ? 70 * kSecond : kSecond);
    Octets wire = message.wire();
    if (pick(random, 10) == 0) wire.resize(random() % wire.size());
    for (unsigned n = pick(random, 3); n-- > 0;) flow.push_back({wire, path, time_us, true});
  }
  return flow;
}

/// Each flow in its own order, flows mixed at random.
std::vector<Step> interleave(const std::vector<Flow>& flows, std::mt19937& random) {
  std::vector<std::size_t> next(flows.size(), 0);
  std::vector<std::size_t> order;
  for (std::size_t f = 0; f < flows.size(); ++f) order.insert(order.end(), flows[f].size(), f);
  std::shuffle(order.begin(), order.end(), random);
  std::vector<Step> steps;
  for (const std::size_t f : order) steps.push_back(flows[f][next[f]++]);
  return steps;
}

struct Outcome {
  std::vector<std::string> lines;
  HardenStats stats;
};

Outcome harden(const std::vector<Step>& steps) {
  StreamUnderTest stream(HardenOptions{});
  for (const Step& step : steps)
    stream.send(step.payload, step.path, step.time_us, step.from_server);
  stream.hardener.finish();
  Outcome outcome{stream.sink.lines, stream.hardener.stats()};
  std::sort(outcome.lines.begin(), outcome.lines.end());
  return outcome;
}

TEST(Shuffle, OfUnrelatedFlowsChangesNoObservation) {
  std::mt19937 random(42);
  for (int round = 0; round < 20; ++round) {
    std::vector<Flow> flows;
    for (unsigned client = 1; client <= 30; ++client) flows.push_back(random_flow(client, random));
    const Outcome first = harden(interleave(flows, random));
    ASSERT_GT(first.lines.size(), 50U);
    ASSERT_GT(first.stats.rejected_by[static_cast<std::size_t>(Rejected::kUnmatched)], 50U);
    for (int again = 0; again < 3; ++again) {
      const Outcome other = harden(interleave(flows, random));
      EXPECT_EQ(other.lines, first.lines);
      EXPECT_EQ(other.stats, first.stats);
    }
  }
}

TEST(Shuffle, OfNothingIsTheSameStreamTwice) {
  std::mt19937 random(43);
  std::vector<Flow> flows{random_flow(1, random), random_flow(2, random)};
  const std::vector<Step> steps = interleave(flows, random);
  EXPECT_EQ(harden(steps).lines, harden(steps).lines);
}

}  // namespace
}  // namespace spoor::harden::testing
