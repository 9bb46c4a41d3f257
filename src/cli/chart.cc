// SPDX-License-Identifier: Apache-2.0
// Pure functions of days.
#include "cli/chart.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

#include "history/day_text.h"

namespace spoor::cli {
namespace {

using history::CalendarDay;
using record::DayRun;
using record::DaySet;

constexpr std::uint32_t kWeek = 7;
constexpr std::uint32_t kBandWeeks = 27;  // half a year and what it begins within
constexpr std::array<std::string_view, kWeek> kWeekdays{"Mon", "Tue", "Wed", "Thu",
                                                        "Fri", "Sat", "Sun"};

/// The Monday on or before a day; 1970-01-01 was a Thursday.
std::uint32_t monday_of(std::uint32_t day) noexcept {
  const std::uint32_t weekday = (day + 3) % kWeek;
  return day < weekday ? 0 : day - weekday;
}

/// 0..3, by the number of digits that a count has in base 2, against the greatest.
std::size_t shade_of(std::uint64_t count, std::uint64_t most) noexcept {
  const auto width = static_cast<std::size_t>(std::bit_width(count));
  const auto widest = static_cast<std::size_t>(std::bit_width(most));
  return widest < 2 ? 3 : (width - 1) * 3 / (widest - 1);
}

class HeatMap {
 public:
  HeatMap(const std::vector<CalendarDay>& days, const DaySet& not_watched, const Glyphs& glyphs)
      : days_(days), not_watched_(not_watched), glyphs_(glyphs) {
    for (const CalendarDay& each : days) most_ = std::max(most_, each.count);
  }

  /// Weeks from the Monday `first` on.
  void append_band(std::string& out, std::uint32_t first, DayRun window) const {
    append_months(out, first, window);
    for (std::uint32_t weekday = 0; weekday < kWeek; ++weekday) {
      out += kWeekdays[weekday];
      out += "  ";
      for (std::uint32_t week = 0; week < kBandWeeks; ++week) {
        const std::uint32_t day = first + week * kWeek + weekday;
        if (day > window.last) break;
        out += day < window.first ? " " : glyph_of(day);
        out += ' ';
      }
      while (out.ends_with(' ')) out.pop_back();
      out += '\n';
    }
  }

 private:
  /// The month above the week in which it begins.
  static void append_months(std::string& out, std::uint32_t first, DayRun window) {
    constexpr std::size_t kLead = 5, kMonthOctets = 7, kDayAt = 8;
    std::string line(kLead, ' ');
    for (std::uint32_t week = 0; week < kBandWeeks; ++week) {
      for (std::uint32_t day = first + week * kWeek; day < first + (week + 1) * kWeek; ++day) {
        if (day < window.first || day > window.last) continue;
        const std::string text = history::day_text(day);
        if (text.substr(kDayAt) != "01" && day != window.first) continue;
        const std::size_t at = kLead + std::size_t{2} * week;
        if (line.size() > at) continue;  // the one before is too near
        line.append(at - line.size(), ' ');
        line += text.substr(0, kMonthOctets) + " ";
      }
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }

  std::string_view glyph_of(std::uint32_t day) const {
    const auto at = std::lower_bound(
        days_.begin(), days_.end(), day,
        [](const CalendarDay& each, std::uint32_t wanted) { return each.day < wanted; });
    if (at != days_.end() && at->day == day) {
      if (at->count > 0) return glyphs_.shades[shade_of(at->count, most_)];
      return at->confirmed > 0 ? "+" : "?";
    }
    return not_watched_.contains(day) ? glyphs_.not_watched : " ";
  }

  const std::vector<CalendarDay>& days_;
  const DaySet& not_watched_;
  const Glyphs& glyphs_;
  std::uint64_t most_ = 0;
};

}  // namespace

Glyphs Glyphs::of(bool has_utf8) noexcept {
  if (has_utf8) return {"█", "░", "·", {"░", "▒", "▓", "█"}};
  return {"#", "-", ".", {":", "o", "O", "#"}};
}

bool is_utf8_wanted() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* const value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string text(value);
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text.find("UTF-8") != std::string::npos || text.find("UTF8") != std::string::npos;
  }
  return false;
}

LaneScale LaneScale::of(DayRun window, std::size_t most) noexcept {
  const auto columns = static_cast<std::uint32_t>(std::max<std::size_t>(most, 1));
  const std::uint32_t days = window.days();
  const std::uint32_t each = (days + columns - 1) / columns;
  return {window, each, (days + each - 1) / each};
}

void append_lane(std::string& out, const LaneScale& scale, const history::Presence& presence,
                 const DaySet& not_watched, const Glyphs& glyphs) {
  for (std::size_t i = 0; i < scale.columns; ++i) {
    const std::uint32_t first =
        scale.window.first + static_cast<std::uint32_t>(i) * scale.days_a_column;
    const DayRun column{first, std::min(first + scale.days_a_column - 1, scale.window.last)};
    if (presence.confirmed.count(column) > 0) {
      out += glyphs.confirmed;
    } else if (presence.possible.count(column) > 0) {
      out += glyphs.possible;
    } else {
      out += not_watched.count(column) == column.days() ? glyphs.not_watched : " ";
    }
  }
}

DayRun heat_map_window(DayRun window) noexcept {
  constexpr std::uint32_t kMostDays = kMostBands * kBandWeeks * kWeek;
  const std::uint32_t begin = monday_of(window.first);
  if (window.last - begin < kMostDays) return window;
  return {monday_of(window.last) + kWeek - kMostDays, window.last};
}

void append_heat_map(std::string& out, const std::vector<CalendarDay>& days,
                     const DaySet& not_watched, DayRun window, const Glyphs& glyphs) {
  const DayRun shown = heat_map_window(window);
  const HeatMap map(days, not_watched, glyphs);
  for (std::uint32_t monday = monday_of(shown.first); monday <= shown.last;
       monday += kBandWeeks * kWeek) {
    if (monday > shown.first) out += '\n';
    map.append_band(out, monday, shown);
  }
}

}  // namespace spoor::cli
