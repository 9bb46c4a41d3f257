// SPDX-License-Identifier: Apache-2.0
// What a person may decide about hardening: where the sensor stood, what is refused, how much is
// remembered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dns/name.h"
#include "harden/root_hints.h"
#include "record/source.h"

namespace spoor::harden {

/// Where the traffic was captured.
enum class Position : std::uint8_t {
  kBelow = 1,  ///< Between clients and a resolver: no bailiwick can be known.
  kAbove = 2,  ///< Between a resolver and authorities: the bailiwick is reconstructed or the record
               ///< refused.
  kAuthority =
      3,  ///< At an authority: the zone is one of those given, else one it told of with AA.
};

/// What becomes of a response whose query was not captured.
enum class Unmatched : std::uint8_t { kDrop = 1, kKeep = 2 };

/// Whether a response in a packet with a wrong checksum is refused.
enum class ChecksumPolicy : std::uint8_t { kCheck = 1, kIgnore = 2 };

/// What becomes of RRSIG, NSEC and NSEC3. (DS, DNSKEY, CDS and CDNSKEY are always kept.)
enum class DnssecPolicy : std::uint8_t { kDrop = 1, kKeep = 2 };

struct HardenOptions {
  record::SourceId source = {};
  Position position = Position::kBelow;
  Unmatched unmatched = Unmatched::kDrop;
  ChecksumPolicy checksums = ChecksumPolicy::kCheck;
  DnssecPolicy dnssec = DnssecPolicy::kDrop;
  RootHints root_hints = {};          ///< Above: where knowledge begins. Empty: the built-in ones.
  std::vector<dns::Name> zones = {};  ///< Authority: the zones that are served here.

  std::size_t max_pending_queries =
      std::size_t{1} << 20;  ///< Unanswered queries remembered (about 80 octets each).
  std::size_t max_zones = std::size_t{1} << 18;  ///< Zones whose name servers are remembered.
  std::size_t max_name_servers = std::size_t{1}
                                 << 18;  ///< Name servers whose addresses are remembered.
  std::size_t max_hosts = std::size_t{1}
                          << 17;  ///< Hosts remembered in case they turn out to be name servers.
  /// A name server or address not told again for so long is no longer believed (resolvers ask again
  /// within days).
  std::uint32_t max_age_s = 14 * 86400;
};

}  // namespace spoor::harden
