// SPDX-License-Identifier: Apache-2.0
// Exactly once, whatever happened before: read again, broken off, grown, or cut where the first
// import did not.
#include "intake/batch_stream.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "intake/reading_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

Outcome read(record::RecordStore& store, const std::string& content,
             std::size_t most_steps = SIZE_MAX, const std::string& salt = "salt",
             const BatchLimits& limits = kSmall) {
  const auto in = InputStream::from_memory(as_bytes(content));
  BatchStream batches(store, {{1}, salt, {}}, *in, limits);
  Outcome outcome = read_input(*in, batches, most_steps);
  EXPECT_FALSE(outcome.error);
  return outcome;
}

/// The sender goes away after `size` octets.
Outcome read_torn(record::RecordStore& store, const std::string& content, std::size_t size) {
  TornSource source(content, size);
  const auto in = InputStream::from_source(source, "the body");
  BatchStream batches(store, {{1}, "salt", {}}, *in, kSmall);
  Outcome outcome = read_input(*in, batches);
  EXPECT_FALSE(outcome.error);
  return outcome;
}

std::unique_ptr<record::RecordStore> new_store() {
  return with_source(store::make_memory_store());
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

TEST(BatchStream, goes_on_after_the_sender_went_away_at_any_octet) {
  const std::string content = content_of(60, 9);
  for (std::size_t size = 0; size <= content.size(); ++size) {
    const auto store = new_store();
    const Outcome torn = read_torn(*store, content, size);
    const Outcome again = read(*store, content);
    ASSERT_EQ(counts_in(*store), truth_of(content)) << "torn at " << size;
    ASSERT_EQ(again.known, torn.merged) << "torn at " << size;
  }
}

TEST(BatchStream, what_came_behind_the_last_cut_of_a_torn_input_is_dropped) {
  const auto store = new_store();
  const std::string content = content_of(8, 10);  // less than a batch
  EXPECT_EQ(read_torn(*store, content, content.size()).merged, 0U);
  EXPECT_TRUE(counts_in(*store).empty());
}

TEST(BatchStream, nothing_is_cut_once_the_source_has_failed) {
  const auto store = new_store();
  const std::string content = content_of(60, 11);
  TornSource source(content, content.size());
  const auto in = InputStream::from_source(source, "the body");
  BatchStream batches(*store, {{1}, "salt", {}}, *in, kSmall);
  ASSERT_TRUE(in->fill(content.size() + 1));  // a reader that looks ahead comes by the error early
  ASSERT_TRUE(in->source_failed());
  EXPECT_EQ(read_input(*in, batches).merged, 0U);
  EXPECT_EQ(in->offset(), content.size());
  EXPECT_TRUE(counts_in(*store).empty());
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
}  // namespace spoor::intake
