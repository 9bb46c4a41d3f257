// SPDX-License-Identifier: Apache-2.0
// Escaping of JSON strings (RFC 8259 section 7).
#include "feed/json_text.h"

#include <algorithm>

#include <simdjson.h>

namespace spoor::feed {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_plain(char c) noexcept {
  const auto octet = static_cast<std::uint8_t>(c);
  return octet >= 0x20 && octet < 0x7F && c != '"' && c != '\\';
}

void append_escape(std::string& out, char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto octet = static_cast<std::uint8_t>(c);
  out += "\\u00";
  out += kHex[octet >> 4];
  out += kHex[octet & 15];
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
  return simdjson::validate_utf8(text.data(), text.size());
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  while (plain < text.size() && is_plain(text[plain])) ++plain;
  out.append(text.substr(0, plain));
  text.remove_prefix(plain);
  const bool replace = !text.empty() && !is_utf8(text);
  for (const char c : text) {
    if (is_plain(c)) {
      out += c;
    } else if (static_cast<std::uint8_t>(c) < 0x80) {
      append_escape(out, c);
    } else if (replace) {
      out += kReplacement;
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace spoor::feed
