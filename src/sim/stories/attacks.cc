// SPDX-License-Identifier: Apache-2.0
// Attacks on a bank's names. (a) A race with guessed identifiers, ports and names. (b) Answers out
// of the blue. (c) Answers with AA from servers that nobody delegated anything to, though they were
// asked. (d) Records of other people's zones in the authority and additional sections of honest
// answers (Kaminsky, 2008).
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string kBank = "first-bank.example.";
const std::string kLure = "free-prizes.test.";
const std::string kThief = "ns.takeover.test.";
constexpr std::uint32_t kThiefAddress = 0xCB007142;  // 203.0.113.66

Rr stolen(const std::string& name) {
  return {name, RrType::kA, 86400, address_rdata(make_v4(kThiefAddress))};
}
Rr taken_over(const std::string& zone) {
  return {zone, RrType::kNs, 86400, name_wire(kThief)};
}

void build_bank(Author& author) {
  Zone& bank = establish(author.world, {.zone = kBank,
                                        .servers = make_servers(author.world, "ns", kBank, 2),
                                        .signing = Signing::kNsec3});
  for (const std::string host : {"", "www.", "login.", "mail."}) {
    bank.add(host + kBank, RrType::kA, 600, address_rdata(author.world.next_host_v4()));
  }
  bank.add(kBank, RrType::kMx, 3600, mx_rdata(10, "mail." + kBank));
}

void build_lure(Author& author) {
  const auto servers = make_servers(author.world, "ns", kLure, 1);
  Zone& lure = establish(author.world, {.zone = kLure, .servers = servers});
  lure.add(kLure, RrType::kA, 60, address_rdata(author.world.next_host_v4()));
  Server& server = author.world.servers[servers.front().server];
  server.planted_authority = {taken_over(kBank), taken_over("example."), taken_over(".")};
  server.planted_additional = {stolen("www." + kBank), stolen(kThief),
                               stolen("a.root-servers.net.")};
}

}  // namespace

void plant_attacks(Author author) {
  build_bank(author);
  build_lure(author);
  Agenda& agenda = author.agenda;
  Prng& prng = author.prng;

  agenda.at(July{13}.seconds() * 1'000'000,
            [](Stage& stage) { stage.wire.race("www." + kBank, {stolen("www." + kBank)}); });
  for (std::uint64_t at = July{12, 6}.seconds(); at < July{19}.seconds();
       at += prng.between(2'000, 9'000)) {
    agenda.look_up(at * 1'000'000, {"www." + kBank, RrType::kA, true});
    agenda.look_up((at + 20) * 1'000'000,
                   {prng.chance(500) ? "login." + kBank : kBank, RrType::kA});
  }
  const IpAddress bank_server =
      author.world.servers[author.world.servers.size() - 2].addresses.front();
  const IpAddress unknown = make_v4(0xC6336442);  // 198.51.100.66
  for (std::uint64_t at = July{14, 2}.seconds(); at < July{18}.seconds();
       at += prng.between(4'000, 12'000)) {
    agenda.at(at * 1'000'000, [bank_server](Stage& stage) {
      stage.wire.unasked(bank_server, stolen("login." + kBank));
    });
    agenda.at((at + 70) * 1'000'000, [unknown](Stage& stage) {
      stage.wire.stray(unknown, {stolen("login." + kBank), taken_over(kBank)});
    });
    const std::string bait = prng.text(10, "abcdefghijklmnopqrstuvwxyz") + "." + kLure;
    agenda.look_up((at + 140) * 1'000'000, {prng.chance(300) ? kLure : bait, RrType::kA});
  }
  author.truth.add_story({"attacks",
                          "forged answers and planted records against a bank; none is true",
                          {kBank, kLure, "takeover.test."}});
}

}  // namespace spoor::sim::stories
