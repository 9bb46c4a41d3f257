// SPDX-License-Identifier: Apache-2.0
// A tunnel: upstream data in base32 labels, downstream data in TXT, NULL and CNAME answers.
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string& tunnel_zone() {
  static const std::string kText = "metrics-sync.example.";
  return kText;
}
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

std::string carrier(Prng& prng) {
  std::string name;
  for (std::uint32_t labels = prng.between(2, 3); labels > 0; --labels) {
    name += prng.text(prng.between(40, 60), kBase32) + ".";
  }
  return name + tunnel_zone();
}

}  // namespace

void plant_tunnel(Author author) {
  Zone& zone = establish(
      author.world,
      {.zone = tunnel_zone(), .servers = make_servers(author.world, "ns", tunnel_zone(), 1)});
  zone.tunnel = true;
  for (const std::size_t server : {author.world.servers.size() - 1})
    author.world.servers[server].minimal = true;
  const std::vector<RrType> types = {RrType::kTxt, RrType::kTxt, RrType::kTxt, RrType::kNull,
                                     RrType::kCname};
  // Two nights.
  for (const std::uint32_t day : {15U, 16U}) {
    const std::uint64_t end_us = July{day, 5}.seconds() * 1'000'000;
    std::uint64_t at_us = July{day, 0, 30}.seconds() * 1'000'000;
    while (at_us < end_us) {
      author.agenda.look_up(at_us, {carrier(author.prng), author.prng.pick(types)});
      at_us += author.prng.chance(20) ? 600'000'000 : author.prng.between(2, 20) * 1'000'000ULL;
    }
  }
  author.truth.add_story(
      {"tunnel", "data in base32 labels and in TXT, NULL and CNAME answers", {tunnel_zone()}});
}

}  // namespace spoor::sim::stories
