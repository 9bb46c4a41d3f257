// SPDX-License-Identifier: Apache-2.0
// Which zone a server may speak for, as far as the stream has told: zones, their name servers, and
// the addresses of those (Edmonds, 'Passive DNS Hardening', 2010). Knows no messages: who may teach
// is the hardener's business.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/ip_address.h"
#include "harden/harden_options.h"
#include "harden/name_suffixes.h"
#include "harden/name_table.h"
#include "harden/root_hints.h"

namespace spoor::harden {

class Delegations {
 public:
  static constexpr std::size_t kMaxServersPerZone = 32;
  static constexpr std::size_t kMaxAddressesPerHost = 16;

  /// Knows the root's servers from the options' hints. Bounds and age are the options' too.
  explicit Delegations(const HardenOptions& options);

  /// Labels of the deepest zone at or above `owner` one of whose name servers has this address;
  /// empty when there is none. `owner` is a lower-cased wire name.
  [[nodiscard]] std::optional<std::uint8_t> bailiwick(Bytes owner, const IpAddress& server,
                                                      std::uint32_t now_s);

  /// The zone has this name server (an accepted NS record). Full or not, the least recently used
  /// gives way.
  void learn_name_server(Bytes zone, Bytes host, std::uint32_t now_s);
  /// The host has this address (an accepted A or AAAA record). A host that is no name server (yet)
  /// is remembered apart, so that ordinary names never push name servers out.
  void learn_address(Bytes host, const IpAddress& address, std::uint32_t now_s);

  [[nodiscard]] std::size_t zones() const noexcept { return zones_.size(); }
  [[nodiscard]] std::size_t name_servers() const noexcept { return name_servers_.size(); }
  [[nodiscard]] std::size_t hosts() const noexcept { return hosts_.size(); }

 private:
  struct Told {
    IpAddress address;
    std::uint32_t last_s = 0;
  };
  using Addresses = std::vector<Told>;
  struct Server {  // entry of a zone: a name server, unless it has left the table since
    std::uint32_t index = 0;
    std::uint32_t generation = 0;
    std::uint32_t last_s = 0;
  };
  using Servers = std::vector<Server>;

  [[nodiscard]] bool is_stale(std::uint32_t last_s, std::uint32_t now_s) const noexcept {
    return now_s > last_s && now_s - last_s > max_age_s_;
  }
  [[nodiscard]] bool serves(std::uint32_t zone, const IpAddress& server,
                            std::uint32_t now_s) noexcept;
  std::uint32_t name_server_index(Bytes host);
  static void remember(Addresses& addresses, const IpAddress& address, std::uint32_t now_s);

  std::uint64_t seed_;
  std::uint32_t max_age_s_;
  std::vector<IpAddress> root_addresses_;  // of the hints; sorted, never forgotten
  NameTable<Servers> zones_;
  NameTable<Addresses> name_servers_;
  NameTable<Addresses> hosts_;
};

}  // namespace spoor::harden
