// SPDX-License-Identifier: Apache-2.0
// Bailiwicks above a resolver and at an authority, and the attempts to forge one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

using dns::RrType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const char* const kRoot = "198.51.100.1";
const char* const kCom = "198.51.100.2";
const char* const kExample = "198.51.100.3";
const char* const kEvil = "203.0.113.66";

HardenOptions above() {
  HardenOptions options{.position = Position::kAbove};
  options.root_hints = *parse_root_hints(". NS a.root.example.\na.root.example. A 198.51.100.1\n");
  return options;
}

MessageBuilder asked(std::string_view qname, RrType type = RrType::kA) {
  return MessageBuilder(qname, type).response();
}

MessageBuilder referral_to_com() {
  return asked("www.example.com.")
      .authority("com.", RrType::kNs, wire_name("a.gtld.example."))
      .additional("a.gtld.example.", RrType::kA, address(kCom));
}
MessageBuilder referral_to_example() {
  return asked("www.example.com.")
      .authority("example.com.", RrType::kNs, wire_name("ns1.example.com."))
      .additional("ns1.example.com.", RrType::kA, address(kExample));
}
MessageBuilder answer_of_example() {
  return asked("www.example.com.")
      .authoritative()
      .answer("www.example.com.", RrType::kA, address("192.0.2.80"));
}

/// A stream that has walked down from the root to example.com.
class Above : public ::testing::Test {
 protected:
  Above() {
    tell(kRoot, referral_to_com());
    tell(kCom, referral_to_example());
    walked_ = stream_.sink.lines;
    stream_.sink.lines.clear();
  }
  void tell(const char* server, const MessageBuilder& message, std::uint64_t time_us = kNoon) {
    stream_.exchange(message, {.server = server}, time_us);
  }

  StreamUnderTest stream_{above()};
  std::vector<std::string> walked_;
};

TEST_F(Above, TakesReferralsAndGlueWithTheBailiwickOfWhoToldThem) {
  EXPECT_THAT(
      walked_,
      ElementsAre("com. 2 a.gtld.example. bw=0", "a.gtld.example. 1 198.51.100.2 bw=0",
                  "example.com. 2 ns1.example.com. bw=1", "ns1.example.com. 1 198.51.100.3 bw=1"));
}

TEST_F(Above, TellsTheParentsWordFromTheChilds) {
  tell(kExample, asked("example.com.", RrType::kNs)
                     .authoritative()
                     .answer("example.com.", RrType::kNs, wire_name("ns1.example.com."))
                     .additional("ns1.example.com.", RrType::kA, address(kExample)));
  EXPECT_THAT(stream_.sink.lines, ElementsAre("example.com. 2 ns1.example.com. bw=2",
                                              "ns1.example.com. 1 198.51.100.3 bw=2"));
}

TEST_F(Above, TakesTheChildsAnswer) {
  tell(kExample, answer_of_example());
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
}

TEST_F(Above, GivesADelegationSignerTheParent) {
  const Octets ds = Octets("\x12\x34\x08\x02", 4) + Octets(32, 'd');
  tell(kCom,
       asked("example.com.", RrType::kDs).authoritative().answer("example.com.", RrType::kDs, ds));
  ASSERT_EQ(stream_.sink.lines.size(), 1U);
  EXPECT_THAT(stream_.sink.lines[0], ::testing::EndsWith("bw=1"));
}

TEST_F(Above, RefusesAServerThatNobodyToldOf) {
  tell(kEvil, answer_of_example());
  EXPECT_THAT(stream_.sink.lines, IsEmpty());
  EXPECT_EQ(stream_.refused(Refused::kServerUnknown), 1U);
  EXPECT_EQ(stream_.refused(Refused::kOutOfBailiwick), 0U);
}

TEST_F(Above, DropsWhatIsOutOfTheServersZone) {
  tell(kExample, answer_of_example()
                     .authority("bank.example.net.", RrType::kNs, wire_name("ns1.example.com."))
                     .additional("www.bank.example.net.", RrType::kA, address(kEvil)));
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
  EXPECT_EQ(stream_.refused(Refused::kOutOfBailiwick), 2U);
  EXPECT_EQ(stream_.refused(Refused::kServerUnknown), 0U);
}

TEST_F(Above, DropsTheEndOfAnAliasThatLeavesTheZone) {
  tell(kExample, asked("www.example.com.")
                     .authoritative()
                     .answer("www.example.com.", RrType::kCname, wire_name("edge.example.net."))
                     .answer("edge.example.net.", RrType::kA, address("192.0.2.81")));
  EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 5 edge.example.net. bw=2"));
  EXPECT_EQ(stream_.refused(Refused::kOutOfBailiwick), 1U);
}

/// evil.com is delegated to an attacker, who can make the resolver ask him anything below it.
class Attack : public Above {
 protected:
  Attack() {
    tell(kCom, asked("evil.com.")
                   .authority("evil.com.", RrType::kNs, wire_name("ns.evil.com."))
                   .additional("ns.evil.com.", RrType::kA, address(kEvil)));
    stream_.sink.lines.clear();
  }
  /// Afterwards the attacker must be able to speak for nothing but evil.com.
  void expect_powerless() {
    stream_.sink.lines.clear();
    for (const char* name : {"www.example.com.", "example.com.", "com.", "ns1.example.com.", "."}) {
      tell(kEvil, asked(name).authoritative().answer(name, RrType::kA, address("203.0.113.1")));
    }
    EXPECT_THAT(stream_.sink.lines, IsEmpty());
    tell(kExample, answer_of_example());
    EXPECT_THAT(stream_.sink.lines, ElementsAre("www.example.com. 1 192.0.2.80 bw=2"));
  }
};

TEST_F(
    Attack,
    CannotDelegateTheParentToHimself) {  // Kaminsky 2008: authority and glue beside a random name
  tell(kEvil, asked("x1.evil.com.")
                  .authoritative()
                  .answer("x1.evil.com.", RrType::kA, address("203.0.113.2"))
                  .authority("com.", RrType::kNs, wire_name("ns.evil.com."))
                  .additional("ns.evil.com.", RrType::kA, address(kEvil)));
  EXPECT_THAT(stream_.sink.lines, UnorderedElementsAre("x1.evil.com. 1 203.0.113.2 bw=2",
                                                       "ns.evil.com. 1 203.0.113.66 bw=2"));
  expect_powerless();
}

TEST_F(Attack, CannotGiveAForeignNameServerHisAddress) {
  tell(kEvil, asked("x2.evil.com.")
                  .authority("x2.evil.com.", RrType::kNs, wire_name("ns1.example.com."))
                  .additional("ns1.example.com.", RrType::kA, address(kEvil)));
  EXPECT_THAT(stream_.sink.lines, ElementsAre("x2.evil.com. 2 ns1.example.com. bw=2"));
  expect_powerless();
}

TEST_F(Attack, CannotSpeakForASibling) {
  tell(kEvil, asked("www.evil.com.")
                  .authoritative()
                  .answer("example.com.", RrType::kNs, wire_name("ns.evil.com.")));
  expect_powerless();
}

TEST_F(Attack, CannotVouchForHimselfWithinOneMessage) {
  tell("203.0.113.99", asked("www.example.com.")
                           .authoritative()
                           .answer("www.example.com.", RrType::kA, address("203.0.113.2"))
                           .authority("example.com.", RrType::kNs, wire_name("ns.example.com."))
                           .additional("ns.example.com.", RrType::kA, address("203.0.113.99")));
  EXPECT_THAT(stream_.sink.lines, IsEmpty());
  EXPECT_EQ(stream_.refused(Refused::kServerUnknown), 3U);
  expect_powerless();
}

TEST_F(Attack, CannotTeachByAnAnswerThatNobodyAskedFor) {
  stream_.response(
      asked("www.example.com.").authority("example.com.", RrType::kNs, wire_name("ns.evil.com.")),
      {.server = kCom});
  EXPECT_EQ(stream_.rejected(Rejected::kUnmatched), 1U);
  expect_powerless();
}

TEST_F(Attack, CannotTeachByAnAnswerWithoutAuthority) {
  tell(kCom,
       asked("www.example.com.").answer("example.com.", RrType::kNs, wire_name("ns.evil.com.")));
  EXPECT_EQ(stream_.rejected(Rejected::kNotAuthoritative), 1U);
  expect_powerless();
}

TEST(AboveResolver, PrimingTeachesTheOtherRootServers) {
  StreamUnderTest stream(above());
  const char* const other_root = "2001:db8::b";
  const auto from_other =
      asked("net.", RrType::kNs).authority("net.", RrType::kNs, wire_name("a.gtld.example."));
  stream.exchange(from_other, {.client = "2001:db8::10", .server = other_root});
  EXPECT_EQ(stream.refused(Refused::kServerUnknown), 1U);
  stream.exchange(asked(".", RrType::kNs)
                      .authoritative()
                      .answer(".", RrType::kNs, wire_name("b.root.example."))
                      .additional("b.root.example.", RrType::kAaaa, address(other_root)),
                  {.server = kRoot});
  EXPECT_THAT(stream.sink.lines,
              ElementsAre(". 2 b.root.example. bw=0", "b.root.example. 28 2001:db8::b bw=0"));
  stream.exchange(from_other, {.client = "2001:db8::10", .server = other_root});
  EXPECT_TRUE(stream.has("net. 2 a.gtld.example. bw=0"));
}

TEST(AboveResolver, KnowsTheRealRootServersByItself) {
  StreamUnderTest stream(HardenOptions{.position = Position::kAbove});
  for (const RootHint& hint : builtin_root_hints()) {
    std::string server;
    append_ip_text(server, hint.address.bytes());
    stream.sink.lines.clear();
    stream.exchange(
        referral_to_com(),
        {.client = hint.address.is_v6 ? "2001:db8::10" : "192.0.2.10", .server = server});
    EXPECT_EQ(stream.sink.lines.size(), 2U) << server;
  }
}

TEST(AboveResolver, RemembersAnAddressToldBeforeItsHostBecameANameServer) {
  StreamUnderTest stream(above());
  stream.exchange(asked("ns1.example.com.")
                      .authoritative()
                      .answer("ns1.example.com.", RrType::kA, address(kExample)),
                  {.server = kRoot});
  stream.exchange(asked("www.example.com.")
                      .authority("example.com.", RrType::kNs, wire_name("ns1.example.com.")),
                  {.server = kRoot});
  stream.exchange(answer_of_example(), {.server = kExample});
  EXPECT_TRUE(stream.has("www.example.com. 1 192.0.2.80 bw=2"));
}

TEST(AboveResolver, ForgetsWhatWasNotToldAgainForLong) {
  HardenOptions options = above();
  options.max_age_s = 1000;
  StreamUnderTest stream(options);
  stream.exchange(referral_to_example(), {.server = kRoot});
  stream.exchange(answer_of_example(), {.server = kExample}, kNoon + 1000 * kSecond);
  EXPECT_EQ(stream.refused(Refused::kServerUnknown), 0U);
  stream.exchange(answer_of_example(), {.server = kExample}, kNoon + 1001 * kSecond);
  EXPECT_EQ(stream.refused(Refused::kServerUnknown), 1U);
  stream.exchange(referral_to_example(), {.server = kRoot}, kNoon + 1002 * kSecond);
  stream.exchange(answer_of_example(), {.server = kExample}, kNoon + 1003 * kSecond);
  EXPECT_EQ(stream.refused(Refused::kServerUnknown), 1U)
      << "told again, believed again; and the root never ages";
}

TEST(AboveResolver, StaysWithinItsBounds) {
  HardenOptions options = above();
  options.max_zones = options.max_name_servers = options.max_hosts = 4;
  StreamUnderTest stream(options);
  for (int i = 0; i < 100; ++i) {
    const std::string zone = fmt::format("z{}.example.", i);
    const std::string host = "ns." + zone;
    stream.exchange(asked(zone)
                        .authority(zone, RrType::kNs, wire_name(host))
                        .additional(host, RrType::kA, address(kExample)),
                    {.server = kRoot});
  }
  EXPECT_EQ(stream.hardener.stats().records, 200U)
      << "the root's own entry may go, its hints may not";
  stream.exchange(asked("z99.example.")
                      .authoritative()
                      .answer("z99.example.", RrType::kA, address("192.0.2.1")),
                  {.server = kExample});
  EXPECT_TRUE(stream.has("z99.example. 1 192.0.2.1 bw=2"));
  stream.exchange(
      asked("z0.example.").authoritative().answer("z0.example.", RrType::kA, address("192.0.2.1")),
      {.server = kExample});
  EXPECT_EQ(stream.refused(Refused::kServerUnknown), 1U) << "the oldest was forgotten";
}

HardenOptions at_authority(std::string_view zones = "") {
  HardenOptions options{.position = Position::kAuthority};
  for (; !zones.empty(); zones.remove_prefix(std::min(zones.find(' ') + 1, zones.size()))) {
    options.zones.push_back(*dns::parse_name(zones.substr(0, zones.find(' '))));
    if (zones.find(' ') == std::string_view::npos) break;
  }
  return options;
}

TEST(Authority, TakesTheDeepestOfTheZonesGiven) {
  StreamUnderTest stream(at_authority("example.com. a.example.com. example.net."));
  stream.exchange(asked("x.a.example.com.")
                      .authoritative()
                      .answer("x.a.example.com.", RrType::kCname, wire_name("b.example.com."))
                      .answer("b.example.com.", RrType::kA, address("192.0.2.1"))
                      .authority("example.net.", RrType::kNs, wire_name("ns.example.net."))
                      .additional("ns.example.net.", RrType::kA, address("192.0.2.2")));
  EXPECT_THAT(stream.sink.lines, ElementsAre("x.a.example.com. 5 b.example.com. bw=3",
                                             "b.example.com. 1 192.0.2.1 bw=2",
                                             "example.net. 2 ns.example.net. bw=2"));
}

TEST(Authority, LearnsAZoneFromItsSoa) {
  StreamUnderTest stream(at_authority());
  stream.exchange(answer_of_example());
  stream.exchange(
      asked("nx.example.com.")
          .authoritative()
          .rcode(3)
          .authority("example.com.", RrType::kSoa, soa("ns.example.com.", "h.example.com.")));
  stream.exchange(answer_of_example());
  ASSERT_EQ(stream.sink.lines.size(), 3U);
  EXPECT_EQ(stream.sink.lines[0], "www.example.com. 1 192.0.2.80");
  EXPECT_THAT(stream.sink.lines[1], ::testing::EndsWith("bw=2"));
  EXPECT_EQ(stream.sink.lines[2], "www.example.com. 1 192.0.2.80 bw=2");
}

TEST(Authority, LearnsPerServer) {
  StreamUnderTest stream(at_authority());
  stream.exchange(
      answer_of_example().authority("example.com.", RrType::kNs, wire_name("ns.example.com.")));
  stream.exchange(answer_of_example(), {.server = kEvil});
  EXPECT_THAT(stream.sink.lines,
              ElementsAre("www.example.com. 1 192.0.2.80 bw=2",
                          "example.com. 2 ns.example.com. bw=2", "www.example.com. 1 192.0.2.80"));
}

TEST(Authority, DoesNotTakeAReferralForAZoneOfItsOwn) {
  StreamUnderTest stream(at_authority());
  stream.exchange(referral_to_example());
  EXPECT_THAT(stream.sink.lines, ElementsAre("example.com. 2 ns1.example.com."));
  stream.exchange(answer_of_example());
  EXPECT_EQ(stream.sink.lines.back(), "www.example.com. 1 192.0.2.80");
}

TEST(Authority, GivesAReferralTheZoneItIsMadeIn) {
  StreamUnderTest stream(at_authority("com."));
  stream.exchange(referral_to_example());
  EXPECT_THAT(stream.sink.lines, ElementsAre("example.com. 2 ns1.example.com. bw=1"));
  EXPECT_EQ(stream.refused(Refused::kAdditional), 1U);
}

}  // namespace
}  // namespace spoor::harden::testing
