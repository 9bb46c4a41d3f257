// SPDX-License-Identifier: Apache-2.0
#include "search/pattern.h"

#include <gmock/gmock.h>

#include "search/pattern_matcher.h"

namespace spoor::search {
namespace {

struct MatchCase {
  const char* pattern;
  PatternSyntax syntax;
  std::vector<const char*> yes, no;
};

class PatternTable : public ::testing::TestWithParam<MatchCase> {};

TEST_P(PatternTable, TakesAndLeaves) {
  const MatchCase& row = GetParam();
  const auto pattern = parse_pattern(row.pattern, row.syntax);
  ASSERT_TRUE(pattern) << row.pattern << ": " << describe(pattern.error());
  for (const auto engine : {PatternMatcher::Engine::kBest, PatternMatcher::Engine::kRe2}) {
    const auto matcher = PatternMatcher::make(*pattern, engine);
    ASSERT_TRUE(matcher) << row.pattern;
    for (const char* text : row.yes) EXPECT_TRUE((*matcher)->matches(text)) << row.pattern << text;
    for (const char* text : row.no) EXPECT_FALSE((*matcher)->matches(text)) << row.pattern << text;
  }
}

using S = PatternSyntax;
INSTANTIATE_TEST_SUITE_P(
    Table, PatternTable,
    ::testing::Values(
        MatchCase{"paypal", S::kRegex, {"www.paypal.com.", "PAYPAL."}, {"paypa1.com."}},
        MatchCase{"^www\\.", S::kRegex, {"www.example.com."}, {"wwwx.com.", "x.www.com."}},
        MatchCase{"\\.com$", S::kRegex, {"a.com.", "a.com"}, {"a.com.au.", "acom."}},
        MatchCase{"com\\.$", S::kRegex, {"a.com."}, {"a.com.au."}},
        MatchCase{"a.c", S::kRegex, {"abc.", "a.c."}, {"ac."}},
        MatchCase{"^[a-f0-9]{8}\\.", S::kRegex, {"deadbeef.x."}, {"deadbee.x.", "deadbeef0.x."}},
        MatchCase{"^\\d+\\.", S::kRegex, {"12.x."}, {"a12.x."}},
        MatchCase{"\\W\\w\\s", S::kRegex, {"-a b"}, {"aab"}},
        MatchCase{"(?:ab|cd)+?e", S::kRegex, {"xabcde"}, {"abd"}},
        MatchCase{"[^a-z.]", S::kRegex, {"a1."}, {"ab."}},
        MatchCase{"a|", S::kRegex, {"b", ""}, {}},
        MatchCase{"^(a|b)?$", S::kRegex, {"", "a.", "b"}, {"ab"}},
        MatchCase{"[]a]x", S::kRegex, {"]x", "ax"}, {"bx"}},
        MatchCase{"[a-]x", S::kRegex, {"-x"}, {"bx"}},
        MatchCase{"[[:digit:]_]z", S::kRegex, {"3z", "_z"}, {"az"}},
        MatchCase{"v=spf1 .* -all", S::kRegex, {"\"V=SPF1 ip4:192.0.2.1 -ALL\""}, {"spf1"}},
        MatchCase{"x{2,3}y", S::kRegex, {"xxy", "xxxy", "xxxxy"}, {"xy"}},
        MatchCase{"^x{0}y", S::kRegex, {"yx"}, {"xy"}},
        MatchCase{"*.example.com",
                  S::kGlob,
                  {"a.example.com.", "a.b.EXAMPLE.com"},
                  {"example.com.", "a.example.com.x."}},
        MatchCase{"pay?al-*.com", S::kGlob, {"paypal-x.com."}, {"paypal.com.", "xpaypal-x.com."}},
        MatchCase{"[!a]*.com", S::kGlob, {"b.com."}, {"a.com."}},
        MatchCase{"\\*.com", S::kGlob, {"*.com."}, {"a.com."}},
        MatchCase{"a.b", S::kSubstring, {"xa.by."}, {"aab"}},
        MatchCase{"(", S::kSubstring, {"a\\(b"}, {"a"}},
        MatchCase{"^www\\.example\\.$", S::kFcre, {"www.example."}, {"www.example"}},
        MatchCase{"\\.com$", S::kFcre, {}, {"a.com."}},
        MatchCase{"(a|b)[[:alnum:]]+\\.", S::kFcre, {"ax."}, {"a."}},
        MatchCase{"*.com.", S::kFlexGlob, {"a.com."}, {"a.com"}}));

struct FaultCase {
  const char* pattern;
  PatternSyntax syntax;
  std::size_t offset;
  const char* says;
};

class PatternFaults : public ::testing::TestWithParam<FaultCase> {};

TEST_P(PatternFaults, PointAtTheCharacter) {
  const auto pattern = parse_pattern(GetParam().pattern, GetParam().syntax);
  ASSERT_FALSE(pattern) << GetParam().pattern;
  EXPECT_EQ(pattern.error().offset, GetParam().offset) << GetParam().pattern;
  EXPECT_THAT(std::string(pattern.error().what), ::testing::HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PatternFaults,
    ::testing::Values(
        FaultCase{"", S::kRegex, 0, "expected a pattern"}, FaultCase{"a)b", S::kRegex, 1, "\\)"},
        FaultCase{"x(ab", S::kRegex, 1, "never closed"},
        FaultCase{"ab[cd", S::kRegex, 2, "never closed"},
        FaultCase{"*a", S::kRegex, 0, "nothing stands before it"},
        FaultCase{"a|+", S::kRegex, 2, "nothing stands before it"},
        FaultCase{"a{2", S::kRegex, 1, "{n,m}"}, FaultCase{"a{9999}", S::kRegex, 1, "255"},
        FaultCase{"a{3,2}", S::kRegex, 1, "more to fewer"},
        FaultCase{"ab(?=c)", S::kRegex, 3, "look-around"},
        FaultCase{"(a)\\1", S::kRegex, 3, "back references"},
        FaultCase{"a\\bc", S::kRegex, 1, "\\d"}, FaultCase{"a\\", S::kRegex, 1, "backslash"},
        FaultCase{"a\xC3\xBC", S::kRegex, 1, "printable ASCII"},
        FaultCase{"[z-a]", S::kRegex, 1, "more to less"},
        FaultCase{"[[:nope:]]", S::kRegex, 1, "[:alnum:]"}, FaultCase{"^*", S::kRegex, 0, "anchor"},
        FaultCase{"\\d", S::kFcre, 0, "escaped"}, FaultCase{"a\\-b", S::kFcre, 1, "escaped"},
        FaultCase{"a||b", S::kFcre, 4, "nothing in it"},
        FaultCase{"[[.x.]]", S::kFcre, 1, "collating"},
        FaultCase{"(?:a)", S::kFcre, 1, "look-around"},
        FaultCase{"a[b", S::kGlob, 1, "never closed"},
        FaultCase{"a\\", S::kFlexGlob, 2, "backslash"}));

TEST(ParsePattern, RefusesWhatWouldBeTooLarge) {
  EXPECT_EQ(parse_pattern(std::string(5000, 'a'), S::kRegex).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_pattern(std::string(200, '(') + std::string(200, ')'), S::kRegex).error().code,
            ErrorCode::kLimit);
  EXPECT_EQ(parse_pattern("((a{255}){255}){255}", S::kRegex).error().code, ErrorCode::kLimit);
  EXPECT_TRUE(parse_pattern("(a{20}b{20}){20}", S::kRegex));
}

TEST(FixedBeginning, IsWhatEveryMatchBeginsWith) {
  const auto of = [](const char* text, PatternSyntax syntax) {
    return fixed_beginning(*parse_pattern(text, syntax));
  };
  EXPECT_EQ(of("^www\\.Pay.*", S::kRegex), "www.pay");
  EXPECT_EQ(of("www", S::kRegex), "");
  EXPECT_EQ(of("^(a|b)c", S::kRegex), "");
  EXPECT_EQ(of("^ab+", S::kRegex), "a");
  EXPECT_EQ(of("pay*.com", S::kGlob), "pay");
  EXPECT_EQ(of("*.com", S::kGlob), "");
}

}  // namespace
}  // namespace spoor::search
