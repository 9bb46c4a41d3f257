// SPDX-License-Identifier: Apache-2.0
#include "store/segment/gram_index.h"

#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

namespace spoor::store {
namespace {

record::Gram gram(const char* octets) {
  return {octets[0], octets[1], octets[2]};
}

struct Page {
  std::string octets;
  std::uint32_t first, grams;
};

std::vector<Page> pages_of(GramCollector& collector) {
  std::vector<Page> pages;
  const Status taken =
      collector.take_pages([&](std::string_view page, std::uint32_t first, std::uint32_t grams) {
        pages.push_back({std::string(page), first, grams});
        return Status();
      });
  EXPECT_TRUE(taken);
  return pages;
}

GroupSet groups_of(const std::vector<Page>& pages, std::uint32_t number) {
  GroupSet groups;
  for (const Page& page : pages) {
    if (page.first > number) continue;
    EXPECT_TRUE(read_groups(page.octets, number - page.first, groups));
  }
  return groups;
}

TEST(GramNumber, IsWithoutCaseAndTellsOrdinaryOctetsApart) {
  EXPECT_EQ(gram_number(gram("wWw")), gram_number(gram("www")));
  std::set<std::uint32_t> numbers;
  const std::string octets = "abcdefghijklmnopqrstuvwxyz0123456789-._ \"=:;\\@/+";
  for (const char octet : octets) numbers.insert(gram_number({octet, octet, octet}));
  EXPECT_EQ(numbers.size(), octets.size());
  EXPECT_EQ(gram_number({'a', '\0', 'b'}), gram_number(gram("a.b")));
  EXPECT_LT(gram_number(gram("~~~")), kGrams);
}

TEST(GramCollector, TellsTheGroupsOfEveryGram) {
  std::mt19937 random(3);
  const std::string letters = "abc.-9";
  for (int round = 0; round < 20; ++round) {
    GramCollector collector;
    std::map<std::uint32_t, GroupSet> expected;
    const std::size_t groups = 1 + random() % 300;
    for (std::size_t group = 0; group < groups; ++group) {
      std::string last;
      for (std::size_t i = random() % 5; i > 0; --i) {
        const std::size_t shared = last.empty() ? 0 : random() % last.size();
        std::string text = last.substr(0, shared);
        while (random() % 12 != 0) text += letters[random() % letters.size()];
        collector.add(text, shared);
        for (std::size_t at = 0; at + 3 <= text.size(); ++at)
          expected[gram_number({text[at], text[at + 1], text[at + 2]})].set(group);
        last = text;
      }
      collector.end_group();
    }
    const auto pages = pages_of(collector);
    std::uint32_t grams = 0;
    for (const Page& page : pages) grams += page.grams;
    EXPECT_EQ(grams, expected.size());
    for (const auto& [number, wanted] : expected) ASSERT_EQ(groups_of(pages, number), wanted);
    EXPECT_TRUE(groups_of(pages, gram_number(gram("zzz"))).none());
    EXPECT_TRUE(pages_of(collector).empty());
  }
}

TEST(GramCollector, CodesSparseAndDenseGroups) {
  for (const std::size_t step : {1U, 2U, 3U, 100U, 4095U, 8191U}) {
    GramCollector collector;
    GroupSet expected;
    for (std::size_t group = 0; group < kStripeGroups; ++group) {
      if (group % step == 0) {
        collector.add("abc", 0);
        expected.set(group);
      }
      collector.end_group();
    }
    EXPECT_TRUE(collector.is_full());
    EXPECT_EQ(groups_of(pages_of(collector), gram_number(gram("abc"))), expected) << step;
    EXPECT_FALSE(collector.is_full());
  }
}

TEST(GramCollector, GoesOnAtTheNextBlocksFirstGroup) {
  GramCollector collector;
  collector.add("abc", 0);  // a block of one text
  collector.end_block();
  for (std::size_t i = 0; i < kBlockGroups; ++i) {  // a full one
    collector.add("def", 0);
    collector.end_group();
  }
  collector.end_block();
  collector.add("ghi", 0);
  const auto pages = pages_of(collector);
  EXPECT_TRUE(groups_of(pages, gram_number(gram("abc"))).test(0));
  EXPECT_TRUE(groups_of(pages, gram_number(gram("def"))).test(kBlockGroups));
  EXPECT_TRUE(groups_of(pages, gram_number(gram("ghi"))).test(2 * kBlockGroups));
}

TEST(ReadGroups, RefusesDamage) {
  GramCollector collector;
  for (std::size_t group = 0; group < 200; ++group) {
    collector.add(group % 3 == 0 ? "abc" : "abd", 0);
    collector.end_group();
  }
  const auto pages = pages_of(collector);
  ASSERT_EQ(pages.size(), 1U);
  const std::uint32_t number = gram_number(gram("abd")) - pages[0].first;
  for (std::size_t size = 1; size < pages[0].octets.size(); ++size) {
    GroupSet groups;
    EXPECT_FALSE(read_groups(std::string_view(pages[0].octets).substr(0, size), number, groups) &&
                 groups.count() == 133)
        << size;
  }
}

TEST(FindGroups, PutsGramsTogether) {
  using record::GramQuery;
  const LookUpGram look_up = [](std::uint32_t number) -> Result<GroupSet> {
    GroupSet groups;
    if (number == gram_number(gram("aaa"))) groups.set(1).set(2);
    if (number == gram_number(gram("bbb"))) groups.set(2).set(3);
    return groups;
  };
  const GramQuery a{GramQuery::Kind::kGram, gram("aaa"), {}};
  const GramQuery b{GramQuery::Kind::kGram, gram("bbb"), {}};
  EXPECT_EQ(*find_groups({GramQuery::Kind::kAll, {}, {a, b}}, look_up), GroupSet().set(2));
  EXPECT_EQ(*find_groups({GramQuery::Kind::kEither, {}, {a, b}}, look_up),
            GroupSet().set(1).set(2).set(3));
  EXPECT_TRUE(find_groups({}, look_up)->all());
  EXPECT_TRUE(find_groups({GramQuery::Kind::kEither, {}, {}}, look_up)->none());
  EXPECT_TRUE(find_groups({GramQuery::Kind::kAll, {}, {}}, look_up)->all());
}

}  // namespace
}  // namespace spoor::store
