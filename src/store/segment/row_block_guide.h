// SPDX-License-Identifier: Apache-2.0
// Places in a block of records at which reading can begin: made once when a block enters the cache,
// so that a look-up reads some rows and not half of them all.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/segment/row_block.h"

namespace spoor::store {

class RowBlockGuide {
 public:
  static constexpr std::size_t kRowsBetween = 32;

  /// Walks the block once. A damaged block has no places: reading it from its beginning says why.
  static RowBlockGuide make(RowOrder order, std::string_view core);

  /// The last place before which all rows are below `head`; null: the beginning.
  [[nodiscard]] const RowBlockPlace* find(std::string_view head) const noexcept;
  /// The lead of the row before `place`.
  [[nodiscard]] std::string_view lead_before(const RowBlockPlace& place) const noexcept {
    return std::string_view(heads_).substr(place.head_at, place.lead_size);
  }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return places_.capacity() * sizeof(RowBlockPlace) + heads_.capacity();
  }

 private:
  std::vector<RowBlockPlace> places_;
  std::string heads_;  // of the row before each place, one behind the other
};

}  // namespace spoor::store
