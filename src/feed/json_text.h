// SPDX-License-Identifier: Apache-2.0
// The pieces of a JSON line, appended to a string.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::feed {

/// Appends `text` between quotes. Whatever it holds, the result is valid JSON in valid UTF-8:
/// octets that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

inline void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof(digits), value).ptr;
  out.append(digits, end);
}

/// `,"key":` and the number; `key` comes with quotes, comma and colon.
inline void append_field(std::string& out, std::string_view key, std::uint64_t value) {
  out += key;
  append_number(out, value);
}

/// Whether every octet is part of well-formed UTF-8.
bool is_utf8(std::string_view text) noexcept;

}  // namespace spoor::feed
