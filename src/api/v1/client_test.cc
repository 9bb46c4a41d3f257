// SPDX-License-Identifier: Apache-2.0
// The client against the routing table itself, and against answers that are none.
#include "api/v1/client.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

RemoteQuestion question_of(std::string q) {
  RemoteQuestion question;
  question.q = std::move(q);
  return question;
}

/// A getter that hands a body over in pieces.
Getter answers(http::ClientResponse response, std::string body, std::size_t piece = 7) {
  return [response = std::move(response), body = std::move(body), piece](
             const http::ClientRequest&, const http::BodySink& sink) {
    for (std::size_t at = 0; at < body.size(); at += piece) {
      if (!sink(std::string_view(body).substr(at, piece))) break;
    }
    return Result<http::ClientResponse>(response);
  };
}

http::ClientResponse head_of(const http::Response& response) {
  http::ClientResponse head;
  head.status = response.status;
  head.content_type = response.content_type;
  for (http::Field each : response.fields) {
    std::transform(each.name.begin(), each.name.end(), each.name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    head.fields.push_back(std::move(each));
  }
  return head;
}

class ClientTest : public ::testing::Test {
 protected:
  void SetUp() override { served_.fill(cof_lines(30)); }

  Client client(std::string key = {}) {
    return Client({"http://127.0.0.1:8053/", std::move(key), {}},
                  [this](const http::ClientRequest& request, const http::BodySink& sink) {
                    asked_ = request;
                    constexpr std::string_view kBase = "http://127.0.0.1:8053";
                    EXPECT_TRUE(request.url.starts_with(kBase)) << request.url;
                    std::vector<http::Field> fields;
                    for (const http::Field& each : request.fields)
                      fields.push_back({"x-api-key", each.value});
                    const auto response =
                        served_.get(std::string_view(request.url).substr(kBase.size()), fields);
                    return answers(head_of(response), response.body)(request, sink);
                  });
  }
  std::vector<std::string> rows(const RemoteQuestion& question, const RemotePage& page = {}) {
    std::vector<std::string> lines;
    const auto ending = client().records(question, page, [&](std::string_view line) {
      lines.emplace_back(line);
      return true;
    });
    EXPECT_TRUE(ending) << describe(ending.error());
    if (ending) ending_ = *ending;
    return lines;
  }

  Served served_;
  http::ClientRequest asked_;
  RemoteEnding ending_;
};

TEST(RecordsPath, EncodesWhatWasTyped) {
  RemoteQuestion question = question_of("*.exämple.com&x=1 #%");
  question.in = "name";
  question.types = {"A,AAAA", "MX"};
  question.sources = {"s/*"};
  question.since = "2019-07-14 16:42:05+02:00";
  RemotePage page;
  page.sort = "-count";
  page.limit = 0;
  page.offset = 5;
  page.format = Format::kCof;
  EXPECT_EQ(records_path(question, page),
            "/api/v1/records?q=%2A.ex%C3%A4mple.com%26x%3D1%20%23%25&in=name&type=A%2CAAAA&type=MX"
            "&source=s%2F%2A&since=2019-07-14%2016%3A42%3A05%2B02%3A00&sort=-count&limit=0"
            "&offset=5&format=cof");
  EXPECT_EQ(summary_path(question_of("a")), "/api/v1/records/summary?q=a");
}

TEST_F(ClientTest, GivesRowsAndHoldsTheEndingBack) {
  const auto lines = rows(question_of("*.example.com"));
  EXPECT_EQ(lines.size(), 30U);
  EXPECT_TRUE(ending_.complete);
  EXPECT_EQ(ending_.returned, 30U);
  EXPECT_TRUE(ending_.reason.empty() && ending_.next.empty());
  EXPECT_THAT(rows(question_of("nobody.test")), ElementsAre());
  EXPECT_TRUE(ending_.complete);
}

TEST_F(ClientTest, GoesOnWithTheNextPage) {
  RemotePage page;
  page.limit = 20;
  EXPECT_EQ(rows(question_of("*.example.com"), page).size(), 20U);
  EXPECT_FALSE(ending_.complete);
  EXPECT_EQ(ending_.reason, "limit");
  page.from = ending_.next;
  EXPECT_EQ(rows(question_of("*.example.com"), page).size(), 10U);
  EXPECT_TRUE(ending_.complete);
}

TEST_F(ClientTest, ReadsRowsOfEveryForm) {
  RemotePage page;
  page.limit = 2;
  const std::pair<Format, std::size_t> cases[] = {
      {Format::kNdjson, 2}, {Format::kCof, 2}, {Format::kCsv, 3}, {Format::kNative, 3}};
  for (const auto& [format, lines] : cases) {
    page.format = format;
    EXPECT_EQ(rows(question_of("*.example.com"), page).size(), lines);
    EXPECT_EQ(ending_.reason, "limit");
    EXPECT_EQ(ending_.returned, 2U);
    EXPECT_FALSE(ending_.next.empty());
  }
}

TEST_F(ClientTest, StopsWhenTheReaderHadEnough) {
  unsigned lines = 0;
  const auto ending = client().records(question_of("*.example.com"), {},
                                       [&](std::string_view) { return ++lines < 5; });
  ASSERT_TRUE(ending);
  EXPECT_EQ(lines, 5U);
  EXPECT_FALSE(ending->complete);
  EXPECT_TRUE(ending->reason.empty());
}

TEST_F(ClientTest, ReadsARowAsTexts) {
  const auto lines = rows(question_of("host-00007.example.com"));
  ASSERT_EQ(lines.size(), 1U);
  const auto row = parse_remote_row(lines[0]);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->rrname, "host-00007.example.com.");
  EXPECT_EQ(row->rrtype, "A");
  EXPECT_EQ(row->rdata, "192.0.2.7");
  EXPECT_EQ(row->bailiwick, "example.com.");
  EXPECT_EQ(row->source, "s1");
  EXPECT_FALSE(row->is_zone);
  EXPECT_EQ(row->count, 8U);
  EXPECT_EQ(row->first, 1'600'000'007U);
  EXPECT_EQ(row->last, 1'700'000'007U);
  const auto zone = parse_remote_row(
      R"({"rrname":"a.","rrtype":"NS","rdata":"b.","how":"zone","count":9223372036854775807,)"
      R"("zone_time_first":1,"zone_time_last":4294967295})");
  ASSERT_TRUE(zone);
  EXPECT_TRUE(zone->is_zone);
  EXPECT_EQ(zone->last, 4'294'967'295U);
  EXPECT_EQ(zone->count, 9'223'372'036'854'775'807U);
}

TEST(ParseRemoteRow, RefusesWhatIsNone) {
  for (
      const std::string_view line :
      {"", "{}", "[]", "null", "x", "{\"rrname\":1}",
       R"({"rrname":"a.","rrtype":"A","rdata":"b","how":"sensor","count":1})",
       R"({"rrname":"a.","rrtype":"A","rdata":"b","how":"sensor","count":-1,"time_first":1,"time_last":1})",
       R"({"rrname":"a.","rrtype":"A","rdata":"b","how":"sensor","count":1,"time_first":1,"time_last":4294967296})",
       R"({"rrname":"a.","rrtype":"A","rdata":"b","how":"sensor","count":1,"time_first":"x","time_last":1})",
       R"({"rrname":"a.","rrtype":"A","rdata":"b","how":"sensor","count":1,"bailiwick":null,"time_first":1,"time_last":1})"}) {
    const auto row = parse_remote_row(line);
    ASSERT_FALSE(row) << line;
    EXPECT_EQ(row.error().code, ErrorCode::kMalformed);
  }
}

TEST_F(ClientTest, ReadsTheSummary) {
  const auto result = client().summary(question_of("*.example.com"));
  ASSERT_TRUE(result) << describe(result.error());
  EXPECT_TRUE(result->complete);
  EXPECT_EQ(result->summary.num_results, 30U);
  EXPECT_EQ(result->summary.count, 465U);
  EXPECT_EQ(result->summary.names, 30U);
  EXPECT_EQ(result->summary.seen, (search::TimeSpan{1'600'000'000, 1'700'000'029}));
  EXPECT_FALSE(result->summary.zone_seen);
  EXPECT_EQ(result->summary.rows_by_type.at("A"), 30U);
  EXPECT_FALSE(client().summary(question_of("192.0.2.1"))->summary.names);
}

TEST_F(ClientTest, ReadsTheStatus) {
  const auto result = client().status(true);
  ASSERT_TRUE(result) << describe(result.error());
  EXPECT_TRUE(asked_.url.ends_with("/api/v1/status?exact=true"));
  EXPECT_EQ(result->version, "0.1.0");
  EXPECT_EQ(result->stats.records, 30U);
  EXPECT_TRUE(result->stats.is_exact && result->complete);
  ASSERT_EQ(result->stats.sources.size(), 1U);
  EXPECT_EQ(result->stats.sources[0].second,
            (record::SourceSpec{"s1", record::SourceKind::kFeed, record::FeedMode::kTotal}));
}

TEST_F(ClientTest, SendsItsKey) {
  served_.use_keys("desk-key-1 quota=1");
  const auto none = client().summary(question_of("a"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kDenied);
  EXPECT_THAT(describe(none.error()), HasSubstr("a key is needed"));
  EXPECT_TRUE(client("desk-key-1").summary(question_of("a")));
  const auto exhausted = client("desk-key-1").summary(question_of("a"));
  ASSERT_FALSE(exhausted);
  EXPECT_EQ(exhausted.error().code, ErrorCode::kLimit);
}

TEST_F(ClientTest, TellsWhatTheServerRefused) {
  RemoteQuestion question = question_of("example.com");
  question.types = {"NOTYPE"};
  const auto ending = client().records(question, {}, [](std::string_view) { return true; });
  ASSERT_FALSE(ending);
  EXPECT_EQ(ending.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(ending.error().where, HasSubstr("type: expected a type"));
  served_.access().is_away = true;
  for (const Format format : {Format::kNdjson, Format::kCsv, Format::kNative, Format::kCof}) {
    RemotePage page;
    page.format = format;
    const auto away = client().records(question, page, [](std::string_view) { return true; });
    ASSERT_FALSE(away);
    EXPECT_EQ(away.error().code, ErrorCode::kIo);
  }
}

TEST_F(ClientTest, TellsThatTheStoreFailedOnTheWay) {
  served_.access().readable = 2;
  EXPECT_EQ(rows(question_of("*.example.com")).size(), 2U);
  EXPECT_EQ(ending_.reason, "failed");
  EXPECT_FALSE(ending_.detail.empty());
}

struct NoAnswer {
  unsigned status;
  std::string body;
  ErrorCode code;
};

TEST(ClientOfAnotherServer, NeverTakesItsPagesForAnswers) {
  const NoAnswer cases[] = {
      {200, "<html>\n<body>hello</body>\n</html>\n", ErrorCode::kMalformed},
      {200, "hello", ErrorCode::kMalformed},
      {200, "", ErrorCode::kTruncated},
      {200, "{\"rrname\":\"a.\"}\n", ErrorCode::kTruncated},
      {200, "{\"rrname\":\"a.\"}\n{\"complete\":true", ErrorCode::kTruncated},
      {200, "{\"complete\":1}\n", ErrorCode::kMalformed},
      {200, "{\"complete\":false,\"returned\":0}\n", ErrorCode::kMalformed},
      {404, "<html>\nnot here\n</html>", ErrorCode::kInvalid},
      {502, "bad gateway", ErrorCode::kIo},
      {403, "", ErrorCode::kDenied},
      {301, "", ErrorCode::kIo},
  };
  for (const NoAnswer& each : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}}) {
      http::ClientResponse head;
      head.status = each.status;
      const Client client({"http://example.com", {}, {}}, answers(head, each.body, piece));
      const auto ending =
          client.records(question_of("a"), {}, [](std::string_view) { return true; });
      ASSERT_FALSE(ending) << each.body;
      EXPECT_EQ(ending.error().code, each.code) << each.body;
      EXPECT_FALSE(client.summary(question_of("a"))) << each.body;
      EXPECT_FALSE(client.status(false)) << each.body;
    }
  }
}

TEST(ClientOfAnotherServer, MissesTheFieldsBehindBareLines) {
  http::ClientResponse head;
  head.status = 200;
  RemotePage page;
  page.format = Format::kCsv;
  const Client client({"http://example.com", {}, {}}, answers(head, "Query,Type\na,b\n"));
  const auto ending = client.records(question_of("a"), page, [](std::string_view) { return true; });
  ASSERT_FALSE(ending);
  EXPECT_THAT(describe(ending.error()), HasSubstr("Spoor-Complete"));
}

TEST(ClientOfAnotherServer, ShowsNothingThatATerminalObeys) {
  http::ClientResponse head;
  head.status = 400;
  const Client client({"http://example.com", {}, {}},
                      answers(head, R"({"detail":"\u001b[31mred","parameter":"\u0007"})"));
  const auto summary = client.summary(question_of("a"));
  ASSERT_FALSE(summary);
  EXPECT_EQ(summary.error().where, "\\007: \\027[31mred");
}

TEST(ClientOfAnotherServer, BoundsALine) {
  http::ClientResponse head;
  head.status = 200;
  const Client client(
      {"http://example.com", {}, {}},
      answers(head, "{\"rrname\":\"" + std::string(std::size_t{17} << 20, 'a'), 1 << 20));
  const auto ending = client.records(question_of("a"), {}, [](std::string_view) { return true; });
  ASSERT_FALSE(ending);
  EXPECT_EQ(ending.error().code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace spoor::api::v1
