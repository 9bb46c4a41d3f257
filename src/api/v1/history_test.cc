// SPDX-License-Identifier: Apache-2.0
// Questions about time over HTTP: their answers as JSON, and every parameter wrong.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::uint32_t kNoonSeconds = 43'200;
constexpr std::uint32_t kFirstDay = 20'000;  // 2024-10-04

std::uint32_t noon(std::uint32_t day) {
  return (kFirstDay + day) * 86'400 + kNoonSeconds;
}

std::string cof(std::string_view name, std::string_view address, std::uint32_t first,
                std::uint32_t last) {
  return fmt::format(
      R"({{"rrname":"{}","rrtype":"A","rdata":"{}","count":2,"time_first":{},"time_last":{}}})"
      "\n",
      name, address, noon(first), noon(last));
}

class History : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(cof("www.example.com", "192.0.2.1", 0, 0) +
                     cof("www.example.com", "192.0.2.2", 3, 3) +
                     cof("mail.example.com", "192.0.2.1", 1, 1),
                 "east");
    served_.fill(cof("www.example.com", "192.0.2.2", 2, 5), "west");
  }
  std::string ask(const std::string& query) {
    http::Response response = served_.get("/api/v1/history/" + query);
    EXPECT_EQ(response.status, 200U) << query << "\n" << response.body;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(response.body).error(), simdjson::SUCCESS) << response.body;
    return response.body;
  }

  Served served_;
};

TEST_F(History, CalendarTellsEachDayAndWhoWatched) {
  EXPECT_EQ(ask("calendar?q=www.example.com"),
            R"({"query":{"text":"www.example.com.","in":"name","kind":"exact"},)"
            R"("window":["2024-10-04","2024-10-09"],"rows":3,"days":[)"
            "\n"
            R"({"day":"2024-10-04","count":0,"rows":0,"confirmed":1,"possible":0},)"
            "\n"
            R"({"day":"2024-10-06","count":0,"rows":0,"confirmed":1,"possible":0},)"
            "\n"
            R"({"day":"2024-10-07","count":0,"rows":0,"confirmed":1,"possible":1},)"
            "\n"
            R"({"day":"2024-10-08","count":0,"rows":0,"confirmed":0,"possible":1},)"
            "\n"
            R"({"day":"2024-10-09","count":0,"rows":0,"confirmed":1,"possible":0}],)"
            R"("not_watched":[["2024-10-08","2024-10-08"]],"watch_complete":true,"sources":[)"
            "\n"
            R"({"source":"east","days":[)"
            "\n"
            R"({"day":"2024-10-04","count":0,"rows":0,"confirmed":1,"possible":0},)"
            "\n"
            R"({"day":"2024-10-07","count":0,"rows":0,"confirmed":1,"possible":0}],)"
            R"("not_watched":[["2024-10-06","2024-10-06"],["2024-10-08","2024-10-09"]]},)"
            "\n"
            R"({"source":"west","days":[)"
            "\n"
            R"({"day":"2024-10-06","count":0,"rows":0,"confirmed":1,"possible":0},)"
            "\n"
            R"({"day":"2024-10-07","count":0,"rows":0,"confirmed":0,"possible":1},)"
            "\n"
            R"({"day":"2024-10-08","count":0,"rows":0,"confirmed":0,"possible":1},)"
            "\n"
            R"({"day":"2024-10-09","count":0,"rows":0,"confirmed":1,"possible":0}],)"
            R"("not_watched":[["2024-10-04","2024-10-05"],["2024-10-07","2024-10-08"]]}],)"
            R"("sources_left_out":false,"complete":true})"
            "\n");
  EXPECT_THAT(ask("calendar?q=nobody.example"), HasSubstr(R"("rows":0,"days":[])"));
  EXPECT_EQ(ask("calendar?q=www.example.com&by=source"), ask("calendar?q=www.example.com"));
  EXPECT_THAT(ask("calendar?q=mail.example.com&by=type"),
              HasSubstr(R"("sources_left_out":false,"types":[)"
                        "\n"
                        R"({"type":"A","days":[)"
                        "\n"
                        R"({"day":"2024-10-05","count":0,"rows":0,"confirmed":1,"possible":0}]}],)"
                        R"("complete":true})"));
  EXPECT_THAT(ask("calendar?q=nobody.example&by=type"), HasSubstr(R"("types":[],)"));
}

TEST_F(History, LanesAreValuesOfANameAndNamesOfAnAddress) {
  const std::string values = ask("lanes?q=www.example.com");
  EXPECT_THAT(values, HasSubstr(R"("of":"values","lanes":[)"
                                "\n"
                                R"({"rrtype":"A","rdata":"192.0.2.2","count":4,)"));
  EXPECT_THAT(values, HasSubstr(R"("sources":["east","west"],"confirmed":[["2024-10-06",)"
                                R"("2024-10-07"],["2024-10-09","2024-10-09"]],"possible":)"
                                R"([["2024-10-08","2024-10-08"]],"not_watched":[]})"));
  EXPECT_THAT(values, HasSubstr(R"("returned":2,"total":2,"total_exact":true,)"));
  EXPECT_THAT(ask("lanes?q=192.0.2.1&sort=first_seen&limit=1"),
              HasSubstr(R"("of":"names","lanes":[)"
                        "\n"
                        R"({"rrtype":"A","rrname":"www.example.com.",)"));
  served_.fill(
      fmt::format(
          R"({{"rrname":"www.example.com","rrtype":"NS","rdata":"ns1.example.net.","count":1,)"
          R"("time_first":{},"time_last":{}}})"
          "\n",
          noon(0), noon(1)),
      "east");
  EXPECT_THAT(ask("lanes?q=has:ns1.ex&in=rdata"),
              HasSubstr(R"({"rrtype":"NS","rrname":"www.example.com.","count":1,"time_first":)"
                        R"(1728043200,"time_last":1728129600,"names":1,"sources":["east"],)"
                        R"("confirmed":[["2024-10-04","2024-10-05"]],)"));
  EXPECT_THAT(ask("lanes?q=192.0.2.1&limit=1"),
              HasSubstr(R"("returned":1,"total":2,"total_exact":true,"not_watched":)"
                        R"([],"watch_complete":true,"complete":false,"reason":"limit"})"));
}

TEST_F(History, FirstSaysWhoSawItFirst) {
  const std::string domain = ask("first?q=www.example.com&of=domain&times=iso");
  EXPECT_THAT(domain,
              StartsWith(R"({"query":{"text":"*.example.com.","in":"name","kind":"below"})"));
  EXPECT_THAT(domain, HasSubstr(R"("time_first":"2024-10-04T12:00:00Z","time_last":)"
                                R"("2024-10-09T12:00:00Z","rows":4,"count":8})"));
  EXPECT_THAT(ask("first?q=www.example.com&value=192.0.2.2"),
              HasSubstr(R"("first":{"row":{"rrname":"www.example.com.","rrtype":"A",)"
                        R"("rdata":"192.0.2.2","source":"west")"));
  EXPECT_THAT(ask("first?q=nobody.example"),
              HasSubstr(R"("kind":"exact"},"sources":[],"types":[],"complete":true})"));
}

TEST_F(History, ChangesAreEventsWithTheirRows) {
  const std::string changes = ask("changes?q=www.example.com&silence=1");
  EXPECT_THAT(changes,
              HasSubstr(R"({"kind":"moved","rrname":"www.example.com.","day":"2024-10-06",)"
                        R"("since":"2024-10-06","certain":true,"rrtype":"A",)"
                        R"("from":["192.0.2.1"],"to":["192.0.2.2"],"from_total":1,)"
                        R"("to_total":1,"rows":[{"rrname":"www.example.com.",)"));
  EXPECT_THAT(changes, HasSubstr(R"("by_kind":{"appeared":1,"moved":1,)"));
  EXPECT_THAT(ask("changes?q=*.example.com&kind=appeared&limit=1"),
              HasSubstr(R"("returned":1,"total":2,)"));
}

TEST_F(History, ComparesDatesNamesAndSources) {
  const std::string dates = ask("compare?q=www.example.com&before=2024-10-04&after=2024-10-07");
  EXPECT_THAT(dates, HasSubstr(R"("before":{"query":{"text":"www.example.com.","in":"name",)"
                               R"("kind":"exact"},"window":["2024-10-04","2024-10-04"],)"
                               R"("not_watched":[],"watch_complete":true})"));
  EXPECT_THAT(dates, HasSubstr(R"("came":{"items":[)"
                               "\n"
                               R"({"rrtype":"A","rdata":"192.0.2.2","certain":true,"after":)"
                               R"({"certain":true,)"));
  EXPECT_THAT(dates, HasSubstr(R"("went":{"items":[)"
                               "\n"
                               R"({"rrtype":"A","rdata":"192.0.2.1","certain":true,)"));
  EXPECT_THAT(dates, HasSubstr(R"("stayed":{"items":[],"returned":0,"total":0,"certain":0},)"));
  EXPECT_THAT(ask("compare?q=www.example.com&with=mail.example.com"),
              HasSubstr(R"("stayed":{"items":[)"
                        "\n"
                        R"({"rrtype":"A","rdata":"192.0.2.1",)"));
  EXPECT_THAT(ask("compare?q=*.example.com&source=east&with_source=west"),
              HasSubstr(R"("went":{"items":[)"
                        "\n"
                        R"({"rrtype":"A","rrname":"mail.example.com.","rdata":"192.0.2.1",)"));
}

TEST_F(History, WatchedDaysBySource) {
  EXPECT_EQ(
      ask("watched?day_from=2024-10-05&day_to=2024-10-07&source=east"),
      R"({"sources":[)"
      "\n"
      R"({"source":"east","watched":[["2024-10-05","2024-10-05"],["2024-10-07","2024-10-07"]],)"
      R"("days":2,"not_watched":[["2024-10-06","2024-10-06"]]}],)"
      R"("window":["2024-10-05","2024-10-07"],"not_watched":[["2024-10-06","2024-10-06"]],)"
      R"("watch_complete":true,"complete":true})"
      "\n");
  EXPECT_THAT(ask("watched"), HasSubstr(R"("window":["2024-10-04","2024-10-09"])"));
}

TEST_F(History, RowsSeenOnSomeDaysComeWithTheDaysThatNobodyWatched) {
  const std::string tail =
      R"("complete":true,"seen_in":{"window":["2024-10-08","2024-10-11"],)"
      R"("not_watched":[["2024-10-08","2024-10-08"],["2024-10-10","2024-10-11"]],)"
      R"("watch_complete":true,"sources":[{"source":"west","not_watched":)"
      R"([["2024-10-08","2024-10-08"],["2024-10-10","2024-10-11"]]}]}})"
      "\n";
  const std::string question =
      "/api/v1/records?q=www.example.com&seen=2024-10-08..2024-10-11&source=west";
  EXPECT_THAT(served_.get(question).body, ::testing::EndsWith(tail));
  EXPECT_THAT(served_.get(question + "&format=ndjson").body, HasSubstr("\"seen_in\":{"));
  EXPECT_THAT(served_.get("/api/v1/records?q=www.example.com").body,
              ::testing::Not(HasSubstr("seen_in")));
}

TEST_F(History, RefusesWrongParametersByName) {
  const struct {
    std::string_view query, parameter;
  } wrong[] = {
      {"calendar", "q"},
      {"calendar?q=a&merge=sources", "merge"},
      {"calendar?q=a&day_from=tomorrow", "day_from"},
      {"calendar?q=a&day_to=2024-02-30", "day_to"},
      {"calendar?q=a&day_from=2024-10-05&day_to=2024-10-04", "day_to"},
      {"calendar?q=a&source=north", "source"},
      {"calendar?q=a&limit=3", "limit"},
      {"calendar?q=a&by=day", "by"},
      {"lanes?q=a&limit=0", "limit"},
      {"lanes?q=a&limit=1001", "limit"},
      {"lanes?q=a&sort=name", "sort"},
      {"first?q=a&value=", "value"},
      {"first?q=a&value=..", "value"},
      {"first?q=a&value=/1/", "value"},
      {"first?q=com&of=domain", "of"},
      {"first?q=192.0.2.1&of=domain", "of"},
      {"first?q=a&day_from=2024-10-04", "day_from"},
      {"changes?q=192.0.2.1", "q"},
      {"changes?q=a&silence=0", "silence"},
      {"changes?q=a&silence=3651", "silence"},
      {"changes?q=a&limit=10001", "limit"},
      {"changes?q=a&kind=vanished", "kind"},
      {"compare?q=a", "with"},
      {"compare?q=a&before=2024-10-04", "after"},
      {"compare?q=a&after=2024-10-04", "before"},
      {"compare?q=a&before=2024-10-05..2024-10-04&after=now", "before"},
      {"compare?q=a&with=192.0.2.1/33&in=rdata", "with"},
      {"compare?q=a&with_source=,", "with_source"},
      {"watched?source=north", "source"},
      {"watched?q=a", "q"},
  };
  for (const auto& [query, parameter] : wrong) {
    const http::Response response = served_.get("/api/v1/history/" + std::string(query));
    EXPECT_EQ(response.status, 400U) << query;
    EXPECT_THAT(response.body, HasSubstr(fmt::format(R"("parameter":"{}")", parameter))) << query;
  }
}

TEST_F(History, WorksInSlicesAndSaysWhenItsTimeIsUp) {
  Served served;
  served.fill(cof_lines(9000));
  for (const char* what : {"calendar?q=*", "lanes?q=*", "first?q=*", "changes?q=*",
                           "compare?q=*&before=2020-09-13&after=2021-01-01"}) {
    const std::string target = std::string("/api/v1/history/") + what;
    http::Response response = served.start(http::Method::kGet, target, {});
    ASSERT_NE(response.stream, nullptr) << what;
    std::string out;
    EXPECT_EQ(response.stream->produce(out, 65536), http::Stream::State::kMore) << what;
    EXPECT_TRUE(out.empty()) << what;
    served.ticks += std::chrono::hours(1);
    const http::Response whole = http::collect(std::move(response));
    EXPECT_EQ(whole.status, 200U);
    EXPECT_THAT(whole.body, HasSubstr(R"("complete":false,"reason":"time"})")) << what;
  }
}

}  // namespace
}  // namespace spoor::api::v1
