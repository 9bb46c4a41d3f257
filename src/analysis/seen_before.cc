// SPDX-License-Identifier: Apache-2.0
#include "analysis/seen_before.h"

#include <algorithm>

namespace spoor::analysis {
namespace {

/// Of a listed day the hour is not known: it counts when all of it lies before the moment.
bool is_over(std::uint32_t day, std::uint32_t moment_s) noexcept {
  return (std::uint64_t{day} + 1) * record::kSecondsPerDay - 1 <= moment_s;
}

/// Of sightings that begin before the moment and end after it.
std::uint32_t last_confirmed(const record::Sightings& seen, std::uint32_t moment_s) noexcept {
  std::uint32_t last = seen.first;
  for (const record::DayCount& day : seen.days.all()) {
    if (!is_over(day.day, moment_s)) break;
    last = std::max(last, (day.day + 1) * record::kSecondsPerDay - 1);
  }
  return last;
}

}  // namespace

void SeenBefore::merge(const SeenBefore& other) noexcept {
  if (!other.is_any()) return;
  first = std::min(first, other.first);
  last = std::max(last, other.last);
  goes_on = goes_on || other.goes_on;
  count = record::add_counts(count, other.count);
}

SeenBefore seen_before(std::span<const record::SourcedSightings> sightings,
                       std::uint32_t moment_s) noexcept {
  SeenBefore all;
  for (const record::SourcedSightings& told : sightings) {
    const record::Sightings& seen = told.sightings;
    if (seen.first > moment_s) continue;
    SeenBefore one;
    one.first = seen.first;
    one.goes_on = seen.last > moment_s;
    one.last = one.goes_on ? last_confirmed(seen, moment_s) : seen.last;
    one.count = seen.count();
    all.merge(one);
  }
  return all;
}

void append_days(std::span<const record::SourcedSightings> sightings, std::uint32_t moment_s,
                 std::vector<std::uint32_t>& days) {
  for (const record::SourcedSightings& told : sightings) {
    const record::Sightings& seen = told.sightings;
    if (seen.first > moment_s) continue;
    days.push_back(record::day_of(seen.first));
    if (seen.last <= moment_s) days.push_back(record::day_of(seen.last));
    for (const record::DayCount& day : seen.days.all()) {
      if (is_over(day.day, moment_s)) days.push_back(day.day);
    }
  }
}

}  // namespace spoor::analysis
