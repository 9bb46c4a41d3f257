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

/// Few letters, so that patterns and texts of them often match.
std::string some_pattern(std::mt19937& random) {
  static const std::vector<std::string> kPieces{
      "a", "b",    "ab",   ".",     "a?",  "b+",        "(ab)*", "^",
      "$", "a{2}", "[ab]", "(a|b)", "\\.", "(ab){1,2}", "(ba)+", "b{0,1}"};
  std::string text;
  for (std::size_t pieces = 1 + random() % 6; pieces > 0; --pieces)
    text += kPieces[random() % kPieces.size()];
  return text;
}

std::string some_line(std::mt19937& random) {
  std::string line;
  for (std::size_t octets = random() % 9; octets > 0; --octets) line += "aAbB."[random() % 5];
  return line;
}

std::string in_lower_case(std::string line) {
  for (char& c : line) c = c == 'A' ? 'a' : c == 'B' ? 'b' : c;
  return line;
}

TEST(NeededLiteral, StandsInEveryTextThatMatches) {
  std::mt19937 random(31);
  int matched = 0, with_literal = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = some_pattern(random);
    const auto pattern = parse_pattern(text, PatternSyntax::kRegex);
    if (!pattern) continue;
    const std::string literal = needed_literal(*pattern);
    with_literal += literal.empty() ? 0 : 1;
    const auto matcher = PatternMatcher::make(*pattern, PatternMatcher::Engine::kRe2);
    ASSERT_TRUE(matcher);
    for (int j = 0; j < 30; ++j) {
      const std::string line = some_line(random);
      if (!(*matcher)->matches(line)) continue;
      ++matched;
      ASSERT_NE(in_lower_case(line).find(literal), std::string::npos) << text << " takes " << line;
    }
  }
  EXPECT_GT(matched, 5000);
  EXPECT_GT(with_literal, 500);
}

}  // namespace
}  // namespace spoor::search
