// SPDX-License-Identifier: Apache-2.0
// D4's dialect without sockets.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"

namespace spoor::api::d4 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr std::uint32_t kT0 = 1'600'000'000;

std::string cof(std::string_view name, std::string_view type, std::string_view rdata,
                std::uint64_t count) {
  return fmt::format(
      "{{\"rrname\":\"{}\",\"rrtype\":\"{}\",\"rdata\":\"{}\",\"count\":{},\"time_first\":{},"
      "\"time_last\":{}}}\n",
      name, type, rdata, count, kT0, kT0 + 100);
}

class D4 : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(cof("www.example.com", "A", "192.0.2.10", 7) +
                 cof("www.example.com", "MX", "10 mail.example.com", 2) +
                 cof("www.example.com", "NAME", "192.0.2.10", 2) +
                 cof("other.example.com", "A", "192.0.2.10", 1) +
                 cof("other.example.com", "TXT", "hello", 1) +
                 cof("third.example.com", "A", "192.0.2.11", 1) +
                 cof("alias.example.net", "CNAME", "www.example.com", 3) +
                 cof("alias.example.net", "TXT", "hello", 3) +
                 cof("example.com", "SOA", "www.example.com www.example.com 1 2 3 4 5", 1));
    served_.fill(cof("www.example.com", "A", "192.0.2.10", 4), "s2");
    switch_on(record::Tlp::kRed);
  }

  void switch_on(record::Tlp clearance, std::uint64_t most = kDefaultResultsMax) {
    KeySpec spec;
    spec.clearance = clearance;
    spec.results_max = most;
    served_.d4() = std::make_shared<Caller>(spec);
  }
  std::vector<std::string> lines(std::string_view path) {
    const http::Response response = served_.get(path);
    EXPECT_EQ(response.status, 200U) << response.body;
    EXPECT_EQ(response.content_type, "application/x-ndjson");
    return lines_of(response.body);
  }
  /// "name type" of each line.
  std::vector<std::string> told(std::string_view path) {
    std::vector<std::string> told;
    for (const std::string& line : lines(path)) {
      const auto word = [&](std::string_view key) {
        const std::size_t at = line.find(key) + key.size();
        return line.substr(at, line.find('"', at) - at);
      };
      told.push_back(word("\"rrname\":\"") + " " + word("\"rrtype\":\""));
    }
    return told;
  }

  Served served_;
};

TEST_F(D4, ANameMeansItsRecords) {
  EXPECT_THAT(lines("/query/www.example.com"),
              ElementsAre(R"({"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.10",)"
                          R"("time_first":1600000000,"time_last":1600000100,"count":11,)"
                          R"("origin":"http://localhost:8053/"})",
                          HasSubstr("\"10 mail.example.com\"")));
  EXPECT_THAT(lines("/query/nobody.test"), IsEmpty());
}

TEST_F(D4, AnAddressMeansAllRecordsOfTheNamesThatHoldIt) {
  const auto expected = UnorderedElementsAre("www.example.com A", "www.example.com MX",
                                             "other.example.com A", "other.example.com TXT");
  EXPECT_THAT(told("/query/192.0.2.10"), expected);
  EXPECT_THAT(told("/fquery/192.0.2.10"), expected);
  EXPECT_THAT(lines("/query/192.0.2.12"), IsEmpty());
}

TEST_F(D4, FqueryOfANameMeansAllRecordsOfTheNamesThatHoldItEachOnce) {
  EXPECT_THAT(
      told("/fquery/www.example.com"),
      UnorderedElementsAre("alias.example.net CNAME", "alias.example.net TXT", "example.com SOA"));
}

TEST_F(D4, TakesTheWildcardsOfCircl) {
  EXPECT_THAT(lines("/query/*.example.com"), SizeIs(6));
  EXPECT_THAT(told("/fquery/*.example.com"),
              UnorderedElementsAre("alias.example.net CNAME", "alias.example.net TXT",
                                   "example.com SOA", "www.example.com A", "www.example.com MX"));
}

TEST_F(D4, IsOffUntilItIsSwitchedOn) {
  served_.d4() = nullptr;
  for (const char* const path : {"/query/www.example.com", "/fquery/192.0.2.10", "/info"}) {
    const http::Response response = served_.get(path);
    EXPECT_EQ(response.status, 404U) << path;
    EXPECT_THAT(response.body, HasSubstr("--d4"));
  }
}

TEST_F(D4, NeedsNoKeyAndShowsWhatItIsClearedFor) {
  served_.use_keys("secret-key\n");
  EXPECT_THAT(lines("/query/www.example.com"), SizeIs(2));
  record::SourceCard card;
  card.tlp = record::Tlp::kAmber;
  const auto id = served_.store().find_source("s2");
  ASSERT_TRUE(id);
  ASSERT_TRUE(served_.store().edit_source(*id, record::SourceKind::kFeed, card));
  switch_on(record::Tlp::kGreen);
  EXPECT_THAT(lines("/query/www.example.com")[0], HasSubstr("\"count\":7,"));
  const http::Response info = served_.get("/info");
  EXPECT_EQ(info.status, 200U);
  EXPECT_THAT(info.body, HasSubstr(R"("software":"spoor")"));
  EXPECT_THAT(info.body, HasSubstr(R"("sensors":[{"sensor_id":"s1","count":)"));
  EXPECT_THAT(info.body, ::testing::Not(HasSubstr("s2")));
}

TEST_F(D4, AnAnswerThatIsCutSaysSoBehindIt) {
  switch_on(record::Tlp::kRed, 3);
  const http::Response response = served_.get("/query/192.0.2.10");
  EXPECT_THAT(lines_of(response.body), SizeIs(3));
  EXPECT_THAT(field(response, "x-dribble-errors"), HasSubstr(R"("limit":3)"));
}

TEST_F(D4, RefusesWhatIsNoQuestion) {
  for (const char* const path : {"/query/a..b", "/query/glob:*x*", "/fquery/has:x", "/query/%20"}) {
    const http::Response response = served_.get(path);
    EXPECT_EQ(response.status, 400U) << path;
    EXPECT_THAT(response.body, HasSubstr("expected a name")) << path;
  }
  served_.access().is_away = true;
  EXPECT_EQ(served_.get("/query/www.example.com").status, 503U);
  EXPECT_EQ(served_.get("/info").status, 503U);
}

}  // namespace
}  // namespace spoor::api::d4
