// SPDX-License-Identifier: Apache-2.0
// Where a listener listens, and from where it is spoken to.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/result.h"

namespace spoor::capture {

struct ListenAddress {
  std::string path;  ///< Of a Unix socket; empty: TCP.
  IpAddress address;
  std::uint16_t port = 0;  ///< 0: any.

  [[nodiscard]] bool is_unix() const noexcept { return !path.empty(); }
  [[nodiscard]] std::string text() const;
};

/// "unix:/run/spoor.sock", "tcp:127.0.0.1:6000", "tcp:[::1]:6000". Errors: kInvalid.
Result<ListenAddress> parse_listen_address(std::string_view text);

/// Addresses that begin alike.
struct IpNetwork {
  IpAddress address;
  unsigned bits = 0;
  [[nodiscard]] bool contains(const IpAddress& other) const noexcept;
};

/// "192.0.2.0/24", "2001:db8::/32", or one address. Errors: kInvalid; also where bits behind the
/// prefix are set, for then somebody mistook himself.
Result<IpNetwork> parse_ip_network(std::string_view text);

bool is_loopback(const IpAddress& address) noexcept;

}  // namespace spoor::capture
