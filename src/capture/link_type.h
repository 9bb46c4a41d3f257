// SPDX-License-Identifier: Apache-2.0
// Link types as capture files number them (https://www.tcpdump.org/linktypes.html).
#pragma once

#include <cstdint>
#include <string>

namespace spoor::capture {

/// The numbers are those of the files. Any other value may occur, too.
enum class LinkType : std::uint32_t {
  kNull = 0,
  kEthernet = 1,
  kPpp = 9,
  kFddi = 10,
  kAtmRfc1483 = 11,
  kRawBsd = 12,
  kRawOpenBsd = 14,
  kPppHdlc = 50,
  kPppEther = 51,
  kRaw = 101,
  kCiscoHdlc = 104,
  kIeee80211 = 105,
  kLoop = 108,
  kEnc = 109,
  kLinuxSll = 113,
  kPflog = 117,
  kPrism = 119,
  kRadiotap = 127,
  kAppleIpOverIeee1394 = 138,
  kAvs = 163,
  kPpi = 192,
  kPppWithDirection = 204,
  kIpv4 = 228,
  kIpv6 = 229,
  kNflog = 239,
  kLinuxSll2 = 276,
};

/// "Ethernet", "Linux cooked v2"; "link type 147" for one that is not read.
std::string link_type_name(LinkType type);

}  // namespace spoor::capture
