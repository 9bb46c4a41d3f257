// SPDX-License-Identifier: Apache-2.0
#include "history/calendar.h"

#include <map>

#include <gmock/gmock.h>

#include "history/days_test.h"

namespace spoor::history {
namespace {

using dns::RrType;
using ::testing::ElementsAre;

TEST(Calendar, TellsCountedConfirmedAndPossibleDaysApart) {
  DayStore world;
  world.add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_on({0, 0, 3}))
      .add("feed", "www.example.com", RrType::kA, "192.0.2.1", total_of(1, 4, 9))
      .add("east", "other.example.com", RrType::kA, "192.0.2.1", seen_on({2}));
  const auto name = finish(CalendarCursor::open(world.store(), {about("www.example.com"), {}}));
  EXPECT_THAT(name->all().days(),
              ElementsAre(CalendarDay{day(0), 2, 1, 0, 0}, CalendarDay{day(1), 0, 0, 1, 0},
                          CalendarDay{day(2), 0, 0, 0, 1}, CalendarDay{day(3), 1, 1, 0, 1},
                          CalendarDay{day(4), 0, 0, 1, 0}));
  EXPECT_EQ(name->window(), days(0, 4));
  EXPECT_EQ(name->sources().size(), 2U);
  EXPECT_EQ(name->sources().at(world.id("east")).name, "east");
  EXPECT_THAT(name->sources().at(world.id("east")).tally.days(),
              ElementsAre(CalendarDay{day(0), 2, 1, 0, 0}, CalendarDay{day(3), 1, 1, 0, 0}));
  const auto address =
      finish(CalendarCursor::open(world.store(), {about("192.0.2.1"), days(2, 3)}));
  EXPECT_THAT(address->all().days(),
              ElementsAre(CalendarDay{day(2), 1, 1, 0, 1}, CalendarDay{day(3), 1, 1, 0, 1}));
}

TEST(Calendar, SaysOnWhichDaysNobodyWatched) {
  DayStore world;
  world.add("east", "a.example", RrType::kA, "192.0.2.1", seen_on({0, 5}))
      .add("east", "b.example", RrType::kA, "192.0.2.1", seen_on({2}))
      .watch("west", 4, 4);
  const auto cursor = finish(CalendarCursor::open(world.store(), {about("a.example"), {}}));
  EXPECT_THAT(cursor->watch().missing(*cursor->window()).runs(),
              ElementsAre(days(1, 1), days(3, 3)));
  EXPECT_TRUE(cursor->watch().is_complete());
}

TEST(Calendar, TellsTypesApartTheCommonestFirst) {
  DayStore world;
  world.add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_on({0, 3}))
      .add("west", "www.example.com", RrType::kA, "192.0.2.1", seen_on({3}))
      .add("east", "www.example.com", RrType::kTxt, "x", seen_on({1}));
  const auto cursor =
      finish(CalendarCursor::open(world.store(), {about("www.example.com"), {}, true}));
  const std::vector<TypeDays> types = cursor->types();
  ASSERT_EQ(types.size(), 2U);
  EXPECT_EQ(types[0].type, "A");
  EXPECT_THAT(types[0].days,
              ElementsAre(CalendarDay{day(0), 1, 1, 0, 0}, CalendarDay{day(3), 2, 2, 0, 0}));
  EXPECT_EQ(types[1].type, "TXT");
  EXPECT_THAT(types[1].days, ElementsAre(CalendarDay{day(1), 1, 1, 0, 0}));
  const auto by_source =
      finish(CalendarCursor::open(world.store(), {about("www.example.com"), {}}));
  EXPECT_TRUE(by_source->types().empty());
}

TEST(Calendar, TellsRareTypesTogether) {
  DayStore world;
  constexpr std::uint16_t kTypes = 90;  // more than are counted apart, let alone told
  for (std::uint16_t i = 0; i < kTypes; ++i) {
    const auto type = static_cast<RrType>(65'000 + i);
    world.add("east", "a.example", type, R"(\# 1 78)",
              seen_on({static_cast<std::uint32_t>(i % 7)}));
    if (i == 20) world.add("west", "a.example", type, R"(\# 1 78)", total_of(1, 9, 30));
  }
  const auto cursor = finish(CalendarCursor::open(world.store(), {about("a.example"), {}, true}));
  const std::vector<TypeDays> types = cursor->types();
  ASSERT_EQ(types.size(), kMostCalendarTypes + 1);
  EXPECT_EQ(types.front().type, "TYPE65020");
  EXPECT_EQ(types[1].type, "TYPE65000");
  EXPECT_EQ(types.back().type, kOtherTypes);
  std::map<std::uint32_t, CalendarDay> sums;
  for (const TypeDays& each : types) {
    for (const CalendarDay& one : each.days) {
      CalendarDay& sum = sums.try_emplace(one.day, CalendarDay{one.day, 0, 0, 0, 0}).first->second;
      sum.count += one.count;
      sum.rows += one.rows;
      sum.confirmed += one.confirmed;
      sum.possible += one.possible;
    }
  }
  std::vector<CalendarDay> all;
  for (const auto& [day, sum] : sums) all.push_back(sum);
  EXPECT_EQ(all, cursor->all().days());
}

TEST(Calendar, RefusesASourceThatIsNotKnown) {
  DayStore world;
  search::SearchRequest request = about("a.example");
  request.filters.sources = {"north"};
  const auto cursor = CalendarCursor::open(world.store(), {request, {}});
  ASSERT_FALSE(cursor);
  EXPECT_EQ(cursor.error().code, ErrorCode::kNotFound);
}

/// One row on one day.
void add_slowly(CalendarDay& found, const record::Sightings& s) {
  std::uint64_t count = 0;
  for (const record::DayCount& one : s.days.all()) count += one.day == found.day ? one.count : 0;
  const bool is_confirmed = s.confirmed_on(found.day);
  found.count += count;
  found.rows += count > 0 ? 1 : 0;
  found.confirmed += is_confirmed && count == 0 ? 1 : 0;
  const bool is_between = record::day_of(s.first) < found.day && found.day < record::day_of(s.last);
  found.possible += !is_confirmed && is_between && s.undated + s.told > 0 ? 1 : 0;
}

/// Day by day, row by row.
std::vector<CalendarDay> slow_calendar(const search::FakeStore& store, const dns::Name& zone,
                                       record::DayRun window) {
  std::vector<CalendarDay> all;
  for (std::uint32_t day = window.first; day <= window.last; ++day) {
    CalendarDay found{day, 0, 0, 0, 0};
    for (const search::FakeRecord& each : store.records()) {
      if (!dns::is_at_or_below(each.owner.wire(), zone.wire())) continue;
      for (const auto& sourced : each.sightings) add_slowly(found, sourced.sightings);
    }
    if (found.rows + found.confirmed + found.possible > 0) all.push_back(found);
  }
  return all;
}

TEST(Calendar, AgreesWithTheSlowWayOverRandomStores) {
  std::mt19937 random(5);
  for (int round = 0; round < 120; ++round) {
    DayStore world = random_days(random, 60);
    for (const char* zone : {"example.com.", "net.example.", "example.net."}) {
      const auto first = static_cast<std::uint32_t>(random() % 40);
      const record::DayRun window = random() % 2 == 0 ? days(0, 80) : days(first, first + 7);
      const auto cursor =
          finish(CalendarCursor::open(world.store(), {about(std::string("*.") + zone), window}), 7);
      ASSERT_EQ(cursor->all().days(), slow_calendar(world.store(), *dns::parse_name(zone), window));
    }
  }
}

}  // namespace
}  // namespace spoor::history
