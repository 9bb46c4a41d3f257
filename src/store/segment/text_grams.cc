// SPDX-License-Identifier: Apache-2.0
#include "store/segment/text_grams.h"

#include <algorithm>

#include "dns/name.h"
#include "record/text_list.h"
#include "store/segment/byte_codec.h"

namespace spoor::store {

void TextGrams::add(std::string_view text) {
  const std::size_t shared = is_last_plain_ ? common_prefix(last_, text) : 0;
  is_last_plain_ = !are_names_ || record::is_plain_form(text.substr(shared));
  if (is_last_plain_) {  // its own octets: a form's separators count as dots
    const std::string_view line = text.substr(0, are_names_ ? text.size() - 1 : text.find('\0'));
    collector_.add(line, std::min(shared, line.size()));
  } else if (const auto name = dns::name_from_forward_form(text)) {
    collector_.add(dns::name_to_text(*name), 0);
  }
  last_.assign(text);
  if (++in_block_ % shape_.texts == 0) collector_.end_group();
}

void TextGrams::end_block() {
  in_block_ = 0;
  collector_.end_block();
}

}  // namespace spoor::store
