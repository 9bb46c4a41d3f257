// SPDX-License-Identifier: Apache-2.0
// DNS-collector's messages, nested and flat.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A nested message with these members of dns and dnstap.
std::string nested(const std::string& dns, const std::string& tap) {
  return R"({"network":{"family":"IPv4","protocol":"UDP","query-ip":"192.0.2.50","query-port":"40000","response-ip":"198.51.100.53","response-port":"53"},"dns":{"id":7,)" +
         dns + R"(},"dnstap":{)" + tap + "}}\n";
}
std::string answered(const std::string& answers, const std::string& zone = "-") {
  return nested(
      R"("rcode":"NOERROR","qname":"www.example.com","qtype":"A","qclass":"IN","flags":{"qr":true,"tc":false},"resource-records":{"an":[)" +
          answers + R"(],"ns":[],"ar":[]},"malformed-packet":false)",
      R"("operation":"RESOLVER_RESPONSE","timestamp-rfc3339ns":"2023-11-14T22:13:20.25Z","query-zone":")" +
          zone + '"');
}
std::string address(const std::string& name) {
  return R"({"name":")" + name +
         R"(","rdatatype":"A","class":"IN","ttl":60,"rdata":"203.0.113.7"})";
}

TEST(Collector, TakesANestedMessage) {
  const Taken taken = take(
      R"({"network":{"family":"IPv4","protocol":"UDP","query-ip":"192.0.2.50","query-port":"40000","response-ip":"198.51.100.53","response-port":"53"},"dns":{"id":7,"rcode":"NOERROR","qname":"www.example.com","qtype":"A","qclass":"IN","flags":{"qr":true,"tc":false,"aa":false,"ra":true,"ad":false,"rd":true,"cd":false},"resource-records":{"an":[{"name":"www.example.com","rdatatype":"A","class":"IN","ttl":60,"rdata":"203.0.113.7"}],"ns":[],"ar":[]},"malformed-packet":false},"dnstap":{"operation":"CLIENT_RESPONSE","identity":"r1","timestamp-rfc3339ns":"2023-11-14T22:13:20.25Z","latency":0.012,"query-zone":"-"}})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "dns-collector");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Collector, TakesTheSameOfAFlatOne) {
  const Taken taken = take(
      R"({"dns.flags.qr":true,"dns.qname":"www.example.com","dns.qclass":"IN","dns.rcode":"NOERROR","dns.resource-records.an.0.name":"www.example.com","dns.resource-records.an.0.rdatatype":"CNAME","dns.resource-records.an.0.ttl":300,"dns.resource-records.an.0.rdata":"edge.example.net","dns.resource-records.an.1.name":"edge.example.net","dns.resource-records.an.1.rdatatype":"A","dns.resource-records.an.1.ttl":60,"dns.resource-records.an.1.rdata":"203.0.113.7","dns.resource-records.ar":"-","dns.malformed-packet":0,"dnstap.operation":"CLIENT_RESPONSE","dnstap.timestamp-rfc3339ns":"2023-11-14T22:13:20.25Z"})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. CNAME edge.example.net. 1700000000 x1 ttl 300",
                          "edge.example.net. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Collector, KnowsTheZoneThatWasAsked) {
  const Taken taken = take(answered(address("www.example.com"), "com"));
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. A 203.0.113.7 1700000000 x1 ttl 60 below 1"));
}

TEST(Collector, CountsWhatTellsNothing) {
  const std::string head = R"("qname":"a.example","flags":{"qr":)";
  const Taken taken =
      take(nested(head + R"(false},"rcode":"NOERROR")", R"("operation":"CLIENT_QUERY")") +
           nested(head + R"(true},"rcode":"NXDOMAIN")", R"("operation":"CLIENT_RESPONSE")") +
           nested(head + R"(true},"rcode":"NOERROR","malformed-packet":1)", R"("operation":"-")") +
           answered(""));
  EXPECT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.skipped(),
              ElementsAre("message that was malformed x1", "no answer x1", "no response x1",
                          "response code other than NOERROR x1"));
}

TEST(Collector, TellsFaults) {
  const Taken taken = take(answered(address("bank.example")) + answered("5") +
                           R"({"dns.qname":"a","dns.resource-records.an.99999999.name":"x"})" +
                           "\n" + R"({"dns":5,"network":{}})" + "\n{\n");
  EXPECT_THAT(taken.faults(),
              ElementsAre("1: owner does not follow from the question",
                          "2: a field has the wrong shape", "3: a field has the wrong shape",
                          "4: a field has the wrong shape", "5: line is no JSON object"));
}

}  // namespace
}  // namespace spoor::feed
