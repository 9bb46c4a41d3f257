// SPDX-License-Identifier: Apache-2.0
#include "search/pattern_literal.h"

#include <random>

#include <gmock/gmock.h>

#include "search/pattern_matcher.h"

namespace spoor::search {
namespace {

std::string literal_of(const char* text, PatternSyntax syntax = PatternSyntax::kRegex) {
  return needed_literal(*parse_pattern(text, syntax));
}

TEST(NeededLiteral, IsTheRunThatTellsMost) {
  EXPECT_EQ(literal_of("PayPal"), "paypal");
  EXPECT_EQ(literal_of("[0-9]+\\.abc[a-z]*\\.[a-z]+$"), ".abc");
  EXPECT_EQ(literal_of("abc.*\\.com$"), "abc");
  EXPECT_EQ(literal_of("^ab+c"), "ab");
  EXPECT_EQ(literal_of("x(abc){2}y"), "xabcabcy");
  EXPECT_EQ(literal_of("x(abc){2,}y"), "xabcabc");
  EXPECT_EQ(literal_of("kl?mno"), "mno");
  EXPECT_EQ(literal_of("*login*", PatternSyntax::kGlob), "login");
  EXPECT_EQ(literal_of("a\\.b", PatternSyntax::kSubstring), "a\\.b");
}

TEST(NeededLiteral, IsNotMadeUp) {
  EXPECT_EQ(literal_of("abc|abd"), "");
  EXPECT_EQ(literal_of("(abc)?"), "");
  EXPECT_EQ(literal_of("(abc)*d"), "");
  EXPECT_EQ(literal_of("a.b.c"), "");
  EXPECT_EQ(literal_of("(ab$)?c"), "");
}

/// Patterns of few letters over texts of few letters, so that they often match.
TEST(NeededLiteral, StandsInEveryTextThatMatches) {
  std::mt19937 random(31);
  static const std::vector<std::string> kPieces{
      "a", "b",    "ab",   ".",     "a?",  "b+",        "(ab)*", "^",
      "$", "a{2}", "[ab]", "(a|b)", "\\.", "(ab){1,2}", "(ba)+", "b{0,1}"};
  int matched = 0, with_literal = 0;
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t pieces = 1 + random() % 6; pieces > 0; --pieces)
      text += kPieces[random() % kPieces.size()];
    const auto pattern = parse_pattern(text, PatternSyntax::kRegex);
    if (!pattern) continue;
    const std::string literal = needed_literal(*pattern);
    with_literal += literal.empty() ? 0 : 1;
    const auto matcher = PatternMatcher::make(*pattern, PatternMatcher::Engine::kRe2);
    ASSERT_TRUE(matcher);
    for (int j = 0; j < 30; ++j) {
      std::string line;
      for (std::size_t octets = random() % 9; octets > 0; --octets) line += "aAbB."[random() % 5];
      if (!(*matcher)->matches(line)) continue;
      ++matched;
      std::string lower;
      for (const char c : line) lower += c == 'A' ? 'a' : c == 'B' ? 'b' : c;
      ASSERT_NE(lower.find(literal), std::string::npos) << text << " takes " << line;
    }
  }
  EXPECT_GT(matched, 5000);
  EXPECT_GT(with_literal, 500);
}

}  // namespace
}  // namespace spoor::search
