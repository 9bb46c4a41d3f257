// SPDX-License-Identifier: Apache-2.0
// Link layers: from the header that the link type names to an Ethertype and its payload.
#include <algorithm>

#include "capture/dissector.h"

namespace spoor::capture {
namespace {

enum Ethertype : std::uint16_t {
  kTypeIpv4 = 0x0800,
  kTypeVlan = 0x8100,
  kTypeIpv6 = 0x86DD,
  kTypePpp = 0x880B,
  kTypeMpls = 0x8847,
  kTypeMplsMulticast = 0x8848,
  kTypePppoe = 0x8864,
  kTypeProviderBridge = 0x88A8,
  kTypeErspan2 = 0x88BE,
  kTypeBackboneBridge = 0x88E7,
  kTypeErspan3 = 0x22EB,
  kTypeEthernetBridging = 0x6558,
  kTypeQinQ = 0x9100,
  kTypeQinQ2 = 0x9200,
  kTypeVnTag = 0x8926,
  kTypeMacsec = 0x88E5,
};

constexpr std::uint16_t kLeastEthertype = 0x0600;  // below it is a length (IEEE 802.3)

}  // namespace

void Dissector::link(LinkType type, Bytes in) {
  if (type == LinkType::kEthernet) return ethernet(in);  // nearly always: past the table
  switch (type) {
    case LinkType::kEthernet:
      return ethernet(in);
    case LinkType::kLinuxSll:
      return linux_cooked(in);
    case LinkType::kLinuxSll2:
      return linux_cooked_v2(in);
    case LinkType::kRaw:
    case LinkType::kRawBsd:
    case LinkType::kRawOpenBsd:
    case LinkType::kIpv4:
    case LinkType::kIpv6:
      return any_ip(in);
    case LinkType::kNull:
    case LinkType::kLoop:
      return family_header(4, in);
    case LinkType::kEnc:
      return family_header(12, in);
    case LinkType::kPpp:
    case LinkType::kPppHdlc:
      return ppp(in);
    case LinkType::kPppWithDirection:
      return ppp(after(in, 1));
    case LinkType::kPppEther:
      return pppoe(in);
    case LinkType::kFddi:
      return llc(after(in, 13));
    case LinkType::kAtmRfc1483:
      return llc(in);
    case LinkType::kCiscoHdlc:
      return typed_header(4, in);
    case LinkType::kAppleIpOverIeee1394:
      return typed_header(18, in);
    case LinkType::kIeee80211:
      return ieee80211(in, false);
    case LinkType::kRadiotap:
      return radiotap(in);
    case LinkType::kPrism:
    case LinkType::kAvs:
      return prism(in);
    case LinkType::kPpi:
      return ppi(in);
    case LinkType::kPflog:
      return pflog(in);
    case LinkType::kNflog:
      return nflog(in);
  }
  skip(Reason::kUnknownLink);
}

// A header that ends with an Ethertype.
void Dissector::typed_header(std::size_t size, Bytes in) {
  const Header<2> type(after(in, size - 2));
  return type ? ethertype(type.u16<0>(), in.subspan(size)) : too_short(Reason::kBadLinkHeader);
}

// A header that begins with an address family, in the byte order of the machine that captured; all
// of them are small.
void Dissector::family_header(std::size_t size, Bytes in) {
  const Header<4> header(in);
  if (!header || in.size() < size) return too_short(Reason::kBadLinkHeader);
  return address_family(std::min(header.u32<0>(), header.u32_little<0>()), in.subspan(size));
}

void Dissector::ethernet(Bytes in) {
  const Header<14> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::uint16_t type = header.u16<12>();
  const Bytes rest = in.subspan(14);
  if (type == kTypeIpv4) return ipv4(rest);
  if (type >= kLeastEthertype) return ethertype(type, rest);
  return llc(rest);
}

void Dissector::ethertype(std::uint16_t type, Bytes in) {
  switch (type) {
    case kTypeIpv4:
      return ipv4(in);
    case kTypeIpv6:
      return ipv6(in);
    case kTypeVlan:
    case kTypeProviderBridge:
    case kTypeQinQ:
    case kTypeQinQ2: {
      const Header<4> tag(in);
      if (!tag) return too_short(Reason::kBadLinkHeader);
      if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
      return tag.u16<2>() >= kLeastEthertype ? ethertype(tag.u16<2>(), in.subspan(4))
                                             : llc(in.subspan(4));
    }
    case kTypeVnTag: {
      const Header<6> tag(in);
      if (!tag) return too_short(Reason::kBadLinkHeader);
      if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
      return ethertype(tag.u16<4>(), in.subspan(6));
    }
    case kTypePppoe:
      return pppoe(in);
    case kTypePpp:
      return ppp(in);
    case kTypeMpls:
    case kTypeMplsMulticast:
      return mpls(in);
    case kTypeBackboneBridge:  // IEEE 802.1ah: a service tag of four octets, then a whole frame
      if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
      return in.size() < 4 ? too_short(Reason::kBadLinkHeader) : ethernet(in.subspan(4));
    case kTypeEthernetBridging:
      if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
      return ethernet(in);
    case kTypeErspan2:
    case kTypeErspan3:
      return erspan(type, true, in);
    case kTypeMacsec:
      return skip(Reason::kEncrypted);
    default:
      return skip(Reason::kNotIp);
  }
}

// IEEE 802.2, with SNAP (RFC 1042) or straight.
void Dissector::llc(Bytes in) {
  const Header<3> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::uint16_t access_points = header.u16<0>();
  if (access_points == 0x0606) return any_ip(in.subspan(3));
  if (access_points != 0xAAAA) return skip(Reason::kNotIp);
  const Header<8> snap(in);
  if (!snap) return too_short(Reason::kBadLinkHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return ethertype(snap.u16<6>(), in.subspan(8));
}

// AF_INET is 2 everywhere; AF_INET6 is not.
void Dissector::address_family(std::uint32_t family, Bytes in) {
  switch (family) {
    case 2:
      return ipv4(in);
    case 10:  // Linux
    case 23:  // Windows
    case 24:  // NetBSD, OpenBSD
    case 28:  // FreeBSD
    case 30:
      return ipv6(in);  // Darwin
    default:
      return skip(Reason::kNotIp);
  }
}

void Dissector::linux_cooked(Bytes in) {
  const Header<16> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::uint16_t type = header.u16<14>();
  return type == 4 ? llc(in.subspan(16)) : ethertype(type, in.subspan(16));  // 4: frames with LLC
}

void Dissector::linux_cooked_v2(Bytes in) {
  const Header<20> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::uint16_t type = header.u16<0>();
  return type == 4 ? llc(in.subspan(20)) : ethertype(type, in.subspan(20));
}

// The header says its own length, without the padding to four octets.
void Dissector::pflog(Bytes in) {
  const Header<4> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::size_t length = (std::size_t{header.u8<0>()} + 3) & ~std::size_t{3};
  if (length < 4 || length > in.size()) return too_short(Reason::kBadLinkHeader);
  return address_family(header.u8<1>(), in.subspan(length));
}

// Attributes of the Linux firewall's log, one of which is the packet.
void Dissector::nflog(Bytes in) {
  constexpr std::uint16_t kPayload = 9;
  const Header<4> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  for (Bytes rest = in.subspan(4); rest.size() >= 4;) {
    const Header<4> attribute(rest);
    const std::size_t length = attribute.u16_little<0>();
    if (length < 4 || length > rest.size()) break;
    if ((attribute.u16_little<2>() & 0x7FFFU) == kPayload)
      return any_ip(rest.first(length).subspan(4));
    rest = after(rest, (length + 3) & ~std::size_t{3});
  }
  return too_short(Reason::kBadLinkHeader);
}

// Per-packet information: a header that names another link type.
void Dissector::ppi(Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::size_t length = header.u16_little<2>();
  if (length < 8 || length > in.size()) return too_short(Reason::kBadLinkHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return link(static_cast<LinkType>(header.u32_little<4>()), in.subspan(length));
}

}  // namespace spoor::capture
