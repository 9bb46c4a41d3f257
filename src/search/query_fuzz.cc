// SPDX-License-Identifier: Apache-2.0
// Any text: parsing ends, and the canonical text of what was understood is understood as the same.
// First octet: where it is looked for; what follows is also tried as a time and as a resume token.
#include <cstdint>
#include <string_view>

#include "search/query.h"
#include "search/time_text.h"
#include "search/token.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor;
  using namespace spoor::search;
  if (size == 0) return 0;
  const std::string_view text = as_chars({data + 1, size - 1});
  if (const auto query = parse_query(text, static_cast<QueryIn>(data[0] & 3)); query) {
    const std::string canonical = query_text(*query);
    const auto again = parse_query(canonical, query->in);
    if (!again || !(*again == *query) || query_text(*again) != canonical) __builtin_trap();
  }
  if (const auto time = parse_time(text, 1'700'000'000);
      time && time->ago_s && time->unix_s > 1'700'000'000)
    __builtin_trap();
  SearchRequest request;
  request.from = text;
  if (open_token(record::StreamId{}, request)) __builtin_trap();  // nobody makes one up
  return 0;
}
