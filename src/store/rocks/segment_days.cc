// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/segment_days.h"

#include <utility>

#include "store/segment/segment_cursor.h"

namespace spoor::store {

Result<record::WatchedBySource> read_watched_days(std::shared_ptr<const SegmentReader> segment) {
  record::WatchedBySource watched;
  SegmentRowCursor rows(std::move(segment), RowOrder::kByName, true, nullptr);
  SPOOR_CHECK(rows.seek(record::RangeQuery{}));
  while (rows.valid()) {
    for (const record::SourcedSightings& each : rows.row().sightings())
      watched.add(each.source, each.how, each.sightings);
    SPOOR_CHECK(rows.advance());
  }
  return watched;
}

}  // namespace spoor::store
