// SPDX-License-Identifier: Apache-2.0
#include "capture/link_type.h"

#include <fmt/format.h>

namespace spoor::capture {

std::string link_type_name(LinkType type) {
  switch (type) {
    case LinkType::kNull:
      return "BSD loopback";
    case LinkType::kEthernet:
      return "Ethernet";
    case LinkType::kPpp:
      return "PPP";
    case LinkType::kFddi:
      return "FDDI";
    case LinkType::kAtmRfc1483:
      return "ATM (RFC 1483)";
    case LinkType::kRawBsd:
    case LinkType::kRawOpenBsd:
    case LinkType::kRaw:
      return "raw IP";
    case LinkType::kPppHdlc:
      return "PPP in HDLC";
    case LinkType::kPppEther:
      return "PPPoE";
    case LinkType::kCiscoHdlc:
      return "Cisco HDLC";
    case LinkType::kIeee80211:
      return "802.11";
    case LinkType::kLoop:
      return "OpenBSD loopback";
    case LinkType::kEnc:
      return "OpenBSD enc";
    case LinkType::kLinuxSll:
      return "Linux cooked";
    case LinkType::kPflog:
      return "pflog";
    case LinkType::kPrism:
      return "802.11 with Prism header";
    case LinkType::kRadiotap:
      return "802.11 with radiotap";
    case LinkType::kAppleIpOverIeee1394:
      return "IP over IEEE 1394";
    case LinkType::kAvs:
      return "802.11 with AVS header";
    case LinkType::kPpi:
      return "PPI";
    case LinkType::kPppWithDirection:
      return "PPP with direction";
    case LinkType::kIpv4:
      return "raw IPv4";
    case LinkType::kIpv6:
      return "raw IPv6";
    case LinkType::kNflog:
      return "NFLOG";
    case LinkType::kLinuxSll2:
      return "Linux cooked v2";
  }
  return fmt::format("link type {}", static_cast<std::uint32_t>(type));
}

}  // namespace spoor::capture
