// SPDX-License-Identifier: Apache-2.0
// The box over HTTP, and the filters that its words and the parameters of /records have in common.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "enrich/prefix_table.h"
#include "enrich/warning_list.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Dated days 2020-09-13 and 2020-09-16 of one sensor; a total from the 13th to the 20th of a feed.
constexpr std::string_view kFeed =
    R"({"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.1","count":4,"time_first":1600000000,"time_last":1600600000}
{"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.9","count":1,"time_first":1600000000,"time_last":1600000000}
{"rrname":"example.com","rrtype":"MX","rdata":"10 mx.example.net","count":9,"time_first":1600000000,"time_last":1600600000}
)";

class Ask : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(std::string(kFeed));
    std::vector<enrich::LoadedFile> files(2);
    files[0].origins =
        *enrich::PrefixTable::parse("192.0.2.0/29,64500,DE,Example\n", files[0].file);
    files[1].labels =
        *enrich::parse_warning_list(R"({"name":"a","type":"cidr","list":["192.0.2.9/32"]})",
                                    enrich::Tag::kParking, files[1].file);
    served_.enrichment = std::make_shared<const enrich::Enrichment>(std::move(files));
  }
  std::string body(const std::string& target) {
    const http::Response response = served_.get(target);
    EXPECT_EQ(response.status, 200U) << target << response.body;
    return response.body;
  }
  /// How many rows a question of parameters has.
  std::size_t rows(const std::string& query) {
    const std::string text = body("/api/v1/records?format=ndjson&" + query);
    return lines_of(text).size() - 1;
  }

  Served served_;
};

TEST_F(Ask, SaysWhatWasUnderstood) {
  const std::string text = body("/api/v1/ask?q=hxxp://www%5B.%5Dexample%5B.%5Dcom/x%20type:A");
  EXPECT_EQ(text,
            R"({"understood":[{"kind":"url","text":"www.example.com. type:A",)"
            R"("sentence":"the host www.example.com of a URL, of type A","line":1,"offset":0,)"
            R"("asked":"hxxp://www[.]example[.]com/x",)"
            R"("query":{"text":"www.example.com.","in":"name","kind":"exact"},)"
            R"("filters":[{"parameter":"type","value":"A"}],)"
            R"("links":{"records":"/api/v1/records?q=www.example.com.&in=name&type=A"}}],)"
            R"("errors":[]})"
            "\n");
}

TEST_F(Ask, ShowsBothFormsOfAnInternationalisedName) {
  EXPECT_THAT(body("/api/v1/ask?q=b%C3%BCcher.example"),
              HasSubstr(R"("text":"xn--bcher-kva.example.","unicode":"bücher.example")"));
}

TEST_F(Ask, TellsErrorsWithTheirPlaces) {
  const std::string text = body("/api/v1/ask?rows=true&q=example.com%0A192.0.2.300%0Ax%20since:y");
  EXPECT_THAT(text, HasSubstr(R"("errors":[{"line":2,"offset":12,"detail":"expected an IPv4)"));
  EXPECT_THAT(text, HasSubstr(R"({"line":3,"offset":32,"detail":"expected a day)"));
  EXPECT_THAT(text, Not(HasSubstr("\"rows\"")));
  EXPECT_THAT(body("/api/v1/ask?q=a%20type:wrong-type"), HasSubstr(R"("line":1,"offset":7)"));
}

TEST_F(Ask, GivesTheRowsOfOneQuestion) {
  const std::string text = body("/api/v1/ask?rows=true&q=*.example.com%20limit:1");
  EXPECT_THAT(text, HasSubstr(R"("errors":[],"query":{"text":"*.example.com.")"));
  EXPECT_THAT(text, HasSubstr(R"("rrtype":"MX")"));
  EXPECT_THAT(text, HasSubstr(R"("returned":1,"complete":false,"reason":"limit","next":")"));
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(text).error(), simdjson::SUCCESS);
}

TEST_F(Ask, RefusesWhatHoldsNothing) {
  EXPECT_EQ(served_.get("/api/v1/ask").status, 400U);
  EXPECT_EQ(served_.get("/api/v1/ask?q=%20").status, 400U);
  EXPECT_EQ(served_.get("/api/v1/ask?q=a&rows=yes").status, 400U);
}

TEST_F(Ask, RowsSayWhetherTheyWereSeenOnTheDay) {
  const std::string text = body("/api/v1/records?q=www.example.com&seen=2020-09-15&format=ndjson");
  EXPECT_THAT(text, HasSubstr("192.0.2.1"));
  EXPECT_THAT(text, HasSubstr(R"("seen":"possible")"));
  EXPECT_THAT(text, Not(HasSubstr("192.0.2.9")));
  EXPECT_THAT(body("/api/v1/records?q=www.example.com&seen=2020-09-13&sort=-count"),
              HasSubstr(R"("seen":"certain")"));
}

TEST_F(Ask, FiltersAreParametersToo) {
  EXPECT_EQ(rows("q=*"), 3U);
  EXPECT_EQ(rows("q=*&not_type=A"), 1U);
  EXPECT_EQ(rows("q=*&not_source=s1"), 0U);
  EXPECT_EQ(rows("q=*&count_min=4&count_max=8"), 1U);
  EXPECT_EQ(rows("q=*&only=2020-09-13"), 1U);
  EXPECT_EQ(rows("q=*&asn=AS64500"), 1U);
  EXPECT_EQ(rows("q=*&not_asn=64500"), 2U);
  EXPECT_EQ(rows("q=*&country=de"), 1U);
  EXPECT_EQ(rows("q=*&tag=parking"), 1U);
  EXPECT_EQ(rows("q=*&not_tag=parking,cdn&type=A"), 1U);
  EXPECT_THAT(body("/api/v1/records/summary?q=*&not_tag=parking"), HasSubstr("\"num_results\":2"));
}

TEST_F(Ask, ExactFiltersAreParametersOfEveryQuestion) {
  EXPECT_EQ(rows("q=*&name=www.example.com"), 2U);
  EXPECT_EQ(rows("q=*&name=example.com.,nobody.test&name=www.example.com"), 3U);
  EXPECT_EQ(rows("q=*&not_name=www.example.com"), 1U);
  EXPECT_EQ(rows("q=*&rdata=192.0.2.1&rdata=10%20mx.example.net."), 2U);
  EXPECT_EQ(rows("q=*&rdata=192.0.2.1,192.0.2.9"), 0U) << "a comma is part of it";
  EXPECT_EQ(rows("q=*&not_rdata=192.0.2.1"), 2U);
  EXPECT_EQ(rows("q=*&tld=com"), 3U);
  EXPECT_EQ(rows("q=*&not_tld=com"), 0U);
  EXPECT_EQ(rows("q=192.0.2.0/24&domain=example.com"), 2U);
  EXPECT_EQ(rows("q=*&not_domain=example.com"), 0U);
  EXPECT_EQ(rows("q=*&bailiwick=unknown,net"), 3U);
  EXPECT_EQ(rows("q=*&not_bailiwick=unknown"), 0U);
  EXPECT_EQ(rows("q=*&type=A&name=www.example.com&not_rdata=192.0.2.9"), 1U);
  for (const std::string part : {"summary", "facets", "groups"}) {
    EXPECT_THAT(body("/api/v1/records/" + part + "?q=*&name=www.example.com"),
                HasSubstr("\"num_results\":2"))
        << part;
  }
  EXPECT_THAT(body("/api/v1/records/tree?q=*&name=www.example.com"), HasSubstr("\"names\":1"));
  EXPECT_THAT(body("/api/v1/records/pivots?q=*&rdata=192.0.2.9"), HasSubstr("\"returned\":1,"));
  EXPECT_THAT(body("/api/v1/history/calendar?q=*&rdata=192.0.2.9"), Not(HasSubstr("2020-09-20")));
  for (const std::string wrong :
       {"name=a..b", "tld=example.com", "domain=a..b", "bailiwick=a..b", "not_name=x,", "rdata="}) {
    const auto response = served_.get("/api/v1/records?q=*&" + wrong);
    EXPECT_EQ(response.status, 400U) << wrong;
    EXPECT_THAT(response.body, HasSubstr(wrong.substr(0, wrong.find('=')))) << response.body;
  }
}

TEST_F(Ask, FacetsOfOwnersCanBePassedBack) {
  const std::string text = body("/api/v1/records/facets?q=*&facets=name,bailiwick&top=1");
  EXPECT_THAT(text, HasSubstr(R"("name":{"distinct":2,"without":0,"values":[)"
                              R"({"value":"www.example.com.","rows":2}]})"));
  EXPECT_THAT(text, HasSubstr(R"("bailiwick":{"distinct":0,"without":3,)"));
  EXPECT_THAT(body("/api/v1/records/facets?q=*"), Not(HasSubstr("\"name\":{")));
}

TEST_F(Ask, WordsChooseBesideAQuestion) {
  const std::string text =
      body("/api/v1/ask?rows=true&q=*.example.com%20name:www.example.com%20-rdata:192.0.2.9");
  EXPECT_THAT(text, HasSubstr("\"returned\":1,"));
  EXPECT_THAT(text, HasSubstr("&name=www.example.com&not_rdata=192.0.2.9\""));
  EXPECT_THAT(text, HasSubstr("of the name www.example.com, without the value 192.0.2.9"));
  const auto bulk = served_.post("/api/v1/bulk?with=-rdata:192.0.2.9", "*.example.com\n");
  EXPECT_THAT(bulk.body, HasSubstr("\"found\":2"));
}

TEST_F(Ask, ParametersOfRowsGoBeforeTheWords) {
  served_.fill(std::string(kFeed), "s2");
  const std::string text = body(
      "/api/v1/ask?rows=true&q=www.example.com%20limit:9%20sort:count&merge=sources&limit=1"
      "&sort=-count&details=days,ttl&enrich=true");
  EXPECT_THAT(text, HasSubstr(R"("sources":["s1","s2"])"));
  EXPECT_THAT(text, HasSubstr(R"("count":8,)"));
  EXPECT_THAT(text, HasSubstr(R"("days":2,"days_possible":8)"));
  EXPECT_THAT(text, HasSubstr(R"("registered_domain":"example.com.")"));
  EXPECT_THAT(text, HasSubstr("\"returned\":1,"));
  EXPECT_EQ(served_.get("/api/v1/ask?q=a&limit=1").status, 400U);
  EXPECT_EQ(served_.get("/api/v1/ask?q=a&rows=true&sort=no").status, 400U);
  EXPECT_EQ(served_.get("/api/v1/ask?q=a&rows=true&merge=all").status, 400U);
}

}  // namespace
}  // namespace spoor::api::v1
