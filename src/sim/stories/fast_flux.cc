// SPDX-License-Identifier: Apache-2.0
// Double flux: the hosts of the name and the addresses of its name servers change every few
// minutes, and the hijacked hosts in use change from day to day.
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string& flux_zone() {
  static const std::string kText = "lucky-parcel.test.";
  return kText;
}
constexpr std::uint32_t kBots = 220;

// Scattered over the networks of 10.0.0.0/8: no two of a /16.
std::vector<std::string> make_bots(World& world, std::size_t server, Prng& prng) {
  std::vector<std::string> bots;
  for (std::uint32_t k = 0; k < kBots; ++k) {
    const std::uint32_t network = (k * 97 + 13) % 256;
    const IpAddress address = make_v4(10U << 24 | network << 16 | prng.between(256, 65000));
    world.add_address(server, address);
    bots.push_back(address_rdata(address));
  }
  return bots;
}

}  // namespace

void plant_fast_flux(Author author) {
  World& world = author.world;
  const std::size_t server = world.add_server(false);
  std::vector<NameServer> names;
  for (unsigned k = 1; k <= 4; ++k)
    names.push_back({"ns" + std::to_string(k) + "." + flux_zone(), server});
  Zone& zone = establish(world, {.zone = flux_zone(), .servers = names, .ns_ttl_s = 600});
  const auto bots = make_bots(world, server, author.prng);
  Zone& parent = world.zone("test.");
  for (std::size_t k = 0; k < names.size(); ++k) {
    // Each name server starts elsewhere in the ring of bots.
    std::vector<std::string> ring(bots.begin() + static_cast<std::ptrdiff_t>(k * 50), bots.end());
    ring.insert(ring.end(), bots.begin(), bots.begin() + static_cast<std::ptrdiff_t>(k * 50));
    const RrSet set{.ttl_s = 240,
                    .rdata = ring,
                    .rotation = {.shown = 1, .period_s = 600, .live = 12, .drift_per_day = 9}};
    zone.replace(names[k].name, RrType::kA, set);
    parent.replace(names[k].name, RrType::kA, set);
  }
  const RrSet hosts{.ttl_s = 180,
                    .rdata = bots,
                    .rotation = {.shown = 5, .period_s = 180, .live = 36, .drift_per_day = 17}};
  zone.replace(flux_zone(), RrType::kA, hosts);
  zone.replace("www." + flux_zone(), RrType::kA, hosts);
  world.servers[server].minimal = false;

  for (std::uint64_t at = July{11, 3}.seconds(); at < July{20, 6}.seconds();
       at += author.prng.between(300, 1500)) {
    author.agenda.look_up(
        at * 1'000'000, {author.prng.chance(700) ? flux_zone() : "www." + flux_zone(), RrType::kA});
  }
  author.truth.add_story({"fast_flux",
                          "a name and its name servers on some two hundred scattered hosts",
                          {flux_zone()}});
}

}  // namespace spoor::sim::stories
