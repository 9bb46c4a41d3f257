// SPDX-License-Identifier: Apache-2.0
// Many questions in one request.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Bulk : public ::testing::Test {
 protected:
  void SetUp() override { served_.fill(cof_lines(3)); }
  std::vector<std::string> ask(const std::string& body, const std::string& query = "") {
    const http::Response response = served_.post("/api/v1/bulk" + query, body);
    EXPECT_EQ(response.status, 200U) << response.body;
    EXPECT_EQ(response.content_type, "application/x-ndjson");
    return lines_of(response.body);
  }

  Served served_;
};

TEST_F(Bulk, AnswersLineByLine) {
  const auto lines = ask("host-00000[.]example[.]com\n\n# remark\nnobody.test\n192.0.2.1");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0],
            R"({"line":1,"q":"host-00000[.]example[.]com","text":"host-00000.example.com.",)"
            R"("found":1,"complete":true,"first_seen":1600000000,"last_seen":1700000000,)"
            R"("rows":[{"rrname":"host-00000.example.com.","rrtype":"A","rdata":"192.0.2.0",)"
            R"("bailiwick":"example.com.","source":"s1","how":"sensor","count":1,)"
            R"("time_first":1600000000,"time_last":1700000000}]})");
  EXPECT_EQ(
      lines[1],
      R"({"line":4,"q":"nobody.test","text":"nobody.test.","found":0,"complete":true,"rows":[]})");
  EXPECT_THAT(lines[2], StartsWith(R"({"line":5,"q":"192.0.2.1","text":"192.0.2.1","found":1)"));
  EXPECT_EQ(lines[3], R"({"lines":5,"answered":3,"found":2,"errors":0,"complete":true})");
}

TEST_F(Bulk, GoesOnAfterErrors) {
  const auto lines = ask("192.0.2.300\na b\nx type:none-such\nx source:nobody\nx sort:count\n*");
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_THAT(lines[0], HasSubstr(R"("error":"expected an IPv4 address)"));
  EXPECT_THAT(lines[0], HasSubstr(R"("offset":0)"));
  EXPECT_THAT(lines[1], HasSubstr(R"("error":"expected one question a line","offset":2)"));
  EXPECT_THAT(lines[2], HasSubstr(R"("offset":7)"));
  EXPECT_THAT(lines[3], HasSubstr("no source of this name"));
  EXPECT_THAT(lines[4], HasSubstr("key order"));
  EXPECT_THAT(lines[5], HasSubstr(R"("found":3)"));
  EXPECT_EQ(lines[6], R"({"lines":6,"answered":1,"found":1,"errors":5,"complete":true})");
}

TEST_F(Bulk, TellsSoManyRowsAndCountsAll) {
  EXPECT_THAT(ask("*", "?limit=0")[0], HasSubstr(R"("found":3,"complete":true)"));
  EXPECT_THAT(ask("*", "?limit=0")[0], HasSubstr(R"("rows":[]})"));
  EXPECT_THAT(ask("* limit:1", "?limit=2")[0], Not(HasSubstr("host-00001")));
  EXPECT_THAT(ask("*", "?limit=2")[0], HasSubstr("host-00001"));
  EXPECT_THAT(ask("*", "?with=type:MX%20count%3E%3D1")[0], HasSubstr(R"("found":0)"));
  EXPECT_THAT(ask("*", "?times=iso")[0], HasSubstr(R"("first_seen":"2020-09-13T12:26:40Z")"));
}

TEST_F(Bulk, AnswersTheSameQuestionTheSameAgain) {
  Served many;
  many.fill(cof_lines(200));
  const auto body = [&](const std::string& text) {
    return lines_of(many.post("/api/v1/bulk?limit=2", text).body);
  };
  const auto lines = body("*.example.com\n*.example[.]com\n*.example.com limit:1\n*.example.com\n");
  const auto rest_of = [](const std::string& line) { return line.substr(line.find("\"text\"")); };
  EXPECT_THAT(lines[0], HasSubstr(R"("found":200,"complete":true,"first_seen":)"));
  EXPECT_EQ(rest_of(lines[1]), rest_of(lines[0]));
  EXPECT_EQ(rest_of(lines[3]), rest_of(lines[0]));
  EXPECT_THAT(lines[0], HasSubstr("host-00001"));
  EXPECT_THAT(lines[2], HasSubstr(R"("found":200)"));
  EXPECT_THAT(lines[2], Not(HasSubstr("host-00001")));
  EXPECT_EQ(lines[4], R"({"lines":4,"answered":4,"found":4,"errors":0,"complete":true})");
}

TEST_F(Bulk, CountsTenThousandAtMost) {
  Served many;
  many.fill(cof_lines(10'050));
  const auto lines = lines_of(many.post("/api/v1/bulk", std::string("*.example.com")).body);
  EXPECT_THAT(lines[0], HasSubstr(R"("found":10000,"complete":false)"));
}

TEST_F(Bulk, RefusesWhatIsTooMuch) {
  std::string text;
  for (int i = 0; i < 100'001; ++i) text += "a\n";
  EXPECT_EQ(served_.post("/api/v1/bulk", text).status, 413U);
  EXPECT_EQ(served_.post("/api/v1/bulk?limit=1001", std::string("a")).status, 400U);
  EXPECT_EQ(served_.post("/api/v1/bulk?with=a.example", std::string("a")).status, 400U);
  EXPECT_EQ(served_.post("/api/v1/bulk?with=type:", std::string("a")).status, 400U);
  EXPECT_THAT(ask(""), ElementsAre(StartsWith(R"({"lines":0)")));
}

TEST_F(Bulk, EndsWhenItsTimeIsUp) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "host-00000.example.com\n";
  served_.settings().answer_time = std::chrono::seconds(1);
  served_.tick_step = std::chrono::milliseconds(400);
  const auto lines = lines_of(served_.post("/api/v1/bulk", text).body);
  EXPECT_LT(lines.size(), 2000U);
  EXPECT_THAT(lines.back(), HasSubstr(R"("complete":false,"reason":"time"})"));
}

}  // namespace
}  // namespace spoor::api::v1
