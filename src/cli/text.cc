// SPDX-License-Identifier: Apache-2.0
// Pure functions of their input.
#include "cli/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace spoor::cli {
namespace {

constexpr std::size_t kMostPointedAt = 100;  ///< Octets of a line.

/// Length of the UTF-8 sequence at `at` (RFC 3629), 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto octet = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const auto is_tail = [&](std::size_t i) { return (octet(i) & 0xC0U) == 0x80U; };
  const unsigned lead = octet(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return is_tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead < 0xF0) {
    const bool fits = (lead != 0xE0 || octet(1) >= 0xA0) && (lead != 0xED || octet(1) < 0xA0);
    return fits && is_tail(1) && is_tail(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead < 0xF5) {
    const bool fits = (lead != 0xF0 || octet(1) >= 0x90) && (lead != 0xF4 || octet(1) < 0x90);
    return fits && is_tail(1) && is_tail(2) && is_tail(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto octet = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(text, at);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (octet == '"' || octet == '\\') {
      out += '\\';
      out += text[at];
    } else if (octet < 0x20 || octet == 0x7F) {
      out += fmt::format("\\u{:04x}", octet);
    } else {
      out += text.substr(at, length);
    }
    at += length == 0 ? 1 : length;
  }
  out += '"';
}

std::string pointed_at(std::string_view text, std::size_t offset) {
  const std::size_t at = std::min(offset, text.size());
  const std::size_t before = at == 0 ? std::string_view::npos : text.find_last_of("\n\r", at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find_first_of("\n\r", at), text.size());
  const std::string_view line = text.substr(begin, end - begin);
  if (line.empty() || line.size() > kMostPointedAt || printable(line) != line) return {};
  return fmt::format("  {}\n  {:>{}}\n", line, '^',
                     count_characters(line.substr(0, at - begin)) + 1);
}

void append_columns(std::string& out, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format("{:<{}}  ", row[i], widths[i]);
    out += line.substr(0, line.find_last_not_of(' ') + 1);
    out += '\n';
  }
}

}  // namespace spoor::cli
