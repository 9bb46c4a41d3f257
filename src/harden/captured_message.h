// SPDX-License-Identifier: Apache-2.0
// A DNS message as it was captured: who said it to whom, when, over what. The port between capture
// and harden.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/ip_address.h"
#include "dns/name.h"

namespace spoor::harden {

enum class Transport : std::uint8_t { kUdp = 1, kTcp = 2 };

/// State of the checksum of the datagram (IPv4 header and UDP or ICMP) or of the TCP segments a
/// message came in.
enum class Checksum : std::uint8_t { kGood = 1, kAbsent = 2, kBad = 3, kUnchecked = 4 };

/// Whose log a message stands in, when it did not pass by as a packet but was told by the software
/// that took part in it (dnstap). Where the sensor stood follows from it, not from the options, and
/// that software matched the response with its query itself.
enum class LoggedBy : std::uint8_t {
  kNobody = 0,     ///< A packet.
  kResolver = 1,   ///< A resolver that asked an authority.
  kAuthority = 2,  ///< The authority that answered.
  kClient = 3,     ///< Either end of an answer that a resolver gave, to a client or a forwarder.
};

struct CapturedMessage {
  std::uint64_t time_us = 0;  ///< Microseconds since 1970.
  IpAddress source;
  IpAddress destination;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  Transport transport = Transport::kUdp;
  Checksum checksum = Checksum::kUnchecked;  ///< Checked only for responses (QR = 1).
  std::uint64_t packet = 0;                  ///< Number of the packet in its file, from 1.
  Bytes payload;                             ///< The DNS message, without the TCP length.

  LoggedBy logged_by = LoggedBy::kNobody;
  /// Whoever tells the message matched it with its query: none need wait for it.
  bool is_matched = false;
  /// Of a resolver's log: the zone about which it asked this server; null when it does not say.
  const dns::Name* zone = nullptr;
  Bytes query;  ///< Of a log: the query that the response answers; empty when it does not say.
};

/// Takes messages in the order of the capture. Views live for the call.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  virtual void take(const CapturedMessage& message) = 0;
};

}  // namespace spoor::harden
