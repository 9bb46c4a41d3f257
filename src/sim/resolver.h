// SPDX-License-Identifier: Apache-2.0
// An iterative resolver with a cache (RFC 1034 section 5.3.3): it decides which questions reach the
// wire, and so makes delegations come before the answers that they explain.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/authority.h"
#include "sim/wiretap.h"

namespace spoor::sim {

struct RootHint {
  std::string name;
  IpAddress address;
};

struct Lookup {
  std::string name;
  RrType type{};
  bool fresh = false;  ///< Asks again though the answer is in the cache.
  bool calm = false;   ///< Nothing goes wrong on the way.
};

class Resolver {
 public:
  Resolver(Wiretap& wire, std::vector<RootHint> hints, Prng prng)
      : wire_(wire), hints_(std::move(hints)), prng_(prng) {}

  /// RFC 9609: asks a root server for the root's name servers.
  void prime();
  void look_up(const Lookup& lookup) { look_up(lookup, 0); }

  /// What it knew before the capture began: the servers of a zone and one address.
  void remember(const std::string& zone, const std::string& server, const IpAddress& address,
                std::uint64_t until_s);

 private:
  struct Cached {
    std::uint64_t expires_s = 0;
    std::vector<std::string> rdata;  ///< Empty: it is known that there is none.
  };
  struct Cut {
    std::uint64_t expires_s = 0;
    std::vector<std::string> servers;
  };

  void look_up(Lookup lookup, unsigned depth);
  bool walk_cached_aliases(Lookup& lookup) const;
  const Cached* cached(const std::string& name, RrType type) const;
  std::string deepest_cut(const Lookup& lookup);
  std::optional<IpAddress> choose_server(const std::string& zone, unsigned depth);
  std::vector<IpAddress> known_addresses(const std::string& zone) const;
  std::optional<Answer> ask(const Lookup& lookup, const std::string& zone, unsigned depth);
  void learn(const Answer& answer, const std::string& zone, const Lookup& lookup);
  void learn_set(const std::vector<Rr>& set);
  bool goes_on(const Answer& answer, const std::string& zone, Lookup& lookup) const;
  void validate(const std::string& zone, unsigned depth);

  Wiretap& wire_;
  std::vector<RootHint> hints_;
  Prng prng_;
  std::map<std::pair<std::string, RrType>, Cached> cache_;
  std::map<std::string, Cut> cuts_;
};

}  // namespace spoor::sim
