// SPDX-License-Identifier: Apache-2.0
#include "history/lanes.h"

#include <map>
#include <set>

#include <gmock/gmock.h>

#include "history/days_test.h"
#include "search/reference_test.h"

namespace spoor::history {
namespace {

using dns::RrType;
using ::testing::ElementsAre;

LaneQuestion lanes_of(const std::string& text, std::uint32_t most = 100) {
  LaneQuestion question{about(text), {}, most};
  question.request.order = {search::OrderKey::kFirstSeen, false, {}};
  return question;
}

TEST(Lanes, AreTheValuesOfANameWithTheirDays) {
  DayStore world;
  world.add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_on({0, 1, 4}))
      .add("west", "www.example.com", RrType::kA, "192.0.2.1", seen_on({2}))
      .add("feed", "www.example.com", RrType::kA, "192.0.2.2", total_of(3, 9, 40))
      .add("east", "www.example.com", RrType::kNs, "ns.example.com", seen_on({6}));
  const auto cursor = finish(LaneCursor::open(world.store(), lanes_of("www.example.com")));
  ASSERT_EQ(cursor->lanes().size(), 3U);
  EXPECT_FALSE(cursor->are_names());
  const Lane& one = cursor->lanes()[0];
  EXPECT_EQ(one.value, rdata_of(RrType::kA, "192.0.2.1"));
  EXPECT_EQ(one.type_text, "A");
  EXPECT_EQ(one.count, 4U);
  EXPECT_EQ(one.first, noon(0));
  EXPECT_EQ(one.last, noon(4));
  EXPECT_THAT(one.sources, ElementsAre(world.id("east"), world.id("west")));
  EXPECT_THAT(one.presence.confirmed.runs(), ElementsAre(days(0, 2), days(4, 4)));
  EXPECT_TRUE(one.presence.possible.empty());
  const Lane& two = cursor->lanes()[1];
  EXPECT_THAT(two.presence.confirmed.runs(), ElementsAre(days(3, 3), days(9, 9)));
  EXPECT_THAT(two.presence.possible.runs(), ElementsAre(days(4, 8)));
  EXPECT_EQ(cursor->window(), days(0, 9));
}

TEST(Lanes, AWindowWithoutABoundEndsWhereTheRowsDo) {
  DayStore world;
  world.add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({2, 9}))
      .add("east", "a.example", RrType::kA, "192.0.2.2", seen_on({5, 12}));
  LaneQuestion question = lanes_of("a.example");
  question.window = record::DayRun{day(4), record::kLastDay};
  EXPECT_EQ(finish(LaneCursor::open(world.store(), question))->window(), days(4, 12));
  question.window = record::DayRun{0, day(7)};
  EXPECT_EQ(finish(LaneCursor::open(world.store(), question))->window(), days(2, 7));
  question.window = record::DayRun{day(20), record::kLastDay};
  EXPECT_EQ(finish(LaneCursor::open(world.store(), question))->window(), std::nullopt);
}

TEST(Lanes, AreTheNamesOfAnAddress) {
  DayStore world;
  world.add("east", "b.example", RrType::kA, "192.0.2.1", seen_on({0}))
      .add("east", "b.example", RrType::kA, "192.0.2.2", seen_on({5}))
      .add("west", "a.example", RrType::kA, "192.0.2.1", seen_on({3, 4}));
  const auto cursor = finish(LaneCursor::open(world.store(), lanes_of("192.0.2.1")));
  ASSERT_EQ(cursor->lanes().size(), 2U);
  EXPECT_TRUE(cursor->are_names());
  EXPECT_EQ(cursor->lanes()[0].value, wire_of("b.example"));
  EXPECT_THAT(cursor->lanes()[0].presence.confirmed.runs(), ElementsAre(days(0, 0)));
  EXPECT_EQ(cursor->lanes()[1].value, wire_of("a.example"));
  EXPECT_THAT(cursor->lanes()[1].presence.confirmed.runs(), ElementsAre(days(3, 4)));
}

TEST(Lanes, AreBoundedAndTheTotalIsExact) {
  DayStore world;
  for (std::uint32_t i = 0; i < 50; ++i) {
    world.add("east", "n" + std::to_string(i) + ".example.com", RrType::kA,
              "192.0.2." + std::to_string(i / 2), seen_on({i}));
  }
  LaneQuestion question = lanes_of("*.example.com", 3);
  question.request.order.descending = true;
  const auto cursor = finish(LaneCursor::open(world.store(), question));
  EXPECT_EQ(cursor->total(), 25U);
  EXPECT_TRUE(cursor->is_total_exact());
  ASSERT_EQ(cursor->lanes().size(), 3U);
  EXPECT_EQ(cursor->lanes()[0].value, rdata_of(RrType::kA, "192.0.2.24"));
  EXPECT_EQ(cursor->lanes()[0].names, 2U);
  EXPECT_FALSE(LaneCursor::open(world.store(), lanes_of("a.example", 0)));
  EXPECT_FALSE(LaneCursor::open(world.store(), lanes_of("a.example", kMostLanes + 1)));
}

struct SlowLane {
  std::uint64_t count = 0;
  std::uint32_t first = 0xFFFFFFFF, last = 0;
  std::set<std::string> names;
  std::set<record::SourceId> sources;
  std::set<std::uint32_t> confirmed, possible;
};

std::map<std::pair<RrType, std::string>, SlowLane> slow_lanes(const search::FakeStore& store,
                                                              const search::Query& query,
                                                              record::DayRun window) {
  std::map<std::pair<RrType, std::string>, SlowLane> lanes;
  for (const search::FakeRecord& each : store.records()) {
    if (!search::answers(query, each)) continue;
    const std::string owner(as_chars(each.owner.wire()));
    for (const auto& sourced : each.sightings) {
      const record::Sightings& s = sourced.sightings;
      const std::uint32_t first = record::day_of(s.first), last = record::day_of(s.last);
      if (first > window.last || last < window.first) continue;
      SlowLane& lane = lanes[{each.type, query.in == search::QueryIn::kName ? each.rdata : owner}];
      lane.count += s.count();
      lane.first = std::min(lane.first, s.first);
      lane.last = std::max(lane.last, s.last);
      lane.names.insert(owner);
      lane.sources.insert(sourced.source);
      for (std::uint32_t d = std::max(first, window.first); d <= std::min(last, window.last); ++d) {
        if (s.confirmed_on(d)) lane.confirmed.insert(d);
        if (first < d && d < last && s.undated + s.told > 0) lane.possible.insert(d);
      }
    }
  }
  return lanes;
}

std::set<std::uint32_t> plain(const record::DaySet& days) {
  std::set<std::uint32_t> all;
  for (const record::DayRun& run : days.runs()) {
    for (std::uint32_t d = run.first; d <= run.last; ++d) all.insert(d);
  }
  return all;
}

TEST(Lanes, AgreeWithTheSlowWayOverRandomStores) {
  std::mt19937 random(6);
  for (int round = 0; round < 100; ++round) {
    DayStore world = random_days(random, 60);
    for (const char* text : {"*.example.com", "www.example.com", "192.0.2.0/30", "2001:db8::1"}) {
      LaneQuestion question = lanes_of(text);
      const auto first = static_cast<std::uint32_t>(random() % 40);
      if (random() % 2 == 0) question.window = days(first, first + 9);
      auto slow = slow_lanes(world.store(), question.request.query,
                             question.window.value_or(record::DayRun{0, record::kLastDay}));
      const auto cursor = finish(LaneCursor::open(world.store(), question), 5);
      ASSERT_EQ(cursor->total(), slow.size());
      std::uint32_t before = 0;
      for (const Lane& lane : cursor->lanes()) {
        EXPECT_LE(before, lane.first);
        before = lane.first;
        const auto at = slow.find({lane.type, lane.value});
        ASSERT_NE(at, slow.end());
        SlowLane& expected = at->second;
        for (const std::uint32_t d : expected.confirmed) expected.possible.erase(d);
        EXPECT_EQ(lane.count, expected.count);
        EXPECT_EQ(lane.first, expected.first);
        EXPECT_EQ(lane.last, expected.last);
        EXPECT_EQ(lane.names, expected.names.size());
        EXPECT_EQ(plain(lane.presence.confirmed), expected.confirmed);
        EXPECT_EQ(plain(lane.presence.possible), expected.possible);
        slow.erase(at);
      }
      ASSERT_TRUE(slow.empty());
    }
  }
}

}  // namespace
}  // namespace spoor::history
