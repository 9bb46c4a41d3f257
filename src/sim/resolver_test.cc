// SPDX-License-Identifier: Apache-2.0
// The resolver asks from the root down, remembers what it was told, and asks again when it has run
// out.
#include "sim/resolver.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint64_t kStartUs = 1562716800ULL * 1'000'000;

/// Root, example., a site with glue, and a site whose name server lies in another zone.
class ResolverTest : public ::testing::Test {
 protected:
  ResolverTest() {
    const std::size_t root = world_.add_server(false);
    const std::size_t top = world_.add_server(false);
    const std::size_t own = world_.add_server(false);
    establish(world_, {.zone = ".", .servers = {{"a.root-servers.net.", root}}});
    establish(world_, {.zone = "example.", .servers = {{"nic.example.", top}}});
    Zone& site =
        establish(world_, {.zone = "site.example.", .servers = {{"ns.site.example.", own}}});
    Zone& guest =
        establish(world_, {.zone = "guest.example.", .servers = {{"ns.site.example.", own}}});
    site.add("www.site.example.", RrType::kA, 300, address_rdata(make_v4(1)));
    guest.add("www.guest.example.", RrType::kCname, 300, name_wire("www.site.example."));
    for (Server& server : world_.servers) server.minimal = true;
    const IpAddress hint = world_.servers[root].addresses.front();
    truth_.hint("a.root-servers.net.", hint);
    path_ = std::filesystem::path(::testing::TempDir()) /
            ("spoor_resolver_" + std::to_string(::getpid()));
    writer_.emplace(*PacketWriter::create(path_.string()));
    wire_.emplace(world_, *writer_, truth_, Prng(1));
    wire_->wait_until(kStartUs);
    resolver_.emplace(*wire_, std::vector<RootHint>{{"a.root-servers.net.", hint}}, Prng(2));
  }
  ~ResolverTest() override { std::filesystem::remove(path_); }

  /// Questions that reach the wire.
  std::uint64_t look_up(const std::string& name, RrType type, bool fresh = false) {
    const std::uint64_t before = wire_->exchanges();
    resolver_->look_up({name, type, fresh, true});
    return wire_->exchanges() - before;
  }

  World world_;
  Truth truth_;
  std::filesystem::path path_;
  std::optional<PacketWriter> writer_;
  std::optional<Wiretap> wire_;
  std::optional<Resolver> resolver_;
};

TEST_F(ResolverTest, WalksFromTheRootAndEverythingIsTellable) {
  EXPECT_EQ(look_up("www.site.example.", RrType::kA), 3U);
  const auto& record = truth_.records().at(
      {"www.site.example.", RrType::kA, address_rdata(make_v4(1)), "site.example."});
  EXPECT_EQ(record.count, 1U);
  for (const auto& [key, seen] : truth_.records()) EXPECT_EQ(seen.untellable, 0U) << key.name;
}

TEST_F(ResolverTest, AsksTheDeepestKnownZoneAndCaches) {
  look_up("www.site.example.", RrType::kA);
  EXPECT_EQ(look_up("www.site.example.", RrType::kA), 0U);
  EXPECT_EQ(look_up("www.site.example.", RrType::kA, true), 1U);
  EXPECT_EQ(look_up("none.site.example.", RrType::kA), 1U);
  EXPECT_EQ(look_up("none.site.example.", RrType::kA), 0U)
      << "that there is none is remembered too";
  wire_->wait_until(kStartUs + 310'000'000);
  EXPECT_EQ(look_up("www.site.example.", RrType::kA), 1U)
      << "the address has run out, the delegation has not";
  wire_->wait_until(kStartUs + 4 * 86400ULL * 1'000'000);
  EXPECT_EQ(look_up("www.site.example.", RrType::kA), 3U);
}

TEST_F(ResolverTest, FollowsAnAliasWithinOneServersAnswer) {
  look_up("www.site.example.", RrType::kA);
  // The referral to guest., then its answer; the target is in the cache already.
  EXPECT_EQ(look_up("www.guest.example.", RrType::kA), 2U);
}

TEST_F(ResolverTest, GivesUpOnAServerThatIsNotThere) {
  resolver_->remember("gone.example.", "ns.gone.example.", make_v4(0xC00002FE),
                      kStartUs / 1'000'000 + 1000);
  EXPECT_GT(look_up("www.gone.example.", RrType::kA), 3U);
  const auto& totals = truth_.totals();
  EXPECT_GT(totals.responses_accepted, 0U)
      << "in the end the parent says that there is no such zone";
}

}  // namespace
}  // namespace spoor::sim
