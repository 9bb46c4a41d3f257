// SPDX-License-Identifier: Apache-2.0
// One question over TCP (RFC 7766), from SYN to FIN, as a capture shows it.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/packet_writer.h"
#include "sim/prng.h"

namespace spoor::sim {

struct TcpConversation {
  Way way;  ///< From the client to the server.
  std::uint64_t start_us = 0;
  std::uint32_t round_trip_us = 20'000;
  std::string_view query;
  std::string_view response;
};

/// Writes the packets: segments of various sizes, sometimes out of order or sent twice. The whole
/// response stands within one second, so that its time is beyond doubt. Returns that time in
/// microseconds.
std::uint64_t play_tcp(PacketWriter& writer, Prng& prng, const TcpConversation& conversation);

/// `time_us`, or the start of the next second if less than 5 ms are left in this one.
std::uint64_t clear_of_second(std::uint64_t time_us);

}  // namespace spoor::sim
