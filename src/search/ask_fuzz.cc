// SPDX-License-Identifier: Apache-2.0
// Anything pasted: reading ends, offsets lie inside, and what was understood, written back, is
// understood as the same.
#include <cstdint>
#include <string_view>

#include "search/ask.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor;
  using namespace spoor::search;
  constexpr std::uint32_t kNow = 1'700'000'000;
  const std::string_view text = as_chars({data, size});
  const auto asked = parse_ask(text, kNow);
  if (!asked) {
    if (asked.error().offset > size) __builtin_trap();
    return 0;
  }
  for (const AskError& each : asked->errors) {
    if (each.error.offset > size || each.error.what.empty()) __builtin_trap();
  }
  for (const Understood& each : asked->questions) {
    if (each.words == nullptr || each.offset > size) __builtin_trap();
    const std::string canonical = ask_text(each);
    const auto again = parse_ask(canonical, kNow);
    if (!again || again->questions.size() != 1 || !again->errors.empty()) __builtin_trap();
    const Understood& same = again->questions.front();
    if (!(same.query == each.query) || !(*same.words == *each.words) || ask_text(same) != canonical)
      __builtin_trap();
    if (ask_sentence(each).empty()) __builtin_trap();
    (void)ask_unicode(each);
    (void)to_request(each, {kNow, nullptr});
  }
  return 0;
}
