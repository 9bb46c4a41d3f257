// SPDX-License-Identifier: Apache-2.0
// Lines of JSON out, and that they come back as what they were.
#include "feed/cof_writer.h"

#include <random>

#include <gtest/gtest.h>

#include "feed/json_text.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;

/// A row that owns its parts.
struct OwnedRow {
  dns::Name owner;
  std::string type_text, rdata;
  Sightings sightings;
  RowView view;

  OwnedRow(const char* name, RrType type, const std::string& text, Sightings s)
      : owner(*dns::parse_name(name)), sightings(std::move(s)) {
    type_text = dns::is_wire_type(type) ? dns::rr_type_text(type) : "NAME";
    rdata = dns::is_wire_type(type) ? *dns::parse_rdata(type, text) : text;
    view = {owner.wire(), type,         type_text, rdata, record::kBailiwickUnknown,
            "s1",         How::kSensor, &sightings};
  }
  OwnedRow(const OwnedRow&) = delete;
  OwnedRow& operator=(const OwnedRow&) = delete;
  ~OwnedRow() = default;
};

std::string cof(const RowView& row, const CofExtras& extras = {}) {
  std::string out;
  append_cof(out, row, extras);
  return out;
}

std::string json(const RowView& row) {
  std::string out;
  append_json(out, row);
  return out;
}

TEST(CofWriter, WritesTheFieldsOfTheFormat) {
  OwnedRow row("www.example.com", RrType::kA, "192.0.2.1", Sightings::told_total(100, 200, 42));
  EXPECT_EQ(
      cof(row.view),
      R"({"rrname":"www.example.com.","rrtype":"A","rdata":"192.0.2.1","count":42,"time_first":100,"time_last":200})"
      "\n");
  row.view.bailiwick = 2;
  EXPECT_EQ(
      cof(row.view, {"https://pdns.example.net/", "s1"}),
      R"({"rrname":"www.example.com.","rrtype":"A","rdata":"192.0.2.1","count":42,"time_first":100,"time_last":200,)"
      R"("bailiwick":"example.com.","sensor_id":"s1","origin":"https://pdns.example.net/"})"
      "\n");
}

TEST(CofWriter, ZoneRowsHaveZoneTimes) {
  OwnedRow row("example.com", RrType::kNs, "ns1.example.com", Sightings::told_total(100, 200, 1));
  row.view.how = How::kZone;
  row.view.bailiwick = 0;
  EXPECT_EQ(
      cof(row.view),
      R"({"rrname":"example.com.","rrtype":"NS","rdata":"ns1.example.com.","count":1,"zone_time_first":100,)"
      R"("zone_time_last":200,"bailiwick":"."})"
      "\n");
}

TEST(CofWriter, UnassignedTypesAreNumbers) {
  const OwnedRow row("example.com", static_cast<RrType>(65280), "\\# 1 0A",
                     Sightings::told_total(1, 2, 1));
  EXPECT_NE(cof(row.view).find(R"("rrtype":65280,"rdata":"\\# 1 0A")"), std::string::npos)
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
