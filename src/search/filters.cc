// SPDX-License-Identifier: Apache-2.0
// What filters mean for one row's sightings, and which of them contradict one another.
#include <algorithm>
#include <limits>

#include "search/request.h"

namespace spoor::search {

std::string_view presence_text(Presence presence) noexcept {
  if (presence == Presence::kCertain) return "certain";
  return presence == Presence::kPossible ? "possible" : "";
}

Presence presence_in(const record::Sightings& s, std::uint32_t first_day, std::uint32_t last_day) {
  const std::uint32_t first = record::day_of(s.first);
  const std::uint32_t last = record::day_of(s.last);
  if (first > last_day || last < first_day) return Presence::kAbsent;
  if (first >= first_day || last <= last_day) return Presence::kCertain;  // an end is confirmed
  const auto days = s.days.all();
  const auto at = std::lower_bound(
      days.begin(), days.end(), first_day,
      [](const record::DayCount& day, std::uint32_t wanted) { return day.day < wanted; });
  if (at != days.end() && at->day <= last_day) return Presence::kCertain;
  return s.undated > 0 || s.told > 0 ? Presence::kPossible : Presence::kAbsent;
}

Presence TimeFences::presence(const record::Sightings& s) const {
  if (!asks_days()) return Presence::kNotAsked;
  return presence_in(
      s, seen_from ? record::day_of(seen_from->unix_s) : 0,
      seen_to ? record::day_of(seen_to->unix_s) : std::numeric_limits<std::uint32_t>::max());
}

Status check_filters(const Filters& filters) {
  const TimeFences& f = filters.fences;
  const auto is_backwards = [](const std::optional<Moment>& from, const std::optional<Moment>& to) {
    return from && to && from->unix_s > to->unix_s;
  };
  const auto fault = [](std::string_view what, const char* where) {
    return Error{ErrorCode::kInvalid, what, 0, where};
  };
  if (is_backwards(f.first_after, f.first_before))
    return fault("the fence of first seen runs backwards: it ends before it begins",
                 "first_before");
  if (is_backwards(f.last_after, f.last_before))
    return fault("the fence of last seen runs backwards: it ends before it begins", "last_before");
  if (is_backwards(f.first_after, f.last_before))
    return fault("the fence runs backwards: what was last seen earlier was not first seen later",
                 "last_before");
  if (is_backwards(f.seen_from, f.seen_to))
    return fault("the span of days runs backwards: it ends before it begins", "seen");
  if (filters.count_min && filters.count_max && *filters.count_min > *filters.count_max)
    return fault("the bounds of the count run backwards: the least is above the most", "count_max");
  return {};
}

}  // namespace spoor::search
