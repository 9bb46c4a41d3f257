// SPDX-License-Identifier: Apache-2.0
#include "intake/absence_tally.h"

#include <gtest/gtest.h>

#include "dns/name.h"

namespace spoor::intake {
namespace {

constexpr std::uint32_t kNoon = 20'000 * 86'400 + 43'200;

class AbsenceTallyTest : public ::testing::Test {
 protected:
  void absent(const std::string& name, bool is_name = true, std::uint32_t time_s = kNoon) {
    const dns::Name wire = *dns::parse_name(name);
    tally_.absent({wire.wire(), is_name, time_s});
  }
  const ledger::AbsenceDay& day(std::uint32_t number = 20'000) { return tally_.days().at(number); }
  const ledger::AbsenceCounts& of(const std::string& domain) {
    return day().domains.find(domain)->second;
  }

  enrich::PublicSuffixes suffixes_ =
      *enrich::PublicSuffixes::parse("// ===BEGIN ICANN DOMAINS===\ncom\nco.uk\n");
  AbsenceTally tally_{suffixes_};
};

TEST_F(AbsenceTallyTest, CountsByRegisteredDomainAndDay) {
  absent("a.www.example.com");
  absent("b.www.example.com");
  absent("b.www.example.com", false);
  absent("x.example.co.uk");
  absent("x.example.com", true, kNoon + 86'400);
  EXPECT_EQ(day().nxdomain, 3U);
  EXPECT_EQ(day().nodata, 1U);
  EXPECT_EQ(day().domains.size(), 2U);
  EXPECT_EQ(of("example.com.").nxdomain, 2U);
  EXPECT_EQ(of("example.com.").nodata, 1U);
  EXPECT_EQ(of("example.com.").names.estimate(), 2U);
  EXPECT_EQ(of("example.co.uk.").nxdomain, 1U);
  EXPECT_EQ(day(20'001).nxdomain, 1U);
}

TEST_F(AbsenceTallyTest, NamesWithoutADomainAreTheRoots) {
  absent("wpad");
  absent("kqzvbnxwpl");
  absent(".", false);
  absent("co.uk");
  EXPECT_EQ(of(".").nxdomain, 2U);
  EXPECT_EQ(of(".").nodata, 1U);
  EXPECT_EQ(of("co.uk.").nxdomain, 1U);
}

TEST_F(AbsenceTallyTest, NoDomainMissesMoreThanItSays) {
  for (int i = 0; i < 100; ++i) absent("often.example.com");
  for (std::size_t i = 0; i < 3 * AbsenceTally::kMostDomains; ++i)
    absent("d" + std::to_string(i) + ".com");
  EXPECT_TRUE(tally_.is_full());
  EXPECT_LE(day().domains.size(), AbsenceTally::kMostDomains);
  EXPECT_EQ(day().nxdomain, 100 + 3 * AbsenceTally::kMostDomains);
  EXPECT_EQ(of("example.com.").nxdomain, 100U);
  EXPECT_GE(day().missed, 1U);
  EXPECT_LE(day().missed, 10U);
  tally_.start_over();
  EXPECT_TRUE(tally_.days().empty());
  EXPECT_FALSE(tally_.is_full());
}

}  // namespace
}  // namespace spoor::intake
