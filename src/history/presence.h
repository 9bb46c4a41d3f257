// SPDX-License-Identifier: Apache-2.0
// What sightings say about days: confirmed, only possible, or not there.
#pragma once

#include <cstdint>
#include <optional>

#include "record/day_set.h"
#include "record/sightings.h"

namespace spoor::history {

/// Whether some of the sightings are not told by day: then every day strictly between the first and
/// the last may have been one of theirs. Where all are told by day, an unlisted day is a day on
/// which the record was not seen.
constexpr bool has_undated(const record::Sightings& s) noexcept {
  return s.undated > 0 || s.told > 0;
}

/// The days strictly between first and last, where those are possible; nothing otherwise.
std::optional<record::DayRun> possible_run(const record::Sightings& s) noexcept;

/// The days that an answer is about: those asked for, where they have no bound (0, kLastDay) the
/// first or the last that was seen. Empty when neither says.
std::optional<record::DayRun> shown_window(const std::optional<record::DayRun>& asked,
                                           const std::optional<record::DayRun>& seen) noexcept;

/// Confirmed and only possible days of one thing, of any number of rows together.
struct Presence {
  record::DaySet confirmed;
  record::DaySet possible;  ///< May hold confirmed days too until settle().

  void add(const record::Sightings& s);
  /// A day that is confirmed is not only possible.
  void settle() { possible.subtract(confirmed); }
  void clear() noexcept {
    confirmed.clear();
    possible.clear();
  }
};

/// How sure it is that a row was there in a span of days.
enum class Certainty : std::uint8_t { kNo = 0, kPossible = 1, kCertain = 2 };

/// Errs towards kPossible: a span within the days between first and last of undated sightings.
Certainty certainty_in(const record::Sightings& s, record::DayRun span) noexcept;

}  // namespace spoor::history
