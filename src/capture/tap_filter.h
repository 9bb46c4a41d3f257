// SPDX-License-Identifier: Apache-2.0
// Which packets of an interface may hold DNS, said in libpcap's language so that the kernel keeps
// all others to itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace spoor::capture {

/// Both directions of `ports` over UDP and TCP, the later fragments of anything, and IPv6 with
/// headers before the transport's; the same behind one or two VLAN tags. Not in it, for they would
/// bring what is no DNS: tunnels.
std::string default_filter(const std::vector<std::uint16_t>& ports);

}  // namespace spoor::capture
