// SPDX-License-Identifier: Apache-2.0
#include "base/ip_address.h"

#include <arpa/inet.h>

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

}  // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text) noexcept {
  if (text.find(':') == std::string_view::npos) return parse_v4(text);
  std::array<char, INET6_ADDRSTRLEN + 1> copy{};
  if (text.size() >= copy.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
  std::memcpy(copy.data(), text.data(), text.size());
  IpAddress address;
  address.is_v6 = true;
  if (inet_pton(AF_INET6, copy.data(), address.octets.data()) != 1) return std::nullopt;
  return address;
}

void append_ip_text(std::string& out, Bytes four_or_sixteen) {
  if (four_or_sixteen.size() == 4) {
    std::array<char, 16> text;
    char* at = text.data();
    for (std::size_t i = 0; i < 4; ++i) {
      if (i != 0) *at++ = '.';
      at = write_octet(at, four_or_sixteen[i]);
    }
    out.append(text.data(), static_cast<std::size_t>(at - text.data()));
    return;
  }
  // glibc writes ::a.b.c.d for some ranges; RFC 5952 section 5 allows it only for well-known prefixes, and
  // every resolver tool prints it so, hence it stays.
  std::array<char, INET6_ADDRSTRLEN> text{};
  out += inet_ntop(AF_INET6, four_or_sixteen.data(), text.data(), text.size());
}

}  // namespace spoor
