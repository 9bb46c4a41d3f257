// SPDX-License-Identifier: Apache-2.0
// What is not cleared is not there: a cleared store answers like one to which the hidden sources
// never delivered.
#include "record/cleared_store.h"

#include <gtest/gtest.h>

#include "store/memory/memory_store.h"
#include "store/testing/random_history.h"

namespace spoor::store {
namespace {

using record::cleared_for;
using record::SourceId;
using record::Tlp;
using testing::dump;
using testing::RandomHistory;

std::vector<SourceId> intern(record::RecordStore& store) {
  std::vector<SourceId> ids;
  for (const char* name : {"one", "two", "three"})
    ids.push_back(
        *store.intern_source({name, record::SourceKind::kFeed, record::FeedMode::kTotal}));
  EXPECT_TRUE(store.intern_type_label("NAME"));
  EXPECT_TRUE(store.intern_type_label("DOMAIN"));
  return ids;
}

void mark(record::RecordStore& store, SourceId id, Tlp tlp) {
  record::SourceCard card;
  card.tlp = tlp;
  ASSERT_TRUE(store.edit_source(id, record::SourceKind::kFeed, card));
}

/// Lines of records that somebody saw.
std::vector<std::string> seen(const record::RecordStore& store, record::Index index) {
  record::RangeQuery query;
  query.index = index;
  query.with_details = index == record::Index::kByName;
  const auto state = store.snapshot();
  const auto cursor = *state->find(query);
  std::vector<std::string> lines;
  while (const record::StoredRecord* found = *cursor->next()) {
    if (found->sightings.empty()) continue;
    std::string line(found->key.head);
    line += found->key.rdata;
    line += std::to_string(found->key.bailiwick);
    for (const record::SourcedSightings& each : found->sightings) {
      line += "|" + std::to_string(each.source.v) + "," +
              std::to_string(static_cast<int>(each.how)) + "," +
              std::to_string(each.sightings.count()) + "," + std::to_string(each.sightings.first);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

TEST(ClearedStore, IsTheStoreItselfWhereNothingIsHidden) {
  const std::shared_ptr<record::RecordStore> store = make_memory_store();
  const auto ids = intern(*store);
  EXPECT_EQ(cleared_for(store, Tlp::kClear), store);
  mark(*store, ids[0], Tlp::kAmber);
  EXPECT_EQ(cleared_for(store, Tlp::kAmber), store);
  EXPECT_EQ(cleared_for(store, Tlp::kRed), store);
  EXPECT_NE(cleared_for(store, Tlp::kGreen), store);
}

TEST(ClearedStore, AnswersLikeAStoreWithoutTheHidden) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const std::shared_ptr<record::RecordStore> whole = make_memory_store();
    const auto bare = make_memory_store();
    const auto ids = intern(*whole);
    intern(*bare);
    for (std::uint64_t i = 0; i < 6; ++i) {
      const SourceId source = ids[i % 3];
      const record::BatchId id{source, {}, i};
      ASSERT_TRUE(whole->merge(RandomHistory(seed * 100 + i).batch(id, {source}, 200)));
      if (source == ids[1]) continue;
      ASSERT_TRUE(bare->merge(RandomHistory(seed * 100 + i).batch(id, {source}, 200)));
    }
    mark(*whole, ids[1], Tlp::kRed);
    const auto cleared = cleared_for(whole, Tlp::kAmberStrict);
    for (const auto index : {record::Index::kByName, record::Index::kByValue})
      EXPECT_EQ(seen(*cleared, index), seen(*bare, index));
    EXPECT_EQ(testing::dump_names(*cleared->snapshot(), "", ""),
              testing::dump_names(*bare->snapshot(), "", ""));
    EXPECT_EQ(*cleared->watched_days(ids[0]), *bare->watched_days(ids[0]));
    EXPECT_EQ(*cleared->watched_days(ids[1]), record::WatchedDays{});
  }
}

TEST(ClearedStore, DoesNotNameTheHidden) {
  const std::shared_ptr<record::RecordStore> store = make_memory_store();
  const auto ids = intern(*store);
  mark(*store, ids[1], Tlp::kGreen);
  const auto cleared = cleared_for(store, Tlp::kClear);
  EXPECT_EQ(cleared->find_source("two"), std::nullopt);
  EXPECT_EQ(cleared->source(ids[1]), std::nullopt);
  EXPECT_EQ(cleared->find_source("three"), ids[2]);
  EXPECT_EQ(cleared->sources().size(), 2U);
  const auto stats = cleared->stats();
  ASSERT_EQ(stats->sources.size(), 2U);
  EXPECT_EQ(stats->watched.size(), 2U);
  EXPECT_EQ(stats->sources[1].second.name, "three");
  EXPECT_FALSE(stats->is_exact);
  EXPECT_EQ(stats->records, 0U);
}

}  // namespace
}  // namespace spoor::store
