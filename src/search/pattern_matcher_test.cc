// SPDX-License-Identifier: Apache-2.0
#include "search/pattern_matcher.h"

#include <random>

#include <gmock/gmock.h>

#include "dns/name.h"

namespace spoor::search {
namespace {

record::TextBlock block_of(const std::vector<std::string>& names) {
  record::TextBlock block;
  for (const std::string& name : names) {
    std::string form;
    dns::append_forward_form(form, dns::parse_name(name)->wire());
    block.add_name(form);
  }
  EXPECT_TRUE(block.seal_names());
  return block;
}

std::vector<std::uint32_t> lines_of(const char* pattern, const record::TextBlock& block,
                                    PatternMatcher::Engine engine) {
  const auto matcher = PatternMatcher::make(*parse_pattern(pattern, PatternSyntax::kRegex), engine);
  std::vector<std::uint32_t> lines;
  EXPECT_TRUE((*matcher)->match(block, lines));
  return lines;
}

TEST(PatternMatcher, NeverMatchesAcrossLines) {
  const auto block = block_of({"a", "b", ".", "ab", "c"});
  for (const auto engine : {PatternMatcher::Engine::kBest, PatternMatcher::Engine::kRe2}) {
    EXPECT_THAT(lines_of("a[^x]*b", block, engine), ::testing::ElementsAre(3U));
    EXPECT_THAT(lines_of("\\.\\W?b", block, engine), ::testing::ElementsAre());
    EXPECT_THAT(lines_of("^$", block, engine), ::testing::ElementsAre(2U));
    EXPECT_THAT(lines_of("^c$", block, engine), ::testing::ElementsAre(4U));
    EXPECT_THAT(lines_of("z*", block, engine), ::testing::ElementsAre(0U, 1U, 2U, 3U, 4U));
  }
}

TEST(PatternMatcher, BothEnginesAgreeOnRandomBlocks) {
  std::mt19937 random(9);
  const std::vector<const char*> patterns{"ab+c",
                                          "^a.*c$",
                                          "[^b]b",
                                          "a{3,}",
                                          "(ab|ba)+\\.",
                                          "^[^.]*\\.[^.]*$",
                                          "c\\.a",
                                          "a?b?c?",
                                          "b$",
                                          "^",
                                          "\\d",
                                          ".{9}",
                                          "(a|b|c){5}$",
                                          ".{24}",
                                          "^.{26,}$",
                                          "(ab?c?){24,}",
                                          "[^.]{12}.{13,}a"};
  for (int round = 0; round < 50; ++round) {
    std::vector<std::string> names;
    for (int i = 0; i < 200; ++i) {
      std::string name(1, "abc3"[random() % 4]);
      while (random() % 7 != 0)
        name += (random() % 5 == 0 ? "." : "") + std::string(1, "abc3"[random() % 4]);
      names.push_back(name);
    }
    const auto block = block_of(names);
    for (const char* pattern : patterns) {
      EXPECT_EQ(lines_of(pattern, block, PatternMatcher::Engine::kBest),
                lines_of(pattern, block, PatternMatcher::Engine::kRe2))
          << pattern;
    }
  }
}

}  // namespace
}  // namespace spoor::search
