// SPDX-License-Identifier: Apache-2.0
#include "search/retention_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/fake_store.h"

namespace spoor::search {
namespace {

using record::SourceId;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint32_t kNow = 1'700'000'000;
constexpr std::uint32_t kDay = 86'400;

class RetentionText : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* const name : {"lux/a", "lux/b", "crawl-x"}) {
      const auto kind = name[0] == 'c' ? record::SourceKind::kCrawl : record::SourceKind::kSensor;
      ids_.push_back(*store_.intern_source({name, kind, record::FeedMode::kDelta}));
    }
  }
  record::RetentionRule read(const std::string& text) {
    auto rule = parse_retention(text, store_, kNow);
    EXPECT_TRUE(rule) << text << ": " << describe(rule.error());
    return rule ? *rule : record::RetentionRule{};
  }

  FakeStore store_;
  std::vector<SourceId> ids_;
};

TEST_F(RetentionText, ReadsWhatARuleSpeaksOf) {
  EXPECT_EQ(read("400d").before, kNow - 400 * kDay);
  EXPECT_EQ(read(" 12h ").before, kNow - kDay / 2);
  EXPECT_FALSE(read("8w").sources);
  EXPECT_EQ(read("keep").before, 0U);
  const auto rule = read("type:SOA,txt source:lux/* 30d");
  EXPECT_THAT(rule.types, ElementsAre(dns::RrType::kSoa, dns::RrType::kTxt));
  EXPECT_THAT(*rule.sources, ElementsAre(ids_[0], ids_[1]));
  EXPECT_THAT(*read("kind:crawl 1d").sources, ElementsAre(ids_[2]));
  EXPECT_THAT(*read("source:lux/b kind:crawl 1d").sources, ElementsAre(ids_[1], ids_[2]));
  EXPECT_TRUE(read("kind:zone 1d").sources->empty()) << "there is none, and so nothing goes";
}

TEST_F(RetentionText, SaysWhatIsWrong) {
  for (const char* const text :
       {"type:SOA", "", "d", "400", "-400d", "400y", "400d 3d", "400d type:A", "type:WHAT 1d",
        "type:ANY 1d", "type: 1d", "source: 1d", "source:none 1d", "kind:none 1d", "sources:x 1d",
        "99999999999999d"}) {
    const auto rule = parse_retention(text, store_, kNow);
    ASSERT_FALSE(rule) << text;
    EXPECT_THAT(describe(rule.error()), HasSubstr("'" + std::string(text) + "'"));
  }
}

TEST_F(RetentionText, TakesSeveralInOneText) {
  EXPECT_THAT(split_retention({"type:A 1d; type:MX 2d;", " 3d "}),
              ElementsAre("type:A 1d", "type:MX 2d", "3d"));
  const auto rules = parse_retention(std::vector<std::string>{"type:A 1d;2d"}, store_, kNow);
  ASSERT_TRUE(rules);
  EXPECT_EQ(rules->size(), 2U);
  EXPECT_FALSE(parse_retention(std::vector<std::string>{"type:A 1d;x"}, store_, kNow));
}

}  // namespace
}  // namespace spoor::search
