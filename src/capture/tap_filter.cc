// SPDX-License-Identifier: Apache-2.0
#include "capture/tap_filter.h"

#include <fmt/format.h>

namespace spoor::capture {

std::string default_filter(const std::vector<std::uint16_t>& ports) {
  std::string wanted;
  for (const std::uint16_t port : ports) wanted += fmt::format("port {} or ", port);
  // Later fragments have no ports. `port` sees none behind IPv6's extension headers either: hop by
  // hop, routing, fragment, destination options.
  wanted +=
      "(ip[6:2] & 0x1fff != 0) or (ip6[6] = 0) or (ip6[6] = 43) or (ip6[6] = 44) or "
      "(ip6[6] = 60)";
  // The word `vlan` moves all that is behind it in the text by a tag, so tagged come last.
  return fmt::format("{0} or (vlan and ({0} or (vlan and ({0}))))", wanted);
}

}  // namespace spoor::capture
