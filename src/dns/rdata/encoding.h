// SPDX-License-Identifier: Apache-2.0
// Hex, base64 and base32hex (RFC 4648), as rdata text uses them. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace spoor::dns {

/// 0..15, or -1.
constexpr int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Appends two upper-case digits an octet.
void append_hex(std::string& out, Bytes octets);
/// Appends with padding.
void append_base64(std::string& out, Bytes octets);
/// Appends in upper case, without padding.
void append_base32hex(std::string& out, Bytes octets);

inline constexpr std::size_t kBadEncoding = static_cast<std::size_t>(-1);

/// Each decodes `text` to `out` (`room` octets), blanks between the digits skipped, and returns the
/// octets written; kBadEncoding when the text is not wholly of its kind or does not fit. base64
/// wants its padding, base32hex may have it.
std::size_t decode_hex(std::string_view text, std::uint8_t* out, std::size_t room) noexcept;
std::size_t decode_base64(std::string_view text, std::uint8_t* out, std::size_t room) noexcept;
std::size_t decode_base32hex(std::string_view text, std::uint8_t* out, std::size_t room) noexcept;

}  // namespace spoor::dns
