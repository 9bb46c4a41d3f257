// SPDX-License-Identifier: Apache-2.0
// Which of several workers gets a packet: the kernel decides by the address of the one who asks.
// So a query meets its response, and both all fragments, whatever the port or the family; and above
// a resolver, all that teaches of its delegations meets as well, which no hash over flows can give.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

struct sock_filter;

namespace spoor::capture {

inline constexpr std::size_t kMostSteeredPorts = 64;

/// Classic BPF over a packet at its network header, whose value modulo the number of workers is the
/// worker. The asker is the end that has none of `ports`; of later fragments the one to whom they
/// go, for responses are what is long; of anything else both ends together. `multiplier` is odd.
std::vector<sock_filter> asker_program(const std::vector<std::uint16_t>& ports,
                                       std::uint32_t multiplier);

/// Joins packet sockets that are bound to one interface to a group of their own, in their order.
/// Errors: kIo.
Status share_by_asker(const std::vector<int>& sockets, const std::vector<std::uint16_t>& ports,
                      std::uint32_t multiplier);

}  // namespace spoor::capture
