// SPDX-License-Identifier: Apache-2.0
// Packets into a capture file: pcap with microseconds, Ethernet, IPv4 and IPv6, UDP with fragments,
// TCP segments. All checksums are right. Packets may be handed over a little out of order; the file
// is in order of time.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/result.h"

namespace spoor::sim {

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
};

/// One way of a packet. Both ends are of one family.
struct Way {
  Endpoint from;
  Endpoint to;
  Way back() const { return {to, from}; }
};

struct TcpSegment {
  std::uint32_t sequence = 0;
  std::uint32_t acknowledged = 0;
  std::uint8_t flags = 0;  ///< FIN 1, SYN 2, PSH 8, ACK 16.
  std::string_view data;
};

class PacketWriter {
 public:
  /// Makes the file. Errors: kIo, with its path.
  static Result<PacketWriter> create(const std::string& path);

  /// One datagram; above the MTU of 1500 octets it goes in fragments, 20 microseconds apart.
  void udp(std::uint64_t time_us, const Way& way, std::string_view payload);
  void tcp(std::uint64_t time_us, const Way& way, const TcpSegment& segment);

  /// Promises that nothing older than `time_us` will come: writes what is older out.
  void advance(std::uint64_t time_us);
  /// Writes all the rest. Errors: kIo.
  Status finish();

  std::uint64_t packets() const { return packets_; }

 private:
  void ip(std::uint64_t time_us, const Way& way, std::uint8_t protocol, std::string_view payload);
  void ipv4(std::uint64_t time_us, const Way& way, std::uint8_t protocol, std::string_view payload);
  void ipv6(std::uint64_t time_us, const Way& way, std::uint8_t protocol, std::string_view payload);
  void frame(std::uint64_t time_us, bool is_v6, const std::string& packet);
  void write_out(std::uint64_t time_us, const std::string& frame);

  std::string path_;
  std::ofstream file_;
  std::multimap<std::uint64_t, std::string>
      waiting_;  ///< By time; those of one time in order of arrival.
  std::uint32_t next_id_ = 1;
  std::uint64_t packets_ = 0;
};

}  // namespace spoor::sim
