// SPDX-License-Identifier: Apache-2.0
#include "history/day_text.h"

#include "base/plain_text.h"
#include "search/time_text.h"

namespace spoor::history {

using record::DayRun;

void append_day(std::string& out, std::uint32_t day) {
  constexpr std::size_t kDateOctets = 10;
  const std::size_t at = out.size();
  append_iso_time(out, day * record::kSecondsPerDay);
  out.resize(at + kDateOctets);
}

std::string day_text(std::uint32_t day) {
  std::string text;
  append_day(text, day);
  return text;
}

Result<std::uint32_t> parse_day(std::string_view text, std::uint32_t now_s) {
  SPOOR_TRY(const search::Moment moment, search::parse_time(text, now_s));
  return record::day_of(moment.unix_s);
}

Result<DayRun> parse_days(std::string_view text, std::uint32_t now_s) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    SPOOR_TRY(const std::uint32_t day, parse_day(text, now_s));
    return DayRun{day, day};
  }
  SPOOR_TRY(const std::uint32_t first, parse_day(text.substr(0, dots), now_s));
  SPOOR_TRY(const std::uint32_t last, parse_day(text.substr(dots + 2), now_s));
  if (first > last)
    return Error{ErrorCode::kInvalid, "expected the earlier day before the later one", 0, {}};
  return DayRun{first, last};
}

Result<DayRun> parse_day_bounds(std::string_view from, std::string_view to, std::uint32_t now_s) {
  DayRun days{0, record::kLastDay};
  if (!from.empty()) {
    const auto day = parse_day(from, now_s);
    if (!day) return Error{ErrorCode::kInvalid, day.error().what, 0, "from"};
    days.first = *day;
  }
  if (!to.empty()) {
    const auto day = parse_day(to, now_s);
    if (!day) return Error{ErrorCode::kInvalid, day.error().what, 0, "to"};
    days.last = *day;
  }
  if (days.first > days.last)
    return Error{ErrorCode::kInvalid, "expected a day that is not before the first", 0, "to"};
  return days;
}

}  // namespace spoor::history
