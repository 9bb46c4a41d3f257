// SPDX-License-Identifier: Apache-2.0
// Logs of gamelinux/passivedns in every layout that tells a record.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct LogCase {
  const char* name;
  const char* line;
  const char* means;
};
class PassiveDns : public ::testing::TestWithParam<LogCase> {};

TEST_P(PassiveDns, MeansOneSighting) {
  const Taken taken = take(std::string(GetParam().line) + "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "passivedns");
  EXPECT_THAT(taken.sightings(), ElementsAre(GetParam().means));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PassiveDns,
    ::testing::Values(
        LogCase{"default_fields",
                "1700000000.250000||192.0.2.50||198.51.100.53||IN||www.example.com.||A||"
                "203.0.113.7||60||5",
                "www.example.com. A 203.0.113.7 1700000000 x5 ttl 60"},
        LogCase{
            "json",
            R"({"timestamp_s":1700000000,"timestamp_ms":250000,"client":"192.0.2.50","server":"198.51.100.53","class":"IN","query":"www.example.com.","type":"A","answer":"203.0.113.7","ttl":60,"count":5})",
            "www.example.com. A 203.0.113.7 1700000000 x5 ttl 60"},
        LogCase{
            "microseconds_are_no_milliseconds",
            R"({"timestamp_s":1700000000,"timestamp_ms":999999,"class":"IN","query":"a.example.","type":"A","answer":"203.0.113.7","ttl":60,"count":1})",
            "a.example. A 203.0.113.7 1700000000 x1 ttl 60"},
        LogCase{"before_counts",
                "1322849924||10.1.1.1||8.8.8.8||IN||upload.example.org.||A||203.0.113.9||11392",
                "upload.example.org. A 203.0.113.9 1322849924 x1 ttl 11392"},
        LogCase{
            "every_field",
            "1700000000.250000||host||192.0.2.50||02:00:00:00:00:01||198.51.100.53||"
            "02:00:00:00:00:02||udp||IN||www.example.com.||16||MX||10 mx.example.com.||18||60||5",
            "www.example.com. MX 10 mx.example.com. 1700000000 x5 ttl 60"},
        LogCase{
            "delimiter_within_text",
            R"(1700000000.250000||192.0.2.50||198.51.100.53||IN||a.example.||TXT||"x||y"||60||5)",
            R"(a.example. TXT "x||y" 1700000000 x5 ttl 60)"},
        LogCase{"wall_clock",
                "2023-11-14 22:13:20.250000||192.0.2.50||198.51.100.53||IN||a.example.||A||"
                "203.0.113.7||60||5",
                "a.example. A 203.0.113.7 1700000000 x5 ttl 60"},
        LogCase{"type_number",
                R"(1700000000.2||192.0.2.50||198.51.100.53||IN||a.example.||65280||\# 1 aa||60||5)",
                R"(a.example. TYPE65280 \# 1 AA 1700000000 x5 ttl 60)"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PassiveDnsLog, StoresNoErrors) {
  const std::string head = "1700000000.250000||192.0.2.50||198.51.100.53||";
  std::string text = head + "IN||a.example.||CNAME||NXDOMAIN.||60||1\n";
  for (const std::string word : {"NXDOMAIN", "SERVFAIL", "REFUSED", "UNKNOWN-ERROR-11"})
    text += head + "IN||b.example.||A||" + word + "||0||1\n";
  text += head + "CH||version.bind.||TXT||\"x\"||0||1\n";
  const Taken taken = take(text);
  EXPECT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. CNAME nxdomain. 1700000000 x1 ttl 60"));
  EXPECT_THAT(taken.skipped(),
              ElementsAre("class other than IN x1", "response code other than NOERROR x4"));
}

TEST(PassiveDnsLog, TellsFaults) {
  const std::string good = "1700000000.250000||c||s||IN||a.example.||A||192.0.2.1||60||1\n";
  const Taken taken =
      take(good + "nonsense\n" + "x||c||s||IN||a.example.||A||192.0.2.1||60||1\n" +
           "1||c||s||IN||a..b||A||192.0.2.1||60||1\n" + "1||c||s||IN||a.example.||A||x||60||1\n" +
           "1||c||s||IN||a.example.||QQ||x||60||1\n" +
           "1||c||s||IN||a.example.||A||192.0.2.1||60||0\n" + "1||c||s||IN\n");
  EXPECT_EQ(taken.added.size(), 1U);
  EXPECT_THAT(taken.faults(), ElementsAre("2: fields are not those of a passivedns log",
                                          "3: timestamp is no time between 1970 and 2106",
                                          "4: query is no name", "5: rdata does not fit its type",
                                          "6: rrtype is no type", "7: count is no whole number",
                                          "8: fields are not those of a passivedns log"));
}

}  // namespace
}  // namespace spoor::feed
