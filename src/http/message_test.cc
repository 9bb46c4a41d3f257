// SPDX-License-Identifier: Apache-2.0
#include "http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::http {
namespace {

TEST(PercentDecode, ResolvesEscapesAndOnlyThese) {
  EXPECT_EQ(percent_decode("a%2Fb%2fc", false), "a/b/c");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("%41", false), "A");
  EXPECT_EQ(percent_decode("%00", false), std::string(1, '\0'));
}

TEST(PercentDecode, RefusesBrokenEscapes) {
  for (const std::string_view text : {"%", "%4", "a%", "%zz", "%4g", "%%41"})
    EXPECT_FALSE(percent_decode(text, false)) << text;
}

TEST(PercentEncode, ComesBackAsItWas) {
  std::string every;
  for (int octet = 0; octet < 256; ++octet) every += static_cast<char>(octet);
  std::string encoded;
  append_percent_encoded(encoded, every);
  EXPECT_EQ(encoded.find_first_of("/?&=+ #"), std::string::npos);
  EXPECT_EQ(percent_decode(encoded, true), every);
}

TEST(ParseQueryString, TakesPairsInTheirOrder) {
  const auto fields = parse_query_string("q=%2A.example.com&type=A&empty=&bare&&type=MX&a=b=c");
  ASSERT_TRUE(fields);
  const std::vector<Field> expected{{"q", "*.example.com"}, {"type", "A"},  {"empty", ""},
                                    {"bare", ""},           {"type", "MX"}, {"a", "b=c"}};
  EXPECT_EQ(*fields, expected);
}

TEST(ParseQueryString, SaysWhereAnEscapeIsBroken) {
  const auto fields = parse_query_string("q=a&x=%4");
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(fields.error().offset, 4U);
}

/// Says `text` in pieces, with pauses, and a trailer.
class Pieces final : public Stream {
 public:
  explicit Pieces(std::string text, State last = State::kEnd)
      : text_(std::move(text)), last_(last) {}
  State produce(std::string& out, std::size_t /*wanted*/) override {
    if (is_pause_ = !is_pause_; is_pause_) return State::kMore;
    if (at_ == text_.size()) return last_;
    out += text_[at_++];
    return State::kMore;
  }
  Response replacement() override {
    Response other;
    other.status = 404;
    other.body = "none";
    return other;
  }
  std::vector<Field> trailers() override { return {{"Spoor-Complete", "true"}}; }

 private:
  std::string text_;
  State last_;
  std::size_t at_ = 0;
  bool is_pause_ = false;
};

TEST(Collect, RunsAStreamToItsEnd) {
  Response response;
  response.stream = std::make_unique<Pieces>("answer");
  const Response whole = collect(std::move(response));
  EXPECT_EQ(whole.status, 200U);
  EXPECT_EQ(whole.body, "answer");
  EXPECT_THAT(whole.fields, testing::Contains(Field{"Spoor-Complete", "true"}));
}

TEST(Collect, TakesTheReplacement) {
  Response response;
  response.stream = std::make_unique<Pieces>("", Stream::State::kReplaced);
  const Response whole = collect(std::move(response));
  EXPECT_EQ(whole.status, 404U);
  EXPECT_EQ(whole.body, "none");
}

TEST(Collect, MarksABrokenAnswer) {
  Response response;
  response.stream = std::make_unique<Pieces>("ans", Stream::State::kBroken);
  EXPECT_EQ(collect(std::move(response)).status, 599U);
}

TEST(Request, FindsFieldsByTheirLowerCaseName) {
  Request request;
  request.target = "/lookup?q=1";
  request.fields = {{"x-api-key", "one"}, {"x-api-key", "two"}, {"empty", ""}};
  EXPECT_EQ(request.field("x-api-key"), "one");
  EXPECT_EQ(request.field("host"), "");
  EXPECT_TRUE(request.has_field("empty"));
  EXPECT_FALSE(request.has_field("host"));
  EXPECT_EQ(request.path(), "/lookup");
}

}  // namespace
}  // namespace spoor::http
