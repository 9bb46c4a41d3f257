// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/character_string.h"

#include <array>
#include <cstdint>

namespace spoor::dns {
namespace {

constexpr bool is_plain(std::uint8_t octet) noexcept {
  return octet >= 0x20 && octet <= 0x7E && octet != '"' && octet != '\\';
}

constexpr auto kIsPlain = [] {
  std::array<bool, 256> plain{};
  for (unsigned octet = 0; octet < 256; ++octet)
    plain[octet] = is_plain(static_cast<std::uint8_t>(octet));
  return plain;
}();

void append_escaped(std::string& out, std::uint8_t octet) {
  out += '\\';
  if (octet == '"' || octet == '\\') {
    out += static_cast<char>(octet);
    return;
  }
  const char digits[3] = {static_cast<char>('0' + octet / 100),
                          static_cast<char>('0' + octet / 10 % 10),
                          static_cast<char>('0' + octet % 10)};
  out.append(digits, 3);
}

}  // namespace

void append_quoted(std::string& out, Bytes octets) {
  out += '"';
  std::size_t run = 0;  // plain octets go over in runs
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (kIsPlain[octets[i]]) [[likely]]
      continue;
    out.append(as_chars(octets.subspan(run, i - run)));
    append_escaped(out, octets[i]);
    run = i + 1;
  }
  out.append(as_chars(octets.subspan(run)));
  out += '"';
}

}  // namespace spoor::dns
