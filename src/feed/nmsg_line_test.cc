// SPDX-License-Identifier: Apache-2.0
// JSON of nmsgtool: what counts, what only tells when, and messages that are hardened.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/base64.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string line(const std::string& module, const std::string& message) {
  return R"({"time":"2023-11-14 22:13:20.250000000","vname":"SIE","mname":")" + module +
         R"(","source":"0a0b0c0d","message":)" + message + "}\n";
}
std::string dedupe(const std::string& type, const std::string& more) {
  return line("dnsdedupe",
              R"({"type":")" + type + R"(","time_first":"2023-11-14 20:00:00",)" +
                  R"("time_last":"2023-11-14 22:00:00","response_ip":"198.51.100.53",)" +
                  R"("bailiwick":"example.com.","rrname":"www.example.com.",)" +
                  R"("rrclass":"IN","rrtype":"A","rrttl":60,"rdata":["203.0.113.7"])" + more + "}");
}

TEST(Base64, ReadsWholeAndCanonicalTextOnly) {
  std::vector<std::uint8_t> out;
  const auto decoded = [&](std::string_view text) {
    return decode_base64(text, out) ? std::string(as_chars(out)) : "refused";
  };
  EXPECT_EQ(decoded("aGVsbG8="), "hello");
  EXPECT_EQ(decoded("aGVsbG8h"), "hello!");
  EXPECT_EQ(decoded("aA=="), "h");
  EXPECT_EQ(decoded(""), "");
  for (const char* text :
       {"a", "aG", "aGV", "aGVsbG8", "aGVsbG9=", "aB==", "a===", "====", "aG=l", "aG!l"})
    EXPECT_EQ(decoded(text), "refused") << text;
}

TEST(Nmsg, CountsADedupedIntervalOnce) {
  const Taken taken =
      take(dedupe("INSERTION", R"(,"count":1)") + dedupe("EXPIRATION", R"(,"count":4)"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "nmsg");
  EXPECT_THAT(
      taken.sightings(),
      ElementsAre("www.example.com. A 203.0.113.7 1699992000..1699999200 x0 ttl 60 below 2",
                  "www.example.com. A 203.0.113.7 1699992000..1699999200 x4 ttl 60 below 2"));
}

TEST(Nmsg, CountsMergedMessagesAndLeavesChaff) {
  const Taken taken = take(dedupe("MERGED", R"(,"count":3)") + dedupe("CHAFF", R"(,"count":9)") +
                           dedupe("EXPIRATION", R"(,"count":-9)"));
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].sightings.count(), 3U);
  EXPECT_THAT(taken.skipped(), ElementsAre("chaff x1"));
  EXPECT_THAT(taken.faults(), ElementsAre("3: count is no whole number"));
}

TEST(Nmsg, TakesZoneTimesAndNewDomains) {
  const Taken taken = take(
      line(
          "dnsdedupe",
          R"({"type":"EXPIRATION","count":2,"zone_time_first":"2023-11-14 20:00:00","zone_time_last":"2023-11-14 22:00:00","rrname":"example.com.","rrclass":"IN","rrtype":"NS","rdata":["ns.example."]})") +
      line(
          "newdomain",
          R"({"domain":"new.example.","time_seen":"2023-11-14 22:13:19","bailiwick":"new.example.","rrname":"www.new.example.","rrclass":"IN","rrtype":"A","rdata":["192.0.2.1","192.0.2.2"],"keys":[],"new_rr":[]})"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  ASSERT_EQ(taken.added.size(), 3U);
  EXPECT_EQ(taken.added[0].how, record::How::kZone);
  EXPECT_EQ(taken.added[2].sighting(), "www.new.example. A 192.0.2.2 1699999999 x1 below 2");
}

TEST(Nmsg, TakesRecordsAtTheTimeOfTheEnvelope) {
  const Taken taken = take(line(
      "dns",
      R"({"qname":"a.example.","qclass":"IN","qtype":"A","section":1,"rrname":"a.example.","rrclass":"IN","rrtype":"A","rrttl":5,"rdata":["192.0.2.1"]})"));
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 192.0.2.1 1700000000 x1 ttl 5"));
}

// a.example. A? -> a.example. 60 A 192.0.2.1, and bank.example. beside it in the additional
// section.
constexpr std::string_view kMessage =
    "AAGBgAABAAEAAAAAAWEHZXhhbXBsZQAAAQABwAwAAQABAAAAPAAEwAACAQ==";

std::string query_response(const std::string& type, const std::string& response) {
  return line("dnsqr",
              R"({"type":")" + type +
                  R"(","query_ip":"192.0.2.50","response_ip":"198.51.100.53","proto":"UDP",)" +
                  R"("query_port":40000,"response_port":53,"id":1,"qname":"a.example.",)" +
                  R"("qclass":"IN","qtype":"A","rcode":"NOERROR","query_time_sec":[1700000000],)" +
                  R"("response_time_sec":[1700000001],"response":")" + response + R"("})");
}

TEST(Nmsg, HardensTheMessagesOfQueriesAndResponses) {
  const Taken taken = take(query_response("UDP_QUERY_RESPONSE", std::string(kMessage)));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.records, 1U);
  EXPECT_THAT(taken.observed, ElementsAre("a.example. A 192.0.2.1 1700000001 ttl 60"));
}

TEST(Nmsg, RefusesMessagesThatAreNone) {
  const Taken taken = take(query_response("UDP_QUERY_RESPONSE", "!!!!") +
                           query_response("UDP_QUERY_RESPONSE", "AAAA") +
                           query_response("UDP_UNANSWERED_QUERY", std::string(kMessage)));
  EXPECT_THAT(taken.faults(), ElementsAre("1: response is no message in base64"));
  EXPECT_THAT(taken.skipped(),
              ElementsAre("response that hardening refuses x1", "response without its query x1"));
}

TEST(Nmsg, TakesTheParsedAnswerOfDnstap) {
  const std::string answer =
      R"("query_zone":"example.","response_time_sec":1700000001,"response_json":{"header":{"rcode":"NOERROR"},"question":[{"qname":"a.example.","qclass":"IN","qtype":"A"}],"answer":[{"rrname":"a.example.","rrttl":5,"rrclass":"IN","rrtype":"A","rdata":["192.0.2.1"]},{"rrname":"bank.test.","rrttl":5,"rrclass":"IN","rrtype":"A","rdata":["192.0.2.66"]}],"authority":[],"additional":[]})";
  const Taken taken = take(
      line("dnstap", R"({"type":"MESSAGE","message_type":"RESOLVER_RESPONSE",)" + answer + "}") +
      line("dnstap", R"({"message_type":"RESOLVER_QUERY"})"));
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 192.0.2.1 1700000001 x1 ttl 5 below 1"));
  EXPECT_THAT(taken.faults(), ElementsAre("1: owner does not follow from the question"));
  EXPECT_THAT(taken.skipped(), ElementsAre("no response x1"));
}

TEST(Nmsg, PassesOverModulesWithoutRecords) {
  const Taken taken = take(line("dnsnx", "{}") + line("packet", R"({"payload":"x"})"));
  EXPECT_THAT(taken.skipped(), ElementsAre("message of a module that tells no records x2"));
}

}  // namespace
}  // namespace spoor::feed
