// SPDX-License-Identifier: Apache-2.0
// One state of a store: a list of segments that nothing changes.
#pragma once

#include <memory>
#include <vector>

#include "record/record_store.h"
#include "store/segment/block_cache.h"
#include "store/segment/segment_reader.h"

namespace spoor::store {

std::shared_ptr<const record::Snapshot> make_snapshot(
    std::shared_ptr<const std::vector<std::shared_ptr<SegmentReader>>> segments,
    std::shared_ptr<BlockCache> cache);

}  // namespace spoor::store
