// SPDX-License-Identifier: Apache-2.0
// Questions and answers to DNS messages (RFC 1035 section 4), with name compression and EDNS.
#pragma once

#include <cstdint>
#include <string>

#include "sim/authority.h"

namespace spoor::sim {

/// What a message holds besides its records.
struct Envelope {
  std::uint16_t id = 0;
  std::string qname;  ///< As sent: capital letters where 0x20 is in use.
  RrType qtype{};
  bool edns = true;
  bool dnssec = false;
  std::uint16_t payload_octets = 1232;  ///< EDNS buffer size.
};

std::string write_query(const Envelope& envelope);
std::string write_response(const Envelope& envelope, const Answer& answer);
/// The header with TC, the question and EDNS, and no records.
std::string write_truncated(const Envelope& envelope, const Answer& answer);

}  // namespace spoor::sim
