// SPDX-License-Identifier: Apache-2.0
// Rows in every form, pages, the ways an answer can end, and every parameter wrong in every way.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "feed/csv_writer.h"

namespace spoor::api::v1 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kFirstRow =
    R"({"rrname":"host-00000.example.com.","rrtype":"A","rdata":"192.0.2.0",)"
    R"("bailiwick":"example.com.","source":"s1","how":"sensor","count":1,)"
    R"("time_first":1600000000,"time_last":1700000000})";

simdjson::dom::element parse(simdjson::dom::parser& parser, const std::string& json) {
  simdjson::dom::element element;
  EXPECT_EQ(parser.parse(json).get(element), simdjson::SUCCESS) << json;
  return element;
}

std::string text_at(const simdjson::dom::element& element, std::string_view pointer) {
  std::string_view text;
  if (element.at_pointer(pointer).get(text) != simdjson::SUCCESS) return {};
  return std::string(text);
}

/// The value of a token in an ending, or of any other text.
std::string member(const std::string& body, std::string_view name) {
  const std::string head = fmt::format("\"{}\":\"", name);
  const std::size_t at = body.rfind(head);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + head.size();
  return body.substr(begin, body.find('"', begin) - begin);
}

class Records : public ::testing::Test {
 protected:
  void SetUp() override { served_.fill(cof_lines(3)); }
  http::Response ask(const std::string& query) { return served_.get("/api/v1/records?" + query); }

  Served served_;
  simdjson::dom::parser parser_;
};

TEST_F(Records, AreOneObjectByDefault) {
  const http::Response response = ask("q=host-00000.example.com");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body,
            R"({"query":{"text":"host-00000.example.com.","in":"name","kind":"exact"},"rows":[)"
            "\n" +
                std::string(kFirstRow) + "\n],\"returned\":1,\"total\":1,\"complete\":true}\n");
  EXPECT_EQ(field(response, "Spoor-Complete"), "true");
  EXPECT_EQ(field(response, "Spoor-Returned"), "1");
  EXPECT_EQ(field(response, "Spoor-Reason"), "");
  EXPECT_EQ(field(response, "Spoor-Next"), "");
}

TEST_F(Records, AreAnEmptyListWhereThereAreNone) {
  const http::Response response = ask("q=nobody.test");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.body,
            R"({"query":{"text":"nobody.test.","in":"name","kind":"exact"},"rows":[],)"
            "\"returned\":0,\"total\":0,\"complete\":true}\n");
}

TEST_F(Records, SayHowTheQuestionWasUnderstood) {
  const struct {
    std::string query;
    std::string text, in, kind;
  } cases[] = {
      {"q=Example.COM", "example.com.", "name", "exact"},
      {"q=%2A.example.com", "*.example.com.", "name", "below"},
      {"q=www.example.%2A", "www.example.*", "name", "forward"},
      {"q=192.0.2.0/24", "192.0.2.0/24", "rdata", "addresses"},
      {"q=hostmaster@example.com", "hostmaster@example.com", "rdata", "mailbox"},
      {"q=v%3Dspf1&in=rdata", "v=spf1", "rdata", "token"},
      {"q=C0000201&in=raw", "c0000201", "raw", "raw"},
      {"q=ns.example.com&in=rdata", "ns.example.com.", "rdata", "exact"},
  };
  for (const auto& each : cases) {
    const http::Response response = ask(each.query);
    ASSERT_EQ(response.status, 200U) << each.query << response.body;
    const auto top = parse(parser_, response.body);
    EXPECT_EQ(text_at(top, "/query/kind"), each.kind) << each.query;
    EXPECT_EQ(text_at(top, "/query/in"), each.in) << each.query;
    EXPECT_FALSE(text_at(top, "/query/text").empty()) << each.query;
  }
}

TEST_F(Records, AreLinesWithAnEndingAsNdjson) {
  const http::Response response = ask("q=*.example.com&format=ndjson&limit=2");
  EXPECT_EQ(response.content_type, "application/x-ndjson");
  const auto lines = lines_of(response.body);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0], kFirstRow);
  EXPECT_THAT(lines[2], StartsWith(R"({"complete":false,"returned":2,"reason":"limit","next":")"));
  EXPECT_EQ(field(response, "Spoor-Complete"), "false");
  EXPECT_EQ(field(response, "Spoor-Returned"), "2");
  EXPECT_EQ(field(response, "Spoor-Reason"), "limit");
  EXPECT_EQ(field(response, "Spoor-Next"), member(lines[2], "next"));
  const auto all = lines_of(ask("q=*.example.com&format=ndjson").body);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[3], R"({"complete":true,"returned":3,"total":3})");
}

TEST_F(Records, AreTheCommonOutputFormat) {
  const http::Response response = ask("q=host-00001.example.com&format=cof");
  EXPECT_EQ(response.content_type, "application/x-ndjson");
  EXPECT_THAT(
      lines_of(response.body),
      ElementsAre(R"({"rrname":"host-00001.example.com.","rrtype":"A","rdata":["192.0.2.1"],)"
                  R"("count":2,"time_first":1600000001,"time_last":1700000001,)"
                  R"("bailiwick":"example.com."})"));
  EXPECT_EQ(field(response, "Spoor-Complete"), "true");
  EXPECT_EQ(ask("q=host-00001.example.com&format=cof&merge=bailiwicks").body, response.body);
}

TEST_F(Records, AreCsv) {
  const http::Response response = ask("q=host-00001.example.com&format=csv");
  EXPECT_EQ(response.content_type, "text/csv; charset=utf-8");
  const auto lines = lines_of(response.body);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0] + "\n", feed::csv_head());
  EXPECT_THAT(lines[1], HasSubstr("host-00001.example.com"));
  EXPECT_EQ(ask("q=nobody.test&format=csv").body, feed::csv_head());
}

TEST_F(Records, AreNativeLinesThatImportWithoutLoss) {
  const http::Response response = ask("q=*&format=native");
  EXPECT_EQ(response.content_type, "application/x-ndjson");
  EXPECT_EQ(lines_of(response.body).size(), 4U);
  Served other;
  other.fill(response.body, "carrier");
  EXPECT_EQ(other.get("/api/v1/records?q=*").body, ask("q=*").body);
}

TEST_F(Records, ShowTimesAsTexts) {
  EXPECT_THAT(
      ask("q=host-00000.example.com&times=iso").body,
      HasSubstr(R"("time_first":"2020-09-13T12:26:40Z","time_last":"2023-11-14T22:13:20Z")"));
  EXPECT_THAT(ask("q=host-00000.example.com&times=unix").body, HasSubstr(kFirstRow));
}

TEST_F(Records, TakeTheFormFromAccept) {
  const struct {
    std::string accept;
    std::string_view type;  // empty: 406
  } cases[] = {
      {"", "application/json"},
      {"*/*", "application/json"},
      {"application/json", "application/json"},
      {"application/x-ndjson", "application/x-ndjson"},
      {"application/jsonl", "application/x-ndjson"},
      {"Application/X-NDJSON", "application/x-ndjson"},
      {"text/csv", "text/csv; charset=utf-8"},
      {"text/*", "text/csv; charset=utf-8"},
      {"application/*", "application/json"},
      {"text/html,application/xhtml+xml,*/*;q=0.8", "application/json"},
      {"application/x-ndjson, */*", "application/x-ndjson"},
      {"application/x-ndjson;q=0.5, application/json", "application/json"},
      {"application/json;q=0.5, application/x-ndjson", "application/x-ndjson"},
      {"application/json;q=0, */*", "application/x-ndjson"},
      {"text/csv ; q=0.9 , application/json ; q=0.8", "text/csv; charset=utf-8"},
      {"application/json;q=0.001", "application/json"},
      {"application/json; charset=utf-8", "application/json"},
      {"text/html", ""},
      {"text/html, application/xml", ""},
      {"application/json;q=0", ""},
      {"*/*;q=0", ""},
      {"*/*;q=0.000", ""},
      {"nonsense", ""},
      {",,;;,", ""},
  };
  for (const auto& each : cases) {
    const http::Response response =
        served_.get("/api/v1/records?q=example.com", {{"accept", each.accept}});
    EXPECT_EQ(response.status, each.type.empty() ? 406U : 200U) << each.accept;
    if (!each.type.empty()) {
      EXPECT_EQ(response.content_type, each.type) << each.accept;
    }
  }
  EXPECT_EQ(
      served_
          .get("/api/v1/records?q=example.com", {{"accept", "text/html"}, {"accept", "text/csv"}})
          .content_type,
      "text/csv; charset=utf-8");
  EXPECT_EQ(served_.get("/api/v1/records?q=example.com&format=cof", {{"accept", "text/html"}})
                .content_type,
            "application/x-ndjson");
}

TEST_F(Records, ObeyFiltersAndOrder) {
  const auto names = [&](const std::string& query) {
    std::string found;
    for (const auto& line : lines_of(ask("format=ndjson&" + query).body)) {
      const std::string name = member(line, "rrname");
      if (!name.empty()) found += name.substr(9, 1);  // host-0000N
    }
    return found;
  };
  EXPECT_EQ(names("q=*.example.com"), "012");
  EXPECT_EQ(names("q=*.example.com&sort=-count"), "210");
  EXPECT_EQ(names("q=*.example.com&sort=count&offset=1"), "12");
  EXPECT_EQ(names("q=*.example.com&first_after=1600000001"), "12");
  EXPECT_EQ(names("q=*.example.com&first_before=1600000001"), "01");
  EXPECT_EQ(names("q=*.example.com&last_after=1700000002"), "2");
  EXPECT_EQ(names("q=*.example.com&last_before=1700000000"), "0");
  EXPECT_EQ(names("q=*.example.com&since=1700000001&until=1600000001"), "1");
  EXPECT_EQ(names("q=*.example.com&type=AAAA"), "");
  EXPECT_EQ(names("q=*.example.com&type=AAAA&type=a,mx"), "012");
  EXPECT_EQ(names("q=*.example.com&bailiwick=example.com"), "012");
  EXPECT_EQ(names("q=*.example.com&bailiwick=com"), "");
  EXPECT_EQ(names("q=*.example.com&source=s1"), "012");
  EXPECT_EQ(names("q=192.0.2.1&merge=sources"), "1");
}

TEST_F(Records, AreSplitIntoPagesThatTogetherAreTheWhole) {
  Served served;
  served.fill(cof_lines(57));
  served.fill(cof_lines(20), "s2");
  for (const std::string question :
       {"q=*.example.com", "q=*.example.com&sort=-count", "q=192.0.2.0/24&merge=sources",
        "q=*.example.com&sort=last_seen&since=1600000001"}) {
    const std::string base = "/api/v1/records?format=ndjson&" + question;
    auto whole = lines_of(served.get(base).body);
    whole.pop_back();
    for (const unsigned limit : {1U, 7U, 50U, 1000U}) {
      std::vector<std::string> paged;
      std::string from;
      for (int pages = 0; pages < 100; ++pages) {
        const http::Response response = served.get(base + fmt::format("&limit={}", limit) + from);
        ASSERT_EQ(response.status, 200U) << response.body;
        auto lines = lines_of(response.body);
        const std::string ending = lines.back();
        lines.pop_back();
        EXPECT_LE(lines.size(), limit);
        paged.insert(paged.end(), lines.begin(), lines.end());
        if (ending.find("\"complete\":true") != std::string::npos) break;
        from = "&from=" + member(ending, "next");
      }
      EXPECT_EQ(paged, whole) << question << " by " << limit;
    }
  }
}

TEST_F(Records, AreNoMoreThanTheKeyMayHave) {
  served_.use_keys("desk-key-1 results=2 offset=1");
  const std::vector<http::Field> key{{"x-api-key", "desk-key-1"}};
  for (const std::string limit : {"", "&limit=0", "&limit=2", "&limit=3", "&limit=10000"}) {
    const http::Response response = served_.get("/api/v1/records?q=*.example.com" + limit, key);
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(field(response, "Spoor-Returned"), "2") << limit;
    EXPECT_EQ(field(response, "Spoor-Reason"), "limit") << limit;
    EXPECT_FALSE(field(response, "Spoor-Next").empty()) << limit;
  }
  EXPECT_EQ(field(served_.get("/api/v1/records?q=*.example.com&limit=1", key), "Spoor-Returned"),
            "1");
  EXPECT_EQ(served_.get("/api/v1/records?q=*.example.com&offset=1", key).status, 200U);
  const http::Response far = served_.get("/api/v1/records?q=*.example.com&offset=2", key);
  EXPECT_EQ(far.status, 400U);
  EXPECT_EQ(member(far.body, "parameter"), "offset");
}

TEST_F(Records, BehindTheLastAreNone) {
  EXPECT_EQ(field(ask("q=*.example.com&offset=3"), "Spoor-Returned"), "0");
  EXPECT_EQ(field(ask("q=*.example.com&offset=100"), "Spoor-Complete"), "true");
}

TEST_F(Records, EndWhenTheirTimeIsUp) {
  served_.fill(cof_lines(2000), "s2");
  served_.settings().answer_time = std::chrono::seconds(1);
  served_.tick_step = std::chrono::milliseconds(300);
  const std::string question = "q=*.example.com&source=s2&limit=0&format=ndjson";
  std::vector<std::string> paged;
  std::string from;
  int pages = 0;
  for (; pages < 50; ++pages) {
    const http::Response response = ask(question + from);
    auto lines = lines_of(response.body);
    const std::string ending = lines.back();
    lines.pop_back();
    paged.insert(paged.end(), lines.begin(), lines.end());
    if (ending.find("\"complete\":true") != std::string::npos) break;
    EXPECT_THAT(ending, HasSubstr("\"reason\":\"time\""));
    EXPECT_EQ(field(response, "Spoor-Reason"), "time");
    ASSERT_FALSE(member(ending, "next").empty());
    from = "&from=" + member(ending, "next");
  }
  EXPECT_GT(pages, 0);
  served_.tick_step = std::chrono::milliseconds(0);
  auto whole = lines_of(ask(question).body);
  whole.pop_back();
  EXPECT_EQ(paged, whole);
}

TEST_F(Records, AreOutOfReachWhileTheStoreIsAway) {
  served_.access().is_away = true;
  for (const std::string target : {"/api/v1/records?q=example.com", "/api/v1/records",
                                   "/api/v1/records/summary?q=example.com", "/api/v1/status"}) {
    const http::Response response = served_.get(target);
    EXPECT_EQ(response.status, 503U) << target;
    EXPECT_EQ(field(response, "Retry-After"), "5") << target;
    parse(parser_, response.body);
  }
}

TEST_F(Records, AreAProblemWhenTheStoreFailsAtOnce) {
  served_.access().readable = 0;
  for (const std::string format : {"json", "ndjson", "cof", "csv", "native"}) {
    for (const std::string sort : {"", "&sort=-count"}) {
      served_.access().reports = 0;
      const http::Response response = ask("q=*.example.com&format=" + format + sort);
      EXPECT_EQ(response.status, 503U) << format;
      EXPECT_EQ(response.content_type, "application/problem+json") << format;
      EXPECT_EQ(served_.access().reports, 1U) << format;
    }
  }
}

TEST_F(Records, TellThatTheStoreFailedWhileTheyCame) {
  served_.access().readable = 2;
  const http::Response json = ask("q=*.example.com");
  EXPECT_EQ(json.status, 200U);
  const auto top = parse(parser_, json.body);
  EXPECT_EQ(text_at(top, "/reason"), "failed");
  EXPECT_EQ(text_at(top, "/problem/title"), "store unavailable");
  EXPECT_EQ(text_at(top, "/rows/1/rrname"), "host-00001.example.com.");
  EXPECT_THAT(json.body, HasSubstr("],\"returned\":2,\"complete\":false,"));
  EXPECT_EQ(served_.access().reports, 1U);

  const auto lines = lines_of(ask("q=*.example.com&format=ndjson").body);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[2],
              StartsWith(R"({"complete":false,"returned":2,"reason":"failed","problem":{)"));
  parse(parser_, lines[2]);

  for (const std::string format : {"cof", "csv", "native"})
    EXPECT_EQ(ask("q=*.example.com&format=" + format).status, 599U) << "cut: " << format;
}

TEST_F(Records, LookAtAMillionInSlices) {
  Served served;
  served.fill(cof_lines(10'000));
  http::Response response =
      served.start(http::Method::kGet, "/api/v1/records?q=*.example.com&last_after=1800000000", {});
  ASSERT_NE(response.stream, nullptr);
  std::string out;
  unsigned pauses = 0;
  while (response.stream->produce(out, 65536) == http::Stream::State::kMore) {
    EXPECT_TRUE(out.empty());
    ++pauses;
  }
  EXPECT_GE(pauses, 4U);
  EXPECT_THAT(out, HasSubstr("\"rows\":[],\"returned\":0,\"total\":0,\"complete\":true"));
}

TEST_F(Records, AppendAboutAsMuchAsIsWanted) {
  Served served;
  served.fill(cof_lines(1000));
  http::Response response = served.start(http::Method::kGet, "/api/v1/records?q=*.example.com", {});
  std::string whole;
  while (true) {
    std::string out;
    const auto state = response.stream->produce(out, 1000);
    EXPECT_LT(out.size(), 2000U);
    whole += out;
    if (state == http::Stream::State::kEnd) break;
    ASSERT_EQ(state, http::Stream::State::kMore);
  }
  EXPECT_EQ(whole, served.get("/api/v1/records?q=*.example.com").body);
}

TEST_F(Records, AreSortedForSoManyAtOnce) {
  std::vector<std::shared_ptr<void>> taken;
  for (std::uint32_t i = 0; i < kMostSorted; ++i) taken.push_back(served_.sorting().take());
  const http::Response refused = ask("q=*.example.com&sort=-count");
  EXPECT_EQ(refused.status, 503U);
  EXPECT_THAT(refused.body, HasSubstr(R"("parameter":"sort")"));
  EXPECT_EQ(ask("q=*.example.com").status, 200U);  // in key order nothing is held
  taken.pop_back();
  EXPECT_EQ(ask("q=*.example.com&sort=-count").status, 200U);
  EXPECT_EQ(ask("q=*.example.com&sort=-count").status, 200U);  // its slot came back
}

TEST_F(Records, StayValidJsonWhateverTheStoreHolds) {
  Served served;
  std::string hostile;
  for (const std::string_view text :
       {"\\\"\\\\\\n", "\xc3\xa9", "\\u0000\\u001b[31m", "</script>"}) {
    hostile +=
        fmt::format(R"({{"rrname":"x.example.com.","rrtype":"SPECIAL","rdata":"{}","count":1,)"
                    R"("time_first":1600000000,"time_last":1700000000}})"
                    "\n",
                    text);
  }
  served.fill(hostile);
  for (const std::string merge : {"none", "bailiwicks"}) {
    const http::Response response = served.get("/api/v1/records?q=x.example.com&merge=" + merge);
    const auto top = parse(parser_, response.body);
    std::uint64_t returned = 0;
    EXPECT_EQ(top["returned"].get(returned), simdjson::SUCCESS);
    EXPECT_EQ(returned, 4U);
  }
}

TEST_F(Records, TakeATokenForItsOwnQuestionOnly) {
  const std::string token = field(ask("q=*.example.com&limit=1"), "Spoor-Next");
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(ask("q=*.example.com&from=" + token).status, 200U);
  for (const std::string other :
       {"q=*.example.net&from=", "q=*.example.com&sort=count&from=", "q=*.example.com&type=A&from=",
        "q=*.example.com&merge=sources&from="}) {
    const http::Response response = ask(other + token);
    EXPECT_EQ(response.status, 400U) << other;
    EXPECT_EQ(member(response.body, "parameter"), "from") << other;
  }
  const http::Response both = ask("q=*.example.com&offset=1&from=" + token);
  EXPECT_EQ(both.status, 400U);
  EXPECT_EQ(member(both.body, "parameter"), "offset");
  std::string bent = token;
  bent[bent.size() / 2] = bent[bent.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ask("q=*.example.com&from=" + bent).status, 400U);
}

TEST_F(Records, OfJoinedSourcesTellWhoTheyAre) {
  served_.fill(cof_lines(2), "beta");
  for (const std::string merge : {"sources", "bailiwicks"}) {
    const auto lines = lines_of(ask("q=*.example.com&format=ndjson&merge=" + merge).body);
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_THAT(lines[0], HasSubstr(R"("sources":["beta","s1"],"how":"sensor","count":2,)"));
    EXPECT_THAT(lines[2], HasSubstr(R"("sources":["s1"],"how")"));
    EXPECT_THAT(lines[0], Not(HasSubstr("sources_total")));
    EXPECT_THAT(lines[0], Not(HasSubstr("\"source\"")));
    const auto sorted =
        lines_of(ask("q=*.example.com&format=ndjson&sort=name&merge=" + merge).body);
    EXPECT_EQ(sorted, lines);
    EXPECT_THAT(ask("q=*.example.com&format=csv&merge=" + merge).body, HasSubstr(",beta s1,"));
  }
  EXPECT_THAT(ask("q=*.example.com&merge=sources&source=beta").body,
              HasSubstr(R"("sources":["beta"])"));
  EXPECT_THAT(ask("q=*.example.com").body, Not(HasSubstr("\"sources\"")));
}

TEST_F(Records, NameAtMostSixtyFourSources) {
  for (int i = 0; i < 70; ++i) served_.fill(cof_lines(1), fmt::format("t{:03}", i));
  const std::string body = ask("q=host-00000.example.com&merge=sources").body;
  EXPECT_THAT(body, HasSubstr(R"("sources":["s1","t000",)"));
  EXPECT_THAT(body, HasSubstr(R"("t062"],"sources_total":71,)"));
  EXPECT_THAT(ask("q=host-00000.example.com&merge=sources&format=csv").body,
              HasSubstr("t061 t062 (7 more),"));
}

TEST_F(Records, TellDaysAndTtlWhereAskedFor) {
  served_.fill(
      R"({"rrname":"day.example.com","rrtype":"A","rdata":"192.0.2.200","count":9,"time_first":1600000000,"time_last":1600600000})"
      "\n");
  const std::string days = R"("days":2,"days_possible":8)";
  for (const std::string query :
       {"q=day.example.com", "q=192.0.2.200", "q=192.0.2.200&sort=-count",
        "q=192.0.2.200&sort=-days_seen", "q=day.example.com&sort=name&merge=sources",
        "q=192.0.2.200&limit=0&merge=bailiwicks", "q=192.0.2.200&keep=true",
        "q=day.example.com&keep=true&sort=ttl"}) {
    EXPECT_THAT(ask(query + "&details=days").body, HasSubstr(days)) << query;
    EXPECT_THAT(ask(query).body, Not(HasSubstr("\"days\""))) << query;
  }
  EXPECT_THAT(ask("q=192.0.2.200&details=ttl").body, Not(HasSubstr("ttl_m"))) << "not known";
  for (const std::string wrong : {"details=all", "details=days,days", "details=days,",
                                  "details=days&format=csv", "details=ttl&format=cof"})
    EXPECT_EQ(ask("q=day.example.com&" + wrong).status, 400U) << wrong;
}

}  // namespace
}  // namespace spoor::api::v1
