// SPDX-License-Identifier: Apache-2.0
#include "store/segment/row_block_guide.h"

#include <algorithm>

#include "record/key.h"

namespace spoor::store {

RowBlockGuide RowBlockGuide::make(RowOrder order, std::string_view core) {
  RowBlockGuide guide;
  RowBlockCursor cursor(order);
  if (!cursor.open(core, {})) return guide;
  guide.places_.reserve(cursor.rows() / kRowsBetween);
  for (std::size_t row = kRowsBetween; row < cursor.rows(); row += kRowsBetween) {
    RowBlockPlace place;
    if (!cursor.pass(kRowsBetween, place)) return {};
    place.head_at = static_cast<std::uint32_t>(guide.heads_.size());
    place.lead_size = static_cast<std::uint32_t>(cursor.passed_lead().size());
    guide.heads_ += cursor.passed_lead();
    record::append_type(guide.heads_, cursor.passed_type());
    place.head_size = static_cast<std::uint32_t>(guide.heads_.size()) - place.head_at;
    guide.places_.push_back(place);
  }
  return guide;
}

const RowBlockPlace* RowBlockGuide::find(std::string_view head) const noexcept {
  const std::string_view heads = heads_;
  const auto is_below = [&](const RowBlockPlace& place) {
    return record::compare_bytes(heads.substr(place.head_at, place.head_size), head) < 0;
  };
  const auto behind = std::partition_point(places_.begin(), places_.end(), is_below);
  return behind == places_.begin() ? nullptr : &*(behind - 1);
}

}  // namespace spoor::store
