// SPDX-License-Identifier: Apache-2.0
// One pass that counts, then rules.
#include "search/label_look.h"

#include <algorithm>
#include <cstddef>

#include "dns/name.h"

namespace spoor::search {
namespace {

constexpr std::size_t kLeastDigits = 5;
constexpr std::size_t kLeastHex = 8, kLeastHexWithoutDigits = 16, kLeastDigitsInHex = 2;
constexpr std::size_t kLeastBase32 = 16, kLeastTurnsInBase32 = 3;
constexpr std::size_t kLeastRandom = 10, kLeastTurns = 4;
constexpr std::size_t kLeastLetters = 12, kLeastConsonants = 7;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// What a label is made of; hyphens and underscores are not counted.
struct Makeup {
  std::size_t size = 0;
  std::size_t digits = 0;
  std::size_t hex_letters = 0;
  std::size_t vowels = 0;
  std::size_t turns = 0;               // between letters and digits
  std::size_t longest_consonants = 0;  // in a row
  bool is_plain = true;                // letters and digits alone
  bool has_01_or_89 = false;           // digits that base32 lacks

  explicit Makeup(std::string_view label) noexcept {
    bool was_digit = false;
    std::size_t consonants = 0;
    for (const char raw : label) {
      const char c = static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(raw)));
      if (c == '-' || c == '_') continue;
      const bool digit = is_digit(c);
      if (!digit && (c < 'a' || c > 'z')) is_plain = false;
      if (size > 0 && digit != was_digit) ++turns;
      was_digit = digit;
      ++size;
      digits += digit ? 1U : 0U;
      has_01_or_89 |= digit && (c < '2' || c > '7');
      hex_letters += c >= 'a' && c <= 'f' ? 1U : 0U;
      const bool vowel = std::string_view("aeiouy").find(c) != std::string_view::npos;
      vowels += vowel ? 1U : 0U;
      consonants = digit || vowel ? 0 : consonants + 1;
      longest_consonants = std::max(longest_consonants, consonants);
    }
  }
};

/// The number at `at` if it is one of an address; moves `at` behind it.
bool take_octet(std::string_view label, std::size_t& at) noexcept {
  unsigned value = 0;
  std::size_t size = 0;
  for (; at < label.size() && is_digit(label[at]) && size < 4; ++at, ++size)
    value = value * 10 + static_cast<unsigned>(label[at] - '0');
  return size > 0 && size < 4 && value <= 255;
}

bool has_address(std::string_view label) noexcept {
  for (std::size_t begin = 0; begin < label.size(); ++begin) {
    if (!is_digit(label[begin]) || (begin > 0 && is_digit(label[begin - 1]))) continue;
    std::size_t at = begin;
    unsigned numbers = 0;
    char sign = 0;
    while (take_octet(label, at)) {
      ++numbers;
      if (at == label.size()) break;
      if (numbers == 1) sign = label[at];
      const bool is_sign = (sign == '-' || sign == '_' || sign == 'x') && label[at] == sign;
      if (numbers == 4 || !is_sign) break;
      ++at;
    }
    if (numbers == 4 && (at == label.size() || !is_digit(label[at]))) return true;
  }
  return false;
}

}  // namespace

LabelLook look_of(std::string_view label) noexcept {
  const Makeup m(label);
  if (!m.is_plain) return LabelLook::kOrdinary;
  if (has_address(label)) return LabelLook::kAddress;
  if (m.digits == m.size) return m.size >= kLeastDigits ? LabelLook::kNumber : LabelLook::kOrdinary;
  const bool is_hex = m.digits + m.hex_letters == m.size;
  if (is_hex && m.size >= kLeastHex &&
      (m.digits >= kLeastDigitsInHex || m.size >= kLeastHexWithoutDigits))
    return LabelLook::kHex;
  if (m.size >= kLeastBase32 && m.digits > 0 && !m.has_01_or_89 && m.turns >= kLeastTurnsInBase32)
    return LabelLook::kBase32;
  if (m.size >= kLeastRandom && m.turns >= kLeastTurns) return LabelLook::kRandom;
  if (m.size >= kLeastLetters && m.digits == 0 && m.longest_consonants >= kLeastConsonants &&
      m.vowels * 4 < m.size)
    return LabelLook::kRandom;
  return LabelLook::kOrdinary;
}

}  // namespace spoor::search
