// SPDX-License-Identifier: Apache-2.0
#include "history/presence.h"

#include <algorithm>

namespace spoor::history {

using record::day_of;
using record::DayRun;

std::optional<DayRun> possible_run(const record::Sightings& s) noexcept {
  const std::uint32_t first = day_of(s.first), last = day_of(s.last);
  if (!has_undated(s) || last - first < 2) return std::nullopt;
  return DayRun{first + 1, last - 1};
}

std::optional<DayRun> shown_window(const std::optional<DayRun>& asked,
                                   const std::optional<DayRun>& seen) noexcept {
  if (!asked) return seen;
  DayRun window = *asked;
  const bool is_open = window.first == 0 || window.last == record::kLastDay;
  if (is_open && !seen) return std::nullopt;
  if (window.first == 0) window.first = std::min(seen->first, window.last);
  if (window.last == record::kLastDay) window.last = std::max(seen->last, window.first);
  return window;
}

void Presence::add(const record::Sightings& s) {
  record::add_confirmed_days(confirmed, s);
  if (const auto run = possible_run(s)) possible.add(*run);
}

Certainty certainty_in(const record::Sightings& s, DayRun span) noexcept {
  if (span.contains(day_of(s.first)) || span.contains(day_of(s.last))) return Certainty::kCertain;
  const auto days = s.days.all();
  const auto at = std::lower_bound(
      days.begin(), days.end(), span.first,
      [](const record::DayCount& each, std::uint32_t day) { return each.day < day; });
  if (at != days.end() && at->day <= span.last) return Certainty::kCertain;
  const auto run = possible_run(s);
  return run && run->first <= span.last && span.first <= run->last ? Certainty::kPossible
                                                                   : Certainty::kNo;
}

}  // namespace spoor::history
