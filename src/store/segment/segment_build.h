// SPDX-License-Identifier: Apache-2.0
// Makes segments: one from a batch, one from several segments.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/batch.h"
#include "record/record_store.h"
#include "store/segment/segment_file.h"
#include "store/segment/segment_format.h"
#include "store/segment/segment_reader.h"

namespace spoor::store {

/// How a segment is written.
enum class Packing : std::uint8_t {
  kPlain = 0,    ///< Neither compressed nor filtered nor indexed by grams: for a segment that is
                 ///< merged away soon.
  kPacked = 1,   ///< zstd at its quickest, and filters.
  kTightest = 2  ///< zstd at more effort.
};

/// Writes a batch's rows (sorted, each key once) as a segment. Errors: kIo; kInvalid when the rows
/// are out of order.
Result<SegmentFooter> write_batch_segment(const record::Batch& batch, SegmentSink& sink,
                                          Packing packing);

/// Writes the merge of `inputs`. Holds one block of each at a time. With a `rewrite` everything is
/// changed on the way; null changes nothing. Errors: kCorrupt, kIo; kLimit when `progress` said to
/// stop.
Result<SegmentFooter> merge_segments(const std::vector<std::shared_ptr<SegmentReader>>& inputs,
                                     SegmentSink& sink, Packing packing,
                                     const record::Progress& progress,
                                     const record::Rewrite* rewrite = nullptr);

/// The list of values of a segment that was written before there was one (version 1): from its
/// rows, in memory. Errors: kCorrupt, kIo.
Result<std::vector<std::string>> read_values_from_rows(
    const std::shared_ptr<SegmentReader>& segment);

}  // namespace spoor::store
