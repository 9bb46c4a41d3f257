// SPDX-License-Identifier: Apache-2.0
#include "record/source.h"

#include <gtest/gtest.h>

namespace spoor::record {
namespace {

TEST(Source, WordsOfMarkingsAndKindsAreReadBack) {
  for (const Tlp tlp : {Tlp::kClear, Tlp::kGreen, Tlp::kAmber, Tlp::kAmberStrict, Tlp::kRed})
    EXPECT_EQ(parse_tlp(tlp_text(tlp)), tlp);
  EXPECT_EQ(parse_tlp("TLP:Amber+Strict"), Tlp::kAmberStrict);
  EXPECT_EQ(parse_tlp("white"), Tlp::kClear);
  EXPECT_EQ(parse_tlp("tlp:"), std::nullopt);
  EXPECT_EQ(parse_tlp("purple"), std::nullopt);
  EXPECT_LT(Tlp::kAmber, Tlp::kAmberStrict);
  for (const SourceKind kind : {SourceKind::kSensor, SourceKind::kFeed, SourceKind::kResolver,
                                SourceKind::kCrawl, SourceKind::kZone})
    EXPECT_EQ(parse_kind(kind_text(kind)), kind);
  EXPECT_EQ(parse_kind("partner"), SourceKind::kFeed);
  EXPECT_EQ(parse_kind("Active"), SourceKind::kResolver);
  EXPECT_EQ(parse_kind(""), std::nullopt);
}

TEST(Source, CardsHoldPlainTextOfBoundedLength) {
  SourceCard card{"A", "above, Luxembourg", "Example CERT", "two\nlines", Tlp::kGreen};
  EXPECT_TRUE(check_source_card(card));
  card.position = "a\nb";
  EXPECT_EQ(check_source_card(card).error().where, "position");
  card.position.clear();
  card.label = std::string(kMaxSourceLabel + 1, 'x');
  EXPECT_EQ(check_source_card(card).error().where, "label");
  card.label.clear();
  card.notes = "\x1b[2J";
  EXPECT_EQ(check_source_card(card).error().where, "notes");
}

TEST(Source, ALabelIsThatOfOneSource) {
  const std::vector<KnownSource> all{{{1}, {"one", {}, {}}, {"A", {}, {}, {}, {}}},
                                     {{2}, {"two", {}, {}}, {}}};
  const SourceCard a{"A", {}, {}, {}, {}};
  EXPECT_TRUE(check_source_edit(all, {1}, a));
  EXPECT_EQ(check_source_edit(all, {2}, a).error().where, "one");
  EXPECT_EQ(check_source_edit(all, {3}, {}).error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(check_source_edit(all, {2}, {})) << "many may have none";
}

}  // namespace
}  // namespace spoor::record
