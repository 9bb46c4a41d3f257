// SPDX-License-Identifier: Apache-2.0
// dnsmonster's messages: the Go library's own names, and OCSF.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string message(const std::string& members) {
  return R"({"Timestamp":"2023-11-14T22:13:20.25Z","DNS":{"Id":7,)" + members +
         R"(},"IPVersion":4,"SrcIP":"198.51.100.53","DstIP":"192.0.2.50","Protocol":"udp","PacketLength":64})"
         "\n";
}
std::string answered(const std::string& answers) {
  return message(
      R"("Response":true,"Opcode":0,"Rcode":0,"Question":[{"Name":"a.example.","Qtype":1,"Qclass":1}],"Answer":[)" +
      answers + R"(],"Ns":null,"Extra":null)");
}
std::string header(int type, const std::string& name = "a.example.") {
  return R"("Hdr":{"Name":")" + name + R"(","Rrtype":)" + std::to_string(type) +
         R"(,"Class":1,"Ttl":60,"Rdlength":4})";
}

TEST(Monster, TakesTheMessageOfTheLibrary) {
  const Taken taken = take(
      R"({"Timestamp":"2023-11-14T22:13:20.25Z","DNS":{"Id":7,"Response":true,"Opcode":0,"Rcode":0,"Question":[{"Name":"www.example.com.","Qtype":1,"Qclass":1}],"Answer":[{"Hdr":{"Name":"www.example.com.","Rrtype":1,"Class":1,"Ttl":60,"Rdlength":4},"A":"203.0.113.7"}],"Ns":null,"Extra":null},"IPVersion":4,"SrcIP":"198.51.100.53","DstIP":"192.0.2.50","Protocol":"udp","PacketLength":64})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "dnsmonster");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Monster, TakesTheTypesWhosePartsAreKnown) {
  const Taken taken = take(answered(
      "{" + header(28) + R"(,"AAAA":"2001:db8::1"},{)" + header(2) + R"(,"Ns":"ns.example."},{)" +
      header(15) + R"(,"Preference":10,"Mx":"mx.example."},{)" + header(16) +
      R"(,"Txt":["a b","c\"d","e\\\"f"]},{)" + header(6) +
      R"(,"Ns":"ns.example.","Mbox":"h.example.","Serial":1,"Refresh":2,"Retry":3,"Expire":4,"Minttl":5},{)" +
      header(33) + R"(,"Priority":1,"Weight":2,"Port":3,"Target":"s.example."},{)" + header(12) +
      R"(,"Ptr":"p.example."},{)" + header(48) + R"(,"Flags":257},{)" + header(5) +
      R"(,"Target":"c.example."},{)" + header(1, "c.example.") + R"(,"A":"192.0.2.1"})"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  const std::string at = " 1700000000 x1 ttl 60";
  EXPECT_THAT(
      taken.sightings(),
      ElementsAre("a.example. AAAA 2001:db8::1" + at, "a.example. NS ns.example." + at,
                  "a.example. MX 10 mx.example." + at, R"(a.example. TXT "a b" "c\"d" "e\"f")" + at,
                  "a.example. SOA ns.example. h.example. 1 2 3 4 5" + at,
                  "a.example. SRV 1 2 3 s.example." + at, "a.example. PTR p.example." + at,
                  "a.example. CNAME c.example." + at, "c.example. A 192.0.2.1" + at));
  EXPECT_THAT(taken.skipped(), ElementsAre("record whose rdata is not read x1"));
}

TEST(Monster, TakesOcsf) {
  const Taken taken = take(
      R"({"class_uid":4003,"time":1700000000250,"query":{"hostname":"a.example.","type":"A","class":"IN"},"answers":[{"type":"A","class":"IN","ttl":60,"rdata":"a.example.\t60\tIN\tA\t192.0.2.1"},{"type":"A","class":"CH","ttl":60,"rdata":"a.example.\t60\tCH\tA\t192.0.2.1"}],"rcode":"NOERROR","src_endpoint":{},"dst_endpoint":{}})"
      "\n"
      R"({"class_uid":4003,"time":1700000000,"query":{"hostname":"a.example."},"answers":[{"rdata":"x"}],"rcode":"NXDOMAIN"})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 192.0.2.1 1700000000 x1 ttl 60"));
  EXPECT_THAT(taken.skipped(),
              ElementsAre("class other than IN x1", "response code other than NOERROR x1"));
}

TEST(Monster, CountsWhatTellsNothingAndTellsFaults) {
  const std::string question = R"("Question":[{"Name":"a.example.","Qtype":1,"Qclass":1}])";
  const Taken taken = take(message(R"("Response":false,"Rcode":0,)" + question) +
                           message(R"("Response":true,"Rcode":3,)" + question) +
                           message(R"("Response":true,"Rcode":0,"Answer":null,)" + question) +
                           answered("{" + header(1, "bank.example.") + R"(,"A":"192.0.2.66"})") +
                           answered("{" + header(1) + R"(,"A":"x"})") + answered("5") +
                           R"({"Timestamp":1,"DNS":[]})" + "\n");
  EXPECT_THAT(taken.skipped(),
              ElementsAre("no answer x1", "no response x1", "response code other than NOERROR x1"));
  EXPECT_THAT(
      taken.faults(),
      ElementsAre("4: owner does not follow from the question", "5: rdata does not fit its type",
                  "6: a field has the wrong shape", "7: a field has the wrong shape"));
}

}  // namespace
}  // namespace spoor::feed
