// SPDX-License-Identifier: Apache-2.0
#include "cli/chart.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace spoor::cli {
namespace {

using history::CalendarDay;
using history::Presence;
using record::DayRun;
using record::DaySet;

constexpr std::uint32_t kFriday = 20'000;  // 2024-10-04

Presence presence_of(std::initializer_list<DayRun> confirmed,
                     std::initializer_list<DayRun> possible) {
  Presence presence;
  for (const DayRun& run : confirmed) presence.confirmed.add(run);
  for (const DayRun& run : possible) presence.possible.add(run);
  return presence;
}

std::string lane(const LaneScale& scale, const Presence& presence, const DaySet& not_watched) {
  std::string text;
  append_lane(text, scale, presence, not_watched, Glyphs::of(false));
  return text;
}

TEST(Lane, ShowsConfirmedBeforePossibleBeforeNotWatched) {
  const DayRun window{100, 109};
  const Presence presence = presence_of({{101, 102}, {105, 105}}, {{103, 104}});
  DaySet not_watched(DayRun{100, 101});
  not_watched.add({107, 108});
  EXPECT_EQ(lane(LaneScale::of(window, 50), presence, not_watched), ".##--# .. ");
  // Two days a column: any confirmed day shows, and not watched is what was watched on no day.
  EXPECT_EQ(lane(LaneScale::of(window, 5), presence, not_watched), "###  ");
}

TEST(LaneScale, FitsAnyWindow) {
  for (std::uint32_t days = 1; days < 400; ++days) {
    for (std::size_t most : {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{100}}) {
      const LaneScale scale = LaneScale::of({50, 49 + days}, most);
      EXPECT_LE(scale.columns, std::max<std::size_t>(most, 1));
      EXPECT_GE(scale.columns * scale.days_a_column, days);
      EXPECT_LT((scale.columns - 1) * scale.days_a_column, days);
    }
  }
}

TEST(HeatMap, HasWeeksAsColumns) {
  const std::vector<CalendarDay> days = {{kFriday, 1, 1, 0, 0},
                                         {kFriday + 3, 100, 1, 0, 0},
                                         {kFriday + 4, 0, 0, 2, 0},
                                         {kFriday + 5, 0, 0, 0, 1}};
  DaySet not_watched(DayRun{kFriday + 6, kFriday + 7});
  std::string text;
  append_heat_map(text, days, not_watched, {kFriday, kFriday + 9}, Glyphs::of(false));
  EXPECT_EQ(text,
            "     2024-10\n"
            "Mon    #\n"
            "Tue    +\n"
            "Wed    ?\n"
            "Thu    .\n"
            "Fri  : .\n"
            "Sat\n"
            "Sun\n");
}

TEST(HeatMap, ShowsTheLastYearsOfALongWindow) {
  const DayRun window{10, 20'000};
  const DayRun shown = heat_map_window(window);
  EXPECT_EQ(shown.last, 20'000U);
  EXPECT_LE(shown.days(), kMostBands * 27 * 7);
  EXPECT_GT(shown.days(), 1400U);
  std::string text;
  append_heat_map(text, {}, {}, window, Glyphs::of(true));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), kMostBands * 9 - 1);
}

}  // namespace
}  // namespace spoor::cli
