// SPDX-License-Identifier: Apache-2.0
// Walks a list of texts of one segment for a pattern: only the groups that its grams leave.
#pragma once

#include <memory>

#include "record/text_list.h"
#include "store/segment/block_cache.h"
#include "store/segment/segment_reader.h"

namespace spoor::store {

/// The segment has the list. What is read by grams is kept in `cache`, which must not be null; a
/// walk over all texts leaves it to others.
std::unique_ptr<record::TextCursor> open_segment_texts(std::shared_ptr<const SegmentReader> segment,
                                                       record::TextRange range,
                                                       std::shared_ptr<BlockCache> cache);

}  // namespace spoor::store
