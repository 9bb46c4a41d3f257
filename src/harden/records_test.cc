// SPDX-License-Identifier: Apache-2.0
// Which records of an accepted response are observations: sections, types, classes, repetition.
#include <functional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

MessageBuilder empty() {
  return MessageBuilder("www.example.com.", dns::RrType::kA).response();
}

TEST(Observation, TakesAnswerAndAuthorityBelow) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(
      empty()
          .answer("WWW.example.com.", dns::RrType::kCname, wire_name("Edge.Example.NET."), 60)
          .answer("edge.example.net.", dns::RrType::kA, address("192.0.2.80"), 30)
          .authority("example.net.", dns::RrType::kNs, wire_name("ns.example.net."), 3600)
          .additional("ns.example.net.", dns::RrType::kA, address("192.0.2.53")));
  EXPECT_THAT(stream.sink.lines,
              ElementsAre("www.example.com. 5 edge.example.net.", "edge.example.net. 1 192.0.2.80",
                          "example.net. 2 ns.example.net."));
  EXPECT_THAT(stream.sink.ttls, ElementsAre(60U, 30U, 3600U));
  EXPECT_EQ(stream.refused(Refused::kAdditional), 1U);
  EXPECT_EQ(stream.hardener.stats().records, 3U);
}

TEST(Observation, TakesTheSoaOfANameThatDoesNotExist) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(empty().rcode(3).authority("example.com.", dns::RrType::kSoa,
                                             soa("ns.example.com.", "h.example.com.")));
  EXPECT_EQ(stream.hardener.stats().records, 1U);
}

TEST(Observation, CountsAResponseWithoutRecords) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(empty());
  EXPECT_EQ(stream.hardener.stats().responses, 1U);
  EXPECT_EQ(stream.hardener.stats().records, 0U);
}

struct RefusedCase {
  const char* name;
  Refused reason;
  std::function<void(MessageBuilder&)> add;
  bool kept_on_request = false;
};

class RefusedRecord : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedRecord, IsCountedByReasonAndItsNeighboursStay) {
  for (const DnssecPolicy dnssec : {DnssecPolicy::kDrop, DnssecPolicy::kKeep}) {
    StreamUnderTest stream(HardenOptions{.dnssec = dnssec});
    MessageBuilder message =
        empty().answer("www.example.com.", dns::RrType::kA, address("192.0.2.80"));
    GetParam().add(message);
    message.record_class(1).authority("example.com.", dns::RrType::kNs,
                                      wire_name("ns.example.com."));
    stream.exchange(message);
    const bool is_kept = GetParam().kept_on_request && dnssec == DnssecPolicy::kKeep;
    EXPECT_TRUE(stream.has("www.example.com. 1 192.0.2.80"));
    EXPECT_TRUE(stream.has("example.com. 2 ns.example.com."));
    EXPECT_EQ(stream.sink.lines.size(), is_kept ? 3U : 2U);
    EXPECT_EQ(stream.refused(GetParam().reason), is_kept ? 0U : 1U);
    EXPECT_EQ(stream.hardener.stats().records_refused().total(), is_kept ? 0U : 1U);
    EXPECT_EQ(stream.hardener.stats().responses, 1U);
  }
}

Octets signature(unsigned covered) {
  Octets out;
  append_u16(out, covered);
  out += Octets("\x08\x02", 2);
  for (int i = 0; i < 3; ++i) append_u32(out, 1'600'000'000);
  append_u16(out, 4711);
  return out + wire_name("example.com.") + Octets(64, 's');
}
Octets next_secure() {
  return wire_name("a.example.com.") + Octets("\x00\x01\x40", 3);
}
Octets next_secure_hashed() {
  return Octets("\x01\x00\x00\x0a\x00\x14", 6) + Octets(20, 'h') + Octets("\x00\x01\x40", 3);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedRecord,
    ::testing::Values(
        RefusedCase{"opt", Refused::kOpt,
                    [](auto& m) { m.record_class(1232).additional(".", dns::RrType::kOpt, ""); }},
        RefusedCase{"tsig", Refused::kTsig,
                    [](auto& m) {
                      m.record_class(255).additional("key.example.", dns::RrType::kTsig, "x");
                    }},
        RefusedCase{"tkey", Refused::kTkey,
                    [](auto& m) { m.answer("key.example.", dns::RrType::kTkey, "x"); }},
        RefusedCase{"sig0", Refused::kSig0,
                    [](auto& m) { m.answer(".", dns::RrType::kSig, signature(0)); }},
        RefusedCase{"any_as_record", Refused::kMetaType,
                    [](auto& m) { m.answer("www.example.com.", dns::RrType::kAny, "x"); }},
        RefusedCase{
            "type_128", Refused::kMetaType,
            [](auto& m) { m.answer("www.example.com.", static_cast<dns::RrType>(128), "x"); }},
        RefusedCase{
            "type_0", Refused::kMetaType,
            [](auto& m) { m.answer("www.example.com.", static_cast<dns::RrType>(0), "x"); }},
        RefusedCase{"class_chaos", Refused::kClass,
                    [](auto& m) {
                      m.record_class(3).answer("www.example.com.", dns::RrType::kA,
                                               address("192.0.2.81"));
                    }},
        RefusedCase{
            "rrsig", Refused::kRrsig,
            [](auto& m) { m.answer("www.example.com.", dns::RrType::kRrsig, signature(1)); }, true},
        RefusedCase{"nsec", Refused::kNsec,
                    [](auto& m) { m.authority("example.com.", dns::RrType::kNsec, next_secure()); },
                    true},
        RefusedCase{"nsec3", Refused::kNsec3,
                    [](auto& m) {
                      m.authority("h.example.com.", dns::RrType::kNsec3, next_secure_hashed());
                    },
                    true},
        RefusedCase{"additional", Refused::kAdditional,
                    [](auto& m) {
                      m.additional("ns.example.com.", dns::RrType::kA, address("192.0.2.53"));
                    }},
        RefusedCase{"address_of_three_octets", Refused::kBadRdata,
                    [](auto& m) { m.answer("www.example.com.", dns::RrType::kA, "abc"); }},
        RefusedCase{"name_and_more", Refused::kBadRdata,
                    [](auto& m) {
                      m.answer("www.example.com.", dns::RrType::kCname,
                               wire_name("a.example.") + "x");
                    }},
        RefusedCase{"repeated", Refused::kRepeated,
                    [](auto& m) {
                      m.answer("WWW.EXAMPLE.com.", dns::RrType::kA, address("192.0.2.80"), 1);
                    }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Observation, KeepsTheDnssecTypesThatStandForADelegation) {
  StreamUnderTest stream(HardenOptions{});
  const Octets ds = Octets("\x12\x34\x08\x02", 4) + Octets(32, 'd');
  const Octets dnskey = Octets("\x01\x01\x03\x08", 4) + Octets(64, 'k');
  MessageBuilder message = empty();
  message.answer("example.com.", dns::RrType::kDs, ds)
      .answer("example.com.", dns::RrType::kDnskey, dnskey);
  message.answer("example.com.", dns::RrType::kCds, ds)
      .answer("example.com.", dns::RrType::kCdnskey, dnskey);
  stream.exchange(message);
  EXPECT_EQ(stream.hardener.stats().records, 4U);
}

TEST(Observation, KeepsTypesItDoesNotKnow) {
  StreamUnderTest stream(HardenOptions{});
  stream.exchange(empty().answer("www.example.com.", static_cast<dns::RrType>(731), "abc"));
  EXPECT_THAT(stream.sink.lines, ElementsAre("www.example.com. 731 616263"));
}

TEST(Repetition, InAnotherSectionCountsOnceAndInAnotherMessageAgain) {
  StreamUnderTest stream(HardenOptions{});
  MessageBuilder message = empty();
  message.answer("example.com.", dns::RrType::kNs, wire_name("ns.example.com."));
  message.authority("example.com.", dns::RrType::kNs, wire_name("NS.example.com."));
  stream.exchange(message);
  stream.exchange(message);
  EXPECT_EQ(stream.hardener.stats().records, 2U);
  EXPECT_EQ(stream.refused(Refused::kRepeated), 2U);
}

TEST(Repetition, IsFoundAmongManyRecords) {
  for (const unsigned distinct : {1U, 15U, 16U, 17U, 18U, 500U}) {
    StreamUnderTest stream(HardenOptions{});
    MessageBuilder message = empty();
    for (unsigned round = 0; round < 3; ++round) {
      for (unsigned i = 0; i < distinct; ++i) {
        Octets rdata;
        append_u32(rdata, 0xC0000200U + i / 2);
        message.answer(i % 2 == 0 ? "www.example.com." : "wwx.example.com.", dns::RrType::kA,
                       rdata);
      }
    }
    for (unsigned times = 1; times <= 2; ++times) {
      stream.exchange(message);
      EXPECT_EQ(stream.hardener.stats().records, distinct * times);
      EXPECT_EQ(stream.refused(Refused::kRepeated), 2 * distinct * times);
    }
  }
}

TEST(Repetition, OfAnOwnerWithAnotherTypeOrValueIsNone) {
  StreamUnderTest stream(HardenOptions{});
  const auto unknown = static_cast<dns::RrType>(731);
  stream.exchange(empty()
                      .answer("www.example.com.", dns::RrType::kA, address("192.0.2.80"))
                      .answer("www.example.com.", unknown, address("192.0.2.80"))
                      .answer("www.example.com.", dns::RrType::kA, address("192.0.2.81"))
                      .answer("w.example.com.", dns::RrType::kA, address("192.0.2.80")));
  EXPECT_EQ(stream.hardener.stats().records, 4U);
}

TEST(Observation, TakesAMessageThatGrowsManyfoldWhenDecompressed) {
  Octets qname;
  for (int i = 0; i < 3; ++i) qname += '\x3f' + Octets(63, 'a');
  qname +=
      '\x39' + Octets(57, 'b') + Octets(1, '\0');  // 251 octets, to which every name below points
  constexpr unsigned kRecords = 3800;
  Octets wire;
  for (const unsigned field : {1U, 0x8000U, 1U, kRecords, 0U, 0U}) append_u16(wire, field);
  wire += qname;
  append_u16(wire, dns::to_number(dns::RrType::kNs));
  append_u16(wire, 1);
  for (unsigned i = 0; i < kRecords; ++i) {
    append_u16(wire, 0xC00C);
    append_u16(wire, dns::to_number(dns::RrType::kNs));
    append_u16(wire, 1);
    append_u32(wire, 300);
    append_u16(wire, 5);
    wire += '\x02';
    wire += static_cast<char>('a' + i % 26);
    wire += static_cast<char>(128 + i / 26 % 128);
    append_u16(wire, 0xC00C);
  }
  ASSERT_LE(wire.size(), 65535U);
  StreamUnderTest stream(HardenOptions{.unmatched = Unmatched::kKeep});
  stream.send(wire, {}, kNoon, true);
  EXPECT_EQ(stream.hardener.stats().records, 26U * 128U);
  EXPECT_EQ(stream.refused(Refused::kRepeated), kRecords - 26U * 128U);
  EXPECT_EQ(stream.sink.lines.front().substr(0, 2), "aa");
  EXPECT_EQ(std::set<std::string>(stream.sink.lines.begin(), stream.sink.lines.end()).size(),
            26U * 128U);
}

TEST(Reasons, HaveTextsThatDiffer) {
  std::set<std::string_view> texts;
  for (std::size_t i = 0; i < kRejectedReasons; ++i)
    texts.insert(reason_text(static_cast<Rejected>(i)));
  EXPECT_EQ(texts.size(), kRejectedReasons);
  EXPECT_EQ(texts.count(""), 0U);
  texts.clear();
  for (std::size_t i = 0; i < kRefusedReasons; ++i)
    texts.insert(reason_text(static_cast<Refused>(i)));
  EXPECT_EQ(texts.size(), kRefusedReasons);
  EXPECT_EQ(texts.count(""), 0U);
}

}  // namespace
}  // namespace spoor::harden::testing
