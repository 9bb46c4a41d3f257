// SPDX-License-Identifier: Apache-2.0
// IPv4, IPv6 with its extension headers, and fragments of both.
#include <algorithm>

#include "capture/checksum.h"
#include "capture/dissector.h"

namespace spoor::capture {
namespace {

enum Protocol : std::uint8_t {
  kHopByHop = 0,
  kIpv4 = 4,
  kTcp = 6,
  kUdp = 17,
  kIpv6 = 41,
  kRouting = 43,
  kFragment = 44,
  kGre = 47,
  kEsp = 50,
  kAuthentication = 51,
  kDestinationOptions = 60,
  kEtherIp = 97,
  kMobility = 135,
  kMplsInIp = 137,
  kHostIdentity = 139,
  kShim6 = 140,
};

constexpr int kMaxExtensions = 16;

}  // namespace

void Dissector::any_ip(Bytes in) {
  const Header<1> first(in);
  if (!first) return too_short(Reason::kBadIpHeader);
  const unsigned version = first.u8<0>() >> 4;
  if (version == 4) return ipv4(in);
  return version == 6 ? ipv6(in) : skip(Reason::kNotIp);
}

void Dissector::ipv4(Bytes in) {
  const Header<20> header(in);
  if (!header) return too_short(Reason::kBadIpHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  const std::size_t header_length = std::size_t{header.u8<0>() & 0x0FU} * 4;
  if (header.u8<0>() >> 4 != 4 || header_length < 20) return skip(Reason::kBadIpHeader);
  std::size_t length = header.u16<2>();
  if (length == 0) length = in.size();  // the network card cuts it up later (segmentation offload)
  if (length < header_length) return skip(Reason::kBadIpHeader);
  if (length > in.size()) return too_short(Reason::kBadIpLength);
  Ip ip;
  ip.source = header.bytes<12, 4>();
  ip.destination = header.bytes<16, 4>();
  ip.v4_header = in.first(header_length);
  ip.fragment_id = header.u16<4>();
  const Bytes payload = in.first(length).subspan(header_length);
  const unsigned place = header.u16<6>();
  if ((place & 0x3FFFU) == 0) {
    const std::uint8_t protocol = header.u8<9>();
    return protocol == kUdp ? udp(ip, payload) : ip_payload(ip, protocol, payload);
  }
  ChecksumSum sum;
  sum.add(ip.v4_header);
  Fragment piece;
  piece.protocol = header.u8<9>();
  piece.offset = (place & 0x1FFFU) * 8;
  piece.more = (place & 0x2000U) != 0;
  piece.header_bad = !sum.good();
  piece.data = payload;
  return fragment(ip, piece);
}

void Dissector::ipv6(Bytes in) {
  const Header<40> header(in);
  if (!header) return too_short(Reason::kBadIpHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  if (header.u8<0>() >> 4 != 6) return skip(Reason::kBadIpHeader);
  Bytes payload = in.subspan(40);
  const std::size_t length = header.u16<4>();
  // 0 is a jumbogram (RFC 2675), or segmentation offload again: then all that is there.
  if (length > payload.size()) return too_short(Reason::kBadIpLength);
  if (length != 0) payload = payload.first(length);
  Ip ip;
  ip.source = header.bytes<8, 16>();
  ip.destination = header.bytes<24, 16>();
  return ip_payload(ip, header.u8<6>(), payload);
}

void Dissector::ip_payload(Ip& ip, std::uint8_t protocol, Bytes in) {
  if (protocol == kUdp) return udp(ip, in);
  for (int extensions = 0; extensions < kMaxExtensions; ++extensions) {
    switch (protocol) {
      case kUdp:
        return udp(ip, in);
      case kTcp:
        return tcp(ip, in);
      case kIpv4:
        return ipv4(in);
      case kIpv6:
        return ipv6(in);
      case kGre:
        return gre(in);
      case kMplsInIp:
        return mpls(in);
      case kEtherIp:
        return in.size() < 2 ? too_short(Reason::kBadLinkHeader) : ethernet(in.subspan(2));
      case kEsp:
        return skip(Reason::kEncrypted);
      case kFragment:
        return ipv6_fragment(ip, in);
      default:
        if (!ipv6_extension(ip, protocol, in)) return;
    }
  }
  return skip(Reason::kTooDeep);
}

// Steps over one extension header (RFC 8200 section 4, RFC 4302); false when it is none, or broken.
bool Dissector::ipv6_extension(Ip& ip, std::uint8_t& protocol, Bytes& in) {
  const bool is_v6 = ip.source.size() == 16;
  const bool is_extension = protocol == kHopByHop || protocol == kRouting ||
                            protocol == kDestinationOptions || protocol == kMobility ||
                            protocol == kHostIdentity || protocol == kShim6;
  if (protocol != kAuthentication && !(is_v6 && is_extension)) {
    skip(Reason::kOtherProtocol);
    return false;
  }
  const Header<2> header(in);
  const std::size_t units = header ? header.u8<1>() : 0;
  const std::size_t length = protocol == kAuthentication ? (units + 2) * 4 : (units + 1) * 8;
  if (!header || length > in.size()) {
    too_short(Reason::kBadIpHeader);
    return false;
  }
  if (protocol == kRouting) routing_header(ip, in.first(length));
  protocol = header.u8<0>();
  in = in.subspan(length);
  return true;
}

// The checksum covers the last destination, and so does the question who was asked.
void Dissector::routing_header(Ip& ip, Bytes header) noexcept {
  const Header<24> fields(header);
  if (!fields || fields.u8<3>() == 0) return;  // no segments left: the IPv6 header names it
  const std::uint8_t type = fields.u8<2>();
  if (type == 4) ip.destination = header.subspan(8, 16);         // RFC 8754: listed in reverse
  if (type == 0 || type == 2) ip.destination = header.last(16);  // RFC 2460, RFC 6275
}

void Dissector::ipv6_fragment(Ip& ip, Bytes in) {
  const Header<8> header(in);
  if (ip.source.size() != 16) return skip(Reason::kOtherProtocol);
  if (!header) return too_short(Reason::kBadIpHeader);
  const unsigned place = header.u16<2>();
  ip.fragment_id = header.u32<4>();
  Fragment piece;
  piece.protocol = header.u8<0>();
  piece.offset = place & 0xFFF8U;
  piece.more = (place & 1U) != 0;
  piece.data = in.subspan(8);
  // Whole in one fragment: apart from all others with the same identification (RFC 6946).
  if (piece.offset == 0 && !piece.more) {
    if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
    return ip_payload(ip, piece.protocol, piece.data);
  }
  return fragment(ip, piece);
}

void Dissector::fragment(Ip& ip, Fragment& piece) {
  piece.source = ip.source;
  piece.destination = ip.destination;
  piece.id = ip.fragment_id;
  piece.unwanted = piece.offset == 0 && !wants_first_fragment(piece.protocol, piece.data);
  if (piece.unwanted) skip(Reason::kOtherPort);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  const auto whole = fragments_.add(piece, time_us_);
  if (!whole) return;
  ip.v4_header = {};
  ip.v4_header_bad = whole->header_bad;
  return ip_payload(ip, whole->protocol, whole->payload);
}

// A first fragment shows the ports: most datagrams need not be kept.
bool Dissector::wants_first_fragment(std::uint8_t protocol, Bytes in) const noexcept {
  const Header<4> ports(in);
  if (!ports || (protocol != kUdp && protocol != kTcp)) return true;
  if (is_ours(ports.u16<0>()) || is_ours(ports.u16<2>())) return true;
  return protocol == kUdp && (is_tunnel_port(ports.u16<0>()) || is_tunnel_port(ports.u16<2>()));
}

}  // namespace spoor::capture
