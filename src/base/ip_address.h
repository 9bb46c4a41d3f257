// SPDX-License-Identifier: Apache-2.0
// An IPv4 or IPv6 address as octets.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace spoor {

/// An address; an IPv4 address fills the first four octets and the rest are zero.
struct IpAddress {
  std::array<std::uint8_t, 16> octets{};
  bool is_v6 = false;

  static IpAddress v4(Bytes four) noexcept {
    IpAddress a;
    std::memcpy(a.octets.data(), four.data(), 4);
    return a;
  }
  static IpAddress v6(Bytes sixteen) noexcept {
    IpAddress a;
    std::memcpy(a.octets.data(), sixteen.data(), 16);
    a.is_v6 = true;
    return a;
  }
  [[nodiscard]] Bytes bytes() const noexcept { return Bytes(octets).first(is_v6 ? 16 : 4); }
  auto operator<=>(const IpAddress&) const = default;
};

/// Dotted quad or RFC 4291 text, nothing else around it. Empty when it is neither.
std::optional<IpAddress> parse_ip_address(std::string_view text) noexcept;

/// Appends dotted quad or RFC 5952 text.
void append_ip_text(std::string& out, Bytes four_or_sixteen);

}  // namespace spoor
