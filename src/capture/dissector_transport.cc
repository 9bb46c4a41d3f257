// SPDX-License-Identifier: Apache-2.0
// UDP and TCP: ports, lengths and checksums.
#include <cstring>

#include "capture/checksum.h"
#include "capture/dissector.h"

namespace spoor::capture {
namespace {

using harden::Checksum;

constexpr std::uint8_t kTcpProtocol = 6;
constexpr std::uint8_t kUdpProtocol = 17;

enum TunnelPort : std::uint16_t {
  kGtpUser = 2152,
  kTeredo = 3544,
  kVxlan = 4789,
  kGeneve = 6081,
  kVxlanLinux = 8472,
};

// Into the message itself: an address made elsewhere and copied costs a stalled load each.
void set_address(IpAddress& zeroed, Bytes octets) noexcept {
  if (octets.size() == 4) {
    std::memcpy(zeroed.octets.data(), octets.data(), 4);
  } else if (octets.size() == 16) {
    std::memcpy(zeroed.octets.data(), octets.data(), 16);
    zeroed.is_v6 = true;
  }
}

}  // namespace

bool Dissector::is_tunnel_port(std::uint16_t port) noexcept {
  return port == kGtpUser || port == kTeredo || port == kVxlan || port == kGeneve ||
         port == kVxlanLinux;
}

void Dissector::udp(const Ip& ip, Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadUdpLength);
  const std::uint16_t source = header.u16<0>();
  const std::uint16_t destination = header.u16<2>();
  std::size_t length = header.u16<4>();
  if (length == 0) length = in.size();  // RFC 2675, or left to the network card
  if (length < 8 || length > in.size()) return too_short(Reason::kBadUdpLength);
  const Bytes datagram = in.first(length);
  const Bytes payload = datagram.subspan(8);
  if (!either_is_ours(source, destination)) return udp_tunnel(source, destination, payload);
  if (payload.size() < kDnsHeader) return skip(Reason::kShortMessage);
  harden::CapturedMessage message;
  message.time_us = time_us_;
  set_address(message.source, ip.source);
  set_address(message.destination, ip.destination);
  message.source_port = source;
  message.destination_port = destination;
  message.transport = harden::Transport::kUdp;
  message.packet = number_;
  message.payload = payload;
  if (check_ && is_response(payload)) message.checksum = checksum(ip, kUdpProtocol, datagram);
  outlet_.hand_on(message);
}

void Dissector::udp_tunnel(std::uint16_t source, std::uint16_t destination, Bytes in) {
  if (destination == kVxlan || destination == kVxlanLinux) return vxlan(in);
  if (destination == kGeneve) return geneve(in);
  if (destination == kGtpUser) return gtp_user(in);
  if (source == kTeredo || destination == kTeredo || looks_like_teredo(in)) return teredo(in);
  return skip(Reason::kOtherPort);
}

void Dissector::tcp(const Ip& ip, Bytes in) {
  const Header<20> header(in);
  if (!header) return too_short(Reason::kBadTcpHeader);
  TcpSegment segment;
  segment.source_port = header.u16<0>();
  segment.destination_port = header.u16<2>();
  const bool from = is_ours(segment.source_port);
  const bool to = is_ours(segment.destination_port);
  if (!from && !to) return skip(Reason::kOtherPort);
  const std::size_t length = std::size_t{header.u8<12>()} / 16 * 4;
  if (length < 20) return skip(Reason::kBadTcpHeader);
  if (length > in.size()) return too_short(Reason::kBadTcpHeader);
  segment.source = ip.source;
  segment.destination = ip.destination;
  segment.sequence = header.u32<4>();
  segment.syn = (header.u8<13>() & 0x02U) != 0;
  segment.ack = (header.u8<13>() & 0x10U) != 0;
  segment.from_server = from && !to;
  segment.from_client = to && !from;
  segment.time_us = time_us_;
  segment.packet = number_;
  segment.data = in.subspan(length);
  // A stream's messages are not known yet, but only what comes from a server's port can be
  // responses.
  if (check_ && from && !segment.data.empty()) segment.checksum = checksum(ip, kTcpProtocol, in);
  tcp_.add(segment);
}

// IPv4 header (RFC 791), and the pseudo-header with everything of UDP or TCP (RFC 768, RFC 9293,
// RFC 8200 8.1).
Checksum Dissector::checksum(const Ip& ip, std::uint8_t protocol, Bytes in) const noexcept {
  if (ip.v4_header_bad) return Checksum::kBad;
  if (!ip.v4_header.empty()) {
    ChecksumSum header;
    if (ip.v4_header.size() == 20) {  // nearly always: a size that the compiler knows
      header.add(ip.v4_header.first<20>());
    } else {
      header.add(ip.v4_header);
    }
    if (!header.good()) return Checksum::kBad;
  }
  if (protocol == kUdpProtocol) {
    const Header<8> udp(in);
    // In IPv6 it may not be absent, but in tunnels (RFC 6936).
    if (udp && udp.u16<6>() == 0) return ip.source.size() == 4 ? Checksum::kAbsent : Checksum::kBad;
  }
  ChecksumSum sum;
  if (ip.source.size() == 4 && ip.destination.size() == 4) {
    sum.add(ip.source.first<4>());
    sum.add(ip.destination.first<4>());
  } else {
    sum.add(ip.source);
    sum.add(ip.destination);
  }
  sum.add_number(protocol);
  sum.add_number(static_cast<std::uint16_t>(in.size() >> 16));
  sum.add_number(static_cast<std::uint16_t>(in.size()));
  sum.add(in);
  return sum.good() ? Checksum::kGood : Checksum::kBad;
}

}  // namespace spoor::capture
