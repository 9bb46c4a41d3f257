// SPDX-License-Identifier: Apache-2.0
// A server that somebody named to be asked.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/result.h"

namespace spoor::resolve {

struct ServerAddress {
  IpAddress address;
  std::uint16_t port = 53;

  /// "192.0.2.53:53", "[2001:db8::53]:53".
  [[nodiscard]] std::string text() const;
  auto operator<=>(const ServerAddress&) const = default;
};

/// `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`. Never a name: who asks
/// which server must not depend on what DNS says. Errors: kInvalid.
Result<ServerAddress> parse_server_address(std::string_view text);

}  // namespace spoor::resolve
