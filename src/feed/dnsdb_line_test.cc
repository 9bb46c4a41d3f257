// SPDX-License-Identifier: Apache-2.0
// DNSDB's objects: dumps, saved answers in and out of their frame, dnsdbq -j.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kRow =
    R"({"count":42,"time_first":1700000000,"time_last":1700086400,"rrname":"www.example.com.","rrtype":"A","bailiwick":"example.com.","rdata":["203.0.113.7"]})";
const std::string kOfRdata =
    R"({"count":42,"time_first":1700000000,"time_last":1700086400,"rrname":"www.example.com.","rrtype":"A","rdata":"203.0.113.7"})";
constexpr std::string_view kMeans = "www.example.com. A 203.0.113.7 1700000000..1700086400 x42";

TEST(Dnsdb, TakesADump) {
  const Taken taken = take(kRow + "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "dnsdb");
  EXPECT_THAT(taken.sightings(), ElementsAre(std::string(kMeans) + " below 2"));
  EXPECT_EQ(taken.added[0].sightings, record::Sightings::told_total(1700000000, 1700086400, 42));
}

TEST(Dnsdb, TakesZoneTimesAndRawRdata) {
  const Taken taken = take(
      R"({"count":2,"zone_time_first":100,"zone_time_last":200,"rrname":"example.com.","rrtype":"NS","bailiwick":"com.","rdata":["ns.example.com."],"rdata_raw":["00"]})");
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].how, record::How::kZone);
}

TEST(Dnsdb, CountsEachRecordOfTwoDumpsOnce) {
  const Taken taken = take(kRow + "\n" + kOfRdata + "\n");
  EXPECT_EQ(taken.added.size(), 1U);
  EXPECT_THAT(taken.skipped(), ElementsAre("row of an rdata dump: that of the rrset counts "
                                           "(--format cof takes it) x1"));
  EXPECT_EQ(take(kOfRdata, named("cof")).added.size(), 1U);
}

TEST(Dnsdb, PassesOverIndexAndMetadata) {
  const Taken taken = take(R"({"time_first":1,"time_last":2})"
                           "\n"
                           R"({"entry_type":"rrset","version":0})"
                           "\n"
                           R"({"rrset_name":"a.example.","rrtypes":["A"]})"
                           "\n"
                           R"({"rdata_name":"b.example.","rrtypes":["CNAME"]})"
                           "\n" +
                           kRow);
  EXPECT_EQ(taken.stats.format, "dnsdb");
  EXPECT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.skipped(), ElementsAre("index or metadata x4"));
  EXPECT_EQ(taken.added.size(), 1U);
}

TEST(Dnsdb, UnwrapsAStreamAndLooksForItsEnd) {
  const std::string begin = "{\"cond\":\"begin\"}\n";
  const std::string rows =
      "{\"obj\":" + kRow + "}\n{\"cond\":\"ongoing\",\"obj\":" + kOfRdata + "}\n";
  const Taken whole = take(begin + rows + "{\"cond\":\"succeeded\"}\n");
  EXPECT_THAT(whole.faults(), IsEmpty());
  EXPECT_THAT(whole.sightings(), ElementsAre(std::string(kMeans) + " below 2", kMeans));
  EXPECT_EQ(whole.stats.lines, 2U);

  const Taken cut = take(begin + rows);
  EXPECT_EQ(cut.added.size(), 2U);
  EXPECT_EQ(cut.stats.rejected.by_reason().begin()->first,
            "the stream has no end: the answer is not whole");

  const Taken failed = take(begin + rows + R"({"cond":"failed","msg":"x"})" + "\n");
  EXPECT_THAT(failed.faults(), ElementsAre("4: the server failed: the answer is not whole"));

  const Taken limited = take(begin + rows + R"({"cond":"limited","msg":"x"})" + "\n");
  EXPECT_THAT(limited.faults(), IsEmpty());
  EXPECT_EQ(limited.stats.notes.total(), 1U);
}

TEST(Dnsdb, TakesAnnotatedRowsAndTimesForPeople) {
  const Taken taken = take(
      R"({"count":1,"time_first":"2023-11-14T22:13:20Z","time_last":"2023-11-14T22:13:21Z","rrname":"a.example.","rrtype":"A","bailiwick":"example.","rdata":["192.0.2.1"],"_dnsdbq":{"anchor":1}})");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(),
              ElementsAre("a.example. A 192.0.2.1 1700000000..1700000001 x1 below 1"));
}

TEST(Dnsdb, TellsFaults) {
  const Taken taken = take(kRow + "\n{\"obj\":5}\n{\"obj\":{\"rrname\":\"a\"\n" +
                           R"({"rrname":"a","rrtype":"A","bailiwick":"a","rdata":["x"]})" + "\n");
  EXPECT_THAT(taken.faults(),
              ElementsAre("2: obj is no object", "3: line is no JSON object", "4: times missing"));
}

}  // namespace
}  // namespace spoor::feed
