// SPDX-License-Identifier: Apache-2.0
// For tests: packets and capture files put together layer by layer, with right lengths and
// checksums.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "capture/link_type.h"
#include "harden/captured_message.h"

namespace spoor::capture::testing {

using Octets = std::vector<std::uint8_t>;

/// Appends big-endian numbers and octets.
class Builder {
 public:
  Builder& u8(unsigned value);
  Builder& u16(unsigned value);
  Builder& u32(std::uint64_t value);
  Builder& zeros(std::size_t n);
  Builder& add(Bytes octets);
  Builder& add(std::string_view hex);
  [[nodiscard]] Octets take() { return std::move(out_); }

 private:
  Octets out_;
};

/// Who speaks to whom.
struct Ends {
  std::string source = "192.0.2.53";
  std::string destination = "192.0.2.1";
  std::uint16_t source_port = 53;
  std::uint16_t destination_port = 40'000;
};

/// A DNS message of one question for `name` ("example" is one label) and, in a response, one
/// address.
Octets dns_message(std::uint16_t id, bool response, std::string_view name = "example");
/// `size` octets of a message, at least a header.
Octets dns_message_of_size(std::uint16_t id, bool response, std::size_t size);

Octets udp(const Ends& ends, Bytes payload);
struct TcpFields {
  std::uint32_t sequence = 1;
  bool syn = false;
  bool ack = true;
};
Octets tcp(const Ends& ends, const TcpFields& fields, Bytes payload);

/// IPv4 or IPv6 by the family of the addresses; `payload` begins with the header of `protocol`.
Octets ip(const Ends& ends, std::uint8_t protocol, Bytes payload);
/// One fragment; offset in octets.
Octets ip_fragment(const Ends& ends, std::uint8_t protocol, std::uint32_t offset, bool more,
                   Bytes payload);
Octets udp_packet(const Ends& ends, Bytes payload);
Octets tcp_packet(const Ends& ends, const TcpFields& fields, Bytes payload);
Octets ethernet(std::uint16_t type, Bytes payload);
/// Ethernet around an IP packet.
Octets frame(Bytes packet);

/// A pcap file, little-endian, microseconds, one packet a second from 1,600,000,000 on.
Octets pcap_file(const std::vector<Octets>& packets, LinkType link = LinkType::kEthernet);

/// Keeps what is handed on.
struct KeptMessage {
  harden::CapturedMessage message;
  Octets payload;
};
class KeepingSink final : public harden::MessageSink {
 public:
  void take(const harden::CapturedMessage& message) override {
    kept.push_back({message, {message.payload.begin(), message.payload.end()}});
  }
  std::vector<KeptMessage> kept;
};

}  // namespace spoor::capture::testing
