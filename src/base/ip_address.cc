// SPDX-License-Identifier: Apache-2.0
#include "base/ip_address.h"

#include <algorithm>

namespace spoor {
namespace {

char* write_octet(char* at, unsigned value) noexcept {
  if (value >= 100) *at++ = static_cast<char>('0' + value / 100);
  if (value >= 10) *at++ = static_cast<char>('0' + value / 10 % 10);
  *at++ = static_cast<char>('0' + value % 10);
  return at;
}

std::optional<IpAddress> parse_v4(std::string_view text) noexcept {
  IpAddress address;
  std::size_t pos = 0;
  for (std::size_t part = 0; part < 4; ++part) {
    if (part != 0 && (pos >= text.size() || text[pos++] != '.')) return std::nullopt;
    const std::size_t start = pos;
    unsigned value = 0;
    while (pos < text.size() && pos - start < 3 && text[pos] >= '0' && text[pos] <= '9') {
      value = value * 10 + static_cast<unsigned>(text[pos++] - '0');
    }
    if (pos == start || value > 255 || (pos - start > 1 && text[start] == '0')) return std::nullopt;
    address.octets[part] = static_cast<std::uint8_t>(value);
  }
  if (pos != text.size()) return std::nullopt;
  return address;
}

constexpr std::size_t kGroups = 8;  ///< Of sixteen bits, in an IPv6 address.

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// One to four hex digits at text[pos], and `pos` moved behind them; -1 when there are none or
/// five.
int read_group(std::string_view text, std::size_t& pos) noexcept {
  int value = 0;
  const std::size_t start = pos;
  for (int digit = 0; pos < text.size() && (digit = hex_digit(text[pos])) >= 0; ++pos) {
    if (pos - start == 4) return -1;
    value = value << 4 | digit;
  }
  return pos == start ? -1 : value;
}

/// A dotted quad as the last four octets.
bool read_tail(std::string_view text, IpAddress& address, std::size_t& used) noexcept {
  const auto tail = parse_v4(text);
  if (!tail || used + 4 > address.octets.size()) return false;
  std::memcpy(&address.octets[used], tail->octets.data(), 4);
  used += 4;
  return true;
}

/// Moves the octets behind a gap to the end, and fills the gap with zeros.
void open_gap(IpAddress& address, std::size_t gap, std::size_t used) noexcept {
  auto* octets = address.octets.data();
  std::copy_backward(octets + gap, octets + used, octets + address.octets.size());
  std::fill(octets + gap, octets + gap + (address.octets.size() - used), std::uint8_t{0});
}

/// RFC 4291 section 2.2, all three forms.
std::optional<IpAddress> parse_v6(std::string_view text) noexcept {
  IpAddress address;
  address.is_v6 = true;
  std::size_t used = 0;  // octets so far
  bool has_gap = text.substr(0, 2) == "::";
  std::size_t gap = 0;  // octets before "::"
  std::size_t pos = has_gap ? 2 : 0;
  while (pos < text.size()) {
    const std::size_t start = pos;
    const int group = read_group(text, pos);
    if (pos < text.size() && text[pos] == '.') {
      if (!read_tail(text.substr(start), address, used)) return std::nullopt;
      break;
    }
    if (group < 0 || used == address.octets.size()) return std::nullopt;
    address.octets[used++] = static_cast<std::uint8_t>(group >> 8);
    address.octets[used++] = static_cast<std::uint8_t>(group);
    if (pos == text.size()) break;
    if (text[pos] != ':' || ++pos == text.size()) return std::nullopt;
    if (text[pos] == ':') {
      if (has_gap) return std::nullopt;
      has_gap = true;
      gap = used;
      ++pos;
    }
  }
  const bool is_full = used == address.octets.size();
  if (!has_gap) return is_full ? std::optional(address) : std::nullopt;
  if (is_full) return std::nullopt;  // "::" stands for at least one group
  open_gap(address, gap, used);
  return address;
}

char* write_group(char* at, unsigned value) noexcept {
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (value >= 0x1000) *at++ = kDigits[value >> 12];
  if (value >= 0x100) *at++ = kDigits[value >> 8 & 0xF];
  if (value >= 0x10) *at++ = kDigits[value >> 4 & 0xF];
  *at++ = kDigits[value & 0xF];
  return at;
}

char* write_v4(char* at, Bytes four) noexcept {
  for (std::size_t i = 0; i < 4; ++i) {
    if (i != 0) *at++ = '.';
    at = write_octet(at, four[i]);
  }
  return at;
}

/// RFC 5952: the first of the longest runs of at least two zero groups is written "::". What is
/// v4-compatible or v4-mapped ends in a dotted quad, as every resolver tool writes it.
char* write_v6(char* at, Bytes sixteen) noexcept {
  std::array<unsigned, kGroups> groups;
  for (std::size_t i = 0; i < kGroups; ++i) {
    groups[i] = static_cast<unsigned>(sixteen[2 * i]) << 8 | sixteen[2 * i + 1];
  }
  std::size_t gap = kGroups;
  std::size_t gap_size = 1;
  for (std::size_t i = 0; i < kGroups; ++i) {
    std::size_t run = 0;
    while (i + run < kGroups && groups[i + run] == 0) ++run;
    if (run > gap_size) {
      gap = i;
      gap_size = run;
    }
    i += run;
  }
  const bool ends_in_v4 = gap == 0 && (gap_size == 6 || (gap_size == 5 && groups[5] == 0xFFFF));
  for (std::size_t i = 0; i < kGroups; ++i) {
    if (i == gap) {
      *at++ = ':';
      if (gap + gap_size == kGroups) *at++ = ':';
      i += gap_size - 1;
      continue;
    }
    if (i != 0) *at++ = ':';
    if (ends_in_v4 && i == 6) return write_v4(at, sixteen.subspan(12));
    at = write_group(at, groups[i]);
  }
  return at;
}

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) noexcept {
  return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

void append_ip_text(std::string& out, Bytes four_or_sixteen) {
  std::array<char, 48> text;
  char* end = four_or_sixteen.size() == 4 ? write_v4(text.data(), four_or_sixteen)
                                          : write_v6(text.data(), four_or_sixteen);
  out.append(text.data(), static_cast<std::size_t>(end - text.data()));
}

}  // namespace spoor
