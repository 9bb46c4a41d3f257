// SPDX-License-Identifier: Apache-2.0
#include "record/watched_days.h"

namespace spoor::record {

void WatchedBySource::add_days(SourceId source, const Sightings& s) {
  add_confirmed_days(days_[source], s);
  source_ = source;
  day_ = day_of(s.last);
}

void WatchedBySource::merge(const WatchedBySource& other) {
  for (const auto& [source, days] : other.days_) days_[source].merge(days);
}

WatchedBySource watched_in(const Batch& batch) {
  WatchedBySource watched;
  for (const BatchRow& row : batch.rows) watched.add(row.source, row.how, row.sightings);
  return watched;
}

}  // namespace spoor::record
