// SPDX-License-Identifier: Apache-2.0
// Root, top-level domains, hosters, CDNs, mail farm and reverse zones.
#include "sim/landscape.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr unsigned kHosters = 10;

void build_root(World& world, Landscape& landscape) {
  std::vector<NameServer> servers;
  for (const std::string_view letter : {"a", "b", "c", "d", "e", "f"}) {
    const NameServer server{fmt::format("{}.root-servers.net.", letter), world.add_server(true)};
    for (const IpAddress& address : world.servers[server.server].addresses) {
      landscape.hints.push_back({server.name, address});
    }
    servers.push_back(server);
  }
  Zone& root = establish(world, {.zone = ".",
                                 .servers = servers,
                                 .signing = Signing::kNsec,
                                 .big_keys = true,
                                 .ns_ttl_s = 518400});
  for (const RootHint& hint : landscape.hints) {
    const RrType type = hint.address.is_v6 ? RrType::kAaaa : RrType::kA;
    root.add(hint.name, type, 518400, address_rdata(hint.address));
  }
}

void build_top_level(World& world) {
  const auto gtld = make_servers(world, "gtld", "net.", 4);
  establish(world, {.zone = "com.", .servers = gtld, .signing = Signing::kNsec3, .big_keys = true});
  establish(world, {.zone = "net.", .servers = gtld, .signing = Signing::kNsec3, .big_keys = true});
  for (const std::string zone : {"org.", "de.", "info.", "example."}) {
    establish(
        world,
        {.zone = zone, .servers = make_servers(world, "nic", zone, 3), .signing = Signing::kNsec3});
  }
  for (const std::string zone : {"test.", "arpa.", "co.test.", "in-addr.arpa."}) {
    establish(world, {.zone = zone, .servers = make_servers(world, "ns", zone, 2)});
  }
  const auto documentation = make_servers(world, "ns", "example.net.", 2);
  for (const std::string zone : {"example.net.", "example.com.", "example.org."}) {
    establish(world, {.zone = zone, .servers = documentation, .signing = Signing::kNsec});
  }
}

void build_hosters(World& world, Landscape& landscape) {
  for (unsigned k = 0; k < kHosters; ++k) {
    const std::string zone = "hoster" + std::to_string(k) + (k % 2 == 0 ? ".example." : ".test.");
    const auto servers = make_servers(world, "ns", zone, 2);
    establish(world, {.zone = zone, .servers = servers, .ns_ttl_s = 14400});
    for (const NameServer& server : servers) {
      world.servers[server.server].minimal = k % 3 == 0;
      world.servers[server.server].knows_edns = k != 7;
    }
    landscape.hosters.push_back(servers);
  }
}

void build_cdn(World& world, const std::string& zone_name, std::uint32_t first_pool) {
  const auto servers = make_servers(world, "a", zone_name, 3);
  for (const NameServer& server : servers) world.servers[server.server].minimal = true;
  Zone& zone = establish(world, {.zone = zone_name, .servers = servers});
  for (std::uint32_t edge = 0; edge < 8; ++edge) {
    const std::string name = "e" + std::to_string(first_pool + edge) + ".g." + zone_name;
    for (unsigned k = 0; k < 24; ++k) {
      zone.add(name, RrType::kA, 30, address_rdata(world.next_host_v4()));
      zone.add(name, RrType::kAaaa, 30, address_rdata(world.next_host_v6()));
    }
    zone.sets[{name, RrType::kA}].rotation = {.shown = 3, .period_s = 30};
    zone.sets[{name, RrType::kAaaa}].rotation = {.shown = 2, .period_s = 30};
  }
}

void build_mail_farm(World& world) {
  Zone& zone = establish(world, {.zone = "mailfarm.test.",
                                 .servers = make_servers(world, "ns", "mailfarm.test.", 2),
                                 .ns_ttl_s = 21600});
  for (const std::string host : {"mx1.mailfarm.test.", "mx2.mailfarm.test."}) {
    zone.add(host, RrType::kA, 1800, address_rdata(world.next_host_v4()));
    zone.add(host, RrType::kAaaa, 1800, address_rdata(world.next_host_v6()));
  }
  zone.add("spf.mailfarm.test.", RrType::kTxt, 3600,
           txt_rdata("v=spf1 ip4:198.19.0.0/16 ip6:2001:db8::/32 -all"));
}

}  // namespace

std::vector<NameServer> make_servers(World& world, const std::string& stem, const std::string& zone,
                                     unsigned count) {
  std::vector<NameServer> out;
  for (unsigned k = 1; k <= count; ++k) {
    std::string name = stem + std::to_string(k);
    name += "." + zone;
    out.push_back({std::move(name), world.add_server(k % 2 == 1)});
  }
  return out;
}

std::string reverse_name(const IpAddress& address) {
  std::string out;
  for (std::size_t k = 4; k > 0; --k) out += std::to_string(address.octets[k - 1]) + ".";
  return out + "in-addr.arpa.";
}

Landscape build_landscape(World& world, Prng& prng) {
  Landscape landscape;
  build_root(world, landscape);
  build_top_level(world);
  build_hosters(world, landscape);
  build_cdn(world, "cdn.example.net.", 0);
  build_cdn(world, "edge-two.test.", 8);
  build_mail_farm(world);
  establish(world, {.zone = "19.198.in-addr.arpa.", .servers = landscape.hosters[3]});
  build_sites(world, prng, landscape);
  return landscape;
}

}  // namespace spoor::sim
