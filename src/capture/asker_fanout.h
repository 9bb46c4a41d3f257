// SPDX-License-Identifier: Apache-2.0
// Which of several workers gets a packet: the kernel decides by the address of the one who asks.
// So a query meets its response and all fragments of both, whatever the family. The kernel's own
// hash over flows puts IPv6 fragments, which have no ports, elsewhere than the query they answer.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"

struct sock_filter;  // NOLINT(readability-identifier-naming): the kernel's name

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
