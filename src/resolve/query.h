// SPDX-License-Identifier: Apache-2.0
// What is asked, and the message that asks it.
#pragma once

#include <cstdint>
#include <vector>

#include "dns/name.h"
#include "dns/rr_type.h"

namespace spoor::resolve {

struct LookUp {
  dns::Name name;
  dns::RrType type = dns::RrType::kA;  ///< A wire type.
};

/// What every query of a run has.
struct QueryStyle {
  bool wants_recursion = true;     ///< RD. Not for name servers that are asked themselves.
  std::uint16_t edns_size = 1232;  ///< Octets of the largest datagram taken; 0: without EDNS.
};

/// One question of class IN (RFC 1035 section 4), with OPT where a size is given (RFC 6891 section
/// 6.1.2).
std::vector<std::uint8_t> write_query(const LookUp& look_up, std::uint16_t id,
                                      const QueryStyle& style);

}  // namespace spoor::resolve
