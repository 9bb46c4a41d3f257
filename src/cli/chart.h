// SPDX-License-Identifier: Apache-2.0
// Days drawn with characters: lanes and calendars.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "history/calendar.h"
#include "history/presence.h"
#include "record/day_set.h"

namespace spoor::cli {

/// What stands for what. Blank: watched, and not seen.
struct Glyphs {
  std::string_view confirmed, possible, not_watched;
  std::array<std::string_view, 4> shades;  ///< Of counts, from few to many.

  /// Blocks where the terminal shows UTF-8, else ASCII.
  static Glyphs of(bool has_utf8) noexcept;
};

/// Whether LC_ALL, LC_CTYPE or LANG, the first that is set, asks for UTF-8.
bool is_utf8_wanted();

/// How many columns `window` takes in at most `most`, and how many days each stands for.
struct LaneScale {
  record::DayRun window;
  std::uint32_t days_a_column = 1;
  std::size_t columns = 1;
  static LaneScale of(record::DayRun window, std::size_t most) noexcept;
};

/// Appends one glyph a column: confirmed when any of its days is, else possible when any is, else
/// not watched when none was watched.
void append_lane(std::string& out, const LaneScale& scale, const history::Presence& presence,
                 const record::DaySet& not_watched, const Glyphs& glyphs);

/// Appends weeks as columns and weekdays as lines, half a year a band, the last `most_bands` of
/// them. A day with a count has a shade; `+` was seen, how often is not known; `?` is possible
/// only.
void append_heat_map(std::string& out, const std::vector<history::CalendarDay>& days,
                     const record::DaySet& not_watched, record::DayRun window,
                     const Glyphs& glyphs);
inline constexpr std::uint32_t kMostBands = 8;
/// The days that a heat map of `window` shows.
record::DayRun heat_map_window(record::DayRun window) noexcept;

}  // namespace spoor::cli
