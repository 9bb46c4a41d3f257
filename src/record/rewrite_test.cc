// SPDX-License-Identifier: Apache-2.0
#include "record/rewrite.h"

#include <gtest/gtest.h>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::record {
namespace {

std::string sort_form(std::string_view name) {
  std::string form;
  dns::append_sort_form(form, dns::parse_name(name)->wire());
  return form;
}

/// What a rewrite leaves of a record of the sources 1 and 2.
std::vector<SourcedSightings> left_of(const Rewrite& rewrite, std::string_view owner,
                                      dns::RrType type, const std::string& text) {
  const std::string name = sort_form(owner);
  std::string rdata(dns::kMaxCanonicalRdata, '\0');
  rdata.resize(*dns::parse_rdata_into(type, text, reinterpret_cast<std::uint8_t*>(rdata.data())));
  const std::vector<SourcedSightings> told{{{1}, How::kSensor, Sightings::seen(100, 200, 5)},
                                           {{2}, How::kSensor, Sightings::seen(50, 150, 7)}};
  StoredRecord record;
  record.name = name;
  record.type = type;
  record.key.rdata = rdata;
  record.sightings = told;
  std::vector<SourcedSightings> kept;
  if (!rewrite_record(rewrite, record, kept)) return told;
  return kept;
}

TEST(Rewrite, ErasesANameAndAllBelowIt) {
  Rewrite rewrite;
  rewrite.erased = {sort_form("example.com")};
  EXPECT_TRUE(left_of(rewrite, "example.com", dns::RrType::kA, "192.0.2.1").empty());
  EXPECT_TRUE(left_of(rewrite, "a.b.example.com", dns::RrType::kA, "192.0.2.1").empty());
  EXPECT_EQ(left_of(rewrite, "anexample.com", dns::RrType::kA, "192.0.2.1").size(), 2U);
  EXPECT_EQ(left_of(rewrite, "com", dns::RrType::kNs, "ns.example.com").size(), 2U);
  rewrite.erases_holders = true;
  EXPECT_TRUE(left_of(rewrite, "com", dns::RrType::kNs, "ns.example.com").empty());
  EXPECT_TRUE(
      left_of(rewrite, "x.org", dns::RrType::kSoa, "ns.x.org me.example.com 1 2 3 4 5").empty());
  EXPECT_EQ(left_of(rewrite, "x.org", dns::RrType::kMx, "10 example.net").size(), 2U);
}

TEST(Rewrite, SourcesGoAndBecomeOthers) {
  Rewrite rewrite;
  rewrite.sources[{1}] = std::nullopt;
  auto left = left_of(rewrite, "a.example", dns::RrType::kA, "192.0.2.1");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].source, SourceId{2});
  rewrite.sources[{1}] = SourceId{2};
  left = left_of(rewrite, "a.example", dns::RrType::kA, "192.0.2.1");
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].sightings.count(), 12U);
  EXPECT_EQ(left[0].sightings.first, 50U);
  EXPECT_EQ(left[0].sightings.last, 200U);
  rewrite.sources = {{{1}, SourceId{9}}};
  left = left_of(rewrite, "a.example", dns::RrType::kA, "192.0.2.1");
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].source, SourceId{2}) << "in order";
}

TEST(Rewrite, RefusesWhatCannotBe) {
  const std::vector<KnownSource> all{{{1}, {"one", SourceKind::kFeed, FeedMode::kTotal}, {}},
                                     {{2}, {"two", SourceKind::kFeed, FeedMode::kTotal}, {}},
                                     {{3}, {"log", SourceKind::kFeed, FeedMode::kDelta}, {}}};
  const auto check = [&](SourceId from, std::optional<SourceId> to) {
    Rewrite rewrite;
    rewrite.sources[from] = to;
    return check_rewrite(rewrite, all);
  };
  EXPECT_TRUE(check({1}, SourceId{2}));
  EXPECT_TRUE(check({1}, std::nullopt));
  EXPECT_FALSE(check({1}, SourceId{1}));
  EXPECT_FALSE(check({1}, SourceId{3}));
  EXPECT_FALSE(check({4}, std::nullopt));
  EXPECT_FALSE(check({1}, SourceId{4}));
}

}  // namespace
}  // namespace spoor::record
