// SPDX-License-Identifier: Apache-2.0
// Flexible Search as its clients expect it: checklist items 17 and 18 in README.md.
#include "api/dnsdb/flex.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/dnsdb/desk_test.h"

namespace spoor::api::dnsdb {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

void tell_some(Desk& desk) {
  for (const Told& told : {Told{"www.pay.example.", "A", "192.0.2.1", "pay.example."},
                           Told{"www.pay.example.", "A", "192.0.2.2", "pay.example."},
                           Told{"www.pay.example.", "AAAA", "2001:db8::1", "pay.example."},
                           Told{"pay.example.", "MX", "10 mail.host.example.", "pay.example."},
                           Told{"other.example.", "MX", "10 mail.host.example.", "other.example."},
                           Told{"other.example.", "TXT", "\"v=spf1 -all\"", "other.example."},
                           Told{"pay.test.", "DS", "1 8 2 00112233", "test."}}) {
    desk.tell(told);
  }
}

/// The objects of an answer's rows.
std::vector<std::string> ask(Desk& desk, const std::string& rest) {
  constexpr std::string_view kBegin = "{\"obj\":";
  std::vector<std::string> objects;
  for (const std::string& row : rows(desk.ask(std::string(kV2) + rest))) {
    if (row.starts_with(kBegin))
      objects.push_back(row.substr(kBegin.size(), row.size() - kBegin.size() - 1));
  }
  return objects;
}

TEST(Flex, TellsEachNameAndTypeOnce) {
  Desk desk;
  tell_some(desk);
  EXPECT_THAT(ask(desk, "/regex/rrnames/pay"),
              ElementsAre(R"({"rrname":"pay.example.","rrtype":"MX"})",
                          R"({"rrname":"www.pay.example.","rrtype":"A"})",
                          R"({"rrname":"www.pay.example.","rrtype":"AAAA"})"));
  EXPECT_THAT(ask(desk, "/regex/rrnames/pay/AAAA"),
              ElementsAre(R"({"rrname":"www.pay.example.","rrtype":"AAAA"})"));
}

TEST(Flex, TellsEachRdataOnceWithItsOctets) {
  Desk desk;
  tell_some(desk);
  EXPECT_THAT(
      ask(desk, "/regex/rdata/host%5C.example%5C.$"),
      ElementsAre(
          R"({"rdata":"10 mail.host.example.","rrtype":"MX","raw_rdata":"000A046D61696C04686F7374076578616D706C6500"})"));
  EXPECT_THAT(
      ask(desk, "/glob/rdata/*spf1*"),
      ElementsAre(
          R"({"rdata":"\"v=spf1 -all\"","rrtype":"TXT","raw_rdata":"0B763D73706631202D616C6C"})"));
  // Item 17: what it tells can be looked up.
  EXPECT_THAT(ask(desk, "/lookup/rdata/raw/0B763D73706631202D616C6C/TXT"),
              ElementsAre(HasSubstr("other.example.")));
}

TEST(Flex, MatchesTheTextWithItsFinalDot) {
  Desk desk;
  tell_some(desk);
  EXPECT_THAT(ask(desk, "/glob/rrnames/*.pay.example"), IsEmpty());
  EXPECT_THAT(ask(desk, "/glob/rrnames/*.pay.example./A"),
              ElementsAre(R"({"rrname":"www.pay.example.","rrtype":"A"})"));
  EXPECT_THAT(ask(desk, "/regex/rrnames/example$"), IsEmpty());
  EXPECT_THAT(ask(desk, "/regex/rrnames/%5EWWW.*example%5C.$/A"),
              ElementsAre(R"({"rrname":"www.pay.example.","rrtype":"A"})"));
}

TEST(Flex, ExcludesLimitsAndSkips) {
  Desk desk;
  tell_some(desk);
  EXPECT_THAT(ask(desk, "/regex/rrnames/example?exclude=www"),
              ElementsAre(R"({"rrname":"other.example.","rrtype":"MX"})",
                          R"({"rrname":"other.example.","rrtype":"TXT"})",
                          R"({"rrname":"pay.example.","rrtype":"MX"})"));
  EXPECT_THAT(ask(desk, "/regex/rrnames/example?limit=1&offset=1"),
              ElementsAre(R"({"rrname":"other.example.","rrtype":"TXT"})"));
  const auto limited = desk.ask(std::string(kV2) + "/regex/rrnames/example?limit=1");
  EXPECT_THAT(limited.body, HasSubstr("\"limited\""));
  const auto whole = desk.ask(std::string(kV2) + "/regex/rrnames/example?limit=5&humantime=True");
  EXPECT_THAT(whole.body, HasSubstr("\"succeeded\""));
  EXPECT_THAT(ask(desk, "/regex/rrnames/example?time_last_before=1000"), IsEmpty());
}

TEST(Flex, SaysWhereAPatternIsWrong) {
  Desk desk;
  tell_some(desk);
  struct Case {
    const char* rest;
    const char* says;
  };
  for (const Case& row :
       {Case{"/regex/rrnames/a(b", "character 2"}, Case{"/regex/rrnames/%5Cd", "may be escaped"},
        Case{"/glob/rrnames/a[b", "never closed"}, Case{"/regex/rrnames/a?exclude=%5B", "exclude"},
        Case{"/regex/rdata/a/A", "rrtype"}, Case{"/regex/rrnames/a/DS", "rrtype"},
        Case{"/regex/rrnames/a/NOPE", "rrtype"}, Case{"/regex/other/a", "rrnames or rdata"}}) {
    const auto response = desk.ask(std::string(kV2) + row.rest);
    EXPECT_EQ(response.status, 400U) << row.rest;
    EXPECT_THAT(response.body, HasSubstr(row.says));
  }
}

}  // namespace
}  // namespace spoor::api::dnsdb
