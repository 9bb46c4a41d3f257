// SPDX-License-Identifier: Apache-2.0
// Presence by confirmed days, and filters that contradict one another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/request.h"

namespace spoor::search {
namespace {

using record::Sightings;

constexpr std::uint32_t kDay = record::kSecondsPerDay;

TEST(Presence, IsCertainOnlyOnConfirmedDays) {
  Sightings dated = Sightings::seen_once(10 * kDay, 60);
  dated.merge(Sightings::seen_once(14 * kDay + 5, 60));
  dated.merge(Sightings::seen_once(20 * kDay, 60));
  EXPECT_EQ(presence_in(dated, 10, 10), Presence::kCertain);
  EXPECT_EQ(presence_in(dated, 14, 14), Presence::kCertain);
  EXPECT_EQ(presence_in(dated, 12, 16), Presence::kCertain);
  EXPECT_EQ(presence_in(dated, 20, 99), Presence::kCertain);
  EXPECT_EQ(presence_in(dated, 11, 13), Presence::kAbsent) << "every sighting is dated";
  EXPECT_EQ(presence_in(dated, 15, 19), Presence::kAbsent);
  EXPECT_EQ(presence_in(dated, 0, 9), Presence::kAbsent);
  EXPECT_EQ(presence_in(dated, 21, 30), Presence::kAbsent);
}

TEST(Presence, IsPossibleBetweenTheEndsOfATotal) {
  const Sightings told = Sightings::told_total(10 * kDay, 20 * kDay, 7);
  EXPECT_EQ(presence_in(told, 10, 10), Presence::kCertain);
  EXPECT_EQ(presence_in(told, 11, 19), Presence::kPossible);
  EXPECT_EQ(presence_in(told, 15, 20), Presence::kCertain);
  EXPECT_EQ(presence_in(told, 21, 21), Presence::kAbsent);
  const Sightings delta = Sightings::seen(10 * kDay, 12 * kDay, 3);
  EXPECT_EQ(presence_in(delta, 11, 11), Presence::kPossible);
}

TEST(Presence, OfAnOpenFenceReachesToTheEnd) {
  TimeFences fences;
  const Sightings s = Sightings::seen_once(10 * kDay, 60);
  EXPECT_EQ(fences.presence(s), Presence::kNotAsked);
  fences.seen_from = Moment{9 * kDay + 77, {}};
  EXPECT_EQ(fences.presence(s), Presence::kCertain);
  fences.seen_from = Moment{11 * kDay, {}};
  EXPECT_EQ(fences.presence(s), Presence::kAbsent);
  fences = {};
  fences.seen_to = Moment{10 * kDay, {}};
  EXPECT_EQ(fences.presence(s), Presence::kCertain);
}

TEST(Filters, ThatRunBackwardsAreTold) {
  Filters filters;
  EXPECT_TRUE(check_filters(filters));
  filters.fences.first_after = Moment{20, {}};
  filters.fences.last_before = Moment{20, {}};
  EXPECT_TRUE(check_filters(filters));
  filters.fences.last_before = Moment{19, {}};
  EXPECT_EQ(check_filters(filters).error().where, "last_before");
  filters.fences = {};
  filters.fences.seen_from = Moment{20, {}};
  filters.fences.seen_to = Moment{19, {}};
  EXPECT_EQ(check_filters(filters).error().where, "seen");
  filters.fences = {};
  filters.count_min = 3;
  filters.count_max = 2;
  EXPECT_EQ(check_filters(filters).error().where, "count_max");
}

}  // namespace
}  // namespace spoor::search
