// SPDX-License-Identifier: Apache-2.0
// Statuses by error, and bodies that stay whole whatever a client sent.
#include "api/problem.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

namespace spoor::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string field(const http::Response& response, std::string_view name) {
  for (const http::Field& each : response.fields) {
    if (each.name == name) return each.value;
  }
  return {};
}

TEST(ToProblem, ChoosesTheStatusByTheCode) {
  const struct {
    ErrorCode code;
    unsigned status;
  } cases[] = {{ErrorCode::kInvalid, 400},  {ErrorCode::kMalformed, 400},
               {ErrorCode::kNotFound, 400}, {ErrorCode::kTruncated, 400},
               {ErrorCode::kLimit, 413},    {ErrorCode::kIo, 503},
               {ErrorCode::kCorrupt, 503},  {ErrorCode::kDenied, 503}};
  for (const auto& each : cases) {
    const Problem problem = to_problem({each.code, "expected a name", 0, "q"});
    EXPECT_EQ(problem.status, each.status);
    EXPECT_FALSE(problem.title.empty());
    EXPECT_FALSE(problem.detail.empty());
    EXPECT_EQ(problem.retry_after_s != 0, each.status == 503);
  }
}

TEST(ToProblem, NamesTheParameterButNoFileOfTheStore) {
  EXPECT_EQ(to_problem({ErrorCode::kInvalid, "expected a name", 0, "q"}).parameter, "q");
  const Problem away =
      to_problem({ErrorCode::kIo, "cannot be read", 0, "/var/lib/store/names.seg"});
  EXPECT_TRUE(away.parameter.empty());
  EXPECT_THAT(away.detail, Not(HasSubstr("names.seg")));
}

TEST(RenderProblem, IsOneObjectThatSaysAll) {
  Problem problem{400, "invalid parameter", "expected a \"name\"", "q", "a\\b\"c"};
  const http::Response response = render_problem(problem, Dialect::kNative);
  EXPECT_EQ(response.status, 400U);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"invalid parameter","status":400,)"
                           R"("detail":"expected a \"name\"","parameter":"q","value":"a\\b\"c",)"
                           "\"complete\":false}\n");
  EXPECT_TRUE(response.fields.empty());
}

TEST(RenderProblem, LeavesOutWhatIsNotThere) {
  const http::Response response =
      render_problem({503, "unavailable", "try again", {}, {}, 7}, Dialect::kNative);
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"unavailable","status":503,"detail":"try again",)"
            "\"complete\":false}\n");
  EXPECT_EQ(field(response, "Retry-After"), "7");
}

TEST(RenderProblem, AsksForAKey) {
  const http::Response response = render_problem({401, "key missing", "send it"}, Dialect::kNative);
  EXPECT_EQ(field(response, "WWW-Authenticate"), "Bearer");
}

TEST(RenderProblem, MakesHostileValuesValidAndShort) {
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  std::string accents;
  for (int i = 0; i < 200; ++i) accents += "\xc3\xa9";
  const std::string values[] = {all,
                                std::string(100'000, '"'),
                                std::string(100'000, '\xff'),
                                "x" + accents,
                                accents,
                                std::string("\0\n\r\x1b[2J", 7),
                                "\xf0\x9f\x92",
                                "\xed\xa0\x80"};
  simdjson::dom::parser parser;
  for (const std::string& value : values) {
    const http::Response response = render_problem(
        {400, "invalid parameter", "expected a name", value, value}, Dialect::kNative);
    EXPECT_LT(response.body.size(), 2000U);
    simdjson::dom::element parsed;
    ASSERT_EQ(parser.parse(response.body).get(parsed), simdjson::SUCCESS) << response.body;
    std::string_view shown;
    ASSERT_EQ(parsed["value"].get(shown), simdjson::SUCCESS);
    EXPECT_TRUE(simdjson::validate_utf8(shown.data(), shown.size()));
    if (value == accents || value == "x" + accents) {
      EXPECT_EQ(value.substr(0, shown.size()), shown);  // cut between two characters
      EXPECT_GE(shown.size(), 119U);
    }
  }
}

TEST(RenderProblem, IsOneLineOfPrintableAsciiAsText) {
  const std::string hostile = "bad\nvalue\r\n\x1b[31m \xc3\xa9 \x7f";
  for (const std::string& detail : {hostile, std::string(), std::string("expected a name")}) {
    const http::Response response =
        render_problem({400, "invalid parameter", detail, "q", hostile}, Dialect::kDnsdb);
    EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
    EXPECT_TRUE(response.body.starts_with("Error: "));
    EXPECT_GT(response.body.size(), 8U);
    EXPECT_EQ(response.body.back(), '\n');
    EXPECT_TRUE(std::all_of(response.body.begin(), response.body.end() - 1, [](char c) {
      return c >= 0x20 && c < 0x7F;
    })) << response.body;
  }
}

}  // namespace
}  // namespace spoor::api
