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
                                  bool is_array = false) {
  const auto input = InputStream::from_memory(as_bytes(text));
  LineSource source(*input, max_line, is_array);
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
  EXPECT_EQ(lines_of(R"([{"a":"]}"}, {"b":{"c":[1,2]}} ])", 99, true),
            (Lines{R"({"a":"]}"})", R"({"b":{"c":[1,2]}})"}));
  EXPECT_EQ(lines_of(R"([ 1, "x,y" , {}])", 99, true), (Lines{"1", R"("x,y" )", "{}"}));
  EXPECT_EQ(lines_of("[}}{]", 99, true), (Lines{"}", "}", "{]"}));
  EXPECT_EQ(lines_of("[{\"never", 99, true), (Lines{"{\"never"}));
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
