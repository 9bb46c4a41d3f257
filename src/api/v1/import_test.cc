// SPDX-License-Identifier: Apache-2.0
// Uploads: feeds and captures, again, torn, refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "intake/capture_maker_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Fields = std::vector<http::Field>;

constexpr std::string_view kTarget = "/api/v1/import?source=s1";

std::string capture_of(unsigned exchanges) {
  intake::CaptureMaker maker;
  for (unsigned i = 0; i < exchanges; ++i) {
    maker.add_exchange("h" + std::to_string(i) + ".example.com",
                       std::string_view("\xC0\x00\x02\x07", 4), 1'500'000'000U + i);
  }
  return maker.file();
}

class Import : public ::testing::Test {
 protected:
  void SetUp() override { served_.use_keys("desk-key-1 read import"); }
  http::Response post(const std::string& target, const std::string& content, Fields fields = {}) {
    MemoryBody body(content);
    return post(target, body, std::move(fields));
  }
  http::Response post(const std::string& target, MemoryBody& body, Fields fields = {}) {
    fields.push_back({"x-api-key", "desk-key-1"});
    return served_.post(target, body, std::move(fields));
  }
  http::Response get(const std::string& target) {
    return served_.get(target, {{"x-api-key", "desk-key-1"}});
  }
  std::uint64_t records() {
    const auto stats = served_.store().stats();
    return stats ? stats->records : 0;
  }
  static void expect_json(const http::Response& response) {
    simdjson::dom::parser parser;
    simdjson::dom::element top;
    EXPECT_EQ(parser.parse(response.body).get(top), simdjson::SUCCESS) << response.body;
  }

  Served served_;
  const std::string target_{kTarget};
};

TEST_F(Import, ReadsAFeedWhileItComes) {
  const http::Response response = post(target_, cof_lines(50));
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_THAT(response.body, StartsWith(R"({"outcome":"read","format":"cof","compression":"",)"));
  EXPECT_THAT(response.body, HasSubstr("\"lines\":50,\"records\":50,\"rejected\":{},"));
  EXPECT_TRUE(response.body.ends_with("\"complete\":true}\n")) << response.body;
  EXPECT_THAT(response.body, Not(HasSubstr("\"file\"")));
  expect_json(response);
  EXPECT_EQ(records(), 50U);
  EXPECT_THAT(get("/api/v1/records?q=host-00007.example.com").body, HasSubstr("\"count\":8,"));
}

TEST_F(Import, ReadsACapture) {
  const http::Response response = post("/api/v1/import?source=r1", capture_of(5));
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(response.body, HasSubstr("\"format\":\"pcap\""));
  EXPECT_THAT(response.body, HasSubstr("\"packets\":10,"));
  EXPECT_EQ(records(), 5U);
  EXPECT_THAT(get("/api/v1/status").body,
              HasSubstr(R"({"name":"r1","kind":"sensor","counts":"delta",)"));
}

TEST_F(Import, ChangesNothingTheSecondTime) {
  const std::string capture = capture_of(5);
  ASSERT_EQ(post("/api/v1/import?source=r1", capture).status, 200U);
  const std::string before = get("/api/v1/records?q=*").body;
  const http::Response again = post("/api/v1/import?source=r1", capture);
  EXPECT_EQ(again.status, 200U);
  EXPECT_THAT(again.body, HasSubstr("\"already_merged\":true"));
  EXPECT_EQ(get("/api/v1/records?q=*").body, before);
}

TEST_F(Import, ObeysItsParameters) {
  EXPECT_EQ(post("/api/v1/import?source=d1&counts=delta", cof_lines(1)).status, 200U);
  EXPECT_THAT(get("/api/v1/status").body,
              HasSubstr(R"({"name":"d1","kind":"feed","counts":"delta",)"));
  std::string sensed = cof_lines(1);
  sensed.replace(sensed.find("}\n"), 1, ",\"sensor_id\":\"x\"}");
  EXPECT_EQ(post("/api/v1/import?source=d2&by_sensor=true", sensed).status, 200U);
  EXPECT_THAT(get("/api/v1/status").body, HasSubstr("\"name\":\"d2/x\""));
  const http::Response elsewhere = post(
      "/api/v1/import?source=r1&ports=5353,5354&unmatched=keep&checksums=ignore&dnssec=keep"
      "&position=authority&zone=example.com&zone=example.net",
      capture_of(5));
  EXPECT_EQ(elsewhere.status, 200U) << elsewhere.body;
  EXPECT_THAT(elsewhere.body, HasSubstr("\"responses\":0,"));
}

TEST_F(Import, NamesTheParameterThatIsWrong) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "source"},
      {"?source=", "source"},
      {"?source=a%20b", "source"},
      {"?source=a%0ab", "source"},
      {"?source=" + std::string(129, 'a'), "source"},
      {"?source=a&source=b", "source"},
      {"?source=a&by_sensor=yes", "by_sensor"},
      {"?source=a&counts=", "counts"},
      {"?source=a&counts=sum", "counts"},
      {"?source=a&position=beside", "position"},
      {"?source=a&unmatched=maybe", "unmatched"},
      {"?source=a&checksums=yes", "checksums"},
      {"?source=a&dnssec=yes", "dnssec"},
      {"?source=a&ports=", "ports"},
      {"?source=a&ports=dns", "ports"},
      {"?source=a&ports=53,", "ports"},
      {"?source=a&ports=65536", "ports"},
      {"?source=a&ports=53&ports=54", "ports"},
      {"?source=a&position=authority&zone=a..b", "zone"},
      {"?source=a&position=authority&zone=", "zone"},
      {"?source=a&root_hints=/etc/passwd", "root_hints"},
      {"?source=a&zones_file=/etc/passwd", "zones_file"},
      {"?source=a&format=cof", "format"},
  };
  for (const auto& [query, parameter] : cases) {
    const http::Response response = post("/api/v1/import" + query, cof_lines(1));
    EXPECT_EQ(response.status, 400U) << query << response.body;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << query;
    expect_json(response);
  }
  EXPECT_EQ(records(), 0U);
}

TEST_F(Import, HoldsAnUploadToItsKey) {
  const Fields first{{"idempotency-key", "2f1c"}};
  ASSERT_EQ(post(target_, cof_lines(5), first).status, 200U);
  const http::Response again = post(target_, cof_lines(5), first);
  EXPECT_EQ(again.status, 200U);
  EXPECT_THAT(again.body, HasSubstr("\"already_merged\":true"));
  const http::Response other = post(target_, cof_lines(6), first);
  EXPECT_EQ(other.status, 422U);
  EXPECT_EQ(other.content_type, "application/problem+json");
  EXPECT_THAT(other.body, HasSubstr("\"parameter\":\"Idempotency-Key\""));
  EXPECT_THAT(other.body, HasSubstr(",\"report\":{\"outcome\":\"refused\","));
  expect_json(other);
  EXPECT_EQ(records(), 5U);
  EXPECT_EQ(post(target_, cof_lines(6), {{"idempotency-key", "2f1d"}}).status, 200U);
  EXPECT_EQ(records(), 6U);
}

TEST_F(Import, TakesNoKeyThatIsNone) {
  const Fields wrong[] = {{{"idempotency-key", ""}},
                          {{"idempotency-key", std::string(256, 'k')}},
                          {{"idempotency-key", "a"}, {"idempotency-key", "a"}}};
  for (const Fields& fields : wrong) {
    const http::Response response = post(target_, cof_lines(1), fields);
    EXPECT_EQ(response.status, 400U);
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"Idempotency-Key\""));
  }
  EXPECT_EQ(records(), 0U);
}

TEST_F(Import, KnowsWhatIsNoFeedAndNoCapture) {
  for (const std::string& content :
       {std::string(), std::string("hello"), std::string("<html></html>"), std::string(5000, '\0'),
        std::string("{\"a\":1}\n"), std::string("\x1f\x8b", 2)}) {
    const http::Response response = post(target_, content);
    EXPECT_TRUE(response.status == 415 || response.status == 422)
        << response.status << response.body;
    expect_json(response);
    EXPECT_THAT(response.body, HasSubstr(",\"report\":{"));
  }
  EXPECT_EQ(post(target_, "<html></html>").status, 415U);
  EXPECT_EQ(records(), 0U);
}

TEST_F(Import, TellsWhatItReadOfABodyThatBrokeOff) {
  const std::string capture = capture_of(50);
  const http::Response cut = post("/api/v1/import?source=r1", capture.substr(0, 3001));
  EXPECT_EQ(cut.status, 422U);
  EXPECT_THAT(cut.body, HasSubstr("\"title\":\"broken off\""));
  EXPECT_THAT(cut.body, HasSubstr(",\"report\":{\"outcome\":\"broken off\","));
  EXPECT_THAT(cut.body, HasSubstr("\"complete\":false}}\n"));
  expect_json(cut);

  MemoryBody gone(cof_lines(50));
  gone.error = Error{ErrorCode::kIo, "the sender went away"};
  const http::Response torn = post(target_, gone);
  EXPECT_EQ(torn.status, 422U);
  EXPECT_THAT(torn.body, HasSubstr("the sender went away"));
  expect_json(torn);
  EXPECT_EQ(post(target_, cof_lines(50)).status, 200U);
  EXPECT_THAT(get("/api/v1/records?q=host-00007.example.com").body, HasSubstr("\"count\":8,"));
}

TEST_F(Import, SaysThatABodyIsTooLarge) {
  MemoryBody large(cof_lines(50));
  large.error = Error{ErrorCode::kLimit, "the body is longer than this server takes"};
  const http::Response response = post(target_, large);
  EXPECT_EQ(response.status, 413U);
  EXPECT_THAT(response.body, HasSubstr("longer than this server takes"));
  expect_json(response);
}

TEST_F(Import, KeepsCountsOfASourceApart) {
  ASSERT_EQ(post("/api/v1/import?source=d1&counts=delta", cof_lines(1)).status, 200U);
  const http::Response response = post("/api/v1/import?source=d1&counts=total", cof_lines(2));
  EXPECT_EQ(response.status, 409U);
  EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"source\",\"value\":\"d1\""));
  expect_json(response);
  EXPECT_EQ(records(), 1U);
}

TEST_F(Import, StaysOutsideWhileTheStoreIsAway) {
  served_.access().is_away = true;
  const http::Response response = post(target_, cof_lines(1));
  EXPECT_EQ(response.status, 503U);
  EXPECT_EQ(field(response, "Retry-After"), "5");
}

TEST_F(Import, CountsLinesThatItRefuses) {
  const http::Response response = post(target_, cof_lines(2) + "rubbish\n");
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(response.body, Not(HasSubstr("\"rejected\":{}")));
  EXPECT_THAT(response.body, HasSubstr("\"remarks\":[\"line 3"));
}

}  // namespace
}  // namespace spoor::api::v1
