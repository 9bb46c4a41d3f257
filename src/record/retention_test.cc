// SPDX-License-Identifier: Apache-2.0
#include "record/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::record {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

SourcedSightings seen(std::uint32_t source, std::uint32_t first, std::uint32_t last,
                      How how = How::kSensor) {
  return {{source}, how, Sightings::seen(first, last, 3)};
}

TEST(Retention, TheFirstRuleThatSpeaksOfARowCounts) {
  const std::vector<RetentionRule> rules{{{dns::RrType::kSoa}, {}, 10},
                                         {{}, std::vector<SourceId>{{2}}, 20},
                                         {{dns::RrType::kTxt, dns::RrType::kSoa}, {}, 30}};
  EXPECT_EQ(rule_for(rules, dns::RrType::kSoa, {2}), &rules[0]);
  EXPECT_EQ(rule_for(rules, dns::RrType::kTxt, {2}), &rules[1]);
  EXPECT_EQ(rule_for(rules, dns::RrType::kTxt, {1}), &rules[2]);
  EXPECT_EQ(rule_for(rules, dns::RrType::kA, {1}), nullptr);
  EXPECT_EQ(rule_for(rules, kFirstSeenType, {2}), nullptr) << "goes where it is named";
  const std::vector<RetentionRule> nobody{{{}, std::vector<SourceId>{}, 20}};
  EXPECT_EQ(rule_for(nobody, dns::RrType::kA, {1}), nullptr);
}

TEST(Retention, LeavesATraceWhereANameWouldAppearLater) {
  FirstSeenTrace trace;
  trace.goes(seen(1, 100, 200));
  trace.goes(seen(1, 50, 150));
  trace.stays(seen(1, 60, 900));
  EXPECT_THAT(trace.left(),
              ElementsAre(SourcedSightings{{1}, How::kSensor, Sightings::seen(50, 200, 0)}));
  trace.stays(seen(1, 50, 50));
  EXPECT_THAT(trace.left(), IsEmpty()) << "what stays tells it";
  trace.goes(seen(1, 40, 40, How::kZone));
  trace.goes(seen(2, 70, 70));
  EXPECT_EQ(trace.left().size(), 2U) << "each source and how for itself";
  trace.clear();
  EXPECT_THAT(trace.left(), IsEmpty());
}

TEST(Retention, KnowsItsTypeInAnyCase) {
  EXPECT_TRUE(is_first_seen_text("first-seen"));
  EXPECT_FALSE(is_first_seen_text("FIRST-SEE"));
  EXPECT_FALSE(is_first_seen_text("FIRST-SEENS"));
  std::string key;
  append_type(key, kFirstSeenType);
  dns::RrType read{};
  ASSERT_TRUE(read_type(key, read));
  EXPECT_EQ(read, kFirstSeenType);
}

}  // namespace
}  // namespace spoor::record
