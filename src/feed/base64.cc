// SPDX-License-Identifier: Apache-2.0
#include "feed/base64.h"

namespace spoor::feed {
namespace {

constexpr unsigned kNone = 64;

unsigned value_of(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0') + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : kNone;
}

}  // namespace

bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out) {
  out.clear();
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  unsigned held = 0, bits = 0;
  for (const char c : text) {
    const unsigned value = value_of(c);
    if (value == kNone) return false;
    held = held << 6 | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.push_back(static_cast<std::uint8_t>(held >> bits & 0xFFU));
    held &= (1U << bits) - 1;
  }
  return held == 0 && bits == 2 * padding;
}

}  // namespace spoor::feed
