// SPDX-License-Identifier: Apache-2.0
// What carries packets inside packets: PPP, MPLS, GRE with ERSPAN, VXLAN, GENEVE, GTP-U, Teredo.
#include <algorithm>

#include "capture/dissector.h"

namespace spoor::capture {

// RFC 1661, in HDLC-like framing or not, with the protocol field compressed or not.
void Dissector::ppp(Bytes in) {
  if (const Header<2> framing(in); framing && framing.u16<0>() == 0xFF03) in = in.subspan(2);
  const Header<1> first(in);
  if (!first) return too_short(Reason::kBadLinkHeader);
  const bool compressed = (first.u8<0>() & 1U) != 0;
  const Header<2> full(in);
  if (!compressed && !full) return too_short(Reason::kBadLinkHeader);
  const std::uint16_t protocol = compressed ? first.u8<0>() : full.u16<0>();
  in = in.subspan(compressed ? 1 : 2);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  switch (protocol) {
    case 0x0021:
      return ipv4(in);
    case 0x0057:
      return ipv6(in);
    case 0x0281:
      return mpls(in);
    case 0x0053:
      return skip(Reason::kEncrypted);
    default:
      return skip(Reason::kNotIp);
  }
}

// RFC 2516: the session stage; the length cuts off Ethernet's padding.
void Dissector::pppoe(Bytes in) {
  const Header<6> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  if (header.u8<1>() != 0) return skip(Reason::kNotIp);
  const Bytes rest = in.subspan(6);
  return ppp(rest.first(std::min<std::size_t>(rest.size(), header.u16<4>())));
}

// RFC 3032. What lies below the stack is told by its first nibble; 0 is a pseudowire's control word
// (RFC 4385).
void Dissector::mpls(Bytes in) {
  constexpr int kMaxLabels = 16;
  for (int labels = 0; labels < kMaxLabels; ++labels) {
    const Header<5> label(in);
    if (!label) return too_short(Reason::kBadLinkHeader);
    in = in.subspan(4);
    if ((label.u8<2>() & 1U) == 0) continue;
    if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
    const unsigned nibble = label.u8<4>() >> 4;
    if (nibble == 4) return ipv4(in);
    if (nibble == 6) return ipv6(in);
    return nibble == 0 && in.size() >= 4 ? ethernet(in.subspan(4)) : skip(Reason::kNotIp);
  }
  return skip(Reason::kTooDeep);
}

// RFC 2784, RFC 2890 (key and sequence number), RFC 2637 (version 1, PPP inside).
void Dissector::gre(Bytes in) {
  const Header<4> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const unsigned flags = header.u16<0>();
  const std::uint16_t type = header.u16<2>();
  const bool version_one = (flags & 7U) == 1;
  if ((flags & 7U) > 1 || (flags & 0x4000U) != 0)
    return skip(Reason::kNotIp);  // unknown, or with source routes
  std::size_t length = 4;
  if ((flags & 0x8000U) != 0) length += 4;  // checksum
  if ((flags & 0x2000U) != 0) length += 4;  // key
  const bool sequence = (flags & 0x1000U) != 0;
  if (sequence) length += 4;
  if (version_one && (flags & 0x0080U) != 0) length += 4;  // acknowledgement
  if (in.size() < length) return too_short(Reason::kBadLinkHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  if (type == 0x88BE) return erspan(type, sequence, in.subspan(length));
  return ethertype(type, in.subspan(length));
}

// draft-foschiano-erspan: type I has no header and no GRE sequence number, II has 8 octets, III has
// 12 or 20.
void Dissector::erspan(std::uint16_t type, bool has_header, Bytes in) {
  std::size_t length = has_header ? 8 : 0;
  if (type == 0x22EB) {
    const Header<12> header(in);
    if (!header) return too_short(Reason::kBadLinkHeader);
    length = (header.u8<11>() & 1U) != 0 ? 20 : 12;
  }
  if (in.size() < length) return too_short(Reason::kBadLinkHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return ethernet(in.subspan(length));
}

// RFC 7348
void Dissector::vxlan(Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  if ((header.u8<0>() & 0x08U) == 0) return skip(Reason::kOtherPort);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return ethernet(in.subspan(8));
}

// RFC 8926
void Dissector::geneve(Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::size_t length = 8 + std::size_t{header.u8<0>() & 0x3FU} * 4;
  if ((header.u8<0>() & 0xC0U) != 0) return skip(Reason::kOtherPort);
  if (in.size() < length) return too_short(Reason::kBadLinkHeader);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return ethertype(header.u16<2>(), in.subspan(length));
}

// 3GPP TS 29.281: only messages that carry a user's packet (type 255).
void Dissector::gtp_user(Bytes in) {
  const Header<8> header(in);
  if (!header || header.u8<0>() >> 4 != 3 || header.u8<1>() != 0xFF)
    return skip(Reason::kOtherPort);
  std::size_t length = 8;
  if ((header.u8<0>() & 0x07U) != 0) {
    const Header<12> longer(in);
    if (!longer) return too_short(Reason::kBadLinkHeader);
    length = 12;
    for (std::uint8_t next = longer.u8<11>(); next != 0;) {
      const Header<4> extension(after(in, length));
      const std::size_t size = extension ? std::size_t{extension.u8<0>()} * 4 : 0;
      if (size == 0 || in.size() - length < size) return too_short(Reason::kBadLinkHeader);
      next = in[length + size - 1];
      length += size;
    }
  }
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return any_ip(in.subspan(length));
}

// RFC 4380 section 5.1.1: perhaps authentication, perhaps an origin, then an IPv6 packet.
void Dissector::teredo(Bytes in) {
  if (const Header<4> authentication(in); authentication && authentication.u16<0>() == 1) {
    in = after(in, 4 + std::size_t{authentication.u8<2>()} + authentication.u8<3>() + 9);
  }
  if (const Header<2> origin(in); origin && origin.u16<0>() == 0) in = after(in, 8);
  const Header<1> first(in);
  if (!first || first.u8<0>() >> 4 != 6) return skip(Reason::kOtherPort);
  if (++depth_ > kMaxDepth) return skip(Reason::kTooDeep);
  return ipv6(in);
}

// Peers speak Teredo from any port to any port. An IPv6 packet that fills the datagram exactly and
// has a Teredo address (2001::/32) at one end is no accident.
bool Dissector::looks_like_teredo(Bytes in) noexcept {
  const Header<40> inner(in);
  if (!inner || inner.u8<0>() >> 4 != 6 || std::size_t{inner.u16<4>()} + 40 != in.size())
    return false;
  return inner.u32<8>() == 0x2001'0000 || inner.u32<24>() == 0x2001'0000;
}

}  // namespace spoor::capture
