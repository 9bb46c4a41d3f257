// SPDX-License-Identifier: Apache-2.0
#include "search/pattern_grams.h"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>

#include "search/pattern_matcher.h"

namespace spoor::search {
namespace {

using record::GramQuery;

std::string text_of(const GramQuery& query) {
  switch (query.kind) {
    case GramQuery::Kind::kEverything:
      return "*";
    case GramQuery::Kind::kGram:
      return std::string(query.gram.data(), 3);
    case GramQuery::Kind::kAll:
    case GramQuery::Kind::kEither:
      break;
  }
  std::vector<std::string> parts;
  for (const GramQuery& part : query.parts) parts.push_back(text_of(part));
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  std::string out = "(";
  for (const std::string& part : parts) {
    if (out.size() > 1) out += query.kind == GramQuery::Kind::kAll ? " " : "|";
    out += part;
  }
  return out + ")";
}

std::string grams_of(const char* text) {
  return text_of(to_gram_query(*parse_pattern(text, PatternSyntax::kRegex)));
}

TEST(GramQueryOf, LiteralPartsAreNeeded) {
  EXPECT_EQ(grams_of("abc"), "(abc)");
  EXPECT_EQ(grams_of("ABCD"), "((abc bcd))");
  EXPECT_EQ(grams_of("ab"), "*");
  EXPECT_EQ(grams_of("a.c"), "*");
  EXPECT_EQ(grams_of("abc.*xyz"), "((abc) (xyz))");
  EXPECT_EQ(grams_of("abc|xyz"), "(abc|xyz)");
  EXPECT_EQ(grams_of("abc|x"), "*");
  EXPECT_EQ(grams_of("a[bc]d"), "(abd|acd)");
  EXPECT_EQ(grams_of("ab?cd"), "((abc bcd)|acd)");
  EXPECT_EQ(grams_of("(abc)*"), "*");
  EXPECT_EQ(grams_of("(abc)+").find("abc") != std::string::npos, true);
  EXPECT_EQ(grams_of("^abc$"), "(abc)");
  EXPECT_EQ(grams_of(".*"), "*");
}

bool holds(const GramQuery& query, const std::string& text) {
  const auto part = [&](const GramQuery& q) { return holds(q, text); };
  switch (query.kind) {
    case GramQuery::Kind::kGram:
      return text.find(std::string_view(query.gram.data(), 3)) != std::string::npos;
    case GramQuery::Kind::kAll:
      return std::all_of(query.parts.begin(), query.parts.end(), part);
    case GramQuery::Kind::kEither:
      return std::any_of(query.parts.begin(), query.parts.end(), part);
    case GramQuery::Kind::kEverything:
      break;
  }
  return true;
}

std::string random_pattern(std::mt19937& random, int depth) {
  static const std::vector<std::string> kAtoms{"a",    "b",    "c",     "ab",  "bca", ".",
                                               "[ab]", "[^a]", "[a-c]", "cab", "abc"};
  std::string out;
  for (std::size_t i = 1 + random() % 4; i > 0; --i) {
    if (depth > 0 && random() % 3 == 0) {
      out += "(" + random_pattern(random, depth - 1) + ")";
    } else {
      const std::string& atom = kAtoms[random() % kAtoms.size()];
      out += atom.size() > 1 && atom[0] != '[' ? "(" + atom + ")" : atom;
    }
    static const std::vector<std::string> kRepeats{"",  "",    "",      "*",   "+",
                                                   "?", "{2}", "{1,3}", "{4,}"};
    out += kRepeats[random() % kRepeats.size()];
    if (random() % 8 == 0) out += "|";
  }
  return out;
}

TEST(GramQueryOf, RulesOutNothingThatMatches) {
  std::mt19937 random(5);
  std::size_t matched = 0, ruled_out = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = random_pattern(random, 2);
    const auto pattern = parse_pattern(text, PatternSyntax::kRegex);
    ASSERT_TRUE(pattern) << text;
    const GramQuery query = to_gram_query(*pattern);
    const auto matcher = PatternMatcher::make(*pattern, PatternMatcher::Engine::kRe2);
    for (int j = 0; j < 20; ++j) {
      std::string line;
      while (random() % 14 != 0) line += "abcd"[random() % 4];
      const bool does_match = (*matcher)->matches(line);
      const bool does_hold = holds(query, line);
      ASSERT_TRUE(does_hold || !does_match) << text << " on " << line << ": " << text_of(query);
      matched += does_match;
      ruled_out += !does_hold;
    }
  }
  EXPECT_GT(matched, 5000U);
  EXPECT_GT(ruled_out, 3000U);
}

}  // namespace
}  // namespace spoor::search
