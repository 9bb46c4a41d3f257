// SPDX-License-Identifier: Apache-2.0
// Zones and servers of the simulated name space.
#include "sim/world.h"

#include <algorithm>
#include <array>

#include "sim/prng.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint32_t kParentTtl = 172800;
constexpr std::uint32_t kServerNet = 0xC6120000;  // 198.18.0.0/16, RFC 2544
constexpr std::uint32_t kHostNet = 0xC6130000;    // 198.19.0.0/16

std::string parent_zone(const World& world, const std::string& zone) {
  std::string name = parent_name(zone);
  while (name != "." && world.find_zone(name) == nullptr) name = parent_name(name);
  return name;
}

void add_addresses(Zone& zone, const NameServer& server, const World& world, std::uint32_t ttl_s) {
  for (const IpAddress& address : world.servers[server.server].addresses) {
    zone.add(server.name, address.is_v6 ? RrType::kAaaa : RrType::kA, ttl_s,
             address_rdata(address));
  }
}

}  // namespace

void Zone::add(const std::string& owner, RrType type, std::uint32_t ttl_s, std::string rdata) {
  RrSet& set = sets[{owner, type}];
  set.ttl_s = ttl_s;
  if (std::find(set.rdata.begin(), set.rdata.end(), rdata) == set.rdata.end()) {
    set.rdata.push_back(std::move(rdata));
  }
  for (std::string name = owner; name != apex && name != "."; name = parent_name(name)) {
    names.insert(name);
  }
}

void Zone::replace(const std::string& owner, RrType type, RrSet set) {
  sets.erase({owner, type});
  if (set.rdata.empty()) return;
  add(owner, type, set.ttl_s, set.rdata.front());
  sets[{owner, type}] = std::move(set);
}

const RrSet* Zone::find(const std::string& owner, RrType type) const {
  const auto found = sets.find({owner, type});
  return found == sets.end() ? nullptr : &found->second;
}

std::vector<Rr> Zone::told(const std::string& owner, RrType type, std::uint64_t time_s) const {
  std::vector<Rr> out;
  const RrSet* set = find(owner, type);
  if (set == nullptr) return out;
  const auto size = static_cast<std::uint32_t>(set->rdata.size());
  const Rotation& rotation = set->rotation;
  if (rotation.shown == 0) {
    for (const auto& rdata : set->rdata) out.push_back({owner, type, set->ttl_s, rdata});
    return out;
  }
  const std::uint32_t live = rotation.live == 0 ? size : std::min(rotation.live, size);
  const auto day = static_cast<std::uint32_t>(time_s / 86400);
  Prng choice(hash_text(owner) + time_s / rotation.period_s);
  const std::uint32_t start = choice.below(live);
  for (std::uint32_t k = 0; k < std::min(rotation.shown, live); ++k) {
    const std::uint32_t at = (day * rotation.drift_per_day + (start + k) % live) % size;
    out.push_back({owner, type, set->ttl_s, set->rdata[at]});
  }
  return out;
}

Zone& World::zone(const std::string& apex) {
  return zones_.try_emplace(apex, apex).first->second;
}

const Zone* World::find_zone(const std::string& apex) const {
  const auto found = zones_.find(apex);
  return found == zones_.end() ? nullptr : &found->second;
}

std::size_t World::add_server(bool with_v6) {
  const std::size_t id = servers.size();
  servers.emplace_back();
  // Steps of an odd number reach every address of the /16 once, far apart from each other.
  const std::uint32_t spot = ++next_server_;
  add_address(id, make_v4(kServerNet + (spot * 257 + 11) % 65521));
  if (with_v6) add_address(id, make_v6(0x5300 + spot % 64, spot));
  servers[id].round_trip_us = 4'000 + (spot * 7919) % 140'000;
  return id;
}

void World::add_address(std::size_t server, const IpAddress& address) {
  if (by_address_.emplace(address, server).second) servers[server].addresses.push_back(address);
}

const Server* World::server_at(const IpAddress& address) const {
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? nullptr : &servers[found->second];
}

IpAddress World::next_host_v4() {
  const std::uint32_t spot = ++next_host_v4_;
  return make_v4(kHostNet + (spot * 211 + 3) % 65521);
}

IpAddress World::next_host_v6() {
  const std::uint32_t spot = ++next_host_v6_;
  return make_v6(0x8000 + spot % 40, spot);
}

IpAddress make_v4(std::uint32_t value) {
  std::string octets;
  append_u32(octets, value);
  return IpAddress::v4(as_bytes(octets));
}

IpAddress make_v6(std::uint32_t site, std::uint32_t host) {
  std::string octets;
  append_u32(octets, 0x20010db8);
  append_u32(octets, site << 16);
  append_u32(octets, 0);
  append_u32(octets, host);
  return IpAddress::v6(as_bytes(octets));
}

Zone& establish(World& world, const Delegation& delegation) {
  const std::string& apex = delegation.zone;
  Zone& zone = world.zone(apex);
  zone.signing = delegation.signing;
  zone.big_keys = delegation.big_keys;
  const std::string rname =
      delegation.rname.empty()
          ? "hostmaster." + (apex == "." ? std::string("root-servers.net.") : apex)
          : delegation.rname;
  zone.add(apex, RrType::kSoa, 3600,
           soa_rdata({.mname = delegation.servers.front().name, .rname = rname}));
  if (zone.signing != Signing::kNone) {
    const std::size_t octets = zone.big_keys ? 260 : 64;
    const std::uint16_t keys = zone.big_keys ? 5 : 2;  // in the midst of a roll-over
    for (std::uint16_t key = 0; key < keys; ++key) {
      const auto flags = static_cast<std::uint16_t>(key % 2 == 0 ? 257 : 256);
      zone.add(apex, RrType::kDnskey, 14400, dnskey_rdata(apex, flags, octets + key / 2U));
    }
  }
  Zone* parent = apex == "." ? nullptr : &world.zone(parent_zone(world, apex));
  if (parent != nullptr && zone.signing != Signing::kNone && parent->signing != Signing::kNone) {
    parent->add(apex, RrType::kDs, 86400, ds_rdata(apex));
  }
  for (const NameServer& server : delegation.servers) {
    world.servers[server.server].zones.insert(apex);
    zone.add(apex, RrType::kNs, delegation.ns_ttl_s, name_wire(server.name));
    if (is_below(server.name, apex)) add_addresses(zone, server, world, delegation.ns_ttl_s);
    if (parent == nullptr) continue;
    parent->add(apex, RrType::kNs, kParentTtl, name_wire(server.name));
    const bool needs_glue = is_below(server.name, apex) || parent->apex == ".";
    if (needs_glue) add_addresses(*parent, server, world, kParentTtl);
  }
  return zone;
}

}  // namespace spoor::sim
