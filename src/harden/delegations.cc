// SPDX-License-Identifier: Apache-2.0
#include "harden/delegations.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace spoor::harden {

namespace {

constexpr std::uint32_t kForever = std::numeric_limits<std::uint32_t>::max();

}  // namespace

Delegations::Delegations(const HardenOptions& options)
    : seed_(random_seed()),
      max_age_s_(options.max_age_s),
      zones_(options.max_zones),
      name_servers_(options.max_name_servers),
      hosts_(options.max_hosts) {
  const dns::Name root;
  for (const RootHint& hint :
       options.root_hints.empty() ? builtin_root_hints() : options.root_hints) {
    root_addresses_.push_back(hint.address);
    learn_name_server(root.wire(), hint.server.wire(), kForever);
    learn_address(hint.server.wire(), hint.address, kForever);
  }
  std::sort(root_addresses_.begin(), root_addresses_.end());
}

std::optional<std::uint8_t> Delegations::bailiwick(Bytes owner, const IpAddress& server,
                                                   std::uint32_t now_s) {
  const NameSuffixes suffixes(owner, seed_);
  for (std::size_t labels = suffixes.labels() + 1; labels-- > 0;) {
    const std::uint32_t zone = zones_.find(suffixes.name(labels), suffixes.hash(labels));
    if (zone == NameTable<Servers>::kNone || !serves(zone, server, now_s)) continue;
    zones_.touch(zone);
    return static_cast<std::uint8_t>(labels);
  }
  // The hints hold even if the root's own entry was crowded out.
  if (std::binary_search(root_addresses_.begin(), root_addresses_.end(), server))
    return std::uint8_t{0};
  return std::nullopt;
}

bool Delegations::serves(std::uint32_t zone, const IpAddress& server,
                         std::uint32_t now_s) noexcept {
  for (const Server& entry : zones_[zone]) {
    if (name_servers_.generation(entry.index) != entry.generation || is_stale(entry.last_s, now_s))
      continue;
    for (const Told& told : name_servers_[entry.index]) {
      if (told.address != server || is_stale(told.last_s, now_s)) continue;
      name_servers_.touch(entry.index);
      return true;
    }
  }
  return false;
}

void Delegations::learn_name_server(Bytes zone, Bytes host, std::uint32_t now_s) {
  const std::uint32_t index = name_server_index(host);
  const NameSuffixes suffixes(zone, seed_);
  const std::uint64_t hash = suffixes.hash(suffixes.labels());
  std::uint32_t at = zones_.find(zone, hash);
  if (at == NameTable<Servers>::kNone) {
    at = zones_.insert(zone, hash);
  } else {
    zones_.touch(at);
  }
  Servers& servers = zones_[at];
  const Server told{index, name_servers_.generation(index), now_s};
  const auto same = std::find_if(servers.begin(), servers.end(),
                                 [&](const Server& s) { return s.index == index; });
  if (same != servers.end()) {
    const bool is_newer = same->generation != told.generation || same->last_s < now_s;
    if (is_newer) *same = told;
  } else if (servers.size() < kMaxServersPerZone) {
    servers.push_back(told);
  } else {
    const auto by_age = [](const Server& a, const Server& b) { return a.last_s < b.last_s; };
    *std::min_element(servers.begin(), servers.end(), by_age) = told;
  }
}

// The host's place among the name servers; brings along what was told of its addresses before it
// was one.
std::uint32_t Delegations::name_server_index(Bytes host) {
  const NameSuffixes suffixes(host, seed_);
  const std::uint64_t hash = suffixes.hash(suffixes.labels());
  std::uint32_t index = name_servers_.find(host, hash);
  if (index != NameTable<Addresses>::kNone) {
    name_servers_.touch(index);
    return index;
  }
  index = name_servers_.insert(host, hash);
  if (const std::uint32_t before = hosts_.find(host, hash); before != NameTable<Addresses>::kNone) {
    name_servers_[index] = std::move(hosts_[before]);
    hosts_.erase(before);
  }
  return index;
}

void Delegations::learn_address(Bytes host, const IpAddress& address, std::uint32_t now_s) {
  const NameSuffixes suffixes(host, seed_);
  const std::uint64_t hash = suffixes.hash(suffixes.labels());
  if (const std::uint32_t index = name_servers_.find(host, hash);
      index != NameTable<Addresses>::kNone) {
    remember(name_servers_[index], address, now_s);
    return;
  }
  std::uint32_t index = hosts_.find(host, hash);
  if (index == NameTable<Addresses>::kNone) {
    index = hosts_.insert(host, hash);
  } else {
    hosts_.touch(index);
  }
  remember(hosts_[index], address, now_s);
}

void Delegations::remember(Addresses& addresses, const IpAddress& address, std::uint32_t now_s) {
  const auto same = std::find_if(addresses.begin(), addresses.end(),
                                 [&](const Told& t) { return t.address == address; });
  if (same != addresses.end()) {
    same->last_s = std::max(same->last_s, now_s);
  } else if (addresses.size() < kMaxAddressesPerHost) {
    addresses.push_back({address, now_s});
  } else {
    const auto by_age = [](const Told& a, const Told& b) { return a.last_s < b.last_s; };
    *std::min_element(addresses.begin(), addresses.end(), by_age) = {address, now_s};
  }
}

}  // namespace spoor::harden
