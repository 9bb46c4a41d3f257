// SPDX-License-Identifier: Apache-2.0
// How an input begins: what formats are recognised by. Inside the room only.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace spoor::feed {

/// Views into the octets that it was made of.
struct FeedHead {
  std::size_t skip = 0;   ///< Octets before the text: a byte order mark.
  std::string_view text;  ///< Behind the mark.
  std::string_view line;  ///< The first line that is not blank; of JSON, the first object.
  bool is_json = false;   ///< The text begins with { or [.
  bool is_array = false;  ///< It begins with [.
  bool is_cut = false;    ///< `line` reaches the end of the head: there may be more of it.
  std::vector<std::string_view> keys;  ///< Of the first object, outermost only, as they stand.

  [[nodiscard]] bool has_key(std::string_view key) const;
};

/// Never fails: what cannot be told stays empty.
FeedHead read_head(Bytes head);

/// The line behind `line`, which is a view into `text` without its end; empty at the end.
std::string_view next_line(std::string_view text, std::string_view line);

}  // namespace spoor::feed
