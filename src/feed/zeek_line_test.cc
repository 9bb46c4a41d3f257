// SPDX-License-Identifier: Apache-2.0
// Zeek's dns.log: the two forms of one line, what follows from it, and what does not.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kHead =
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tdns\n"
    "#open\t2023-11-14-22-13-20\n";
constexpr std::string_view kFields =
    "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\ttrans_id\trtt\tquery\t"
    "qclass\tqclass_name\tqtype\tqtype_name\trcode\trcode_name\tAA\tTC\tRD\tRA\tZ\tanswers\tTTLs\t"
    "rejected\n";

/// A line with the columns of kFields.
std::string line(const std::string& query, const std::string& type, const std::string& answers,
                 const std::string& ttls = "60.000000", const std::string& port = "53") {
  return "1700000000.250000\tCaaaaaAAAA1\t192.0.2.50\t40000\t198.51.100.53\t" + port +
         "\tudp\t4660\t0.012000\t" + query + "\t1\tC_INTERNET\t" + type +
         "\tA\t0\tNOERROR\tF\tF\tT\tT\t0\t" + answers + "\t" + ttls + "\tF\n";
}
Taken take_line(const std::string& text) {
  return take(std::string(kHead) + std::string(kFields) + text);
}

TEST(Zeek, TakesTheChainOfATabSeparatedLog) {
  const Taken taken = take_line(
      line("www.example.com", "1", "edge.example.net,203.0.113.7", "300.000000,60.000000"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "zeek");
  EXPECT_EQ(taken.stats.lines, 1U) << "headers are no lines of data";
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. CNAME edge.example.net. 1700000000 x1 ttl 300",
                          "edge.example.net. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Zeek, TakesTheSameOfJson) {
  const Taken taken = take(
      R"({"ts":1700000000.25,"uid":"CaaaaaAAAA1","id.orig_h":"192.0.2.50","id.orig_p":40000,"id.resp_h":"198.51.100.53","id.resp_p":53,"proto":"udp","trans_id":4660,"query":"www.example.com","qclass":1,"qclass_name":"C_INTERNET","qtype":1,"qtype_name":"A","rcode":0,"rcode_name":"NOERROR","AA":false,"TC":false,"RD":true,"RA":true,"Z":0,"answers":["edge.example.net","203.0.113.7"],"TTLs":[300.0,60.0],"rejected":false})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "zeek");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. CNAME edge.example.net. 1700000000 x1 ttl 300",
                          "edge.example.net. A 203.0.113.7 1700000000 x1 ttl 60"));
}

TEST(Zeek, TakesTimesInAllThreeFormsOfJson) {
  for (const std::string ts :
       {"1700000000.25", "1700000000250", "\"2023-11-14T22:13:20.250000Z\""}) {
    const Taken taken = take(
        R"({"ts":)" + ts +
        R"(,"id.resp_p":53,"query":"a.example","qclass":1,"qtype":28,"rcode":0,"answers":["2001:db8::1"],"TTLs":null})");
    EXPECT_THAT(taken.sightings(), ElementsAre("a.example. AAAA 2001:db8::1 1700000000 x1")) << ts;
  }
}

TEST(Zeek, MapsColumnsByTheHeader) {
  const Taken taken = take(
      "#separator \\x7c\n#fields|answers|query|qtype|extra|rcode|qclass|ts|id.resp_p\n"
      "203.0.113.7|a.example|1|x|0|1|100.5|53\n"
      "#fields|ts|query|answers|qtype|rcode|qclass|id.resp_p\n"
      "200|b.example|203.0.113.8|1|0|1|53\n");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("a.example. A 203.0.113.7 100 x1", "b.example. A 203.0.113.8 200 x1"));
}

TEST(Zeek, TakesABareHeaderRow) {
  const Taken taken = take(
      "ts\tid.resp_p\tquery\tqclass\tqtype\trcode\tanswers\n"
      "100.5\t53\ta.example\t1\t1\t0\t203.0.113.7\n");
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 203.0.113.7 100 x1"));
}

struct AnswerCase {
  const char* name;
  const char* type;
  const char* answers;
  std::vector<std::string> means;  // without the time
};
class ZeekAnswers : public ::testing::TestWithParam<AnswerCase> {};

TEST_P(ZeekAnswers, TakesWhatFollowsBeyondDoubt) {
  const Taken taken = take_line(line("q.example", GetParam().type, GetParam().answers, "-"));
  EXPECT_THAT(taken.faults(), IsEmpty());
  std::vector<std::string> found;
  for (const Added& a : taken.added) found.push_back(a.text().substr(0, a.text().find(" source")));
  EXPECT_EQ(found, GetParam().means);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ZeekAnswers,
    ::testing::Values(
        AnswerCase{"addresses",
                   "1",
                   "192.0.2.1,192.0.2.2",
                   {"q.example. A 192.0.2.1", "q.example. A 192.0.2.2"}},
        AnswerCase{"long_chain",
                   "28",
                   "a.example,b.example,2001:db8::1",
                   {"q.example. CNAME a.example.", "a.example. CNAME b.example.",
                    "b.example. AAAA 2001:db8::1"}},
        AnswerCase{"signatures_within",
                   "1",
                   "a.example,RRSIG 5 example,192.0.2.1,RRSIG 1 example",
                   {"q.example. CNAME a.example.", "a.example. A 192.0.2.1"}},
        AnswerCase{"name_at_the_end", "1", "a.example", {}},
        AnswerCase{"name_behind_addresses", "1", "192.0.2.1,a.example", {"q.example. A 192.0.2.1"}},
        AnswerCase{"name_before_a_signature_only", "1", "a.example,RRSIG 5 example", {}},
        AnswerCase{
            "cname_before_text", "16", "a.example,TXT 5 hello", {"q.example. CNAME a.example."}},
        AnswerCase{"cname", "5", "a.example", {"q.example. CNAME a.example."}},
        AnswerCase{"ptr", "12", "a.example", {"q.example. PTR a.example."}},
        AnswerCase{"ns", "2", "ns.example", {"q.example. NS ns.example."}},
        AnswerCase{"ns_of_many", "2", "a.example,b.example", {}},
        AnswerCase{"mx_has_no_preference", "15", "mx.example", {}},
        AnswerCase{"srv_has_its_target_only", "33", "a.example,b.example", {}},
        AnswerCase{"soa", "6", "ns.example", {}},
        AnswerCase{"escaped_comma",
                   "1",
                   "a\\x2cb.example,192.0.2.1",
                   {"q.example. CNAME a,b.example.", "a,b.example. A 192.0.2.1"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Zeek, CountsWhatHoldsNoAnswerByReason) {
  const auto skipped = [](const std::string& text) { return take_line(text).skipped(); };
  EXPECT_THAT(skipped(line("a.local", "1", "192.0.2.1", "60", "5353")),
              ElementsAre("port other than 53 x1"));
  EXPECT_THAT(skipped(line("a.example", "1", "-")), ElementsAre("no answer x1"));
  EXPECT_THAT(skipped(line("a.example", "1", "(empty)")), ElementsAre("no answer x1"));
  EXPECT_THAT(skipped(line("a.example", "-", "192.0.2.1")),
              ElementsAre("response without its query x1"));
  const auto with = [](const std::string& rcode, const std::string& qclass) {
    return take("#fields\tts\tid.resp_p\tquery\tqclass\tqtype\trcode\tanswers\n#x\n100\t53\tq\t" +
                qclass + "\t1\t" + rcode + "\t192.0.2.1\n")
        .skipped();
  };
  EXPECT_THAT(with("3", "1"), ElementsAre("response code other than NOERROR x1"));
  EXPECT_THAT(with("-", "1"), ElementsAre("no response x1"));
  EXPECT_THAT(with("0", "3"), ElementsAre("class other than IN x1"));
}

TEST(Zeek, TellsFaultsWithTheLineOfTheFile) {
  const Taken taken = take_line("short\tline\n" + line("a..b", "1", "192.0.2.1") +
                                line("a.example", "x", "192.0.2.1") +
                                line("a.example", "1", "a b..c,192.0.2.1") + "{\"ts\":1\n");
  EXPECT_THAT(taken.faults(),
              ElementsAre("8: fewer columns than #fields names", "9: query is no name",
                          "10: qtype is no number", "12: line is no JSON object"));
  EXPECT_THAT(take("#separator \\x09\nno\tfields\n").faults(),
              ElementsAre("2: no #fields before it"));
}

}  // namespace
}  // namespace spoor::feed
