// SPDX-License-Identifier: Apache-2.0
// Lines of COF, good and bad, to the sightings that they mean.
#include "feed/feed_reader.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using record::How;
using record::Sightings;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Cof, TakesOneRecord) {
  const Taken taken = take(
      R"({"rrname":"WWW.example.com","rrtype":"A","rdata":"192.0.2.1","count":3,"time_first":100,"time_last":200})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].text(), "www.example.com. A 192.0.2.1 source feed sensor");
  EXPECT_EQ(taken.added[0].bailiwick, record::kBailiwickUnknown);
  EXPECT_EQ(taken.added[0].sightings, Sightings::told_total(100, 200, 3));
  EXPECT_EQ(taken.stats.lines, 1U);
  EXPECT_EQ(taken.stats.accepted, 1U);
  EXPECT_EQ(taken.stats.records, 1U);
  EXPECT_EQ(taken.stats.format, "cof");
}

TEST(Cof, TakesTimesAsTextAndASingleRdata) {
  const Taken taken = take(
      R"({"rrname":"www.example.com","rrtype":"AAAA","rdata":"2001:db8::7","time_first":"1700000000","time_last":"1700086400","count":2})"
      "\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "cof");
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. AAAA 2001:db8::7 1700000000..1700086400 x2"));
}

/// A line with these fields and good times; `head` holds name, type and rdata.
std::string line(const std::string& head) {
  return "{" + head +
         R"(,"time_first":100,"time_last":200})"
         "\n";
}
std::string typed(const std::string& type, const std::string& rdata) {
  return line(R"("rrname":"example.com.","rrtype":)" + type + R"(,"rdata":)" + rdata);
}

struct RdataCase {
  const char* name;
  const char* type;
  const char* rdata;
  const char* means;
};
class CofRdata : public ::testing::TestWithParam<RdataCase> {};

TEST_P(CofRdata, MeansOneRecordInPresentationForm) {
  const Taken taken = take(typed(GetParam().type, GetParam().rdata));
  ASSERT_THAT(taken.faults(), IsEmpty());
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].text(),
            std::string("example.com. ") + GetParam().means + " source feed sensor");
}

INSTANTIATE_TEST_SUITE_P(
    Table, CofRdata,
    ::testing::Values(
        RdataCase{"array_of_one", "\"AAAA\"", "[\"2001:DB8::1\"]", "AAAA 2001:db8::1"},
        RdataCase{"name_without_dot", "\"NS\"", "\"NS1.Example.net\"", "NS ns1.example.net."},
        RdataCase{"mx", "\"mx\"", "\"10 mail.example.com\"", "MX 10 mail.example.com."},
        RdataCase{"mx_host_alone", "\"MX\"", "\"mail.example.com\"", "MX 0 mail.example.com."},
        RdataCase{"soa", "\"SOA\"", "\"ns1.example.com h.example.com 1 2 3 4 5\"",
                  "SOA ns1.example.com. h.example.com. 1 2 3 4 5"},
        RdataCase{"txt_quoted", "\"TXT\"", R"("\"a b\" \"c\"")", R"(TXT "a b" "c")"},
        RdataCase{"txt_bare", "\"TXT\"", R"("v=spf1 -all")", R"(TXT "v=spf1 -all")"},
        RdataCase{"txt_bare_keeps_its_backslash", "\"TXT\"", R"("a\\b\"c")", R"(TXT "a\\b\"c")"},
        RdataCase{"txt_empty", "\"TXT\"", R"("")", R"(TXT "")"},
        RdataCase{"spf_bare", "\"SPF\"", R"("v=spf1")", R"(SPF "v=spf1")"},
        RdataCase{"txt_utf8", "\"TXT\"", R"("\u00fc")", R"(TXT "\195\188")"},
        RdataCase{"txt_generic", "\"TXT\"", R"("\\# 2 0141")", R"(TXT "A")"},
        RdataCase{"type_number", "1", "\"192.0.2.1\"", "A 192.0.2.1"},
        RdataCase{"type_number_text", "\"1\"", "\"192.0.2.1\"", "A 192.0.2.1"},
        RdataCase{"type_unknown", "65280", R"("\\# 2 abcd")", R"(TYPE65280 \# 2 ABCD)"},
        RdataCase{"type_rfc3597", "\"TYPE65280\"", R"("\\# 2 abcd")", R"(TYPE65280 \# 2 ABCD)"},
        RdataCase{"label", "\"NAME\"", "\"Groupweblogs.example.\"", "NAME Groupweblogs.example."},
        RdataCase{"label_text_is_free", "\"my-label_2\"", R"("a \\ b")", R"(my-label_2 a \\ b)"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Cof, CutsLongTextIntoCharacterStrings) {
  const Taken taken = take(typed("\"TXT\"", '"' + std::string(300, 'x') + '"'));
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].rdata, '\xFF' + std::string(255, 'x') + '\x2D' + std::string(45, 'x'));
}

TEST(Cof, AnArrayGivesARecordAnElement) {
  const Taken taken = take(line(
      R"("rrname":"example.com","rrtype":"A","rdata":["192.0.2.1","no address","192.0.2.2"],"count":"7")"));
  ASSERT_EQ(taken.added.size(), 2U);
  EXPECT_EQ(taken.added[1].text(), "example.com. A 192.0.2.2 source feed sensor");
  EXPECT_EQ(taken.added[1].sightings, Sightings::told_total(100, 200, 7));
  EXPECT_THAT(taken.faults(), ElementsAre("1: rdata does not fit its type"));
  EXPECT_EQ(taken.stats.accepted, 1U);
}

TEST(Cof, BothPairsOfTimesAreTwoSightings) {
  const Taken taken = take(
      R"({"time_last":"200","time_first":"100","zone_time_first":1,"zone_time_last":300.0,"rdata":["192.0.2.1"],"rrtype":"A","rrname":"example.com"})");
  ASSERT_THAT(taken.faults(), IsEmpty());
  ASSERT_EQ(taken.added.size(), 2U);
  EXPECT_EQ(taken.added[0].sightings, Sightings::told_total(100, 200, 1)) << "an absent count is 1";
  EXPECT_EQ(taken.added[1].how, How::kZone);
  EXPECT_EQ(taken.added[1].sightings, Sightings::told_total(1, 300, 1));
}

TEST(Cof, ZoneTimesAloneAreOneSighting) {
  const Taken taken = take(
      R"({"rrname":"example.com","rrtype":"A","rdata":"192.0.2.1","zone_time_first":1,"zone_time_last":2,"count":4})");
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].how, How::kZone);
}

TEST(Cof, DeltasAreSeenNotTold) {
  FeedOptions options;
  options.mode = record::FeedMode::kDelta;
  const Taken taken =
      take(line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1","count":5)"), options);
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].sightings, Sightings::seen(100, 200, 5));
}

TEST(Cof, SensorsBecomeSourcesWhenAsked) {
  const std::string text =
      line(R"("rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","sensor_id":"s1")") +
      line(R"("rrname":"b.example","rrtype":"A","rdata":"192.0.2.1")") +
      line(R"("rrname":"c.example","rrtype":"A","rdata":"192.0.2.1","sensor_id":"s1")");
  FeedOptions options;
  EXPECT_EQ(take(text, options).added[0].source, "feed");
  options.by_sensor = true;
  const Taken taken = take(text, options);
  ASSERT_EQ(taken.added.size(), 3U);
  EXPECT_EQ(taken.added[0].source, "feed/s1");
  EXPECT_EQ(taken.added[1].source, "feed");
  EXPECT_EQ(taken.added[2].source, "feed/s1");
  EXPECT_EQ(taken.questions, 2U) << "the store is asked once for each source";
}

TEST(Cof, NamesMayHoldBlanksAsTheyAre) {
  const Taken taken =
      take(line(R"("rrname":"my printer.example.com","rrtype":"A","rdata":"192.0.2.1")"));
  ASSERT_EQ(taken.added.size(), 1U);
  EXPECT_EQ(taken.added[0].text(), R"(my\032printer.example.com. A 192.0.2.1 source feed sensor)");
}

TEST(Cof, BailiwickIsAnAncestorOrUnknown) {
  const auto bailiwick = [](const std::string& zone) {
    const Taken taken =
        take(line(R"("rrname":"www.example.com","rrtype":"A","rdata":"192.0.2.1","bailiwick":")" +
                  zone + '"'));
    EXPECT_EQ(taken.added.size(), 1U);
    return std::pair(taken.added[0].bailiwick, taken.stats.notes.total());
  };
  EXPECT_EQ(bailiwick("example.COM."), std::pair(std::uint8_t{2}, std::uint64_t{0}));
  EXPECT_EQ(bailiwick("www.example.com"), std::pair(std::uint8_t{3}, std::uint64_t{0}));
  EXPECT_EQ(bailiwick("."), std::pair(std::uint8_t{0}, std::uint64_t{0}));
  EXPECT_EQ(bailiwick("example.net"), std::pair(record::kBailiwickUnknown, std::uint64_t{1}));
  EXPECT_EQ(bailiwick("a..b"), std::pair(record::kBailiwickUnknown, std::uint64_t{1}));
}

struct BadCase {
  const char* name;
  const char* line;
  const char* says;
};
class BadCof : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadCof, IsCountedByReasonAndTheRestGoesOn) {
  const std::string good = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  const Taken taken = take(good + GetParam().line + "\n" + good);
  EXPECT_EQ(taken.added.size(), 2U);
  EXPECT_THAT(taken.faults(), ElementsAre(std::string("2: ") + GetParam().says));
  ASSERT_EQ(taken.stats.faults.size(), 1U);
  EXPECT_EQ(taken.stats.faults[0].offset, good.size());
  EXPECT_EQ(taken.stats.rejected.total(), 1U);
}

#define TIMES R"("time_first":1,"time_last":2})"
constexpr BadCase kBadLines[] = {

    BadCase{"text", "hello", "line is no JSON object"},
    BadCase{"number", "12", "line is no JSON object"},
    BadCase{"array", "[1]", "line is no JSON object"},
    BadCase{"cut", R"({"rrname":"example.com","rrty)", "line is no JSON object"},
    BadCase{"two_objects", R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1",)" TIMES " {}",
            "line is no JSON object"},
    BadCase{"not_utf8", "{\"rrname\":\"\xff\"}", "line is no JSON object"},
    BadCase{"no_name", R"({"rrtype":"A","rdata":"192.0.2.1",)" TIMES, "rrname missing"},
    BadCase{"bad_name", R"({"rrname":"a..b","rrtype":"A","rdata":"192.0.2.1",)" TIMES,
            "rrname is no name"},
    BadCase{"null_name", R"({"rrname":null,"rrtype":"A","rdata":"192.0.2.1",)" TIMES,
            "rrname missing"},
    BadCase{"no_type", R"({"rrname":"a.example","rdata":"192.0.2.1",)" TIMES, "rrtype missing"},
    BadCase{"bad_type", R"({"rrname":"a.example","rrtype":"A B","rdata":"192.0.2.1",)" TIMES,
            "rrtype is no type"},
    BadCase{"type_beyond",
            R"({"rrname":"a.example","rrtype":"TYPE65536","rdata":"192.0.2.1",)" TIMES,
            "rrtype is no type"},
    BadCase{"type_number_beyond",
            R"({"rrname":"a.example","rrtype":65536,"rdata":"192.0.2.1",)" TIMES,
            "rrtype is no type"},
    BadCase{"type_negative", R"({"rrname":"a.example","rrtype":-1,"rdata":"192.0.2.1",)" TIMES,
            "rrtype is no type"},
    BadCase{"type_meta", R"({"rrname":"a.example","rrtype":"ANY","rdata":"192.0.2.1",)" TIMES,
            "type that is never stored"},
    BadCase{
        "type_too_long",
        R"({"rrname":"a.example","rrtype":"abcdefghijklmnopqrstuvwxyzabcdefg","rdata":"x",)" TIMES,
        "rrtype is no type"},
    BadCase{"no_rdata", R"({"rrname":"a.example","rrtype":"A",)" TIMES, "rdata missing"},
    BadCase{"no_element", R"({"rrname":"a.example","rrtype":"A","rdata":[],)" TIMES,
            "rdata missing"},
    BadCase{"rdata_number", R"({"rrname":"a.example","rrtype":"A","rdata":5,)" TIMES,
            "rdata is neither a string nor an array of strings"},
    BadCase{"rdata_nested", R"({"rrname":"a.example","rrtype":"A","rdata":["192.0.2.1",[]],)" TIMES,
            "rdata is neither a string nor an array of strings"},
    BadCase{"rdata_bad", R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.256",)" TIMES,
            "rdata does not fit its type"},
    BadCase{"mx_bad", R"({"rrname":"a.example","rrtype":"MX","rdata":"10 a..b",)" TIMES,
            "rdata does not fit its type"},
    BadCase{"txt_bad_quotes", R"({"rrname":"a.example","rrtype":"TXT","rdata":"\"a",)" TIMES,
            "rdata does not fit its type"},
    BadCase{"no_times", R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1"})",
            "times missing"},
    BadCase{"half_times",
            R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","time_first":5})",
            "a pair of times is not whole"},
    BadCase{
        "text_times",
        R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","time_first":"x","time_last":5})",
        "a pair of times is not whole"},
    BadCase{
        "time_zero",
        R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","time_first":0,"time_last":5})",
        "time outside 1970 to 2106"},
    BadCase{
        "time_beyond",
        R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","time_first":1,"time_last":4294967296})",
        "time outside 1970 to 2106"},
    BadCase{
        "reversed",
        R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","time_first":6,"time_last":5})",
        "first seen after last seen"},
    BadCase{"count_negative",
            R"({"rrname":"a.example","rrtype":"A","rdata":"192.0.2.1","count":-1,)" TIMES,
            "count is no whole number"}};

INSTANTIATE_TEST_SUITE_P(Table, BadCof, ::testing::ValuesIn(kBadLines),
                         [](const auto& row) { return std::string(row.param.name); });

// A label that the store keeps gets a number for ever: refused lines must not use numbers up.
TEST(FeedReader, ARefusedLineLeavesNoLabel) {
  const Taken cof = take(R"({"rrname":"a.test","rrtype":"REFUSED1","rdata":"x"}
{"rrname":"a.test","rrtype":"REFUSED2","rdata":"x","time_first":2,"time_last":1}
{"rrname":"a.test","rrtype":"KEPT","rdata":"x","time_first":1,"time_last":2}
)");
  ASSERT_EQ(cof.added.size(), 1U);
  EXPECT_EQ(dns::to_number(cof.added[0].type), dns::kFirstLabelType);
  const Taken native = take(
      R"({"spoor":"records","version":1}
{"name":"a.test","type":"REFUSED","rdata":"x","source":"","kind":"feed","mode":"delta","how":"sensor","first":1,"last":2,"told":1}
{"name":"a.test","type":"KEPT","rdata":"x","source":"s","kind":"feed","mode":"total","how":"sensor","first":1,"last":2,"told":1}
)");
  ASSERT_EQ(native.added.size(), 1U) << testing::PrintToString(native.faults());
  EXPECT_EQ(dns::to_number(native.added[0].type), dns::kFirstLabelType);
}

TEST(FeedReader, TakesAnArrayOfObjects) {
  const std::string a = R"({"rrname":"a.example","rrtype":"TXT","rdata":"]},{ \" \\",)" TIMES;
  const std::string b = R"({"rrname":"b.example","rrtype":"A","rdata":"192.0.2.1",)" TIMES;
  for (const std::string& text :
       {"[" + a + "," + b + "]", " [\n" + a + ",\n" + b + "\n]\n", "[" + a + ", 5, " + b + "]"}) {
    const Taken taken = take(text);
    ASSERT_EQ(taken.added.size(), 2U) << text;
    EXPECT_EQ(taken.added[1].text(), "b.example. A 192.0.2.1 source feed sensor");
  }
}

TEST(FeedReader, RefusesALineAboveTheLimitAndGoesOn) {
  const std::string good = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  for (const std::size_t size : {FeedReader::kMaxLine + 1, 5 * FeedReader::kMaxLine}) {
    const Taken taken = take(good + std::string(size, 'x') + "\n" + good);
    EXPECT_EQ(taken.added.size(), 2U);
    EXPECT_THAT(taken.faults(), ElementsAre("2: line longer than 1 MiB"));
  }
}

TEST(FeedReader, RecognisesItsOwn) {
  const auto recognises = [](std::string_view head) {
    return FeedReader::recognises(as_bytes(head));
  };
  EXPECT_TRUE(recognises(R"({"rrname":"a","rdata":"b"})"
                         "\n"));
  EXPECT_TRUE(
      recognises("\xEF\xBB\xBF \n"
                 R"({"count":1,"rdata":["x"],"rrname":"a"})"));
  EXPECT_TRUE(recognises(R"([{"rrname":"a","rdata":"b"}])"));
  EXPECT_TRUE(recognises(R"({"spoor":"records","version":1})"
                         "\n"));
  EXPECT_TRUE(recognises(R"({"rrname":"a cut li)")) << "a head that ends within the first line";
  EXPECT_FALSE(recognises(""));
  EXPECT_FALSE(recognises("{}"));
  EXPECT_FALSE(recognises(R"({"message":{"rrname":"a","rdata":"b"}})"
                          "\n"))
      << "another format's nesting";
  EXPECT_FALSE(recognises("\xD4\xC3\xB2\xA1"));
  EXPECT_FALSE(recognises("rrname,rdata\n"));
  EXPECT_FALSE(recognises("{\"a\":{\"rrname\":1,\"rdata\":2}}"));
}

TEST(FeedReader, StopsWhereItIsTold) {
  const std::string one = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  const std::string text = one + one + one;
  TestSink sink;
  const auto input = InputStream::from_memory(as_bytes(text));
  auto reader = FeedReader::open(*input, {}, sink, sink);
  ASSERT_TRUE(reader);
  EXPECT_TRUE(*(*reader)->step(2 * one.size()));
  EXPECT_EQ(input->offset(), 2 * one.size());
  EXPECT_EQ((*reader)->stats().lines, 2U);
  while (*(*reader)->step()) {
  }
  EXPECT_EQ(input->offset(), text.size());
  EXPECT_EQ((*reader)->stats().lines, 3U);
}

TEST(FeedReader, PassesOnWhatItsSourcesRefuse) {
  TestSink sink;
  sink.refuses = true;
  const std::string text = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  const auto input = InputStream::from_memory(as_bytes(text));
  auto reader = FeedReader::open(*input, {}, sink, sink);
  ASSERT_TRUE(reader);
  const auto stepped = (*reader)->step();
  ASSERT_FALSE(stepped);
  EXPECT_EQ(stepped.error().code, ErrorCode::kInvalid);
}

TEST(FeedReader, RefusesAnotherFormatThanTheNamedOne) {
  const std::string cof = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  EXPECT_THAT(take(cof, named("zeek")).error, HasSubstr("looks like the Common Output Format"));
  EXPECT_THAT(take("a.example. 1 IN SOA a. b. 2018031200 1 1 1 1\n", named("cof")).error,
              HasSubstr("looks like a zone file"));
  EXPECT_TRUE(take(cof, named("dnsdb")).opened) << "the same fields";
  EXPECT_TRUE(take("nothing known\n", named("zeek")).opened) << "then its lines say what is wrong";
}

TEST(FeedReader, NamesEveryFormatOnce) {
  std::string names = format_names();
  EXPECT_THAT(names, HasSubstr("cof"));
  std::size_t count = 0;
  for (std::size_t at = 0; at < names.size(); ++count) {
    const std::size_t end = std::min(names.find(", ", at), names.size());
    const FormatInfo* const format = find_format(names.substr(at, end - at));
    ASSERT_NE(format, nullptr);
    EXPECT_FALSE(format->title.empty());
    at = end + 2;
  }
  EXPECT_EQ(count, 12U);
  EXPECT_EQ(find_format("COF"), nullptr);
}

TEST(FeedReader, SaysThatAListOfNamesTellsNothing) {
  EXPECT_THAT(take("a.example\nb.example.com\n").error, HasSubstr("list of names"));
  EXPECT_THAT(take("a b.example\n").error, HasSubstr("expected a capture"));
}

TEST(FeedReader, AStrictOneStopsAtTheFirstFault) {
  FeedOptions options;
  options.is_strict = true;
  const std::string good = line(R"("rrname":"example.com","rrtype":"A","rdata":"192.0.2.1")");
  const std::string text = good + "\n" + "bad\n" + good;
  TestSink sink;
  const auto input = InputStream::from_memory(as_bytes(text));
  auto reader = FeedReader::open(*input, options, sink, sink);
  ASSERT_TRUE(reader);
  const auto stepped = (*reader)->step();
  ASSERT_FALSE(stepped);
  EXPECT_EQ(stepped.error().code, ErrorCode::kMalformed);
  EXPECT_THAT(describe(stepped.error()), HasSubstr("line 3: line is no JSON object"));
  EXPECT_EQ(sink.added.size(), 1U) << "what came before stands";
  EXPECT_EQ(input->offset(), good.size() + 1) << "the line with the fault was not taken";
}

TEST(FeedReader, SaysThatItIsNoFeed) {
  TestSink sink;
  const auto input = InputStream::from_memory(as_bytes("hello"));
  EXPECT_FALSE(FeedReader::open(*input, {}, sink, sink));
}

}  // namespace
}  // namespace spoor::feed
