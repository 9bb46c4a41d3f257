// SPDX-License-Identifier: Apache-2.0
// The watched days of segments that were written before the catalogue kept them.
#pragma once

#include <memory>

#include "base/result.h"
#include "record/watched_days.h"
#include "store/segment/segment_reader.h"

namespace spoor::store {

/// Walks all of `segment`. Errors: kCorrupt, kIo.
Result<record::WatchedBySource> read_watched_days(std::shared_ptr<const SegmentReader> segment);

}  // namespace spoor::store
