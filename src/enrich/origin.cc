// SPDX-License-Identifier: Apache-2.0
#include "enrich/origin.h"

#include <array>
#include <charconv>
#include <system_error>

namespace spoor::enrich {
namespace {

constexpr std::size_t kLetters = 26;

constexpr auto kCodes = [] {
  std::array<char, kLetters * kLetters * 2> codes{};
  for (std::size_t i = 0; i < kLetters * kLetters; ++i) {
    codes[2 * i] = static_cast<char>('A' + i / kLetters);
    codes[2 * i + 1] = static_cast<char>('A' + i % kLetters);
  }
  return codes;
}();

std::size_t letter_number(char c) noexcept {
  if (c >= 'A' && c <= 'Z') return static_cast<std::size_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<std::size_t>(c - 'a');
  return kLetters;
}

}  // namespace

std::string_view country_code(std::string_view text) noexcept {
  if (text.size() != 2) return {};
  const std::size_t first = letter_number(text[0]);
  const std::size_t second = letter_number(text[1]);
  if (first == kLetters || second == kLetters) return {};
  return {kCodes.data() + 2 * (first * kLetters + second), 2};
}

std::optional<std::uint32_t> parse_asn(std::string_view text) noexcept {
  if (text.size() > 2 && (text[0] == 'A' || text[0] == 'a') && (text[1] == 'S' || text[1] == 's'))
    text.remove_prefix(2);
  if (text.empty()) return 0;
  std::uint32_t asn = 0;
  const auto [at, fault] = std::from_chars(text.data(), text.data() + text.size(), asn);
  if (fault != std::errc{} || at != text.data() + text.size()) return std::nullopt;
  return asn;
}

}  // namespace spoor::enrich
