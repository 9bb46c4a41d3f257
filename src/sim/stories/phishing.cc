// SPDX-License-Identifier: Apache-2.0
// The phishing campaign. The zone moves from its registrar's servers to its own on the 14th, when
// the delegation in the cache has run out; so each (name, type, rdata) is first and last seen in
// the minutes of the table. Every question asks for one type of one name, and the servers add
// nothing, so that the counts hold too. A row with a count of 1 and two different times needs two
// answers here.
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string& phishing_zone() {
  static const std::string kText = "groupweblogs-gsm1900.com.";
  return kText;
}
const std::string& own_servers_zone() {
  static const std::string kText = "traeumtgerade.de.";
  return kText;
}
constexpr std::uint32_t kHost = 0xA516C407;  // 165.22.196.7

void set_records(Zone& zone) {
  zone.add(phishing_zone(), RrType::kMx, 300, mx_rdata(0, phishing_zone()));
  zone.add("www." + phishing_zone(), RrType::kCname, 300, name_wire(phishing_zone()));
  zone.add("mail." + phishing_zone(), RrType::kCname, 300, name_wire(phishing_zone()));
  for (const std::string& host :
       {phishing_zone(), "webmail." + phishing_zone(), "cpanel." + phishing_zone()}) {
    zone.add(host, RrType::kA, 300, address_rdata(make_v4(kHost)));
  }
}

void move_to_own_servers(World& world, const std::vector<NameServer>& servers) {
  Zone& zone = world.zone(phishing_zone());
  RrSet set{.ttl_s = 345600};
  for (const NameServer& server : servers) {
    set.rdata.push_back(name_wire(server.name));
    world.servers[server.server].zones.insert(phishing_zone());
  }
  zone.replace(phishing_zone(), RrType::kNs, set);
  set.ttl_s = 172800;
  world.zone("com.").replace(phishing_zone(), RrType::kNs, set);
}

void quiet(World& world, const std::vector<NameServer>& servers) {
  for (const NameServer& server : servers) {
    world.servers[server.server].minimal = true;
    world.servers[server.server].follows = false;
  }
}

struct Step {
  July time;
  const char* host;
  RrType type;
};

const std::vector<Step>& steps() {
  static const std::vector<Step> kSteps = {
      {{12, 16, 42, 5}, "", RrType::kMx},         {{12, 16, 42, 12}, "www.", RrType::kCname},
      {{12, 16, 42, 47}, "www.", RrType::kCname}, {{13, 9, 5, 31}, "", RrType::kMx},
      {{14, 10, 4, 20}, "", RrType::kA},          {{14, 10, 31, 2}, "", RrType::kMx},
      {{14, 19, 49, 8}, "", RrType::kA},          {{14, 19, 49, 21}, "", RrType::kNs},
      {{15, 11, 20, 44}, "", RrType::kMx},        {{15, 13, 10, 9}, "", RrType::kNs},
      {{16, 8, 44, 50}, "", RrType::kMx},         {{16, 19, 31, 10}, "", RrType::kA},
      {{16, 19, 31, 24}, "", RrType::kNs},        {{17, 15, 53, 7}, "mail.", RrType::kCname},
      {{17, 15, 54, 15}, "mail.", RrType::kA},    {{17, 15, 56, 6}, "cpanel.", RrType::kA},
      {{17, 15, 56, 19}, "", RrType::kMx},        {{17, 15, 56, 40}, "cpanel.", RrType::kA},
      {{17, 19, 52, 13}, "webmail.", RrType::kA}, {{17, 20, 11, 28}, "mail.", RrType::kCname},
      {{18, 2, 15, 36}, "webmail.", RrType::kA},  {{20, 10, 17, 22}, "", RrType::kA},
  };
  return kSteps;
}

}  // namespace

void plant_phishing(Author author) {
  World& world = author.world;
  const auto registrar = make_servers(world, "dns", "registrar.example.org.", 2);
  establish(world, {.zone = "registrar.example.org.", .servers = registrar});
  establish(world, {.zone = phishing_zone(), .servers = registrar});
  quiet(world, registrar);

  const std::vector<NameServer> own = {{"rreui10." + own_servers_zone(), world.add_server(false)},
                                       {"rreui11." + own_servers_zone(), world.add_server(false)}};
  const auto hoster = author.landscape.hosters[1];
  Zone& home = establish(world, {.zone = own_servers_zone(), .servers = hoster});
  for (const NameServer& server : own) {
    home.add(server.name, RrType::kA, 86400,
             address_rdata(world.servers[server.server].addresses.front()));
  }
  quiet(world, own);
  set_records(world.zone(phishing_zone()));

  Agenda& agenda = author.agenda;
  agenda.at(July{14, 12, 0, 0}.seconds() * 1'000'000,
            [own](Stage& stage) { move_to_own_servers(stage.world, own); });
  // For a minute, mail has an address of its own.
  agenda.at(July{17, 15, 53, 40}.seconds() * 1'000'000, [](Stage& stage) {
    stage.world.zone(phishing_zone()).remove("mail." + phishing_zone(), RrType::kCname);
    stage.world.zone(phishing_zone())
        .add("mail." + phishing_zone(), RrType::kA, 60, address_rdata(make_v4(kHost)));
  });
  agenda.at(July{17, 15, 55, 0}.seconds() * 1'000'000, [](Stage& stage) {
    stage.world.zone(phishing_zone()).remove("mail." + phishing_zone(), RrType::kA);
    stage.world.zone(phishing_zone())
        .add("mail." + phishing_zone(), RrType::kCname, 300, name_wire(phishing_zone()));
  });
  for (const Step& step : steps()) {
    agenda.look_up(step.time.seconds() * 1'000'000,
                   {step.host + phishing_zone(), step.type, true, true});
  }
  author.truth.add_story({"phishing",
                          "a campaign behind one address and its own name servers",
                          {phishing_zone(), own_servers_zone()}});
}

const std::vector<FeedRow>& phishing_feed() {
  static const std::vector<FeedRow> kRows = {
      {"webmail.groupweblogs-gsm1900.com.", "A", "A", 1, "165.22.196.7", {17, 19, 52}, {18, 2, 15}},
      {"cpanel.groupweblogs-gsm1900.com.", "A", "D", 2, "165.22.196.7", {17, 15, 56}, {17, 15, 56}},
      {"mail.groupweblogs-gsm1900.com.", "A", "A", 1, "165.22.196.7", {17, 15, 54}, {17, 15, 54}},
      {"mail.groupweblogs-gsm1900.com.",
       "NAME",
       "A",
       1,
       "groupweblogs-gsm1900.com.",
       {17, 15, 54},
       {17, 15, 54}},
      {"mail.groupweblogs-gsm1900.com.",
       "CNAME",
       "A",
       1,
       "groupweblogs-gsm1900.com.",
       {17, 15, 53},
       {17, 20, 11}},
      {"groupweblogs-gsm1900.com.", "A", "B", 3, "165.22.196.7", {14, 19, 49}, {16, 19, 31}},
      {"groupweblogs-gsm1900.com.",
       "NS",
       "B",
       3,
       "rreui10.traeumtgerade.de.",
       {14, 19, 49},
       {16, 19, 31}},
      {"groupweblogs-gsm1900.com.",
       "NS",
       "B",
       3,
       "rreui11.traeumtgerade.de.",
       {14, 19, 49},
       {16, 19, 31}},
      {"groupweblogs-gsm1900.com.",
       "DOMAIN",
       "A",
       1,
       "groupweblogs-gsm1900.com.",
       {14, 10, 4},
       {20, 10, 17}},
      {"groupweblogs-gsm1900.com.", "A", "A", 1, "165.22.196.7", {14, 10, 4}, {20, 10, 17}},
      {"groupweblogs-gsm1900.com.",
       "MX",
       "D",
       6,
       "0 groupweblogs-gsm1900.com.",
       {12, 16, 42},
       {17, 15, 56}},
      {"www.groupweblogs-gsm1900.com.",
       "CNAME",
       "D",
       2,
       "groupweblogs-gsm1900.com.",
       {12, 16, 42},
       {12, 16, 42}},
  };
  return kRows;
}

}  // namespace spoor::sim::stories
