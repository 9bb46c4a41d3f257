// SPDX-License-Identifier: Apache-2.0
// Facets, groups and trees over HTTP.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"
#include "search/fake_store.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::shared_ptr<search::FakeStore> fake_store(unsigned records) {
  auto store = std::make_shared<search::FakeStore>();
  const record::SourceId source = store->source_named("s1");
  for (unsigned i = 0; i < records; ++i) {
    store->add(fmt::format("h{:05}.example{}.com", i, i % 3), dns::RrType::kA, "192.0.2.1",
               {source, record::How::kSensor, record::Sightings::seen_once(1'600'000'000 + i, 60)});
  }
  return store;
}

class Rollups : public ::testing::Test {
 protected:
  std::string ask(const std::string& path) {
    const http::Response response = served_.get("/api/v1/records/" + path);
    EXPECT_EQ(response.status, 200U) << response.body;
    EXPECT_EQ(response.content_type, "application/json");
    return response.body;
  }
  Served served_{fake_store(5)};
};

TEST_F(Rollups, FacetsSayHowRowsSpread) {
  EXPECT_EQ(ask("facets?q=192.0.2.1&facets=type,domain,country&top=2"),
            R"({"query":{"text":"192.0.2.1","in":"rdata","kind":"addresses"},"num_results":5,)"
            R"("count":5,"time_first":1600000000,"time_last":1600000004,"facets":{)"
            "\n"
            R"("type":{"distinct":1,"without":0,"values":[{"value":"A","rows":5}]},)"
            "\n"
            R"("domain":{"distinct":3,"without":0,"values":[{"value":"example0.com.","rows":2},)"
            R"({"value":"example1.com.","rows":2}]},)"
            "\n"
            R"("country":{"distinct":0,"without":5,"values":[]}},"complete":true})"
            "\n");
}

TEST_F(Rollups, HistogramsSayWhenRowsWereSeen) {
  const std::string beginning = R"({"query":{"text":"192.0.2.1","in":"rdata","kind":"addresses"},)";
  EXPECT_EQ(ask("histogram?q=192.0.2.1"),
            beginning +
                R"("of":"first_seen","step":"day","from":"2020-09-13","to":"2020-09-13","bins":[)"
                "\n"
                R"({"day":"2020-09-13","rows":5}],"num_results":5,"complete":true})"
                "\n");
  EXPECT_THAT(ask("histogram?q=192.0.2.1&of=last_seen&step=week&merge=sources"),
              HasSubstr(R"("of":"last_seen","step":"week","from":"2020-09-13","to":"2020-09-13",)"
                        R"("bins":[)"
                        "\n"
                        R"({"day":"2020-09-07","rows":5}])"));
  EXPECT_THAT(ask("histogram?q=192.0.2.1&step=month&last_after=1600000003"),
              HasSubstr(R"({"day":"2020-09-01","rows":2}],"num_results":2,)"));
  EXPECT_THAT(ask("histogram?q=nothing.test&step=year"),
              HasSubstr(R"("step":"year","bins":[],"num_results":0,"complete":true})"));
}

TEST_F(Rollups, GroupsAreRegisteredDomains) {
  EXPECT_EQ(ask("groups?q=192.0.2.1&sort=domain&limit=2"),
            R"({"query":{"text":"192.0.2.1","in":"rdata","kind":"addresses"},"num_results":5,)"
            R"("names":5,"num_groups":3,"groups":[)"
            "\n"
            R"({"domain":"example0.com.","suffix":false,"names":2,"rows":2,"count":2,)"
            R"("time_first":1600000000,"time_last":1600000003},)"
            "\n"
            R"({"domain":"example1.com.","suffix":false,"names":2,"rows":2,"count":2,)"
            R"("time_first":1600000001,"time_last":1600000004}],"returned":2,)"
            R"("complete":false,"reason":"limit"})"
            "\n");
  EXPECT_THAT(ask("groups?q=192.0.2.1&sort=domain&offset=2"),
              HasSubstr(R"("returned":1,"complete":true)"));
}

TEST_F(Rollups, TreesCountWhatLiesBelow) {
  EXPECT_EQ(ask("tree?q=%2A.com&depth=1&limit=1&sort=-names&new_after=1600000003"),
            R"({"query":{"text":"*.com.","in":"name","kind":"below"},"tree":{"name":"com.",)"
            R"("names":5,"rows":5,"count":5,"new_names":2,"time_first":1600000000,)"
            R"("time_last":1600000004,"own_rows":0,"children":3,"new_children":0,"nodes":[)"
            "\n"
            R"({"name":"example0.com.","names":2,"rows":2,"count":2,"new_names":1,)"
            R"("time_first":1600000000,"time_last":1600000003,"own_rows":0,"children":2,)"
            R"("new_children":1,"new":false,"nodes":[]}]},"complete":true})"
            "\n");
  EXPECT_THAT(ask("tree?q=192.0.2.1&under=example2.com"),
              HasSubstr(R"("tree":{"name":"example2.com.","names":1)"));
  EXPECT_THAT(ask("tree?q=nothing.test"),
              HasSubstr(R"("names":0,"rows":0,"count":0,"own_rows":0)"));
}

TEST_F(Rollups, PivotsSayWhoSharesThem) {
  EXPECT_EQ(ask("pivots?q=h00000.example0.com&cap=3"),
            R"({"query":{"text":"h00000.example0.com.","in":"name","kind":"exact"},"pivots":[)"
            "\n"
            R"({"role":"address","text":"192.0.2.1","query":{"text":"192.0.2.1","in":"rdata",)"
            R"("kind":"addresses"},"rows":1,"names":3,"more":true}],"returned":1,"complete":true})"
            "\n");
}

TEST_F(Rollups, CollapseWhatNobodyReads) {
  Served served(fake_store(3000));
  const auto body = served.get("/api/v1/records/tree?q=%2A.example1.com").body;
  EXPECT_THAT(body, HasSubstr(R"("nodes":[],"collapsed":{"children":1000,"one_shot":1000,)"
                              R"("machine_made":0,"names":1000,)"));
  EXPECT_THAT(body, HasSubstr(R"("examples":["h02998.example1.com.","h02995.example1.com.",)"));
  EXPECT_THAT(served.get("/api/v1/records/tree?q=%2A.example1.com&collapse=false").body,
              Not(HasSubstr("collapsed")));
}

TEST_F(Rollups, NameTheParameterThatIsWrong) {
  const std::pair<std::string, std::string> cases[] = {{"facets?facets=type", "q"},
                                                       {"facets?q=a&facets=type,type", "facets"},
                                                       {"facets?q=a&top=1001", "top"},
                                                       {"facets?q=a&limit=1", "limit"},
                                                       {"facets?q=a&source=x", "source"},
                                                       {"histogram?q=a&of=count", "of"},
                                                       {"histogram?q=a&step=hour", "step"},
                                                       {"histogram?q=a&top=1", "top"},
                                                       {"groups?q=a&sort=type", "sort"},
                                                       {"groups?q=a&limit=0", "limit"},
                                                       {"groups?q=a&limit=10001", "limit"},
                                                       {"groups?q=a&offset=100001", "offset"},
                                                       {"tree?q=a&under=a..b", "under"},
                                                       {"tree?q=a&sort=newest", "sort"},
                                                       {"tree?q=a&depth=4", "depth"},
                                                       {"tree?q=a&limit=1001", "limit"},
                                                       {"tree?q=a&new_after=soon", "new_after"},
                                                       {"tree?q=a&collapse=1", "collapse"},
                                                       {"pivots?q=a&limit=1001", "limit"},
                                                       {"pivots?q=a&cap=0", "cap"},
                                                       {"pivots?q=a&sort=key", "sort"}};
  for (const auto& [path, parameter] : cases) {
    const http::Response response = served_.get("/api/v1/records/" + path);
    EXPECT_EQ(response.status, 400U) << path;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << path;
  }
}

TEST_F(Rollups, SayWhatTheyKnowWhenTheirTimeIsUp) {
  Served served(fake_store(9000));
  served.tick_step = std::chrono::minutes(10);
  for (const std::string path :
       {"facets?q=%2A", "groups?q=%2A&limit=3", "tree?q=%2A", "histogram?q=%2A"}) {
    const http::Response response = served.get("/api/v1/records/" + path);
    EXPECT_EQ(response.status, 200U);
    EXPECT_THAT(response.body, HasSubstr("\"complete\":false,\"reason\":\"time\"}")) << path;
  }
}

TEST_F(Rollups, AreRefusedWhileTooManyAreMade) {
  std::vector<std::shared_ptr<void>> slots;
  while (auto slot = served_.sorting().take()) slots.push_back(std::move(slot));
  const http::Response response = served_.get("/api/v1/records/facets?q=%2A");
  EXPECT_EQ(response.status, 503U);
  EXPECT_EQ(field(response, "Retry-After"), "1");
}

TEST_F(Rollups, AreProblemsWhenTheStoreFails) {
  served_.access().readable = 2;
  for (const std::string path : {"facets?q=%2A", "groups?q=%2A", "tree?q=%2A", "pivots?q=%2A"})
    EXPECT_EQ(served_.get("/api/v1/records/" + path).status, 503U) << path;
}

}  // namespace
}  // namespace spoor::api::v1
