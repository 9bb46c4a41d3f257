// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_cursor.h"

namespace spoor::store {
namespace {

Error corrupt(std::string_view what, const SegmentReader& segment, Section section,
              std::size_t block) {
  return Error{ErrorCode::kCorrupt, what,
               static_cast<std::size_t>(segment.blocks(section)[block].offset),
               segment.source().name()};
}

}  // namespace

SegmentRowCursor::SegmentRowCursor(std::shared_ptr<const SegmentReader> segment, RowOrder order,
                                   bool with_details, BlockCache* cache)
    : segment_(std::move(segment)),
      section_(order == RowOrder::kByName ? Section::kByName : Section::kByValue),
      with_details_(with_details),
      cache_(cache),
      block_(order) {}

Status SegmentRowCursor::open_block(std::size_t block) {
  block_number_ = block;
  SPOOR_TRY(core_, segment_->read_block(section_, block, 0, cache_));
  details_ = nullptr;
  if (with_details_ && segment_->blocks(section_)[block].detail_size != 0) {
    SPOOR_TRY(details_, segment_->read_block(section_, block, 1, cache_));
  }
  if (!block_.open(core_->octets,
                   details_ ? std::string_view(details_->octets) : std::string_view())) {
    return corrupt("block does not decode", *segment_, section_, block);
  }
  // Only a block behind which the next one begins at or above the bound can hold rows above it.
  check_upper_ =
      !upper_.empty() &&
      (block + 1 == segment_->blocks(section_).size() ||
       record::compare_bytes(segment_->first_key(section_, block + 1).head, upper_) >= 0);
  return {};
}

Status SegmentRowCursor::read_row() {
  const std::size_t blocks = segment_->blocks(section_).size();
  while (!block_.next()) {
    if (block_.failed()) return corrupt("row does not decode", *segment_, section_, block_number_);
    if (block_number_ + 1 == blocks) {
      valid_ = false;
      return {};
    }
    SPOOR_CHECK(open_block(block_number_ + 1));
  }
  valid_ = !check_upper_ || record::compare_bytes(block_.head(), upper_) < 0;
  return {};
}

Status SegmentRowCursor::seek(const record::RangeQuery& query) {
  upper_ = query.upper;
  valid_ = false;
  if (segment_->blocks(section_).empty()) return {};
  record::RowKey from{query.lower, {}, 0};
  const bool resumes = query.after && record::compare_bytes(query.after->head, query.lower) >= 0;
  if (resumes) from = query.after->view();
  SPOOR_CHECK(open_block(segment_->find_block(section_, from)));
  if (!block_.seek_lead(from.head, &core_->guide))
    return corrupt("block does not decode", *segment_, section_, block_number_);
  SPOOR_CHECK(read_row());
  while (valid_) {
    const int order = record::compare(block_.key(), from);
    if (order > 0 || (order == 0 && !resumes)) break;
    SPOOR_CHECK(read_row());
  }
  return {};
}

Status SegmentRowCursor::advance() {
  return read_row();
}

Status SegmentNameCursor::open_block(std::size_t block) {
  block_number_ = block;
  SPOOR_TRY(octets_, segment_->read_block(list_, block, 0, cache_));
  if (!block_.open(octets_->octets))
    return corrupt("block does not decode", *segment_, list_, block);
  return {};
}

Status SegmentNameCursor::seek(std::string_view lower, std::string_view upper) {
  upper_ = upper;
  valid_ = false;
  if (segment_->blocks(list_).empty()) return {};
  SPOOR_CHECK(open_block(segment_->find_block(list_, record::RowKey{lower, {}, 0})));
  do {
    SPOOR_CHECK(advance());
  } while (valid_ && record::compare_bytes(name(), lower) < 0);
  return {};
}

Status SegmentNameCursor::advance() {
  while (!block_.next()) {
    if (block_.failed()) return corrupt("name does not decode", *segment_, list_, block_number_);
    if (block_number_ + 1 == segment_->blocks(list_).size()) {
      valid_ = false;
      return {};
    }
    SPOOR_CHECK(open_block(block_number_ + 1));
  }
  valid_ = upper_.empty() || record::compare_bytes(name(), upper_) < 0;
  return {};
}

}  // namespace spoor::store
