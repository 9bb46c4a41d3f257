// SPDX-License-Identifier: Apache-2.0
// Suricata's dns events, all three versions.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kEnvelope =
    R"({"timestamp":"2023-11-14T22:13:20.250000+0000","flow_id":1,"event_type":"dns","src_ip":"192.0.2.50","src_port":40000,"dest_ip":"198.51.100.53","dest_port":53,"proto":"UDP","dns":)";

Taken take_dns(const std::string& dns) {
  return take(std::string(kEnvelope) + dns + "}\n");
}
/// A version 2 response with these answers.
Taken take_answers(const std::string& answers) {
  return take_dns(
      R"({"version":2,"type":"answer","id":7,"rrname":"www.example.com","rrtype":"A","rcode":"NOERROR","answers":[)" +
      answers + "]}");
}

TEST(Eve, TakesVersionOne) {
  const Taken taken = take_dns(
      R"({"type":"answer","id":7,"rcode":"NOERROR","rrname":"www.example.com","rrtype":"A","ttl":60,"rdata":"203.0.113.7"})");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "eve");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Eve, TakesVersionTwo) {
  const Taken taken = take_dns(
      R"({"version":2,"type":"answer","id":7,"flags":"8180","qr":true,"rd":true,"ra":true,"rrname":"www.example.com","rrtype":"A","rcode":"NOERROR","answers":[{"rrname":"www.example.com","rrtype":"CNAME","ttl":300,"rdata":"edge.example.net"},{"rrname":"edge.example.net","rrtype":"A","ttl":60,"rdata":"203.0.113.7"}]})");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. CNAME edge.example.net. 1700000000 x1 ttl 300",
                          "edge.example.net. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Eve, TakesVersionThreeWithItsOrientation) {
  for (const std::string type : {"response", "answer"}) {
    const Taken taken = take(
        R"({"timestamp":"2023-11-14T22:13:20.250000+0000","flow_id":1,"event_type":"dns","src_ip":"198.51.100.53","src_port":53,"dest_ip":"192.0.2.50","dest_port":40000,"proto":"UDP","dns":{"version":3,"type":")" +
        type +
        R"(","tx_id":1,"id":7,"flags":"8180","qr":true,"rd":true,"ra":true,"opcode":0,"rcode":"NOERROR","queries":[{"rrname":"www.example.com","rrtype":"A"}],"answers":[{"rrname":"www.example.com","rrtype":"A","ttl":60,"rdata":"203.0.113.7"}]}})");
    ASSERT_THAT(taken.faults(), IsEmpty());
    EXPECT_THAT(taken.sightings(),
                ElementsAre("www.example.com. A 203.0.113.7 1700000000 x1 ttl 60"));
  }
}

TEST(Eve, TakesTheDetailsOfEachType) {
  const Taken taken = take_answers(
      R"({"rrname":"www.example.com","rrtype":"TXT","ttl":5,"rdata":"v=spf1 \"x\" -all"},)"
      R"({"rrname":"WWW.Example.com","rrtype":"MX","ttl":5,"rdata":"mx.example.com"},)"
      R"({"rrname":"www.example.com","rrtype":"SOA","ttl":5,"soa":{"mname":"ns.example","rname":"host.example","serial":1,"refresh":2,"retry":3,"expire":4,"minimum":5}},)"
      R"({"rrname":"www.example.com","rrtype":"SRV","ttl":5,"srv":{"priority":1,"weight":2,"port":443,"name":"s.example"}},)"
      R"({"rrname":"www.example.com","rrtype":"SRV","ttl":5,"srv":{"priority":1,"weight":2,"port":444,"target":"t.example"}},)"
      R"({"rrname":"www.example.com","rrtype":"SSHFP","ttl":5,"sshfp":{"fingerprint":"01:23:45:67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ef:01:23:45:67","algo":2,"type":1}},)"
      R"({"rrname":"www.example.com","rrtype":"DNSKEY","ttl":5},)"
      R"({"rrname":"www.example.com","rrtype":"A","ttl":5,"rdata":"192.0.2.1","rdata_truncated":true})");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(
      taken.sightings(),
      ElementsAre(R"(www.example.com. TXT "v=spf1 \"x\" -all" 1700000000 x1 ttl 5)",
                  "www.example.com. MX 0 mx.example.com. 1700000000 x1 ttl 5",
                  "www.example.com. SOA ns.example. host.example. 1 2 3 4 5 1700000000 x1 ttl 5",
                  "www.example.com. SRV 1 2 443 s.example. 1700000000 x1 ttl 5",
                  "www.example.com. SRV 1 2 444 t.example. 1700000000 x1 ttl 5",
                  "www.example.com. SSHFP 2 1 0123456789ABCDEF0123456789ABCDEF01234567 1700000000 "
                  "x1 ttl 5"));
  EXPECT_THAT(taken.skipped(), ElementsAre("record that the log cut off x1",
                                           "record whose rdata the log does not tell x1"));
}

TEST(Eve, BelievesOnlyWhatFollowsFromTheQuestion) {
  const Taken taken =
      take_answers(R"({"rrname":"bank.example","rrtype":"A","ttl":5,"rdata":"192.0.2.66"},)"
                   R"({"rrname":"www.example.com","rrtype":"A","ttl":5,"rdata":"192.0.2.1"})");
  EXPECT_THAT(taken.sightings(), ElementsAre("www.example.com. A 192.0.2.1 1700000000 x1 ttl 5"));
  EXPECT_THAT(taken.faults(), ElementsAre("1: owner does not follow from the question"));
}

TEST(Eve, CountsOtherEventsByReason) {
  const Taken taken = take(
      R"({"timestamp":"2023-11-14T22:13:20.250000+0000","event_type":"flow","x":[{"y":1}]})"
      "\n" +
      std::string(kEnvelope) + R"({"type":"query","id":7,"rrname":"a.example","rrtype":"A"}})" +
      "\n" + std::string(kEnvelope) +
      R"({"version":2,"type":"answer","rrname":"a.example","rcode":"NXDOMAIN"}})" + "\n" +
      std::string(kEnvelope) +
      R"({"version":2,"type":"answer","rrname":"a.example","rcode":"NOERROR"}})" + "\n" +
      std::string(kEnvelope) +
      R"({"version":2,"type":"answer","rrname":"a.example","rcode":"NOERROR","grouped":{"A":["192.0.2.1"]}}})" +
      "\n");
  EXPECT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(
      taken.skipped(),
      ElementsAre("event other than dns x1", "grouped answers do not tell whose they are x1",
                  "no answer x1", "no response x1", "response code other than NOERROR x1"));
}

TEST(Eve, TellsFaults) {
  const Taken taken = take(
      std::string(kEnvelope) + R"({"version":2,"type":"answer","rcode":"NOERROR","answers":5}})" +
      "\n" +
      R"({"timestamp":"x","event_type":"dns","dns":{"type":"answer","rcode":"NOERROR","rrname":"a.example","rrtype":"A","rdata":"192.0.2.1"}})" +
      "\n" + std::string(kEnvelope) + "[]}\n" + std::string(kEnvelope) +
      R"({"version":2,"type":"answer","rrname":"a..b","rcode":"NOERROR","answers":[{"rrname":"a","rrtype":"A","rdata":"192.0.2.1"}]}})" +
      "\n" + "{\"event_type\n");
  EXPECT_THAT(taken.faults(),
              ElementsAre("1: a field of dns has the wrong shape",
                          "2: timestamp is no time between 1970 and 2106",
                          "3: a field of dns has the wrong shape", "4: the question is no name",
                          "5: line is no JSON object"));
}

}  // namespace
}  // namespace spoor::feed
