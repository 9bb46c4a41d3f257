// SPDX-License-Identifier: Apache-2.0
// What servers answer, and by whose authority.
#include "sim/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "owner TYPE zone" of each record.
std::vector<std::string> lines(const std::vector<Told>& section) {
  std::vector<std::string> out;
  for (const Told& told : section) {
    out.push_back(told.rr.owner + " " + dns::rr_type_text(told.rr.type) + " " + told.zone);
  }
  return out;
}

/// A top-level domain, a zone below it with a server of its own, and a second zone on the same
/// server.
class AuthorityTest : public ::testing::Test {
 protected:
  AuthorityTest() {
    top_ = world_.add_server(false);
    own_ = world_.add_server(false);
    const std::size_t root = world_.add_server(false);
    establish(world_, {.zone = ".", .servers = {{"a.root-servers.net.", root}}});
    establish(
        world_,
        {.zone = "example.", .servers = {{"nic.example.", top_}}, .signing = Signing::kNsec3});
    Zone& zone = establish(world_, {.zone = "site.example.",
                                    .servers = {{"ns.site.example.", own_}},
                                    .signing = Signing::kNsec});
    Zone& other =
        establish(world_, {.zone = "other.example.", .servers = {{"ns.site.example.", own_}}});
    zone.add("www.site.example.", RrType::kCname, 300, name_wire("web.other.example."));
    zone.add("a.deep.site.example.", RrType::kA, 300, address_rdata(make_v4(0xC0000201)));
    other.add("web.other.example.", RrType::kA, 300, address_rdata(make_v4(0xC0000202)));
    world_.servers[own_].minimal = true;
  }
  Answer ask(std::size_t server, const std::string& name, RrType type, bool dnssec = false) {
    return ask_authority(world_, world_.servers[server], {name, type, dnssec}, 1562716800);
  }

  World world_;
  std::size_t top_ = 0;
  std::size_t own_ = 0;
};

TEST_F(AuthorityTest, RefersWithGlueByTheParentsAuthority) {
  const Answer answer = ask(top_, "www.site.example.", RrType::kA);
  EXPECT_TRUE(answer.is_referral());
  EXPECT_THAT(answer.answer, IsEmpty());
  EXPECT_THAT(lines(answer.authority), ElementsAre("site.example. NS example."));
  EXPECT_THAT(lines(answer.additional), ElementsAre("ns.site.example. A example."));
}

TEST_F(AuthorityTest, RefersToASignedZoneWithItsDs) {
  const Answer answer = ask(top_, "site.example.", RrType::kA, true);
  EXPECT_THAT(lines(answer.authority),
              ElementsAre("site.example. NS example.", "site.example. DS example.",
                          "site.example. RRSIG example."));
}

TEST_F(AuthorityTest, TellsTheDsItselfAtTheParent) {
  const Answer answer = ask(top_, "site.example.", RrType::kDs);
  EXPECT_TRUE(answer.authoritative);
  EXPECT_THAT(lines(answer.answer), ElementsAre("site.example. DS example."));
}

TEST_F(AuthorityTest, FollowsAnAliasIntoAnotherZoneOfItsOwn) {
  const Answer answer = ask(own_, "www.site.example.", RrType::kA);
  EXPECT_TRUE(answer.authoritative);
  EXPECT_THAT(lines(answer.answer), ElementsAre("www.site.example. CNAME site.example.",
                                                "web.other.example. A other.example."));
  world_.servers[own_].follows = false;
  EXPECT_THAT(lines(ask(own_, "www.site.example.", RrType::kA).answer),
              ElementsAre("www.site.example. CNAME site.example."));
}

TEST_F(AuthorityTest, TellsNoDataFromNoName) {
  const Answer no_data = ask(own_, "deep.site.example.", RrType::kA);  // an empty non-terminal
  EXPECT_EQ(no_data.rcode, 0U);
  EXPECT_THAT(lines(no_data.authority), ElementsAre("site.example. SOA site.example."));
  const Answer no_name = ask(own_, "none.site.example.", RrType::kA, true);
  EXPECT_EQ(no_name.rcode, 3U);
  EXPECT_TRUE(no_name.authoritative);
  EXPECT_EQ(lines(no_name.authority)[2], "deep.site.example. NSEC site.example.");
}

TEST_F(AuthorityTest, RefusesWhatItDoesNotHold) {
  EXPECT_EQ(ask(own_, "elsewhere.example.", RrType::kA).rcode, 5U);
}

TEST_F(AuthorityTest, FillsUpWhereItIsNotMinimal) {
  world_.servers[own_].minimal = false;
  const Answer answer = ask(own_, "web.other.example.", RrType::kA);
  EXPECT_THAT(lines(answer.authority), ElementsAre("other.example. NS other.example."));
  EXPECT_THAT(lines(answer.additional), ElementsAre("ns.site.example. A site.example."));
}

TEST_F(AuthorityTest, LameServersHaveNoAuthority) {
  world_.servers[own_].conduct = Conduct::kForwards;
  EXPECT_FALSE(ask(own_, "www.site.example.", RrType::kA).authoritative);
  world_.servers[own_].conduct = Conduct::kRefersUpwards;
  const Answer upwards = ask(own_, "www.site.example.", RrType::kA);
  EXPECT_TRUE(upwards.is_referral());
  EXPECT_THAT(lines(upwards.authority), ElementsAre(". NS "));
}

TEST_F(AuthorityTest, PlantedRecordsAreMarked) {
  world_.servers[own_].planted_additional = {
      {"bank.example.", RrType::kA, 60, address_rdata(make_v4(0xCB007101))}};
  const Answer answer = ask(own_, "web.other.example.", RrType::kA);
  ASSERT_EQ(answer.additional.size(), 1U);
  EXPECT_TRUE(answer.additional[0].forged);
  EXPECT_TRUE(answer.additional[0].zone.empty());
}

TEST(ZoneTold, RotatesWithinTheDaysPart) {
  Zone zone("flux.example.");
  RrSet set{.ttl_s = 60, .rotation = {.shown = 2, .period_s = 60, .live = 4, .drift_per_day = 4}};
  for (std::uint32_t k = 0; k < 12; ++k) set.rdata.push_back(address_rdata(make_v4(k)));
  zone.replace("flux.example.", RrType::kA, set);
  std::set<std::string> first_day;
  std::set<std::string> second_day;
  for (std::uint64_t at = 0; at < 86400; at += 60) {
    for (const Rr& rr : zone.told("flux.example.", RrType::kA, 1562716800 + at))
      first_day.insert(rr.rdata);
    for (const Rr& rr : zone.told("flux.example.", RrType::kA, 1562803200 + at))
      second_day.insert(rr.rdata);
  }
  EXPECT_EQ(first_day.size(), 4U);
  EXPECT_EQ(second_day.size(), 4U);
  for (const std::string& rdata : first_day) EXPECT_FALSE(second_day.contains(rdata));
}

}  // namespace
}  // namespace spoor::sim
