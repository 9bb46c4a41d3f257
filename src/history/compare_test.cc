// SPDX-License-Identifier: Apache-2.0
#include "history/compare.h"

#include <set>

#include <gmock/gmock.h>

#include "history/days_test.h"
#include "search/reference_test.h"

namespace spoor::history {
namespace {

using dns::RrType;
using ::testing::ElementsAre;

std::vector<std::string> texts(const CompareCursor& cursor, Fate fate) {
  std::vector<std::string> all;
  for (const CompareItem& item : cursor.items(fate)) {
    std::string text = item.type_text;
    if (!item.owner.empty()) dns::append_name_text(text += " ", as_bytes(item.owner));
    if (item.type == RrType::kA && !item.rdata.empty())
      append_ip_text(text += " ", as_bytes(item.rdata));
    all.push_back(text + (item.is_certain ? "" : " perhaps"));
  }
  return all;
}

TEST(Compare, TwoDatesOfAName) {
  DayStore world;
  world.watch("east", 0, 30)
      .add("east", "a.example", RrType::kA, "192.0.2.1", seen_through(2, 20))
      .add("east", "a.example", RrType::kA, "192.0.2.2", seen_on({5}))
      .add("east", "a.example", RrType::kA, "192.0.2.3", seen_on({15, 16}))
      .add("feed", "a.example", RrType::kA, "192.0.2.4", total_of(4, 30, 5))
      .add("feed", "a.example", RrType::kA, "192.0.2.5", total_of(15, 30, 5));
  const CompareSide before{about("a.example"), days(5, 5)}, after{about("a.example"), days(15, 15)};
  const auto cursor = finish(CompareCursor::open(world.store(), {before, after}));
  EXPECT_THAT(texts(*cursor, Fate::kCame), ElementsAre("A 192.0.2.3", "A 192.0.2.5"));
  EXPECT_THAT(texts(*cursor, Fate::kWent), ElementsAre("A 192.0.2.2"));
  EXPECT_THAT(texts(*cursor, Fate::kStayed), ElementsAre("A 192.0.2.1", "A 192.0.2.4 perhaps"));
  EXPECT_EQ(cursor->total(Fate::kStayed), 2U);
  EXPECT_EQ(cursor->certain(Fate::kStayed), 1U);
}

TEST(Compare, NothingIsCertainlyNewWhereNobodyWatched) {
  DayStore world;
  world.add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({8}));
  const CompareSide before{about("a.example"), days(5, 5)}, after{about("a.example"), days(8, 8)};
  const auto cursor = finish(CompareCursor::open(world.store(), {before, after}));
  EXPECT_THAT(texts(*cursor, Fate::kCame), ElementsAre("A 192.0.2.1 perhaps"));
  EXPECT_THAT(cursor->watch_before().missing(days(5, 5)).runs(), ElementsAre(days(5, 5)));
}

TEST(Compare, TwoNamesAndTwoSources) {
  DayStore world;
  world.add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({1}))
      .add("east", "a.example", RrType::kA, "192.0.2.2", seen_on({1}))
      .add("west", "b.example", RrType::kA, "192.0.2.2", seen_on({1}))
      .add("west", "b.example", RrType::kA, "192.0.2.3", seen_on({1}));
  const auto names = finish(
      CompareCursor::open(world.store(), {{about("a.example"), {}}, {about("b.example"), {}}}));
  EXPECT_THAT(texts(*names, Fate::kCame), ElementsAre("A 192.0.2.3"));
  EXPECT_THAT(texts(*names, Fate::kWent), ElementsAre("A 192.0.2.1"));
  EXPECT_THAT(texts(*names, Fate::kStayed), ElementsAre("A 192.0.2.2"));
  const auto addresses = finish(
      CompareCursor::open(world.store(), {{about("192.0.2.1"), {}}, {about("192.0.2.2"), {}}}));
  EXPECT_THAT(texts(*addresses, Fate::kCame), ElementsAre("A b.example."));
  EXPECT_THAT(texts(*addresses, Fate::kStayed), ElementsAre("A a.example."));
  CompareSide east{about("*.example"), {}}, west = east;
  east.request.filters.sources = {"east"};
  west.request.filters.sources = {"west"};
  const auto sources = finish(CompareCursor::open(world.store(), {east, west}));
  EXPECT_THAT(texts(*sources, Fate::kCame),
              ElementsAre("A b.example. 192.0.2.2", "A b.example. 192.0.2.3"));
  EXPECT_EQ(sources->total(Fate::kWent), 2U);
}

TEST(Compare, RefusesANameBesideAnAddress) {
  DayStore world;
  const auto cursor =
      CompareCursor::open(world.store(), {{about("a.example"), {}}, {about("192.0.2.1"), {}}});
  ASSERT_FALSE(cursor);
  EXPECT_EQ(cursor.error().where, "with");
}

/// The items of a side, by definition: "type rdata" (and the owner) of rows that can be there.
std::set<std::string> slow_side(const search::FakeStore& store, const search::Query& query,
                                record::DayRun span, bool by_owner) {
  std::set<std::string> items;
  for (const search::FakeRecord& each : store.records()) {
    if (!search::answers(query, each)) continue;
    for (const auto& sourced : each.sightings) {
      const record::Sightings& s = sourced.sightings;
      for (std::uint32_t d = span.first; d <= span.last; ++d) {
        const bool is_between = record::day_of(s.first) < d && d < record::day_of(s.last);
        if (!s.confirmed_on(d) && !(is_between && s.undated + s.told > 0)) continue;
        std::string key = std::to_string(dns::to_number(each.type)) + " " + each.rdata;
        if (by_owner) key += as_chars(each.owner.wire());
        items.insert(key);
      }
    }
  }
  return items;
}

TEST(Compare, AgreesWithTheSlowWayOverRandomStores) {
  std::mt19937 random(10);
  for (int round = 0; round < 200; ++round) {
    DayStore world = random_days(random, 60);
    for (const char* text : {"www.example.com", "*.example.com", "192.0.2.0/30"}) {
      const auto a = static_cast<std::uint32_t>(random() % 45);
      const auto b = static_cast<std::uint32_t>(random() % 45);
      const CompareSide before{about(text), days(a, a + 2)}, after{about(text), days(b, b)};
      const auto cursor = finish(CompareCursor::open(world.store(), {before, after}));
      const bool by_owner = shape_of({before, after}).by_owner;
      const auto was = slow_side(world.store(), before.request.query, *before.span, by_owner);
      const auto is = slow_side(world.store(), after.request.query, *after.span, by_owner);
      std::size_t stayed = 0;
      for (const std::string& key : was) stayed += is.contains(key) ? 1U : 0U;
      ASSERT_EQ(cursor->total(Fate::kStayed), stayed);
      ASSERT_EQ(cursor->total(Fate::kWent), was.size() - stayed);
      ASSERT_EQ(cursor->total(Fate::kCame), is.size() - stayed);
    }
  }
}

}  // namespace
}  // namespace spoor::history
