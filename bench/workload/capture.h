// SPDX-License-Identifier: Apache-2.0
// The workload's capture: queries and their responses between clients and resolvers, as a pcap
// file.
#pragma once

#include <cstdint>
#include <cstdio>

#include "bench/workload/universe.h"

namespace spoor::bench {

struct CaptureCounts {
  std::uint64_t responses = 0;
  std::uint64_t rrsets = 0;  ///< In the universe that is asked about.
  std::uint64_t rrsets_used = 0;
  std::uint64_t resource_records = 0;  ///< In answer and authority sections.
  std::uint64_t bytes = 0;             ///< Of packets, without their pcap headers.
};

/// Writes `responses` queries and responses about `records` records of a universe: Ethernet, IPv4,
/// UDP, valid checksums, name compression, EDNS in 70 %, 8 % NXDOMAIN, CNAME chains, authority
/// sections.
CaptureCounts write_capture(const Universe& universe, std::uint64_t records,
                            std::uint64_t responses, std::FILE* out);

}  // namespace spoor::bench
