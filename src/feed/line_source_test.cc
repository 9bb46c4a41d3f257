// SPDX-License-Identifier: Apache-2.0
// Lines are the same however the stream hands its octets out.
#include "feed/line_source.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace spoor::feed {
namespace {

std::vector<std::string> lines_of(const std::string& text, std::size_t max_line,
                                  Framing framing = Framing::kLines) {
  const auto input = InputStream::from_memory(as_bytes(text));
  LineSource source(*input, max_line, framing);
  std::vector<std::string> out;
  FeedLine line;
  while (true) {
    const auto has = source.next(line);
    EXPECT_TRUE(has);
    if (!has || !*has) break;
    out.push_back(line.is_too_long ? "<long>" : std::string(line.text));
    if (!line.is_too_long) {
      EXPECT_EQ(text.substr(line.offset, line.text.size()), line.text);
    }
  }
  source.commit();
  EXPECT_EQ(input->offset(), text.size());
  return out;
}

using Lines = std::vector<std::string>;

TEST(LineSource, CutsAtLineEndsAndPassesOverBlankLines) {
  EXPECT_EQ(lines_of("a\n\n  \r\nb\r\n c", 9), (Lines{"a", "b\r", "c"}));
  EXPECT_EQ(lines_of("", 9), Lines{});
  EXPECT_EQ(lines_of("\n", 9), Lines{});
  EXPECT_EQ(lines_of("a\n0123456789\nb", 9), (Lines{"a", "<long>", "b"}));
  EXPECT_EQ(lines_of("0123456789", 9), (Lines{"<long>"}));
}

TEST(LineSource, TakesArraysApart) {
  EXPECT_EQ(lines_of(R"([{"a":"]}"}, {"b":{"c":[1,2]}} ])", 99, Framing::kArray),
            (Lines{R"({"a":"]}"})", R"({"b":{"c":[1,2]}})"}));
  EXPECT_EQ(lines_of(R"([ 1, "x,y" , {}])", 99, Framing::kArray), (Lines{"1", R"("x,y" )", "{}"}));
  EXPECT_EQ(lines_of("[}}{]", 99, Framing::kArray), (Lines{"}", "}", "{]"}));
  EXPECT_EQ(lines_of("[{\"never", 99, Framing::kArray), (Lines{"{\"never"}));
}

TEST(LineSource, GivesRawLinesAsTheyStand) {
  EXPECT_EQ(lines_of("a\n\n \tb\n", 9, Framing::kRaw), (Lines{"a", "", " \tb"}));
  EXPECT_EQ(lines_of("\n\n", 9, Framing::kRaw), (Lines{"", ""}));
}

TEST(LineSource, KeepsLineEndsWithinQuotesOfARecord) {
  EXPECT_EQ(lines_of("a,\"x\ny\",b\n\nc\n", 99, Framing::kRecords), (Lines{"a,\"x\ny\",b", "c"}));
  EXPECT_EQ(lines_of("\"a\"\"\n\",b\nc", 99, Framing::kRecords), (Lines{"\"a\"\"\n\",b", "c"}));
  EXPECT_EQ(lines_of("a\"b\nc\n", 99, Framing::kRecords), (Lines{"a\"b", "c"}))
      << "a quote within a field is none";
}

TEST(LineSource, AQuoteThatNeverEndsCostsItsLineOnly) {
  EXPECT_EQ(lines_of("\"a\nb\nc", 99, Framing::kRecords), (Lines{"\"a", "b", "c"}));
  const std::string many(LineSource::kMaxQuoted, 'x');
  EXPECT_EQ(lines_of("\"a\n" + many + "\nb\n", std::size_t{1} << 20, Framing::kRecords),
            (Lines{"\"a", many, "b"}));
}

TEST(LineSource, NumbersLinesAsAnEditorDoes) {
  const auto numbers = [](std::string_view text, Framing framing) {
    const auto input = InputStream::from_memory(as_bytes(text));
    LineSource source(*input, 9, framing);
    std::vector<std::uint64_t> out;
    for (FeedLine line; *source.next(line);) out.push_back(line.number);
    return out;
  };
  using Numbers = std::vector<std::uint64_t>;
  EXPECT_EQ(numbers("\na\n\n  \nb\n0123456789\nc", Framing::kLines), (Numbers{2, 5, 6, 7}));
  EXPECT_EQ(numbers("a\n\nb", Framing::kRaw), (Numbers{1, 2, 3}));
  EXPECT_EQ(numbers("a\n\"\n\"\nb", Framing::kRecords), (Numbers{1, 2, 4}));
  EXPECT_EQ(numbers("[{},\n{}]", Framing::kArray), (Numbers{1, 2}));
}

TEST(LineSource, AgreesWithASplitOverLongInputs) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    std::string text;
    Lines expected;
    while (text.size() < 900'000) {
      const std::size_t size = random() % 3 == 0 ? random() % 200'000 : random() % 300;
      const std::string line(size, static_cast<char>('a' + random() % 26));
      if (!line.empty()) expected.push_back(line.size() > 100'000 ? "<long>" : line);
      text += line + "\n";
    }
    EXPECT_EQ(lines_of(text, 100'000), expected);
  }
}

}  // namespace
}  // namespace spoor::feed
