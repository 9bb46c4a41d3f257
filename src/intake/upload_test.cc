// SPDX-License-Identifier: Apache-2.0
// Uploads under a key: tried again they count once, and other content is refused whole.
#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "intake/reading_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

constexpr const char* kKey = "2f1c";

Outcome upload(record::RecordStore& store, const std::string& content,
               const BatchOrigin& origin = {{1}, "salt\n", kKey},
               const BatchLimits& limits = kSmall) {
  const auto in = InputStream::from_memory(as_bytes(content));
  BatchStream batches(store, origin, *in, limits);
  return read_input(*in, batches);
}

Outcome upload_torn(record::RecordStore& store, const std::string& content, std::size_t size) {
  TornSource source(content, size);
  const auto in = InputStream::from_source(source, "the body");
  BatchStream batches(store, {{1}, "salt\n", kKey}, *in, kSmall);
  return read_input(*in, batches);
}

std::unique_ptr<record::RecordStore> new_store() {
  return with_source(store::make_memory_store());
}

void expect_refused(const Outcome& outcome, const std::string& what) {
  ASSERT_TRUE(outcome.error) << what;
  EXPECT_EQ(outcome.error->code, ErrorCode::kInvalid) << what;
  EXPECT_EQ(outcome.error->where, "Idempotency-Key") << what;
  EXPECT_EQ(outcome.error->what, "this Idempotency-Key was used for other content") << what;
  EXPECT_EQ(outcome.merged, 0U) << what;
}

/// What is almost `content`.
std::map<std::string, std::string> others(const std::string& content) {
  std::map<std::string, std::string> others{
      {"empty", ""},
      {"one record less", content.substr(0, content.size() - kRecordOctets)},
      {"half", content.substr(0, content.size() / 2 / kRecordOctets * kRecordOctets)},
      {"one record more", content + content.substr(0, kRecordOctets)},
      {"much more", content + content_of(200, 99)},
      {"an octet that no reader takes", content + "x"},
      {"something else", content_of(70, 98)}};
  for (const std::size_t at : {std::size_t{1}, content.size() / 2, content.size() - 1}) {
    std::string changed = content;
    changed[at] = changed[at] == '1' ? '2' : '1';
    others["changed at " + std::to_string(at)] = std::move(changed);
  }
  return others;
}

TEST(Upload, tried_again_merges_nothing) {
  for (const std::size_t records : {0U, 1U, 9U, 10U, 20U, 60U, 500U}) {
    const auto store = new_store();
    const std::string content = content_of(records, 1);
    const Outcome first = upload(*store, content);
    EXPECT_FALSE(first.error);
    EXPECT_GE(first.merged, 1U);
    EXPECT_EQ(counts_in(*store), truth_of(content));
    const Outcome second = upload(*store, content);
    EXPECT_FALSE(second.error) << describe(*second.error);
    EXPECT_EQ(second.merged, 0U) << records;
    EXPECT_EQ(second.known, first.merged) << records;
    EXPECT_EQ(counts_in(*store), truth_of(content)) << records;
  }
}

TEST(Upload, goes_on_after_the_sender_went_away_at_any_octet) {
  const std::string content = content_of(60, 2);
  const auto whole = new_store();
  const std::uint64_t batches = upload(*whole, content).merged;
  for (std::size_t size = 0; size <= content.size(); ++size) {
    const auto store = new_store();
    const Outcome torn = upload_torn(*store, content, size);
    ASSERT_FALSE(torn.error);
    const Outcome again = upload(*store, content);
    ASSERT_FALSE(again.error) << "torn at " << size << ": " << describe(*again.error);
    ASSERT_EQ(counts_in(*store), truth_of(content)) << "torn at " << size;
    ASSERT_EQ(again.known, torn.merged) << "torn at " << size;
    ASSERT_EQ(again.known + again.merged, batches) << "torn at " << size;
  }
}

TEST(Upload, torn_again_and_again_still_counts_once) {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    const auto store = new_store();
    const std::string content = content_of(300, static_cast<unsigned>(round));
    for (int tries = 0; tries < 5; ++tries)
      ASSERT_FALSE(upload_torn(*store, content, random() % content.size()).error);
    ASSERT_FALSE(upload(*store, content).error);
    ASSERT_EQ(counts_in(*store), truth_of(content)) << round;
  }
}

TEST(Upload, other_content_under_a_used_key_is_refused_and_nothing_of_it_merged) {
  for (const std::size_t records : {7U, 60U, 130U}) {
    const std::string content = content_of(records, 4);
    const auto store = new_store();
    ASSERT_FALSE(upload(*store, content).error);
    for (const auto& [name, other] : others(content)) {
      expect_refused(upload(*store, other), name);
      ASSERT_EQ(counts_in(*store), truth_of(content)) << name;
    }
    EXPECT_EQ(upload(*store, content).merged, 0U);
  }
}

TEST(Upload, an_empty_one_uses_its_key_too) {
  const auto store = new_store();
  ASSERT_FALSE(upload(*store, "").error);
  expect_refused(upload(*store, content_of(3, 5)), "three records");
  EXPECT_TRUE(counts_in(*store).empty());
}

TEST(Upload, a_try_after_a_torn_one_is_held_to_what_was_merged) {
  const std::string content = content_of(130, 6);
  for (std::size_t size = 0; size < content.size(); size += 97) {
    for (const auto& [name, other] : others(content)) {
      const auto store = new_store();
      const Outcome torn = upload_torn(*store, content, size);
      const auto before = counts_in(*store);
      std::size_t held = 0;  // octets of the batches that were merged
      for (const auto& [record, count] : before) held += count * kRecordOctets;
      const Outcome outcome = upload(*store, other);
      if (other.size() < held || other.substr(0, held) != content.substr(0, held)) {
        expect_refused(outcome, name);
        ASSERT_EQ(counts_in(*store), before) << name;
      } else {
        ASSERT_FALSE(outcome.error) << name;
        ASSERT_EQ(outcome.known, torn.merged) << name;
        ASSERT_EQ(counts_in(*store), truth_of(other)) << name;
      }
    }
  }
}

TEST(Upload, other_keys_options_and_sources_are_other_uploads) {
  const auto store = new_store();
  ASSERT_TRUE(store->intern_source({"t", record::SourceKind::kSensor, record::FeedMode::kDelta}));
  const std::string content = content_of(30, 7);
  const std::uint64_t batches = upload(*store, content).merged;
  for (const BatchOrigin& other :
       {BatchOrigin{{1}, "salt\n", "2f1d"}, BatchOrigin{{1}, "other salt\n", kKey},
        BatchOrigin{{2}, "salt\n", kKey}, BatchOrigin{{1}, "salt\n", ""}}) {
    const Outcome outcome = upload(*store, content, other);
    EXPECT_FALSE(outcome.error) << describe(*outcome.error);
    EXPECT_EQ(outcome.known, 0U);
    EXPECT_GE(outcome.merged + 1, batches) << other.key << other.salt;
  }
}

TEST(Upload, what_was_cut_by_other_limits_is_still_known) {
  const std::string content = content_of(300, 8);
  for (const std::size_t rows : {3U, 25U, 1000U}) {
    const auto store = new_store();
    BatchLimits other = kSmall;
    other.rows = rows;
    const Outcome first = upload(*store, content, {{1}, "salt\n", kKey}, other);
    const Outcome second = upload(*store, content);
    EXPECT_FALSE(second.error);
    EXPECT_EQ(second.merged, 0U) << rows;
    EXPECT_EQ(second.known, first.merged) << rows;
    EXPECT_EQ(counts_in(*store), truth_of(content)) << rows;
  }
}

/// Two tries that are both under way before the first of them merges anything.
struct Race {
  Outcome slow, quick;
};

Race race(record::RecordStore& store, const std::string& slow, const std::string& quick) {
  const auto in = InputStream::from_memory(as_bytes(slow));
  BatchStream batches(store, {{1}, "salt\n", kKey}, *in, kSmall);
  EXPECT_TRUE(batches.begin());
  EXPECT_TRUE(read_record(*in, batches.sink()));
  EXPECT_TRUE(batches.after_step());
  Race race;
  race.quick = upload(store, quick);
  Status state;
  while (state && read_record(*in, batches.sink())) state = batches.after_step();
  if (state) state = batches.finish();
  race.slow = {batches.merged(), batches.known(), {}};
  if (!state) race.slow.error = state.error();
  return race;
}

TEST(Upload, two_tries_at_the_same_time_count_once) {
  for (const std::size_t records : {5U, 60U}) {
    const auto store = new_store();
    const std::string content = content_of(records, 9);
    const Race tries = race(*store, content, content);
    EXPECT_FALSE(tries.slow.error || tries.quick.error);
    EXPECT_EQ(tries.slow.known, tries.quick.merged);
    EXPECT_EQ(tries.slow.merged, 0U);
    EXPECT_EQ(counts_in(*store), truth_of(content));
  }
}

TEST(Upload, the_slower_of_two_contents_at_the_same_time_is_refused) {
  for (const std::size_t records : {5U, 60U}) {
    const std::string content = content_of(records, 10);
    for (const auto& [name, other] : others(content)) {
      const auto store = new_store();
      const Race tries = race(*store, content, other);
      EXPECT_FALSE(tries.quick.error);
      expect_refused(tries.slow, name);
      EXPECT_EQ(counts_in(*store), truth_of(other)) << name;
    }
  }
}

}  // namespace
}  // namespace spoor::intake
