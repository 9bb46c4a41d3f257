// SPDX-License-Identifier: Apache-2.0
// One dnstap payload (dnstap.pb/dnstap.proto): a Dnstap with its Message. Fields that a passive DNS
// has no use for are stepped over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "capture/capture_stats.h"

namespace spoor::capture {

/// On the wire: never renumber.
enum class DnstapType : std::uint32_t {
  kAuthQuery = 1,
  kAuthResponse = 2,
  kResolverQuery = 3,
  kResolverResponse = 4,
  kClientQuery = 5,
  kClientResponse = 6,
  kForwarderQuery = 7,
  kForwarderResponse = 8,
  kStubQuery = 9,
  kStubResponse = 10,
  kToolQuery = 11,
  kToolResponse = 12,
  kUpdateQuery = 13,
  kUpdateResponse = 14,
};

/// Views into the frame. What was not told is empty.
struct DnstapMessage {
  DnstapType type{};
  bool is_tcp = false;  ///< TCP, DoT, DoH, DNSCrypt over TCP: a stream.
  Bytes query_address;  ///< 4 or 16 octets, or empty; as response_address.
  Bytes response_address;
  std::uint16_t query_port = 0;
  std::uint16_t response_port = 0;
  std::optional<std::uint64_t> query_time_us;  ///< Saturated where it is absurd.
  std::optional<std::uint64_t> response_time_us;
  Bytes query_message;
  Bytes query_zone;  ///< As told: not yet known to be a name.
  Bytes response_message;
};

/// What is wrong with a frame, and at which octet of it.
struct DnstapFault {
  Reason reason;
  std::size_t offset = 0;
};

/// Reads a frame. A frame that breaks the format, in whatever field, is refused whole.
std::optional<DnstapFault> read_dnstap(Bytes frame, DnstapMessage& message) noexcept;

}  // namespace spoor::capture
