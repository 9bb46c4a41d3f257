// SPDX-License-Identifier: Apache-2.0
// Attacks on a bank's names. (a) A race with guessed identifiers, ports and names. (b) Answers out
// of the blue. (c) Answers with AA from servers that nobody delegated anything to, though they were
// asked. (d) Records of other people's zones in the authority and additional sections of honest
// answers (Kaminsky, 2008).
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string& bank_zone() {
  static const std::string kText = "first-bank.example.";
  return kText;
}
const std::string& lure_zone() {
  static const std::string kText = "free-prizes.test.";
  return kText;
}
const std::string& thief_server() {
  static const std::string kText = "ns.takeover.test.";
  return kText;
}
constexpr std::uint32_t kThiefAddress = 0xCB007142;  // 203.0.113.66

Rr stolen(const std::string& name) {
  return {name, RrType::kA, 86400, address_rdata(make_v4(kThiefAddress))};
}
Rr taken_over(const std::string& zone) {
  return {zone, RrType::kNs, 86400, name_wire(thief_server())};
}

void build_bank(Author& author) {
  Zone& bank = establish(author.world, {.zone = bank_zone(),
                                        .servers = make_servers(author.world, "ns", bank_zone(), 2),
                                        .signing = Signing::kNsec3});
  for (const std::string host : {"", "www.", "login.", "mail."}) {
    bank.add(host + bank_zone(), RrType::kA, 600, address_rdata(author.world.next_host_v4()));
  }
  bank.add(bank_zone(), RrType::kMx, 3600, mx_rdata(10, "mail." + bank_zone()));
}

void build_lure(Author& author) {
  const auto servers = make_servers(author.world, "ns", lure_zone(), 1);
  Zone& lure = establish(author.world, {.zone = lure_zone(), .servers = servers});
  lure.add(lure_zone(), RrType::kA, 60, address_rdata(author.world.next_host_v4()));
  Server& server = author.world.servers[servers.front().server];
  server.planted_authority = {taken_over(bank_zone()), taken_over("example."), taken_over(".")};
  server.planted_additional = {stolen("www." + bank_zone()), stolen(thief_server()),
                               stolen("a.root-servers.net.")};
}

}  // namespace

void plant_attacks(Author author) {
  build_bank(author);
  build_lure(author);
  Agenda& agenda = author.agenda;
  Prng& prng = author.prng;

  agenda.at(July{13}.seconds() * 1'000'000, [](Stage& stage) {
    stage.wire.race("www." + bank_zone(), {stolen("www." + bank_zone())});
  });
  for (std::uint64_t at = July{12, 6}.seconds(); at < July{19}.seconds();
       at += prng.between(2'000, 9'000)) {
    agenda.look_up(at * 1'000'000, {"www." + bank_zone(), RrType::kA, true});
    agenda.look_up((at + 20) * 1'000'000,
                   {prng.chance(500) ? "login." + bank_zone() : bank_zone(), RrType::kA});
  }
  const IpAddress bank_server =
      author.world.servers[author.world.servers.size() - 2].addresses.front();
  const IpAddress unknown = make_v4(0xC6336442);  // 198.51.100.66
  for (std::uint64_t at = July{14, 2}.seconds(); at < July{18}.seconds();
       at += prng.between(4'000, 12'000)) {
    agenda.at(at * 1'000'000, [bank_server](Stage& stage) {
      stage.wire.unasked(bank_server, stolen("login." + bank_zone()));
    });
    agenda.at((at + 70) * 1'000'000, [unknown](Stage& stage) {
      stage.wire.stray(unknown, {stolen("login." + bank_zone()), taken_over(bank_zone())});
    });
    const std::string bait = prng.text(10, "abcdefghijklmnopqrstuvwxyz") + "." + lure_zone();
    agenda.look_up((at + 140) * 1'000'000, {prng.chance(300) ? lure_zone() : bait, RrType::kA});
  }
  author.truth.add_story({"attacks",
                          "forged answers and planted records against a bank; none is true",
                          {bank_zone(), lure_zone(), "takeover.test."}});
}

}  // namespace spoor::sim::stories
