// SPDX-License-Identifier: Apache-2.0
// Walks a range of rows, or of a list of texts, of one segment.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/record_store.h"
#include "store/segment/name_block.h"
#include "store/segment/row_block.h"
#include "store/segment/segment_reader.h"

namespace spoor::store {

class SegmentRowCursor {
 public:
  /// `cache` null: a long scan that should not push others' blocks out.
  SegmentRowCursor(std::shared_ptr<const SegmentReader> segment, RowOrder order, bool with_details,
                   BlockCache* cache);

  /// Goes to the first row of [query.lower, query.upper) behind query.after. Errors: kCorrupt, kIo.
  Status seek(const record::RangeQuery& query);
  Status advance();
  [[nodiscard]] bool valid() const noexcept { return valid_; }
  [[nodiscard]] const RowBlockCursor& row() const noexcept { return block_; }

 private:
  Status open_block(std::size_t block);
  /// Reads rows until one is at hand, over block borders.
  Status read_row();

  std::shared_ptr<const SegmentReader> segment_;
  Section section_;
  bool with_details_;
  BlockCache* cache_;
  RowBlockCursor block_;
  BlockCache::Block core_, details_;
  std::size_t block_number_ = 0;
  std::string upper_;
  bool check_upper_ = false;
  bool valid_ = false;
};

class SegmentNameCursor {
 public:
  /// `list` is kNames or kValues.
  SegmentNameCursor(std::shared_ptr<const SegmentReader> segment, Section list, BlockCache* cache)
      : segment_(std::move(segment)), list_(list), cache_(cache) {}
  Status seek(std::string_view lower, std::string_view upper);
  Status advance();
  [[nodiscard]] bool valid() const noexcept { return valid_; }
  [[nodiscard]] std::string_view name() const noexcept { return block_.name(); }

 private:
  Status open_block(std::size_t block);

  std::shared_ptr<const SegmentReader> segment_;
  Section list_;
  BlockCache* cache_;
  NameBlockCursor block_;
  BlockCache::Block octets_;
  std::size_t block_number_ = 0;
  std::string upper_;
  bool valid_ = false;
};

}  // namespace spoor::store
