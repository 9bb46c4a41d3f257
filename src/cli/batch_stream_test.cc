// SPDX-License-Identifier: Apache-2.0
// Exactly once, whatever happened before: read again, broken off, grown, or cut where the first
// import did not.
#include "cli/batch_stream.h"

#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "store/memory/memory_store.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kRecordOctets = 8;
constexpr BatchLimits kSmall{
    .rows = 10, .key_bytes = 1 << 20, .input_bytes = 1 << 20, .steps_between_checks = 2};

/// Content of `n` records of eight octets; the same octets are the same record.
std::string content_of(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::string content;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string digits = std::to_string(random() % 60);
    content += "r" + std::string(kRecordOctets - 1 - digits.size(), '0') + digits;
  }
  return content;
}

struct Outcome {
  std::uint64_t merged = 0, known = 0;
};

/// Reads like an importer: a step a record, up to `most_steps`, then as if killed (nothing more is
/// merged).
Outcome read(record::RecordStore& store, const std::string& content,
             std::size_t most_steps = SIZE_MAX, const std::string& salt = "salt",
             const BatchLimits& limits = kSmall) {
  const auto in = InputStream::from_memory(as_bytes(content));
  BatchStream batches(store, {1}, salt, *in, limits);
  EXPECT_TRUE(batches.begin());
  for (std::size_t step = 0; step < most_steps; ++step) {
    const auto view = in->fill(kRecordOctets);
    EXPECT_TRUE(view);
    if (!view || view->size() < kRecordOctets) {
      EXPECT_TRUE(batches.finish());
      break;
    }
    const std::string owner =
        "\x08" + std::string(as_chars(view->first(kRecordOctets))) + std::string(1, '\0');
    batches.sink().observe({{as_bytes(owner), dns::RrType::kA, as_bytes("abcd"), 1},
                            {1},
                            record::How::kSensor,
                            1000,
                            60});
    in->consume(kRecordOctets);
    EXPECT_TRUE(batches.after_step());
  }
  return {batches.merged(), batches.known()};
}

std::map<std::string, std::uint64_t> counts_in(const record::RecordStore& store) {
  std::map<std::string, std::uint64_t> counts;
  const auto snapshot = store.snapshot();
  auto cursor = snapshot->find({});
  EXPECT_TRUE(cursor);
  while (true) {
    const auto next = (*cursor)->next();
    EXPECT_TRUE(next);
    if (!next || *next == nullptr) return counts;
    for (const auto& sourced : (*next)->sightings)
      counts[std::string((*next)->name.substr(0, kRecordOctets))] += sourced.sightings.count();
  }
}

std::map<std::string, std::uint64_t> truth_of(const std::string& content) {
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t at = 0; at + kRecordOctets <= content.size(); at += kRecordOctets)
    ++counts[content.substr(at, kRecordOctets)];
  return counts;
}

std::unique_ptr<record::RecordStore> new_store() {
  auto store = store::make_memory_store();
  EXPECT_TRUE(store->intern_source({"s", record::SourceKind::kSensor, record::FeedMode::kDelta}));
  return store;
}

TEST(BatchStream, reads_everything_once) {
  const auto store = new_store();
  const std::string content = content_of(500, 1);
  const Outcome first = read(*store, content);
  EXPECT_GT(first.merged, 5U);
  EXPECT_EQ(first.known, 0U);
  EXPECT_EQ(counts_in(*store), truth_of(content));
  const Outcome second = read(*store, content);
  EXPECT_EQ(second.merged, 0U);
  EXPECT_EQ(second.known, first.merged);
  EXPECT_EQ(counts_in(*store), truth_of(content));
}

TEST(BatchStream, goes_on_after_a_kill_at_any_step) {
  const std::string content = content_of(120, 2);
  for (std::size_t killed = 0; killed <= 120; ++killed) {
    const auto store = new_store();
    read(*store, content, killed);
    read(*store, content, killed / 2);
    read(*store, content);
    ASSERT_EQ(counts_in(*store), truth_of(content)) << "killed at " << killed;
  }
}

TEST(BatchStream, a_log_that_grows_at_random_continues) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    const auto store = new_store();
    const std::string content = content_of(300, static_cast<unsigned>(round));
    std::size_t size = 64;  // the least that a log must hold to be known again
    while (size < content.size()) {
      size = std::min(content.size(), size + random() % 70 * kRecordOctets);
      const std::string grown = content.substr(0, size);
      if (random() % 3 == 0) read(*store, grown, random() % 200);
      read(*store, grown);
      ASSERT_EQ(counts_in(*store), truth_of(grown)) << "round " << round << " at " << size;
    }
  }
}

TEST(BatchStream, other_cuts_count_nothing_twice) {
  const auto store = new_store();
  const std::string content = content_of(300, 4);
  read(*store, content);
  BatchLimits other = kSmall;
  other.rows = 25;
  EXPECT_EQ(read(*store, content, SIZE_MAX, "salt", other).merged, 0U);
  EXPECT_EQ(counts_in(*store), truth_of(content));
}

TEST(BatchStream, files_with_the_same_beginning_are_told_apart) {
  const auto store = new_store();
  const std::string a = content_of(300, 5);
  const std::string b = a.substr(0, 150 * kRecordOctets) + content_of(150, 6);
  read(*store, a);
  read(*store, b);
  auto expected = truth_of(a);
  for (const auto& [name, count] : truth_of(b.substr(0))) expected[name] += count;
  // Their common batches are one stream's: they were merged once.
  auto got = counts_in(*store);
  std::uint64_t got_sum = 0, most = 0;
  for (const auto& [name, count] : got) got_sum += count;
  for (const auto& [name, count] : expected) most += count;
  EXPECT_LE(got_sum, most);
  EXPECT_GE(got_sum, 450U) << "what differs is counted for both";
  EXPECT_EQ(read(*store, a).merged, 0U);
  EXPECT_EQ(read(*store, b).merged, 0U);
}

TEST(BatchStream, other_options_are_another_stream) {
  const auto store = new_store();
  const std::string content = content_of(100, 7);
  read(*store, content, SIZE_MAX, "salt");
  EXPECT_GT(read(*store, content, SIZE_MAX, "other salt").merged, 0U);
}

TEST(BatchStream, an_empty_input_merges_nothing) {
  const auto store = new_store();
  const Outcome outcome = read(*store, "");
  EXPECT_EQ(outcome.merged + outcome.known, 0U);
}

TEST(BatchStream, cuts_by_octets_of_the_input_too) {
  const auto store = new_store();
  const std::string content = content_of(100, 8);
  BatchLimits limits = kSmall;
  limits.rows = 1000;
  limits.input_bytes = 20 * kRecordOctets;
  EXPECT_EQ(read(*store, content, SIZE_MAX, "salt", limits).merged, 5U);
}

}  // namespace
}  // namespace spoor::cli
