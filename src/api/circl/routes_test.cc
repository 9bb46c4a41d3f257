// SPDX-License-Identifier: Apache-2.0
// The CIRCL dialect without sockets. Numbers are those of the conformance list.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/circl/answer.h"
#include "api/served_test.h"

namespace spoor::api::circl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::uint32_t kT0 = 1'600'000'000;

std::string cof(std::string_view name, std::string_view type, std::string_view rdata,
                std::uint64_t count, std::string_view more = "") {
  return fmt::format(
      "{{\"rrname\":\"{}\",\"rrtype\":\"{}\",\"rdata\":\"{}\",\"count\":{},\"time_first\":{},"
      "\"time_last\":{}{}}}\n",
      name, type, rdata, count, kT0, kT0 + 100, more);
}

std::string bailiwick(std::string_view zone) {
  return fmt::format(",\"bailiwick\":\"{}\"", zone);
}

class Circl : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(cof("www.example.com", "A", "192.0.2.10", 7, bailiwick("example.com")) +
                 cof("www.example.com", "A", "192.0.2.10", 1, bailiwick("com")) +
                 cof("www.example.com", "MX", "10 mail.example.com", 2) +
                 cof("www.example.com", "MX", "0 .", 1) +
                 cof("www.example.com", "TYPE65280", "\\\\# 2 abcd", 2) +
                 cof("www.example.com", "NAME", "whatever", 1) +
                 cof("a.example.net", "CNAME", "www.example.com", 3) +
                 cof("b.example.net", "A", "192.0.2.10", 1) +
                 cof("example.com", "SOA", "ns1.example.net. host.example.org. 1 2 3 4 5", 3) +
                 cof("example.com", "TXT", "ends with a dot.", 3));
    served_.fill(cof("www.example.com", "A", "192.0.2.10", 4,
                     ",\"zone_time_first\":1500000000,\"zone_time_last\":1700000000"),
                 "s2");
  }

  http::Response ask(std::string_view query, std::vector<http::Field> fields = {}) {
    return served_.get("/pdns/query/" + std::string(query), std::move(fields));
  }
  std::vector<std::string> lines(std::string_view query, std::vector<http::Field> fields = {}) {
    const http::Response response = ask(query, std::move(fields));
    EXPECT_EQ(response.status, 200U) << response.body;
    EXPECT_EQ(response.content_type, "application/x-ndjson");
    return lines_of(response.body);
  }
  /// All lines of an answer by pages; every page but the last is full.
  std::vector<std::string> by_pages(std::string_view query, const std::string& size) {
    std::vector<std::string> all;
    std::string cursor;
    for (int pages = 0; pages < 1000; ++pages) {
      std::vector<http::Field> fields{{"dribble-paginate-count", size}};
      if (!cursor.empty()) fields.push_back({"dribble-paginate-cursor", cursor});
      const http::Response response = ask(query, fields);
      EXPECT_EQ(response.status, 200U) << response.body;
      const auto page = lines_of(response.body);
      all.insert(all.end(), page.begin(), page.end());
      cursor = field(response, "x-dribble-cursor");
      if (cursor.empty()) return all;
      EXPECT_THAT(cursor, MatchesRegex("[1-9][0-9]*"));
      EXPECT_EQ(std::to_string(page.size()), size);
    }
    ADD_FAILURE() << "the pages never end";
    return all;
  }

  Served served_;
};

TEST_F(Circl, Item23NothingIsAnEmptyAnswer) {
  const http::Response response = ask("nobody.test");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(field(response, "x-dribble-cursor"), "");
  EXPECT_EQ(field(response, "x-dribble-errors"), "");
}

TEST_F(Circl, Item25OneLineARecordWithAllThatClientsDemand) {
  const auto found = lines("www.example.com", {{"dribble-filter-rrtype", "A"}});
  EXPECT_THAT(found, ElementsAre(R"({"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.10",)"
                                 R"("time_first":1600000000,"time_last":1600000100,)"
                                 R"("zone_time_first":1500000000,"zone_time_last":1700000000,)"
                                 R"("count":16,"origin":"http://localhost:8053/"})"));
}

TEST_F(Circl, TellsTheRecordsOfANameAndThoseThatHoldIt) {
  const auto found = lines("www.example.com");
  ASSERT_THAT(found, SizeIs(5));
  EXPECT_THAT(found[0], HasSubstr(R"("rrtype":"A")"));
  EXPECT_THAT(found[1], HasSubstr(R"("rdata":"0 .")"));
  EXPECT_THAT(found[2], HasSubstr(R"("rdata":"10 mail.example.com")"));
  EXPECT_THAT(found[3], HasSubstr(R"("rrtype":65280)"));
  EXPECT_THAT(found[4], StartsWith(R"({"rrname":"a.example.net","rrtype":"CNAME",)"
                                   R"("rdata":"www.example.com")"));
}

TEST_F(Circl, NamesHaveNoFinalDotAndTextsStayWhatTheyAre) {
  EXPECT_THAT(lines("example.com", {{"dribble-filter-rrtype", "SOA"}})[0],
              HasSubstr(R"("rdata":"ns1.example.net host.example.org 1 2 3 4 5")"));
  EXPECT_THAT(lines("example.com.", {{"dribble-filter-rrtype", "TXT"}})[0],
              HasSubstr(R"(ends with a dot.)"));
}

TEST_F(Circl, AnAddressMeansTheRecordsThatHoldIt) {
  EXPECT_THAT(lines("192.0.2.10"), SizeIs(2));
  EXPECT_THAT(lines("192.0.2.0,24"), SizeIs(2));
  EXPECT_THAT(lines("192.0.2.11"), IsEmpty());
  EXPECT_THAT(lines("2001:db8::1"), IsEmpty());
}

TEST_F(Circl, AWrongTypeFindsNothingAndAnUnknownOneIsRefused) {
  EXPECT_THAT(lines("www.example.com", {{"dribble-filter-rrtype", "AAAA"}}), IsEmpty());
  EXPECT_EQ(ask("www.example.com", {{"dribble-filter-rrtype", "NO SUCH"}}).status, 400U);
  EXPECT_EQ(ask("www.example.com", {{"dribble-filter-rrtype", ""}}).status, 400U);
}

TEST_F(Circl, RefusesWhatIsNoQuestionAndSaysWhatWouldBe) {
  for (const std::string_view query : {"a..b", "has:x", "glob:*x*", "a@b.test", "%20"}) {
    const http::Response response = ask(query);
    EXPECT_EQ(response.status, 400U) << query;
    EXPECT_THAT(response.body, HasSubstr("expected a name")) << query;
  }
  for (const std::string_view count : {"0", "-1", "x", "10001", "50 ", ""}) {
    const http::Response response =
        ask("www.example.com", {{"dribble-paginate-count", std::string(count)}});
    EXPECT_EQ(response.status, 400U) << count;
    EXPECT_THAT(response.body, HasSubstr("whole number"));
  }
  EXPECT_EQ(
      ask("a.test", {{"dribble-paginate-cursor", "12"}, {"dribble-paginate-count", "5"}}).status,
      400U);
}

TEST_F(Circl, Item24PagesTogetherAreTheWholeAnswer) {
  std::string content;
  for (int i = 0; i < 120; ++i) {
    content +=
        cof("many.example.org", "A", fmt::format("198.51.100.{}", i), 1, bailiwick("example.org"));
    content += cof("many.example.org", "A", fmt::format("198.51.100.{}", i), 1, bailiwick("org"));
    content += cof(fmt::format("h{}.example.org", i), "CNAME", "many.example.org", 1);
  }
  served_.fill(content);
  const auto whole = lines("many.example.org");
  ASSERT_THAT(whole, SizeIs(240));
  for (const std::string size : {"1", "7", "50", "60", "119", "120", "121", "240", "241", "10000"})
    EXPECT_EQ(by_pages("many.example.org", size), whole) << size;
}

TEST_F(Circl, PagesAreTheSameWhileDataIsMerged) {
  std::string content;
  for (int i = 0; i < 100; ++i)
    content += cof("many.example.org", "A", fmt::format("198.51.100.{}", 2 * i), 1);
  served_.fill(content);
  const http::Response first = ask("many.example.org", {{"dribble-paginate-count", "50"}});
  std::string later;
  for (int i = 0; i < 100; ++i)
    later += cof("many.example.org", "A", fmt::format("198.51.100.{}", 2 * i + 1), 1);
  served_.fill(later);
  const http::Response second =
      ask("many.example.org", {{"dribble-paginate-count", "200"},
                               {"dribble-paginate-cursor", field(first, "x-dribble-cursor")}});
  EXPECT_THAT(lines_of(second.body), SizeIs(101));
  EXPECT_THAT(lines_of(second.body)[0], HasSubstr("198.51.100.99\""));
}

TEST_F(Circl, ACursorIsItsOwnersAndGoesAway) {
  served_.use_keys("key-of-a\nkey-of-b\n");
  const auto as = [&](const std::string& key, const std::string& cursor) {
    std::vector<http::Field> fields{{"x-api-key", key}, {"dribble-paginate-count", "1"}};
    if (!cursor.empty()) fields.push_back({"dribble-paginate-cursor", cursor});
    return ask("www.example.com", fields);
  };
  const std::string cursor = field(as("key-of-a", ""), "x-dribble-cursor");
  EXPECT_EQ(as("key-of-a", cursor).status, 200U);
  EXPECT_EQ(as("key-of-a", cursor).status, 200U) << "a second try";
  EXPECT_EQ(as("key-of-b", cursor).status, 400U);
  served_.ticks += TokenTable::kLifetime;
  const http::Response late = as("key-of-a", cursor);
  EXPECT_EQ(late.status, 400U);
  EXPECT_THAT(late.body, HasSubstr("begin again"));
}

TEST_F(Circl, Item26KeysComeByBasic) {
  served_.use_keys("secret-key results=2\n");
  const http::Response without = ask("www.example.com");
  EXPECT_EQ(without.status, 401U);
  EXPECT_EQ(field(without, "www-authenticate"), "Basic");
  // user:secret-key, user:wrong-key
  EXPECT_EQ(ask("www.example.com", {{"authorization", "Basic dXNlcjp3cm9uZy1rZXk="}}).status, 401U);
  const http::Response with =
      ask("www.example.com", {{"authorization", "Basic dXNlcjpzZWNyZXQta2V5"}});
  EXPECT_EQ(with.status, 200U);
  EXPECT_THAT(lines_of(with.body), SizeIs(2));
  EXPECT_THAT(field(with, "x-dribble-errors"), HasSubstr(R"("error":"maxset")"));
  EXPECT_THAT(field(with, "x-dribble-errors"), HasSubstr(R"("limit":2)"));
}

TEST_F(Circl, SaysExactlyThatAQuotaIsUsedUp) {
  served_.use_keys("secret-key quota=1\n");
  const std::vector<http::Field> key{{"x-api-key", "secret-key"}};
  EXPECT_EQ(ask("a.test", key).status, 200U);
  const http::Response refused = ask("a.test", key);
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.body, "Rate Limit Exceeded");
}

TEST_F(Circl, LongAnswersStreamAndTellAtTheirEndThatTheyAreCut) {
  std::string content;
  for (std::uint64_t i = 0; i < AnswerStream::kHeldLines + 500; ++i)
    content += cof(fmt::format("h{}.example.org", i), "CNAME", "target.example.org", 1);
  served_.fill(content);
  const http::Response whole = ask("target.example.org");
  EXPECT_THAT(lines_of(whole.body), SizeIs(AnswerStream::kHeldLines + 500));
  EXPECT_EQ(field(whole, "x-dribble-errors"), "");
  served_.use_keys("secret-key results=10200\n");
  const http::Response cut = ask("target.example.org", {{"x-api-key", "secret-key"}});
  EXPECT_THAT(lines_of(cut.body), SizeIs(10'200));
  EXPECT_THAT(field(cut, "x-dribble-errors"), HasSubstr("maxset"));
}

TEST_F(Circl, SaysThatTheStoreIsAway) {
  served_.access().is_away = true;
  EXPECT_EQ(ask("www.example.com").status, 503U);
}

}  // namespace
}  // namespace spoor::api::circl
