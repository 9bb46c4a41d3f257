// SPDX-License-Identifier: Apache-2.0
// The ordinary part of the simulated name space: root, top-level domains, hosters, CDNs, a mail
// farm, reverse zones and a few hundred sites. Nothing in it is a story. Names are reserved ones
// (RFC 2606) throughout.
#pragma once

#include <string>
#include <vector>

#include "sim/prng.h"
#include "sim/resolver.h"
#include "sim/world.h"

namespace spoor::sim {

/// A zone whose servers the resolver knew before the capture began.
struct Remembered {
  std::string zone;
  NameServer server;
};

struct Landscape {
  std::vector<RootHint> hints;
  std::vector<std::vector<NameServer>> hosters;
  std::vector<std::string> sites;  ///< Zones, the most popular first.
  std::vector<std::string> reverse_names;
  std::vector<Remembered> remembered;
};

Landscape build_landscape(World& world, Prng& prng);

/// The second half of it: called by build_landscape.
void build_sites(World& world, Prng& prng, Landscape& landscape);

/// `count` new servers named `stem`1.zone, `stem`2.zone …
std::vector<NameServer> make_servers(World& world, const std::string& stem, const std::string& zone,
                                     unsigned count);

/// "7.0.19.198.in-addr.arpa." of an IPv4 address.
std::string reverse_name(const IpAddress& address);

}  // namespace spoor::sim
