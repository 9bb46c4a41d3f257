// SPDX-License-Identifier: Apache-2.0
// The grams of a list of texts as it is written, block by block: those of the lines that patterns
// see.
#pragma once

#include <string>
#include <string_view>

#include "store/segment/gram_index.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

class TextGrams {
 public:
  /// `list` is kNames or kValues.
  explicit TextGrams(Section list, GroupShape shape = {})
      : are_names_(list == Section::kNames), shape_(shape), collector_(shape) {}

  /// The next text of the list.
  void add(std::string_view text);
  /// The text added last was its block's last one.
  void end_block();
  [[nodiscard]] bool is_stripe_full() const noexcept { return collector_.is_full(); }
  /// Hands out the stripe so far, and begins the next.
  Status take_pages(const GramCollector::TakePage& take) { return collector_.take_pages(take); }

 private:
  bool are_names_;
  GroupShape shape_;
  GramCollector collector_;
  std::string last_;
  bool is_last_plain_ = false;  // the grams of last_ are those of its octets
  std::size_t in_block_ = 0;
};

}  // namespace spoor::store
