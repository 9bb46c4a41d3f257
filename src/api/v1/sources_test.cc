// SPDX-License-Identifier: Apache-2.0
// Who delivered what, over HTTP.
#include <cstdlib>
#include <filesystem>
#include <fstream>

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

constexpr std::uint32_t kT0 = 1'500'000'000;  // 2017-07-14T02:40:00Z

std::string capture() {
  intake::CaptureMaker maker;
  for (unsigned i = 0; i < 3; ++i) {
    maker.add_exchange("h" + std::to_string(i) + ".example.com",
                       std::string_view("\xC0\x00\x02\x07", 4), kT0 + i);
  }
  return maker.file();
}

class Sources : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "sources_XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    served_.ledger() = ledger::Ledger(ledger::ledger_path(folder_));
    served_.use_keys("desk-key-1 read import");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  http::Response import(const std::string& source, const std::string& content) {
    return served_.post("/api/v1/import?source=" + source, content, {{"x-api-key", "desk-key-1"}});
  }
  http::Response get(const std::string& target) {
    return served_.get("/api/v1/" + target, {{"x-api-key", "desk-key-1"}});
  }
  std::string ask(const std::string& target) {
    const http::Response response = get(target);
    EXPECT_EQ(response.status, 200U) << target << response.body;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(response.body).error(), simdjson::SUCCESS) << response.body;
    return response.body;
  }

  std::string folder_;
  Served served_;
};

constexpr std::string_view kFigures =
    R"("packets":6,"queries":3,"responses":3,"matched":3,"unmatched":0,"lines":0,"records":3,)"
    R"("rejected":{},"refused_records":{},"skipped":{})";

TEST_F(Sources, SayWhatTheyDelivered) {
  const std::string content = capture();
  ASSERT_EQ(import("r1", content).status, 200U);
  ASSERT_EQ(import("r1", content).status, 200U);
  served_.fill(cof_lines(2), "quiet");  // not through the ledger
  const std::string body = ask("sources");
  EXPECT_THAT(body, StartsWith("{\"sources\":[\n{\"name\":\"r1\",\"kind\":\"sensor\","
                               "\"counts\":\"delta\",\"days_watched\":1,"));
  const std::string octets = std::to_string(content.size());
  EXPECT_THAT(body, HasSubstr(R"("deliveries":2,"already_merged":1,"failed":0,)"
                              R"("time_first":1500000000,"time_last":1500000002,"lag":)" +
                              std::to_string(kNoon - kT0 - 2) + ",\"octets\":" + octets + "," +
                              std::string(kFigures) + R"(,"last_delivery":{"started":)"));
  EXPECT_THAT(body, HasSubstr(R"("input":"upload","format":"pcap","outcome":"already merged",)"
                              R"("octets":0,)"));
  EXPECT_THAT(body, HasSubstr(R"("recent":[{"day":"2017-07-14","responses":3,"records":3}]})"));
  EXPECT_THAT(body, HasSubstr(R"({"name":"quiet",)"));
  EXPECT_THAT(body, HasSubstr(R"("deliveries":0,"already_merged":0,"failed":0,"octets":0,)"));
  EXPECT_THAT(body, HasSubstr(R"("growth":[{"day":"2024-10-04","records":3,)"));
  EXPECT_TRUE(
      body.ends_with(R"("ledger":true,"time":)" + std::to_string(kNoon) + ",\"complete\":true}\n"))
      << body;
  EXPECT_THAT(ask("sources?times=iso"), HasSubstr(R"("time_first":"2017-07-14T02:40:00Z")"));
}

TEST_F(Sources, ListTheirDeliveriesNewestFirst) {
  const std::string content = capture();
  ASSERT_EQ(import("r1", content).status, 200U);
  served_.now += 60;
  ASSERT_EQ(import("r1", "hello").status, 415U);
  const std::string begin = R"({"source":"r1","deliveries":[)"
                            "\n"
                            R"({"started":1728043260,"finished":1728043260,"input":"upload",)"
                            R"("format":"","outcome":"unknown format","octets":0,)";
  const std::string body = ask("sources/r1/deliveries");
  EXPECT_THAT(body, StartsWith(begin));
  EXPECT_THAT(body, HasSubstr(R"("outcome":"read","time_first":1500000000,"time_last":1500000002,)"
                              R"("octets":)" +
                              std::to_string(content.size()) + "," + std::string(kFigures) + "}]"));
  EXPECT_THAT(body, HasSubstr(R"("returned":2,"total":2,"complete":true})"));
  EXPECT_THAT(ask("sources/r1/deliveries?limit=1"),
              HasSubstr(R"("returned":1,"total":2,"complete":false,"reason":"limit"})"));
}

TEST_F(Sources, AreFoundByNamesWithSlashes) {
  std::string sensed = cof_lines(1);
  sensed.replace(sensed.find("}\n"), 1, ",\"sensor_id\":\"x\"}");
  ASSERT_EQ(import("d2&by_sensor=true", sensed).status, 200U);
  EXPECT_THAT(ask("sources/d2%2Fx/deliveries"), HasSubstr(R"("records":1,)"));
  EXPECT_THAT(ask("sources/d2/deliveries"), HasSubstr(R"("lines":1,"records":0,)"));
}

TEST_F(Sources, AreNotFoundOrRefused) {
  served_.fill(cof_lines(2), "quiet");
  EXPECT_THAT(ask("sources/quiet/deliveries"),
              HasSubstr(R"("deliveries":[],"returned":0,"total":0,"complete":true})"));
  const http::Response missing = get("sources/nobody/deliveries");
  EXPECT_EQ(missing.status, 404U);
  EXPECT_THAT(missing.body, HasSubstr("\"parameter\":\"name\",\"value\":\"nobody\""));
  for (const auto& [target, parameter] :
       {std::pair<std::string, std::string>{"sources?limit=1", "limit"},
        {"sources?times=then", "times"},
        {"sources/quiet/deliveries?limit=0", "limit"},
        {"sources/quiet/deliveries?limit=1001", "limit"},
        {"sources/quiet/deliveries?offset=1", "offset"}}) {
    const http::Response response = get(target);
    EXPECT_EQ(response.status, 400U) << target;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << target;
  }
  served_.access().is_away = true;
  EXPECT_EQ(get("sources").status, 503U);
  EXPECT_EQ(get("sources/quiet/deliveries").status, 503U);
}

TEST_F(Sources, AreToldWithoutALedgerThatIsDamaged) {
  ASSERT_EQ(import("r1", capture()).status, 200U);
  for (const char* tail : {"", "-wal", "-shm"})
    std::filesystem::remove(ledger::ledger_path(folder_) + tail);
  std::ofstream(ledger::ledger_path(folder_)) << std::string(5000, 'x');
  const std::string body = ask("sources");
  EXPECT_THAT(body, HasSubstr(R"({"name":"r1",)"));
  EXPECT_THAT(body, HasSubstr(R"("growth":[]},"ledger":false,)"));
  EXPECT_GT(served_.access().reports, 0U);
  EXPECT_EQ(get("sources/r1/deliveries").status, 503U);
  const http::Response again = import("r2", capture());
  EXPECT_EQ(again.status, 200U);
  EXPECT_THAT(again.body, HasSubstr("the ledger of deliveries is damaged"));
  EXPECT_THAT(again.body, Not(HasSubstr(folder_)));
}

TEST_F(Sources, StatusTellsTheRoomThatIsLeft) {
  EXPECT_THAT(ask("status"), Not(HasSubstr("free_bytes")));
  served_.settings().store_directory = folder_;
  EXPECT_THAT(ask("status"), HasSubstr("\"free_bytes\":"));
  EXPECT_THAT(ask("sources"), HasSubstr("\"free_bytes\":"));
  served_.settings().store_directory = "/nonexistent";
  EXPECT_THAT(ask("status"), Not(HasSubstr("free_bytes")));
}

/// Keys of several clearances over a store whose source s2 is marked amber.
class Clearance : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(
        R"({"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.1","count":1,"time_first":1600000000,"time_last":1600000000})"
        "\n",
        "s1");
    served_.fill(
        R"({"rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.1","count":5,"time_first":1500000000,"time_last":1600000000})"
        "\n"
        R"({"rrname":"secret.example.com","rrtype":"A","rdata":"192.0.2.1","count":5,"time_first":1500000000,"time_last":1600000000})"
        "\n",
        "s2");
    record::SourceCard card;
    card.label = "B";
    card.tlp = record::Tlp::kAmber;
    ASSERT_TRUE(served_.store().edit_source(*served_.store().find_source("s2"),
                                            record::SourceKind::kFeed, card));
    served_.use_keys("green-key-1 tlp=green\namber-key-1 tlp=TLP:AMBER\nplain-key-1\n");
  }
  std::string ask(const std::string& key, const std::string& target, unsigned status = 200) {
    const http::Response response = served_.get(target, {{"x-api-key", key}});
    EXPECT_EQ(response.status, status) << target << response.body;
    return response.body;
  }

  Served served_;
};

TEST_F(Clearance, WhatIsNotClearedIsNeitherShownNorCounted) {
  for (const std::string target :
       {"/api/v1/records?q=*.example.com&merge=sources", "/api/v1/records?q=192.0.2.1",
        "/api/v1/records?q=%2Fexample%2F", "/api/v1/records?q=*.com&sort=-count",
        "/api/v1/records/summary?q=*.example.com", "/api/v1/records/facets?q=*.example.com",
        "/api/v1/records/tree?q=*.example.com", "/api/v1/ask?q=*.example.com&rows=true",
        "/dnsdb/v2/lookup/rrset/name/*.example.com", "/pdns/query/192.0.2.1",
        "/dnsdb/v2/glob/rrnames/*example*", "/api/v1/sources",
        "/api/v1/addresses/profile?q=192.0.2.1"}) {
    const std::string seen = ask("green-key-1", target);
    EXPECT_THAT(seen, Not(HasSubstr("secret"))) << target;
    EXPECT_THAT(seen, Not(HasSubstr("\"s2\""))) << target;
    EXPECT_THAT(seen, Not(HasSubstr("1500000000"))) << target;
    EXPECT_NE(ask("amber-key-1", target), seen) << target;
    EXPECT_EQ(ask("amber-key-1", target).size(), ask("plain-key-1", target).size()) << target;
  }
  EXPECT_THAT(ask("green-key-1", "/api/v1/records?q=www.example.com&source=s2", 400),
              HasSubstr("no source of this name"));
  EXPECT_THAT(ask("green-key-1", "/api/v1/sources/s2/deliveries", 404), HasSubstr("not found"));
  EXPECT_THAT(ask("green-key-1", "/api/v1/records?q=www.example.com"), HasSubstr("\"count\":1"));
}

TEST_F(Clearance, HowTheWholeStoreGrewIsToldToThoseWhoSeeAllOfIt) {
  const std::string folder = ::testing::TempDir() + "clearance_ledger";
  std::filesystem::create_directories(folder);
  served_.ledger() = ledger::Ledger(ledger::ledger_path(folder));
  ASSERT_TRUE(served_.ledger().add_sample({1'600'000'000, 2, 2, 100}));
  EXPECT_THAT(ask("plain-key-1", "/api/v1/sources"), HasSubstr(R"("growth":[{)"));
  EXPECT_THAT(ask("green-key-1", "/api/v1/sources"), HasSubstr(R"("growth":[])"));
  std::filesystem::remove_all(folder);
}

TEST_F(Clearance, SourcesTellTheirCards) {
  const std::string seen = ask("amber-key-1", "/api/v1/sources");
  EXPECT_THAT(seen, HasSubstr(R"("label":"B","tlp":"amber")"));
  EXPECT_THAT(seen, HasSubstr(R"("tlp":"clear")"));
}

TEST_F(Clearance, KindsAreAskedForLikeNames) {
  ASSERT_TRUE(served_.store().edit_source(*served_.store().find_source("s1"),
                                          record::SourceKind::kZone, {}));
  EXPECT_THAT(ask("plain-key-1", "/api/v1/records?q=www.example.com&source=kind:zone"),
              HasSubstr(R"("source":"s1")"));
  EXPECT_THAT(ask("plain-key-1", "/api/v1/records?q=www.example.com&source=kind:zone"),
              Not(HasSubstr(R"("source":"s2")")));
  EXPECT_THAT(ask("plain-key-1", "/api/v1/records?q=www.example.com&source=kind:partner"),
              HasSubstr(R"("source":"s2")"));
  EXPECT_THAT(ask("plain-key-1", "/api/v1/records?q=www.example.com&source=kind:crawl"),
              Not(HasSubstr("rrname")));
  ask("plain-key-1", "/api/v1/records?q=www.example.com&source=kind:nonsense", 400);
  EXPECT_THAT(ask("plain-key-1", "/api/v1/ask?q=www.example.com%20-source:kind:zone"),
              Not(HasSubstr(R"("source":"s1")")));
}

}  // namespace
}  // namespace spoor::api::v1
