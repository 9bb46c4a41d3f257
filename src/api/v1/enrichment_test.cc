// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "api/served_test.h"
#include "enrich/prefix_table.h"

namespace spoor::api {
namespace {

/// A table of prefixes with a line that cannot be read, ranks, and a list of parking servers.
std::shared_ptr<const enrich::Enrichment> known_world() {
  std::vector<enrich::LoadedFile> files(4);
  files[0].file = {.name = "prefixes.csv", .kind = enrich::FileKind::kPrefixes};
  files[0].file.date_s = kNoon;
  files[0].origins =
      *enrich::PrefixTable::parse("192.0.2.0/24,64500,DE,\"A \"\"B\"\"\"\njunk\n", files[0].file);
  files[1].file = {.name = "popular.csv", .kind = enrich::FileKind::kPopularity};
  files[1].popularity = *enrich::Popularity::parse(
      "3,example.com\n", *enrich::default_enrichment()->files()[0].suffixes, files[1].file);
  files[2].file = {.name = "warninglists/parking/p.json", .kind = enrich::FileKind::kWarningList};
  files[2].labels =
      *enrich::parse_warning_list(R"({"type":"hostname","list":["park.example.com","192.0.2.9"]})",
                                  enrich::Tag::kParking, files[2].file);
  files[3].file = {.name = "asn.mmdb", .kind = enrich::FileKind::kMmdb};
  files[3].file.error = "no MaxMind DB, or cut off";
  return std::make_shared<const enrich::Enrichment>(std::move(files));
}

TEST(EnrichmentAnswer, TellsWhatIsKnownOfAName) {
  Served served;
  served.enrichment = known_world();
  const auto response = served.get("/api/v1/enrichment?q=WWW.park.example.com");
  ASSERT_EQ(response.status, 200);
  EXPECT_TRUE(response.body.starts_with(
      R"({"subject":"www.park.example.com.","kind":"name","registered_domain":"example.com.",)"
      R"("suffix":"com.","rank":3,"tags":["parking","popular"],"files":[)"))
      << response.body;
}

TEST(EnrichmentAnswer, TellsWhatIsKnownOfAnAddressAndBySayWhichFiles) {
  Served served;
  served.enrichment = known_world();
  const auto response = served.get("/api/v1/enrichment?q=192.0.2.9&times=iso");
  ASSERT_EQ(response.status, 200);
  EXPECT_TRUE(response.body.starts_with(
      R"({"subject":"192.0.2.9","kind":"address","asn":64500,"country":"DE","holder":"A \"B\"",)"
      R"("tags":["parking"],"files":[{"name":"prefixes.csv","kind":"prefixes","entries":1,)"
      R"("date":"2024-10-04T12:00:00Z","skipped":1,"faults":[{"line":2,"what":)"))
      << response.body;
  EXPECT_NE(response.body.find(R"("error":"no MaxMind DB, or cut off")"), std::string::npos);
  EXPECT_NE(response.body.find(R"({"name":"built in","kind":"public-suffixes",)"),
            std::string::npos);
}

TEST(EnrichmentAnswer, LeavesOutWhatIsNotKnown) {
  Served served;
  const auto address = served.get("/api/v1/enrichment?q=2001:db8::1");
  EXPECT_TRUE(
      address.body.starts_with(R"({"subject":"2001:db8::1","kind":"address","tags":[],"files":[)"))
      << address.body;
  const auto suffix = served.get("/api/v1/enrichment?q=co.uk");
  EXPECT_TRUE(suffix.body.starts_with(
      R"({"subject":"co.uk.","kind":"name","suffix":"co.uk.","tags":[],"files":[)"))
      << suffix.body;
}

TEST(EnrichmentAnswer, RefusesWhatIsNeitherNameNorAddress) {
  Served served;
  for (const std::string_view query :
       {"", "?q=a..b", "?q=192.0.2.0/24", "?q=192.0.2.0/24%20", "?q=a&q=b", "?x=1"}) {
    const auto response = served.get("/api/v1/enrichment" + std::string(query));
    EXPECT_EQ(response.status, 400) << query;
  }
}

TEST(EnrichedRows, TellWhatIsKnownOfNameAndAddress) {
  Served served;
  served.enrichment = known_world();
  served.fill(
      R"({"rrname":"a.park.example.com","rrtype":"A","rdata":"192.0.2.9","time_first":1600000000,"time_last":1600000000})"
      "\n"
      R"({"rrname":"example.net","rrtype":"MX","rdata":"10 mx.example.net","time_first":1600000000,"time_last":1600000000})"
      "\n");
  const auto enriched = served.get("/api/v1/records?q=*&format=ndjson&enrich=true");
  EXPECT_NE(enriched.body.find(
                R"(,"registered_domain":"example.com.","tags":["parking","popular"],"asn":64500,)"
                R"("country":"DE","holder":"A \"B\"","address_tags":["parking"]})"),
            std::string::npos)
      << enriched.body;
  EXPECT_NE(enriched.body.find(R"(,"registered_domain":"example.net."})"), std::string::npos);
  const auto plain = served.get("/api/v1/records?q=*&format=ndjson");
  EXPECT_EQ(plain.body.find("registered_domain"), std::string::npos);
  const auto json = served.get("/api/v1/records?q=*&enrich=true");
  EXPECT_NE(json.body.find("\"address_tags\":[\"parking\"]},\n{"), std::string::npos) << json.body;
  EXPECT_EQ(served.get("/api/v1/records?q=*&format=csv&enrich=true").status, 400);
  EXPECT_EQ(served.get("/api/v1/records?q=*&enrich=yes").status, 400);
}

TEST(EnrichmentAnswer, StandsInTheStatusToo) {
  Served served;
  served.enrichment = known_world();
  const auto response = served.get("/api/v1/status");
  EXPECT_NE(response.body.find(R"("enrichment":[{"name":"prefixes.csv",)"), std::string::npos)
      << response.body;
}

}  // namespace
}  // namespace spoor::api
