// SPDX-License-Identifier: Apache-2.0
// On which days a source delivered anything: without it, 'not seen' could not be told from 'nobody
// watched'.
#pragma once

#include <cstdint>
#include <map>

#include "record/batch.h"
#include "record/day_set.h"
#include "record/source.h"

namespace spoor::record {

/// Days on which one source told anything at all.
struct WatchedDays {
  DaySet days;
  /// False while a part of the store, written before stores kept these days, was not looked at yet:
  /// then a day that is not listed may have been watched all the same.
  bool is_complete = true;
  bool operator==(const WatchedDays&) const = default;
};

/// Watched days by source. Merging is union.
class WatchedBySource {
 public:
  /// Adds every confirmed day of a sensor's sightings; what zone files told counts nothing. The
  /// common case, the source and the day of the row before, costs a comparison or two.
  void add(SourceId source, How how, const Sightings& s) {
    if (how != How::kSensor) return;
    const std::uint32_t first = day_of(s.first);
    if (source == source_ && first == day_ && day_of(s.last) == day_ && s.days.all().size() < 2)
      return;
    add_days(source, s);
  }
  void merge(const WatchedBySource& other);
  [[nodiscard]] const std::map<SourceId, DaySet>& all() const noexcept { return days_; }
  [[nodiscard]] DaySet& of(SourceId source) { return days_[source]; }
  bool operator==(const WatchedBySource& other) const noexcept { return days_ == other.days_; }

 private:
  void add_days(SourceId source, const Sightings& s);

  std::map<SourceId, DaySet> days_;
  SourceId source_;  // of the row before; 0: of none
  std::uint32_t day_ = 0;
};

/// The watched days of a batch.
WatchedBySource watched_in(const Batch& batch);

}  // namespace spoor::record
