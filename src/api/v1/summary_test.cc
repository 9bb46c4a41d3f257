// SPDX-License-Identifier: Apache-2.0
// Totals of a question, and what a store holds.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "dns/rr_type.h"
#include "search/fake_store.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kSummary = "/api/v1/records/summary?";

std::shared_ptr<search::FakeStore> fake_store(unsigned records) {
  auto store = std::make_shared<search::FakeStore>();
  const record::SourceId source = store->source_named("s1");
  for (unsigned i = 0; i < records; ++i) {
    store->add(fmt::format("h{:05}.example.com", i), dns::RrType::kA, "192.0.2.1",
               {source, record::How::kSensor, record::Sightings::seen_once(1'600'000'000, 60)});
  }
  return store;
}

TEST(Summary, SaysTheTotals) {
  Served served;
  served.fill(cof_lines(3));
  const http::Response response = served.get(std::string(kSummary) + "q=*.example.com");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.body,
            R"({"query":{"text":"*.example.com.","in":"name","kind":"below"},"num_results":3,)"
            R"("count":6,"time_first":1600000000,"time_last":1700000002,"names":3,)"
            "\"rows_by_type\":{\"A\":3},\"complete\":true}\n");
}

TEST(Summary, LeavesOutWhatIsNotThere) {
  Served served;
  served.fill(cof_lines(3));
  EXPECT_EQ(served.get(std::string(kSummary) + "q=198.51.100.1").body,
            R"({"query":{"text":"198.51.100.1","in":"rdata","kind":"addresses"},"num_results":0,)"
            "\"count\":0,\"rows_by_type\":{},\"complete\":true}\n");
}

TEST(Summary, ObeysFiltersMergingAndTimes) {
  Served served;
  served.fill(cof_lines(3));
  served.fill(cof_lines(2), "s2");
  const auto ask = [&](const std::string& query) {
    return served.get(std::string(kSummary) + "q=*.example.com" + query).body;
  };
  EXPECT_THAT(ask(""), HasSubstr("\"num_results\":5,\"count\":9,"));
  EXPECT_THAT(ask("&merge=sources"), HasSubstr("\"num_results\":3,\"count\":9,"));
  EXPECT_THAT(ask("&source=s2"), HasSubstr("\"num_results\":2,\"count\":3,"));
  EXPECT_THAT(ask("&since=1700000002"), HasSubstr("\"num_results\":1,"));
  EXPECT_THAT(ask("&times=iso"), HasSubstr("\"time_first\":\"2020-09-13T12:26:40Z\""));
}

TEST(Summary, NamesTheParameterThatIsWrong) {
  Served served;
  const std::pair<std::string, std::string> cases[] = {
      {"", "q"},
      {"q=example.com&limit=1", "limit"},
      {"q=example.com&sort=count", "sort"},
      {"q=example.com&offset=1", "offset"},
      {"q=example.com&from=x", "from"},
      {"q=example.com&format=json", "format"},
      {"q=example.com&merge=x", "merge"},
      {"q=example.com&source=nobody", "source"},
      {"q=example.com&type=NOTYPE", "type"},
  };
  for (const auto& [query, parameter] : cases) {
    const http::Response response = served.get(std::string(kSummary) + query);
    EXPECT_EQ(response.status, 400U) << query;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << query;
  }
}

TEST(Summary, SaysWhatItKnowsWhenItsTimeIsUp) {
  Served served(fake_store(10'000));
  served.tick_step = std::chrono::minutes(10);
  const http::Response response = served.get(std::string(kSummary) + "q=*.example.com");
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(response.body, HasSubstr("\"complete\":false,\"reason\":\"time\"}"));
  EXPECT_THAT(response.body, ::testing::Not(HasSubstr("\"num_results\":0")));
  EXPECT_THAT(response.body, ::testing::Not(HasSubstr("\"num_results\":10000")));
}

TEST(Summary, IsAProblemWhenTheStoreFails) {
  Served served;
  served.fill(cof_lines(3));
  served.access().readable = 2;
  const http::Response response = served.get(std::string(kSummary) + "q=*.example.com");
  EXPECT_EQ(response.status, 503U);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(served.access().reports, 1U);
}

TEST(Status, SaysWhatTheStoreHolds) {
  Served served;
  served.fill(cof_lines(3));
  const http::Response response = served.get("/api/v1/status");
  EXPECT_EQ(response.status, 200U);
  simdjson::dom::parser parser;
  simdjson::dom::element top;
  ASSERT_EQ(parser.parse(response.body).get(top), simdjson::SUCCESS) << response.body;
  EXPECT_EQ(top["records"].get_uint64().value(), 3U);
  EXPECT_EQ(top["names"].get_uint64().value(), 3U);
  EXPECT_TRUE(top["exact"].get_bool().value());
  EXPECT_TRUE(top["complete"].get_bool().value());
  EXPECT_THAT(response.body, HasSubstr("{\"version\":\"0.1.0\",\"records\":3,"));
  EXPECT_THAT(
      response.body,
      testing::AllOf(
          HasSubstr(R"("sources":[{"name":"s1","kind":"feed","counts":"total","days_watched":2,)"
                    R"("first_day":"2020-09-13","last_day":"2023-11-14","watch_complete":true}],)"
                    R"("enrichment":[{)"),
          HasSubstr(R"(}],"started":1728043100,"time":1728043200,"complete":true})")));
  EXPECT_THAT(served.get("/api/v1/status?times=iso").body,
              HasSubstr(R"("started":"2024-10-04T11:58:20Z","time":"2024-10-04T12:00:00Z")"));
}

TEST(Status, CountsWhenAsked) {
  Served served(fake_store(5000));
  EXPECT_THAT(served.get("/api/v1/status").body,
              HasSubstr("\"records\":0,\"names\":0,\"exact\":false"));
  EXPECT_THAT(served.get("/api/v1/status?exact=false").body, HasSubstr("\"exact\":false"));
  http::Response response = served.start(http::Method::kGet, "/api/v1/status?exact=true", {});
  ASSERT_NE(response.stream, nullptr);
  std::string out;
  EXPECT_EQ(response.stream->produce(out, 65536), http::Stream::State::kMore) << "in slices";
  EXPECT_TRUE(out.empty());
  EXPECT_THAT(http::collect(std::move(response)).body,
              HasSubstr("\"records\":5000,\"names\":5000,\"exact\":true"));
}

TEST(Status, CountsNoLongerThanItMay) {
  Served served(fake_store(5000));
  served.tick_step = std::chrono::minutes(20);
  const http::Response response = served.get("/api/v1/status?exact=true");
  EXPECT_THAT(response.body, HasSubstr("\"records\":0,\"names\":0,\"exact\":false"));
  EXPECT_THAT(response.body, HasSubstr("\"complete\":false,\"reason\":\"time\"}"));
}

TEST(Status, NamesTheParameterThatIsWrong) {
  Served served;
  for (const std::string query : {"exact=", "exact=1", "exact=True", "exact=true&exact=true"}) {
    const http::Response response = served.get("/api/v1/status?" + query);
    EXPECT_EQ(response.status, 400U) << query;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"exact\"")) << query;
  }
  EXPECT_THAT(served.get("/api/v1/status?q=x").body, HasSubstr("\"parameter\":\"q\""));
}

TEST(Health, SaysWhetherTheStoreIsThere) {
  Served served;
  const http::Response fine = served.get("/healthz");
  EXPECT_EQ(fine.status, 200U);
  EXPECT_EQ(fine.body, "{\"status\":\"ok\",\"complete\":true}\n");
  served.access().is_away = true;
  const http::Response away = served.get("/healthz");
  EXPECT_EQ(away.status, 503U);
  EXPECT_THAT(away.body, HasSubstr("{\"status\":\"unavailable\",\"detail\":\""));
}

TEST(Metrics, CountRefusalsAndMeasureTheStore) {
  Served served;
  served.fill(cof_lines(3));
  served.use_keys("desk-key-1");
  const std::vector<http::Field> key{{"x-api-key", "desk-key-1"}};
  EXPECT_EQ(served.get("/metrics").status, 401U);
  const http::Response response = served.get("/metrics", key);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(response.body, HasSubstr("spoor_api_refused_total{reason=\"no_key\"} 1\n"));
  EXPECT_THAT(response.body, HasSubstr("spoor_api_refused_total{reason=\"quota\"} 0\n"));
  EXPECT_THAT(response.body, HasSubstr("spoor_store_up 1\n"));
  EXPECT_THAT(response.body, HasSubstr("spoor_store_records 3\n"));
  EXPECT_THAT(response.body, HasSubstr("spoor_store_sources 1\n"));
  served.access().is_away = true;
  EXPECT_THAT(served.get("/metrics", key).body, HasSubstr("spoor_store_up 0\n"));
}

TEST(Root, SaysWhereEverythingIs) {
  Served served;
  const http::Response response = served.get("/");
  EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
  for (const std::string_view path :
       {"/api/v1/records", "/api/v1/openapi.yaml", "/dnsdb/v2/", "/lookup/", "/healthz"})
    EXPECT_THAT(response.body, HasSubstr(path));
}

TEST(Openapi, IsTheDocumentItself) {
  Served served;
  const http::Response response = served.get("/api/v1/openapi.yaml");
  EXPECT_EQ(response.content_type, "application/yaml");
  std::string document;
  std::FILE* const file = std::fopen(SPOOR_SOURCE_DIR "/src/api/v1/openapi.yaml", "rb");
  ASSERT_NE(file, nullptr);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) document += static_cast<char>(c);
  std::fclose(file);
  EXPECT_TRUE(response.body == document) << "the program was not built from this document";
}

}  // namespace
}  // namespace spoor::api::v1
