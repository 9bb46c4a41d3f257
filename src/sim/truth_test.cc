// SPDX-License-Identifier: Apache-2.0
// What counts, what can be placed, and what may not be believed.
#include "sim/truth.h"

#include <gtest/gtest.h>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

const IpAddress kRoot = make_v4(0xC0000201);
const IpAddress kTop = make_v4(0xC0000202);
const IpAddress kOwn = make_v4(0xC0000203);
constexpr std::uint32_t kTime = 1562716800;

Told told(const std::string& owner, RrType type, std::string rdata, const std::string& zone) {
  return {{owner, type, 300, std::move(rdata)}, zone};
}

Answer delegation(const std::string& zone, const std::string& parent, const IpAddress& address) {
  Answer answer;
  answer.authority.push_back(told(zone, RrType::kNs, name_wire("ns." + zone), parent));
  answer.additional.push_back(told("ns." + zone, RrType::kA, address_rdata(address), parent));
  return answer;
}

Answer host() {
  Answer answer;
  answer.authoritative = true;
  answer.answer.push_back(
      told("www.site.example.", RrType::kA, address_rdata(make_v4(1)), "site.example."));
  return answer;
}

class TruthTest : public ::testing::Test {
 protected:
  TruthTest() { truth_.hint("a.root-servers.net.", kRoot); }
  const TruthSightings& host_sightings() {
    return truth_.records().at(
        {"www.site.example.", RrType::kA, address_rdata(make_v4(1)), "site.example."});
  }
  Truth truth_;
};

TEST_F(TruthTest, ARecordIsTellableOnceItsDelegationWasTold) {
  truth_.tell(host(), kOwn, kTime);
  EXPECT_EQ(host_sightings().count, 0U);
  EXPECT_EQ(host_sightings().untellable, 1U);

  truth_.tell(delegation("example.", ".", kTop), kRoot, kTime + 1);
  truth_.tell(delegation("site.example.", "example.", kOwn), kTop, kTime + 2);
  truth_.tell(host(), kOwn, kTime + 3);
  truth_.tell(host(), kOwn, kTime + 86400);
  EXPECT_EQ(host_sightings().count, 2U);
  EXPECT_EQ(host_sightings().first_s, kTime + 3);
  EXPECT_EQ(host_sightings().last_s, kTime + 86400);
  EXPECT_EQ(host_sightings().days.size(), 2U);
}

TEST_F(TruthTest, AnUntellableDelegationTeachesNothing) {
  truth_.tell(delegation("site.example.", "example.", kOwn), kTop,
              kTime);  // example. itself is not known yet
  truth_.tell(host(), kOwn, kTime + 1);
  EXPECT_EQ(host_sightings().count, 0U);
}

TEST_F(TruthTest, ASecondServerNeedsAnAddressOfItsOwn) {
  truth_.tell(delegation("example.", ".", kTop), kRoot, kTime);
  truth_.tell(delegation("site.example.", "example.", kOwn), kTop, kTime);
  truth_.tell(host(), make_v4(0xC0000204), kTime + 1);
  EXPECT_EQ(host_sightings().count, 0U);
}

TEST_F(TruthTest, OneObservationForEachMessage) {
  truth_.tell(delegation("example.", ".", kTop), kRoot, kTime);
  truth_.tell(delegation("site.example.", "example.", kOwn), kTop, kTime);
  Answer twice = host();
  twice.additional = twice.answer;
  truth_.tell(twice, kOwn, kTime);
  EXPECT_EQ(host_sightings().count, 1U);
}

TEST_F(TruthTest, NeitherRefusalsNorAnswersWithoutAuthorityCount) {
  Answer forwarded = host();
  forwarded.authoritative = false;
  truth_.tell(forwarded, kOwn, kTime);
  Answer refused;
  refused.rcode = 5;
  truth_.tell(refused, kOwn, kTime);
  EXPECT_TRUE(truth_.records().empty());
  EXPECT_EQ(truth_.totals().responses_not_authoritative, 1U);
  EXPECT_EQ(truth_.totals().responses_refused, 1U);
  EXPECT_EQ(truth_.totals().responses_accepted, 0U);
}

TEST_F(TruthTest, ForgedRecordsAreListedAndTeachNothing) {
  Answer lure = delegation("example.", ".", kTop);
  lure.authority.push_back(
      {{"site.example.", RrType::kNs, 300, name_wire("ns.thief.example.")}, "", true});
  truth_.tell(lure, kRoot, kTime);
  EXPECT_EQ(truth_.forged().size(), 1U);
  EXPECT_EQ(truth_.records().size(), 2U);
  EXPECT_EQ(truth_.totals().out_of_zone, 1U);
}

}  // namespace
}  // namespace spoor::sim
