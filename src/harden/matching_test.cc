// SPDX-License-Identifier: Apache-2.0
// Which responses are accepted as a whole: matching to queries, and every reason to refuse one.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

MessageBuilder www(std::string_view qname = "www.example.com.") {
  return MessageBuilder(qname, dns::RrType::kA)
      .response()
      .answer("www.example.com.", dns::RrType::kA, address("192.0.2.80"));
}
const char* const kWww = "www.example.com. 1 192.0.2.80";

/// Every message is in exactly one of the counts, and every reason's count is exported.
void expect_balanced(const HardenStats& stats) {
  EXPECT_EQ(stats.messages,
            stats.too_short + stats.queries + stats.responses + stats.rejected().total());
}

TEST(Matching, AcceptsTheAnswerToAQuestion) {
  StreamUnderTest stream(HardenOptions{.source = {7}});
  stream.exchange(www());
  EXPECT_THAT(stream.sink.lines, ElementsAre(kWww));
  EXPECT_THAT(stream.sink.sources, ElementsAre(7U));
  EXPECT_THAT(stream.sink.times, ElementsAre(1'600'000'000U));
  EXPECT_EQ(stream.hardener.stats().queries, 1U);
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  expect_balanced(stream.hardener.stats());
}

struct Mismatch {
  const char* name;
  std::function<void(Path&)> change_path;
  std::function<MessageBuilder()> response = [] { return www(); };
};

class MatchingMismatch : public ::testing::TestWithParam<Mismatch> {};

TEST_P(MatchingMismatch, IsNeverAskedFor) {
  StreamUnderTest stream(HardenOptions{});
  Path path;
  stream.query(www(), path);
  GetParam().change_path(path);
  stream.response(GetParam().response(), path);
  EXPECT_THAT(stream.sink.lines, IsEmpty());
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
  stream.response(www());  // and the query still waits for its own answer
  EXPECT_THAT(stream.sink.lines, ElementsAre(kWww));
  expect_balanced(stream.hardener.stats());
}

INSTANTIATE_TEST_SUITE_P(
    Table, MatchingMismatch,
    ::testing::Values(
        Mismatch{"client_address", [](Path& p) { p.client = "192.0.2.11"; }},
        Mismatch{"client_port", [](Path& p) { p.client_port = 40001; }},
        Mismatch{"server_address", [](Path& p) { p.server = "198.51.100.54"; }},
        Mismatch{"server_port", [](Path& p) { p.server_port = 54; }},
        Mismatch{"transport", [](Path& p) { p.transport = Transport::kTcp; }},
        Mismatch{"id", [](Path&) {}, [] { return www().id(2); }},
        Mismatch{"name", [](Path&) {}, [] { return www("wwx.example.com."); }},
        Mismatch{"longer_name", [](Path&) {}, [] { return www("a.www.example.com."); }},
        Mismatch{"type", [](Path&) {},
                 [] { return MessageBuilder("www.example.com.", dns::RrType::kAaaa).response(); }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Matching, IgnoresTheCaseOfTheName) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www("wWw.ExAmPlE.com."));
  stream.response(www("WWW.eXaMpLe.COM."));
  EXPECT_THAT(stream.sink.lines, ElementsAre(kWww));
}

TEST(Matching, UsesAQueryUpByItsFirstResponse) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(www());
  stream.response(www());
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
}

TEST(Matching, UsesAQueryUpByAFailureToo) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(MessageBuilder("www.example.com.", dns::RrType::kA).response().rcode(2));
  stream.response(www());
  EXPECT_THAT(stream.sink.lines, IsEmpty());
  EXPECT_EQ(stream.rejected(Rejected::kServFail), 1U);
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
}

TEST(Matching, AnswersTwiceWhatWasAskedTwice) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www());
  stream.query(www(), {}, kNoon + kSecond);
  for (int i = 0; i < 3; ++i) stream.response(www(), {}, kNoon + 2 * kSecond);
  EXPECT_EQ(stream.hardener.stats().responses, 2U);
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
}

TEST(Matching, ForgetsAfterAMinuteOfCaptureTime) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www());
  stream.response(www(), {}, kNoon + 60 * kSecond);
  stream.query(www().id(2));
  stream.response(www().id(2), {}, kNoon + 60 * kSecond + 1);
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
  stream.hardener.finish();
  EXPECT_EQ(stream.hardener.stats().queries_unanswered, 1U);
}

TEST(Matching, BearsAClockThatStepsBack) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www());
  stream.response(www(), {}, kNoon - 2 * kSecond);
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
}

TEST(Matching, KeepsFlowsOfBothFamiliesApart) {
  StreamUnderTest stream(HardenOptions{});
  Path v6{.client = "2001:db8::10", .server = "2001:db8::53"};
  stream.query(www());
  stream.response(www(), v6);
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
  stream.exchange(www(), v6);
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
}

TEST(Matching, KeepsWhatWasNeverAskedForOnRequest) {
  StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
  stream.response(www());
  EXPECT_THAT(stream.sink.lines, ElementsAre(kWww));
  EXPECT_EQ(stream.hardener.stats().unmatched_kept, 1U);
  expect_balanced(stream.hardener.stats());
}

struct RejectedCase {
  const char* name;
  Rejected reason;
  std::function<Octets()> response;
  Path path = {};
  std::uint64_t time_us = kNoon;
};

class RejectedResponse : public ::testing::TestWithParam<RejectedCase> {};

// Unmatched responses are kept here, so that what refuses these is the reason under test.
TEST_P(RejectedResponse, IsCountedByReasonAndLeavesNothing) {
  for (const Position position : {Position::kBelow, Position::kAbove, Position::kAuthority}) {
    if (GetParam().reason == Rejected::kNotAuthoritative && position == Position::kBelow) continue;
    StreamUnderTest stream(HardenOptions{.position = position, .unmatched = Unmatched::kKeep});
    stream.send(GetParam().response(), GetParam().path, GetParam().time_us, true);
    EXPECT_THAT(stream.sink.lines, IsEmpty());
    EXPECT_EQ(stream.rejected(GetParam().reason), 1U);
    EXPECT_EQ(stream.hardener.stats().rejected().total(), 1U);
    EXPECT_TRUE(stream.hardener.stats().records_refused().empty());
    expect_balanced(stream.hardener.stats());
  }
}

MessageBuilder plain() {
  return www().authoritative();
}
Octets cut(Octets wire, std::size_t octets) {
  wire.resize(wire.size() - octets);
  return wire;
}
MessageBuilder of_type(dns::RrType type) {
  return MessageBuilder("example.com.", type).response().authoritative();
}

INSTANTIATE_TEST_SUITE_P(
    Table, RejectedResponse,
    ::testing::Values(
        RejectedCase{"checksum",
                     Rejected::kChecksum,
                     [] { return plain().wire(); },
                     {.checksum = Checksum::kBad}},
        RejectedCase{
            "mdns", Rejected::kMulticastDns, [] { return plain().wire(); }, {.server_port = 5353}},
        RejectedCase{
            "llmnr", Rejected::kLlmnr, [] { return plain().wire(); }, {.server_port = 5355}},
        RejectedCase{
            "netbios", Rejected::kNetbios, [] { return plain().wire(); }, {.server_port = 137}},
        RejectedCase{"cut_in_question", Rejected::kMalformed,
                     [] { return plain().wire().substr(0, 20); }},
        RejectedCase{"cut_in_rdata", Rejected::kMalformed, [] { return cut(plain().wire(), 1); }},
        RejectedCase{"cut_in_second_record", Rejected::kMalformed,
                     [] { return cut(plain().additional(".", dns::RrType::kOpt, "").wire(), 3); }},
        RejectedCase{"iquery", Rejected::kIquery, [] { return plain().opcode(1).wire(); }},
        RejectedCase{"notify", Rejected::kNotify, [] { return plain().opcode(4).wire(); }},
        RejectedCase{"update", Rejected::kUpdate, [] { return plain().opcode(5).wire(); }},
        RejectedCase{"status", Rejected::kOpcode, [] { return plain().opcode(2).wire(); }},
        RejectedCase{"no_question", Rejected::kQuestionCount,
                     [] { return plain().questions(0).wire(); }},
        RejectedCase{"two_questions", Rejected::kQuestionCount,
                     [] { return plain().questions(2).wire(); }},
        RejectedCase{
            "chaos", Rejected::kClass,
            [] {
              return MessageBuilder("version.example.", dns::RrType::kTxt, 3).response().wire();
            }},
        RejectedCase{"axfr", Rejected::kTransfer,
                     [] { return of_type(dns::RrType::kAxfr).wire(); }},
        RejectedCase{"ixfr", Rejected::kTransfer,
                     [] { return of_type(dns::RrType::kIxfr).wire(); }},
        RejectedCase{"truncated", Rejected::kTruncated, [] { return plain().truncated().wire(); }},
        RejectedCase{"formerr", Rejected::kFormErr, [] { return plain().rcode(1).wire(); }},
        RejectedCase{"servfail", Rejected::kServFail, [] { return plain().rcode(2).wire(); }},
        RejectedCase{"notimp", Rejected::kNotImp, [] { return plain().rcode(4).wire(); }},
        RejectedCase{"refused", Rejected::kRefused, [] { return plain().rcode(5).wire(); }},
        RejectedCase{"yxdomain", Rejected::kRcode, [] { return plain().rcode(6).wire(); }},
        RejectedCase{
            "badvers_in_opt", Rejected::kRcode,
            [] { return plain().additional(".", dns::RrType::kOpt, "", 0x01000000U).wire(); }},
        RejectedCase{"before_1970_second_1",
                     Rejected::kTime,
                     [] { return plain().wire(); },
                     {},
                     kSecond - 1},
        RejectedCase{"after_32_bits",
                     Rejected::kTime,
                     [] { return plain().wire(); },
                     {},
                     (1ULL << 32) * kSecond},
        RejectedCase{"answer_without_aa", Rejected::kNotAuthoritative, [] { return www().wire(); }},
        RejectedCase{
            "empty_without_aa", Rejected::kNotAuthoritative,
            [] { return MessageBuilder("www.example.com.", dns::RrType::kA).response().wire(); }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RejectedResponse, IsUnmatchedFirstWhereNothingAskedForIt) {
  StreamUnderTest stream(HardenOptions{});
  stream.response(plain().truncated());
  EXPECT_EQ(stream.rejected(Rejected::kUnmatched), 1U);
}

TEST(RejectedResponse, AcceptsTheEndsOfTime) {
  StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
  stream.response(www(), {}, kSecond);
  stream.response(www(), {}, (1ULL << 32) * kSecond - 1);
  EXPECT_THAT(stream.sink.times, ElementsAre(1U, 0xFFFFFFFFU));
}

TEST(RejectedResponse, CountsWhatIsTooShortForAHeaderApart) {
  StreamUnderTest stream(HardenOptions{});
  for (std::size_t size = 0; size < 12; ++size)
    stream.send(www().wire().substr(0, size), {}, kNoon, true);
  EXPECT_EQ(stream.hardener.stats().too_short, 12U);
  expect_balanced(stream.hardener.stats());
}

TEST(Malformed, NoPrefixOfAMessageLeavesARecord) {
  const Octets whole =
      www().authority("example.com.", dns::RrType::kNs, wire_name("ns.example.com.")).wire();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
    stream.send(whole.substr(0, size), {}, kNoon, true);
    EXPECT_THAT(stream.sink.lines, IsEmpty()) << size;
    expect_balanced(stream.hardener.stats());
  }
}

TEST(Checksums, AbsentAndUncheckedAreGood) {
  StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
  stream.response(www(), {.checksum = Checksum::kAbsent});
  stream.response(www(), {.checksum = Checksum::kUnchecked});
  EXPECT_EQ(stream.hardener.stats().responses, 2U);
}

TEST(Checksums, OfQueriesDoNotMatter) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www(), {.checksum = Checksum::kBad});
  stream.response(www());
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  EXPECT_FALSE(stream.hardener.stats().offload_hint());
}

TEST(Checksums, AWrongOneDoesNotUseTheQueryUp) {
  StreamUnderTest stream(HardenOptions{});
  stream.query(www());
  stream.response(www(), {.checksum = Checksum::kBad});
  stream.response(www());
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
}

TEST(Checksums, AskAboutOffloadWhereMostAreWrong) {
  StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
  stream.response(www(), {.checksum = Checksum::kBad});
  stream.response(www());
  EXPECT_FALSE(stream.hardener.stats().offload_hint()) << "half is not most";
  stream.response(www(), {.checksum = Checksum::kBad});
  ASSERT_TRUE(stream.hardener.stats().offload_hint());
  EXPECT_THAT(*stream.hardener.stats().offload_hint(), ::testing::HasSubstr("--checksums ignore"));
}

TEST(Checksums, AreIgnoredOnRequest) {
  StreamUnderTest stream(
      HardenOptions{.unmatched = Unmatched::kKeep, .checksums = ChecksumPolicy::kIgnore});
  stream.response(www(), {.checksum = Checksum::kBad});
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  EXPECT_FALSE(stream.hardener.stats().offload_hint());
}

}  // namespace
}  // namespace spoor::harden::testing
