// SPDX-License-Identifier: Apache-2.0
// Octets as hex digits, so that tests can write wire format down.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "dns/rdata/encoding.h"

namespace spoor::dns {

/// The octets of hex digits; blanks between them are skipped. Tests only: no check.
inline std::string from_hex(std::string_view hex) {
  std::string octets(hex.size() / 2 + 1, '\0');
  octets.resize(decode_hex(hex, reinterpret_cast<std::uint8_t*>(octets.data()), octets.size()));
  return octets;
}

/// Lower-case digits.
inline std::string to_hex(Bytes octets) {
  std::string hex;
  append_hex(hex, octets);
  for (char& digit : hex) digit = static_cast<char>(digit >= 'A' ? digit + 32 : digit);
  return hex;
}

}  // namespace spoor::dns
