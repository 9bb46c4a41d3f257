// SPDX-License-Identifier: Apache-2.0
// Lines of JSON out, and that they come back as what they were.
#include "feed/cof_writer.h"

#include <random>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "feed/json_text.h"
#include "feed/owned_row_test.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;

std::string cof(const RowView& row, const CofExtras& extras = {}) {
  std::string out;
  append_cof(out, row, extras);
  return out;
}

std::string json(const RowView& row, JsonOptions options = {}) {
  std::string out;
  append_json(out, row, options);
  return out;
}

TEST(CofWriter, WritesTheFieldsOfTheFormat) {
  OwnedRow row("www.example.com", RrType::kA, "192.0.2.1", Sightings::told_total(100, 200, 42));
  EXPECT_EQ(
      cof(row.view),
      R"({"rrname":"www.example.com.","rrtype":"A","rdata":["192.0.2.1"],"count":42,"time_first":100,"time_last":200})"
      "\n");
  row.view.bailiwick = 2;
  EXPECT_EQ(
      cof(row.view, {"https://pdns.example.net/", "s1"}),
      R"({"rrname":"www.example.com.","rrtype":"A","rdata":["192.0.2.1"],"count":42,"time_first":100,"time_last":200,)"
      R"("bailiwick":"example.com.","sensor_id":"s1","origin":"https://pdns.example.net/"})"
      "\n");
}

TEST(CofWriter, ZoneRowsHaveZoneTimes) {
  OwnedRow row("example.com", RrType::kNs, "ns1.example.com", Sightings::told_total(100, 200, 1));
  row.view.how = How::kZone;
  row.view.bailiwick = 0;
  EXPECT_EQ(
      cof(row.view),
      R"({"rrname":"example.com.","rrtype":"NS","rdata":["ns1.example.com."],"count":1,"zone_time_first":100,)"
      R"("zone_time_last":200,"bailiwick":"."})"
      "\n");
}

TEST(CofWriter, UnassignedTypesAreNumbers) {
  const OwnedRow row("example.com", static_cast<RrType>(65280), "\\# 1 0A",
                     Sightings::told_total(1, 2, 1));
  EXPECT_NE(cof(row.view).find(R"("rrtype":65280,"rdata":["\\# 1 0A"])"), std::string::npos)
      << cof(row.view);
  EXPECT_NE(json(row.view).find(R"("rrtype":"TYPE65280")"), std::string::npos);
}

TEST(CofWriter, ABailiwickThatCannotBeIsLeftOut) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", Sightings::told_total(1, 2, 1));
  row.view.bailiwick = 3;
  EXPECT_EQ(cof(row.view).find("bailiwick"), std::string::npos);
}

TEST(JsonWriter, WritesSourceAndHow) {
  const OwnedRow row("example.com", RrType::kA, "192.0.2.1", Sightings::told_total(1, 2, 3));
  EXPECT_EQ(
      json(row.view),
      R"({"rrname":"example.com.","rrtype":"A","rdata":"192.0.2.1","source":"s1","how":"sensor","count":3,)"
      R"("time_first":1,"time_last":2})"
      "\n");
}

TEST(JsonWriter, NamesTheSourcesThatAreMerged) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", Sightings::told_total(1, 2, 3));
  const std::vector<std::string_view> names{"a\"b", "s1"};
  row.view.source = {};
  row.view.sources = names;
  row.view.all_sources = 2;
  EXPECT_NE(json(row.view).find(R"("sources":["a\"b","s1"],"how")"), std::string::npos);
  row.view.all_sources = 70;
  EXPECT_NE(json(row.view).find(R"("s1"],"sources_total":70,"how")"), std::string::npos);
  EXPECT_EQ(cof(row.view).find("sources"), std::string::npos);
}

TEST(JsonWriter, WritesDaysAndTtlWhereTheyAreAsked) {
  constexpr std::uint32_t kDay = record::kSecondsPerDay;
  const OwnedRow told("example.com", RrType::kA, "192.0.2.1",
                      Sightings::told_total(10 * kDay, 16 * kDay, 3));
  EXPECT_NE(json(told.view, {TimeStyle::kUnix, true, true})
                .find(R"("time_last":1382400,"days":2,"days_possible":7})"),
            std::string::npos);
  Sightings dated = Sightings::seen_once(10 * kDay, 60);
  dated.merge(Sightings::seen_once(16 * kDay, 300));
  const OwnedRow row("example.com", RrType::kA, "192.0.2.1", dated);
  EXPECT_NE(json(row.view, {TimeStyle::kUnix, true, true})
                .find(R"("days":2,"days_possible":2,"ttl_min":60,"ttl_max":300})"),
            std::string::npos);
  EXPECT_EQ(json(row.view).find("days"), std::string::npos);
}

TEST(JsonWriter, ReadsWhichDetailsAreWanted) {
  JsonOptions options;
  EXPECT_TRUE(parse_details("ttl,days", options));
  EXPECT_TRUE(options.days && options.ttl);
  for (const char* text : {"", "days,", ",days", "days,days", "all"}) {
    JsonOptions none;
    EXPECT_FALSE(parse_details(text, none)) << text;
  }
}

TEST(JsonWriter, WritesTimesAsTextWhereThatIsAsked) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1",
               Sightings::told_total(1'563'393'120, 4'294'967'295U, 3));
  EXPECT_NE(
      json(row.view, {TimeStyle::kIso})
          .find(
              R"("count":3,"time_first":"2019-07-17T19:52:00Z","time_last":"2106-02-07T06:28:15Z"})"),
      std::string::npos);
  row.view.how = How::kZone;
  EXPECT_NE(json(row.view, {TimeStyle::kIso})
                .find(R"("zone_time_first":"2019-07-17T19:52:00Z","zone_time_last":"2106)"),
            std::string::npos);
}

TEST(JsonWriter, HostileTextStaysInItsString) {
  OwnedRow row("a\\\"b\\\\\\000.example.com", RrType::kTxt,
               "\"quote \\\" backslash \\\\ \\000\\255\"", Sightings::told_total(1, 2, 3));
  row.view.source = "s\"\n\x01\xff\xc3\xbc";
  const std::string line = json(row.view);
  EXPECT_TRUE(is_utf8(line));
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_NE(line.find(R"("rrname":"a\\\"b\\\\\\000.example.com.")"), std::string::npos) << line;
  EXPECT_NE(line.find(R"("source":"s\"\n\u0001)"), std::string::npos) << line;
}

TEST(JsonWriter, EscapesWhereverPresentationFormDoes) {
  const auto rdata = [](RrType type, std::string_view octets) {
    OwnedRow row("example.com", RrType::kA, "192.0.2.1", Sightings::told_total(1, 2, 3));
    row.view.type = type;
    row.view.rdata = octets;
    const std::string line = json(row.view);
    const std::size_t at = line.find("\"rdata\":") + 8;
    return line.substr(at, line.find(",\"source\"") - at);
  };
  EXPECT_EQ(rdata(RrType::kNs, std::string_view("\3a\"b\0", 5)), R"("a\\\"b.")");
  EXPECT_EQ(rdata(RrType::kCname, std::string_view("\x02\\\x01\0", 4)), R"("\\\\\\001.")");
  EXPECT_EQ(rdata(RrType::kPtr, std::string_view("\0", 1)), R"(".")");
  EXPECT_EQ(rdata(RrType::kA, "\x01\x02\x03"), R"("\\# 3 010203")");
  EXPECT_EQ(rdata(RrType::kAaaa, "\x01"), R"("\\# 1 01")");
  EXPECT_EQ(rdata(RrType::kNs, "\x05"), R"("\\# 1 05")");
  EXPECT_EQ(rdata(RrType::kNs, ""), R"("\\# 0")");
}

TEST(CofWriter, RandomRdataComesBackThroughTheReader) {
  std::mt19937 random(21);
  const RrType types[] = {RrType::kA,
                          RrType::kTxt,
                          RrType::kMx,
                          RrType::kSoa,
                          RrType::kHinfo,
                          static_cast<RrType>(65280),
                          static_cast<RrType>(dns::kFirstLabelType)};
  for (int i = 0; i < 3000; ++i) {
    OwnedRow row("www.example.com", RrType::kA, "192.0.2.1",
                 Sightings::told_total(100, 200, 1 + random() % 9));
    row.view.type = types[random() % std::size(types)];
    const bool is_label = !dns::is_wire_type(row.view.type);
    row.type_text = is_label ? "NAME" : dns::rr_type_text(row.view.type);
    row.view.type_text = row.type_text;
    row.rdata.clear();
    const std::size_t size = random() % 12;
    for (std::size_t n = 0; n < size; ++n)
      row.rdata += static_cast<char>(is_label ? random() % 128 : random());
    row.view.rdata = row.rdata;
    const Taken taken = take(cof(row.view));
    ASSERT_EQ(taken.added.size(), 1U) << cof(row.view);
    EXPECT_EQ(taken.added[0].rdata, row.rdata) << cof(row.view);
    EXPECT_EQ(taken.added[0].type, row.view.type);
    EXPECT_EQ(taken.added[0].sightings, row.sightings);
  }
}

}  // namespace
}  // namespace spoor::feed
