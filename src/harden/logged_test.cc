// SPDX-License-Identifier: Apache-2.0
// Messages out of logs: who logged them says where they were seen, and of which zone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

using dns::RrType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char* const kServer = "198.51.100.3";

/// A hardener that is told what software logged.
class Logged : public ::testing::Test {
 protected:
  explicit Logged(const HardenOptions& options = {}) : stream_(options) {}

  void tell(LoggedBy by, const MessageBuilder& message, const char* zone = nullptr,
            const Octets& query = {}) {
    const Octets wire = message.wire();
    const dns::Name name = *dns::parse_name(zone == nullptr ? "." : zone);
    CapturedMessage told;
    told.time_us = kNoon;
    told.source = *parse_ip_address(kServer);
    told.source_port = 5353;
    told.payload = as_bytes(wire);
    told.logged_by = by;
    told.is_matched = true;
    told.query = as_bytes(query);
    if (zone != nullptr) told.zone = &name;
    stream_.hardener.take(told);
  }

  StreamUnderTest stream_;
};

MessageBuilder answer() {
  return MessageBuilder("www.example.com.", RrType::kA)
      .response()
      .authoritative()
      .answer("www.example.com.", RrType::kA, address("192.0.2.80"));
}
MessageBuilder referral() {
  return MessageBuilder("www.example.com.", RrType::kA)
      .response()
      .authority("example.com.", RrType::kNs, wire_name("ns1.example.com."))
      .additional("ns1.example.com.", RrType::kA, address("192.0.2.53"))
      .additional("ns2.example.net.", RrType::kA, address("192.0.2.54"));
}

TEST_F(Logged, AResolversZoneIsTheBailiwickAndNoQueryNeedBeSeen) {
  tell(LoggedBy::kResolver, answer(), "example.com.");
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
  EXPECT_EQ(stream_.rejected(Rejected::kUnmatched), 0U);
}

TEST_F(Logged, GlueCountsInTheZoneAloneThatTheServerWasAskedAbout) {
  tell(LoggedBy::kResolver, referral(), "com.");
  EXPECT_THAT(stream_.sink.lines, ElementsAre("example.com. 2 ns1.example.com. bw=1",
                                              "ns1.example.com. 1 192.0.2.53 bw=1"));
  EXPECT_EQ(stream_.refused(Refused::kOutOfBailiwick), 1U);
}

TEST_F(Logged, TheRootMayTellOfEverything) {
  tell(LoggedBy::kResolver, referral(), ".");
  EXPECT_EQ(stream_.sink.lines.size(), 3U);
  EXPECT_THAT(stream_.sink.lines.back(), ::testing::EndsWith("bw=0"));
}

TEST_F(Logged, NothingOutsideTheZoneIsBelieved) {
  tell(LoggedBy::kResolver,
       answer()
           .authority("bank.example.", RrType::kNs, wire_name("ns.evil.example."))
           .additional("notexample.com.", RrType::kA, address("192.0.2.66")),
       "example.com.");
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
  EXPECT_EQ(stream_.refused(Refused::kOutOfBailiwick), 2U);
}

TEST_F(Logged, WithoutAZoneTheServerMustBeKnown) {
  tell(LoggedBy::kResolver, answer());
  EXPECT_THAT(stream_.sink.lines, IsEmpty());
  EXPECT_EQ(stream_.refused(Refused::kServerUnknown), 1U);
}

TEST_F(Logged, ALameAnswerToAResolverIsRefused) {
  tell(LoggedBy::kResolver,
       MessageBuilder("www.example.com.", RrType::kA)
           .response()
           .answer("www.example.com.", RrType::kA, address("192.0.2.80")),
       "example.com.");
  EXPECT_THAT(stream_.sink.lines, IsEmpty());
  EXPECT_EQ(stream_.rejected(Rejected::kNotAuthoritative), 1U);
}

TEST_F(Logged, AnAnswerOutOfACacheHasNoBailiwickWhateverZoneIsTold) {
  tell(LoggedBy::kClient,
       MessageBuilder("www.example.com.", RrType::kA)
           .response()
           .answer("www.example.com.", RrType::kA, address("192.0.2.80"))
           .additional("ns1.example.com.", RrType::kA, address("192.0.2.53")),
       ".");
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80"));
  EXPECT_EQ(stream_.refused(Refused::kAdditional), 1U);
}

class LoggedByAuthority : public Logged {
 protected:
  LoggedByAuthority() : Logged({.zones = {*dns::parse_name("example.com.")}}) {}
};

TEST_F(LoggedByAuthority, SpeaksForItsZones) {
  tell(LoggedBy::kAuthority, answer());
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
}

TEST_F(Logged, AQueryThatIsToldMustBeTheResponses) {
  const MessageBuilder other = MessageBuilder("ftp.example.com.", RrType::kA);
  tell(LoggedBy::kResolver, answer(), "example.com.", answer().query());
  tell(LoggedBy::kResolver, answer(), "example.com.", answer().id(7).query());
  tell(LoggedBy::kResolver, answer(), "example.com.", other.query());
  tell(LoggedBy::kResolver, answer(), "example.com.", answer().wire());
  tell(LoggedBy::kResolver, answer(), "example.com.", "x");
  tell(LoggedBy::kResolver, answer(), "example.com.",
       MessageBuilder("WWW.Example.com.", RrType::kA).query());
  EXPECT_EQ(stream_.sink.lines.size(), 2U);
  EXPECT_EQ(stream_.rejected(Rejected::kUnmatched), 4U);
}

TEST_F(Logged, DoesNotUseUpAQueryThatWaits) {
  stream_.query(answer(), {.server = kServer});
  tell(LoggedBy::kClient, answer());
  stream_.response(answer(), {.server = kServer});
  EXPECT_EQ(stream_.sink.lines.size(), 2U);
}

TEST_F(Logged, APacketThatSomebodyMatchedKeepsThePositionOfTheOptions) {
  const Octets wire = answer().wire();
  CapturedMessage told;
  told.time_us = kNoon;
  told.source_port = 53;
  told.payload = as_bytes(wire);
  told.is_matched = true;
  stream_.hardener.take(told);
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80"));
}

}  // namespace
}  // namespace spoor::harden::testing
