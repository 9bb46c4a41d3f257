// SPDX-License-Identifier: Apache-2.0
// One response, wrapped in everything that captures wrap packets in, comes out the same.
#include "capture/dissector.h"

#include <functional>

#include <gtest/gtest.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;
using harden::Checksum;

struct Outcome {
  std::vector<KeptMessage> kept;
  CaptureStats stats;
};

struct Offered {
  Octets data;
  LinkType link = LinkType::kEthernet;
  bool cut = false;
  std::uint64_t time_us = 1'600'000'000'000'000;
};

Outcome dissect(const std::vector<Offered>& packets, const CaptureOptions& options = {}) {
  Outcome outcome;
  KeepingSink sink;
  Dissector dissector(options, sink, outcome.stats);
  std::uint64_t number = 0;
  for (const Offered& offered : packets) {
    dissector.packet({offered.data, offered.time_us, ++number, offered.link, offered.cut});
  }
  dissector.finish();
  outcome.kept = std::move(sink.kept);
  return outcome;
}

const Octets& response() {
  static const Octets message = dns_message(0x1234, true);
  return message;
}
Octets v4_packet() {
  return udp_packet({}, response());
}
Octets v6_packet() {
  return udp_packet({"2001:db8::53", "2001:db8::1"}, response());
}

/// `inner` in UDP to `port` between other hosts.
Octets in_udp(std::uint16_t port, const Octets& inner) {
  return frame(udp_packet({"198.51.100.1", "198.51.100.2", 50'000, port}, inner));
}
Octets in_ip(std::uint8_t protocol, const Octets& inner) {
  return frame(ip({"198.51.100.1", "198.51.100.2", 0, 0}, protocol, inner));
}
Octets with(std::string_view hex, const Octets& inner) {
  return Builder().add(hex).add(inner).take();
}
Octets wifi(std::string_view header, const Octets& inner) {
  return Builder().add(header).add("aaaa030000000800").add(inner).take();
}
/// `next` header with the two octets of type and length, padded to eight, before the UDP of
/// v6_packet().
Octets with_extension(unsigned type, std::string_view body) {
  const Octets packet = v6_packet();
  const Bytes udp_part = Bytes(packet).subspan(40);
  const Octets extension = Builder().u8(17).add(body).add(udp_part).take();
  return frame(
      ip({"2001:db8::53", "2001:db8::1", 0, 0}, static_cast<std::uint8_t>(type), extension));
}

struct Wrapped {
  std::string name;
  LinkType link;
  Octets packet;
};

std::vector<Wrapped> tagged_frames() {
  const Octets inner_frame = frame(v4_packet());
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {
      {"ethernet", LinkType::kEthernet, frame(v4)},
      {"ethernet_v6", LinkType::kEthernet, frame(v6)},
      {"ethernet_padding", LinkType::kEthernet, Builder().add(frame(v4)).zeros(18).take()},
      {"vlan", LinkType::kEthernet, ethernet(0x8100, with("00640800", v4))},
      {"vlan_v6", LinkType::kEthernet, ethernet(0x8100, with("006486dd", v6))},
      {"qinq", LinkType::kEthernet,
       ethernet(0x88A8, with("006481000065"
                             "0800",
                             v4))},
      {"qinq_9100", LinkType::kEthernet,
       ethernet(0x9100, with("006481000065"
                             "0800",
                             v4))},
      {"vn_tag", LinkType::kEthernet, ethernet(0x8926, with("000000000800", v4))},
      {"provider_backbone", LinkType::kEthernet, ethernet(0x88E7, with("00000001", inner_frame))},
      {"snap", LinkType::kEthernet, ethernet(0x0100, with("aaaa030000000800", v4))},
      {"llc_ip", LinkType::kEthernet, ethernet(0x0100, with("060603", v4))},
      {"pppoe", LinkType::kEthernet,
       ethernet(0x8864, Builder()
                            .add("11000001")
                            .u16(static_cast<unsigned>(v4.size() + 2))
                            .add("0021")
                            .add(v4)
                            .take())},
      {"mpls", LinkType::kEthernet, ethernet(0x8847, with("0001000000011140", v4))},
      {"mpls_v6", LinkType::kEthernet, ethernet(0x8847, with("00011140", v6))},
      {"mpls_pseudowire", LinkType::kEthernet,
       ethernet(0x8847, with("0001114000000000", inner_frame))}};
}

std::vector<Wrapped> link_types() {
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {{"sll", LinkType::kLinuxSll, with("00000001000602000000000100000800", v4)},
          {"sll2", LinkType::kLinuxSll2, with("0800000000000001000100060200000000010000", v4)},
          {"raw", LinkType::kRaw, v4},
          {"raw_v6", LinkType::kRaw, v6},
          {"raw_bsd", LinkType::kRawBsd, v4},
          {"raw_openbsd", LinkType::kRawOpenBsd, v4},
          {"ipv4", LinkType::kIpv4, v4},
          {"ipv6", LinkType::kIpv6, v6},
          {"null_little", LinkType::kNull, with("02000000", v4)},
          {"null_big", LinkType::kNull, with("00000002", v4)},
          {"null_darwin_v6", LinkType::kNull, with("1e000000", v6)},
          {"loop_v6", LinkType::kLoop, with("00000018", v6)},
          {"fddi", LinkType::kFddi, with("50020000000001020000000002aaaa030000000800", v4)},
          {"atm", LinkType::kAtmRfc1483, with("aaaa030000000800", v4)}};
}

std::vector<Wrapped> point_to_point() {
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {{"cisco_hdlc", LinkType::kCiscoHdlc, with("0f000800", v4)},
          {"ieee1394", LinkType::kAppleIpOverIeee1394,
           with("000000000000000000000000000000000800", v4)},
          {"enc", LinkType::kEnc, with("020000000000000000000000", v4)},
          {"ppp", LinkType::kPpp, with("ff030021", v4)},
          {"ppp_compressed", LinkType::kPpp, with("21", v4)},
          {"ppp_v6", LinkType::kPppHdlc, with("0057", v6)},
          {"ppp_direction", LinkType::kPppWithDirection, with("00ff030021", v4)},
          {"pflog", LinkType::kPflog,
           with("3d020000"
                "00000000000000000000000000000000"
                "00000000000000000000000000000000"
                "00000000000000000000000000000000"
                "000000000000000000000000",
                v4)},
          {"nflog", LinkType::kNflog,
           Builder()
               .add("02000000")
               .add("08000100aabbccdd")
               .u8((v4.size() + 4) & 0xFF)
               .u8(0)
               .add("0900")
               .add(v4)
               .take()}};
}

std::vector<Wrapped> wifi_frames() {
  const std::string addresses = "020000000001020000000002020000000003";
  const Octets v4 = v4_packet();
  return {
      {"wifi", LinkType::kIeee80211, wifi("08020000" + addresses + "0000", v4)},
      {"wifi_qos", LinkType::kIeee80211, wifi("88020000" + addresses + "00000000", v4)},
      {"wifi_four_addresses", LinkType::kIeee80211,
       wifi("08030000" + addresses + "0000020000000004", v4)},
      {"wifi_order", LinkType::kIeee80211, wifi("88820000" + addresses + "0000000000000000", v4)},
      {"radiotap", LinkType::kRadiotap, wifi("000008000000000008020000" + addresses + "0000", v4)},
      {"radiotap_padded", LinkType::kRadiotap,
       wifi("0000120003000000"
            "0000000000000000"
            "2000"
            "88020000" +
                addresses + "000000000000",
            v4)},
      {"prism", LinkType::kPrism,
       wifi("4400000010000000"
            "0000000000000000"
            "08020000" +
                addresses + "0000",
            v4)},
      {"avs", LinkType::kAvs,
       wifi("8021100100000010"
            "0000000000000000"
            "08020000" +
                addresses + "0000",
            v4)},
      {"ppi", LinkType::kPpi,
       wifi("0000080069000000"
            "08020000" +
                addresses + "0000",
            v4)}};
}

std::vector<Wrapped> gre_tunnels() {
  const Octets inner_frame = frame(v4_packet());
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {{"gre", LinkType::kEthernet, in_ip(47, with("00000800", v4))},
          {"gre_checksum_key_sequence", LinkType::kEthernet,
           in_ip(47, with("b0000800"
                          "00000000"
                          "00000001"
                          "00000002",
                          v4))},
          {"gre_v6", LinkType::kEthernet, in_ip(47, with("000086dd", v6))},
          {"gre_ethernet", LinkType::kEthernet, in_ip(47, with("200065580000000a", inner_frame))},
          {"gre_pptp", LinkType::kEthernet,
           in_ip(47, with("3081880b"
                          "00040001"
                          "00000001"
                          "00000001"
                          "ff030021",
                          v4))},
          {"erspan_1", LinkType::kEthernet, in_ip(47, with("000088be", inner_frame))},
          {"erspan_2", LinkType::kEthernet,
           in_ip(47, with("100088be00000001"
                          "1000000000000000",
                          inner_frame))},
          {"erspan_3", LinkType::kEthernet,
           in_ip(47, with("100022eb00000001"
                          "200000000000000000000000",
                          inner_frame))},
          {"erspan_3_platform", LinkType::kEthernet,
           in_ip(47, with("100022eb00000001"
                          "2000000000000000000000010000000000000000",
                          inner_frame))}};
}

std::vector<Wrapped> ip_tunnels() {
  const Octets inner_frame = frame(v4_packet());
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {{"ip_in_ip", LinkType::kEthernet, in_ip(4, v4)},
          {"6in4", LinkType::kEthernet, in_ip(41, v6)},
          {"4in6", LinkType::kEthernet, frame(ip({"2001:db8::a", "2001:db8::b", 0, 0}, 4, v4))},
          {"6in6", LinkType::kEthernet, frame(ip({"2001:db8::a", "2001:db8::b", 0, 0}, 41, v6))},
          {"mpls_in_ip", LinkType::kEthernet, in_ip(137, with("00011140", v4))},
          {"ether_ip", LinkType::kEthernet, in_ip(97, with("3000", inner_frame))}};
}

std::vector<Wrapped> udp_tunnels() {
  const Octets inner_frame = frame(v4_packet());
  const Octets v4 = v4_packet();
  const Octets v6 = v6_packet();
  return {
      {"vxlan", LinkType::kEthernet, in_udp(4'789, with("0800000000000100", inner_frame))},
      {"vxlan_linux", LinkType::kEthernet, in_udp(8'472, with("0800000000000100", inner_frame))},
      {"geneve", LinkType::kEthernet, in_udp(6'081, with("0000655800000100", inner_frame))},
      {"geneve_options", LinkType::kEthernet,
       in_udp(6'081, with("02000800000001000102800100000000", v4))},
      {"gtp", LinkType::kEthernet, in_udp(2'152, with("30ff000000000001", v4))},
      {"gtp_extension", LinkType::kEthernet,
       in_udp(2'152, with("34ff000000000001"
                          "00000085"
                          "01000000",
                          v4))},
      {"teredo", LinkType::kEthernet, in_udp(3'544, v6)},
      {"teredo_origin", LinkType::kEthernet, in_udp(3'544, with("00000dd8c0000201", v6))},
      {"teredo_authentication", LinkType::kEthernet,
       in_udp(3'544, with("00010000"
                          "000000000000000000",
                          v6))}};
}

std::vector<Wrapped> extension_headers() {
  return {{"hop_by_hop", LinkType::kEthernet, with_extension(0, "00010400000000")},
          {"destination_options", LinkType::kEthernet, with_extension(60, "00010400000000")},
          {"authentication_v6", LinkType::kEthernet, with_extension(51, "0100000000000000000000")},
          {"fragment_whole", LinkType::kEthernet, with_extension(44, "00000000000001")}};
}

std::vector<Wrapped> wrapped_packets() {
  std::vector<Wrapped> all;
  for (const auto& some : {tagged_frames(), link_types(), point_to_point(), wifi_frames(),
                           gre_tunnels(), ip_tunnels(), udp_tunnels(), extension_headers()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class Encapsulation : public ::testing::TestWithParam<Wrapped> {};

INSTANTIATE_TEST_SUITE_P(Table, Encapsulation, ::testing::ValuesIn(wrapped_packets()),
                         [](const auto& row) { return row.param.name; });

TEST_P(Encapsulation, GivesTheResponseInside) {
  const Outcome outcome = dissect({{GetParam().packet, GetParam().link}});
  ASSERT_EQ(outcome.kept.size(), 1U) << outcome.stats.skipped().by_reason().begin()->first;
  const KeptMessage& kept = outcome.kept.front();
  EXPECT_EQ(kept.payload, response());
  EXPECT_EQ(kept.message.checksum, Checksum::kGood);
  EXPECT_EQ(kept.message.source,
            *parse_ip_address(kept.message.source.is_v6 ? "2001:db8::53" : "192.0.2.53"));
  EXPECT_EQ(kept.message.destination,
            *parse_ip_address(kept.message.source.is_v6 ? "2001:db8::1" : "192.0.2.1"));
  EXPECT_EQ(kept.message.source_port, 53);
  EXPECT_EQ(kept.message.destination_port, 40'000);
  EXPECT_EQ(kept.message.transport, harden::Transport::kUdp);
  EXPECT_EQ(kept.message.packet, 1U);
  EXPECT_EQ(outcome.stats.responses, 1U);
  EXPECT_TRUE(outcome.stats.skipped().empty());
}

TEST_P(Encapsulation, CutAnywhereGivesNothingAndCountsIt) {
  const Octets& whole = GetParam().packet;
  const std::size_t end = GetParam().name == "ethernet_padding" ? whole.size() - 18 : whole.size();
  for (std::size_t n = 0; n < end; ++n) {
    for (const bool cut : {false, true}) {
      const Outcome outcome =
          dissect({{Octets(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)),
                    GetParam().link, cut}});
      EXPECT_TRUE(outcome.kept.empty()) << "cut at " << n;
      EXPECT_EQ(outcome.stats.skipped().total(), 1U) << "cut at " << n;
    }
  }
}

TEST_P(Encapsulation, AnyOctetChangedIsSafe) {
  for (std::size_t i = 0; i < GetParam().packet.size(); ++i) {
    for (const unsigned flip : {0x01U, 0x80U, 0xFFU}) {
      Octets changed = GetParam().packet;
      changed[i] = static_cast<std::uint8_t>(changed[i] ^ flip);
      const Outcome outcome = dissect({{changed, GetParam().link}});
      EXPECT_LE(outcome.kept.size(), 1U);
    }
  }
}

TEST(Dissector, ManySubframesInOneWifiFrame) {
  const Octets packet = v4_packet();
  Builder frame_builder;
  frame_builder.add(
      "88020000"
      "020000000001020000000002020000000003"
      "0000"
      "8000");
  for (int i = 0; i < 3; ++i) {
    frame_builder.add("020000000001020000000002").u16(static_cast<unsigned>(packet.size() + 8));
    frame_builder.add("aaaa030000000800").add(packet).zeros((4 - (14 + 8 + packet.size()) % 4) % 4);
  }
  const Outcome outcome = dissect({{frame_builder.take(), LinkType::kIeee80211}});
  EXPECT_EQ(outcome.kept.size(), 3U);
}

TEST(Dissector, TeredoBetweenAnyPortsIsSeenByItsAddresses) {
  const Ends inner{"2001:0:c000:201::1", "2001:db8::1"};
  const Outcome outcome = dissect({{frame(
      udp_packet({"192.0.2.1", "192.0.2.2", 50'000, 60'000}, udp_packet(inner, response())))}});
  EXPECT_EQ(outcome.kept.size(), 1U);
}

TEST(Dissector, NestsOnlySoDeep) {
  Octets packet = v4_packet();
  for (int i = 0; i < 100; ++i) packet = ip({"198.51.100.1", "198.51.100.2", 0, 0}, 4, packet);
  const Outcome outcome = dissect({{frame(packet)}});
  EXPECT_TRUE(outcome.kept.empty());
  EXPECT_EQ(outcome.stats.of(Reason::kTooDeep), 1U);
}

TEST(Dissector, RoutingHeaderNamesTheLastDestination) {
  const Ends ends{"2001:db8::53", "2001:db8::1"};
  const Octets datagram = udp(ends, response());
  const Octets body = Builder()
                          .add(
                              "11020401"
                              "00000000")
                          .add(parse_ip_address("2001:db8::1")->bytes())
                          .add(datagram)
                          .take();
  const Outcome outcome =
      dissect({{frame(ip({"2001:db8::53", "2001:db8::ffff", 0, 0}, 43, body))}});
  ASSERT_EQ(outcome.kept.size(), 1U);
  EXPECT_EQ(outcome.kept[0].message.checksum, Checksum::kGood);
  EXPECT_EQ(outcome.kept[0].message.destination, *parse_ip_address("2001:db8::1"));
}

TEST(Dissector, OtherPortsAreSkippedAndMoreCanBeNamed) {
  const Octets mdns = frame(udp_packet({"192.0.2.1", "224.0.0.251", 5'353, 5'353}, response()));
  EXPECT_EQ(dissect({{mdns}}).stats.of(Reason::kOtherPort), 1U);
  CaptureOptions options;
  options.ports = {53, 5'353};
  EXPECT_EQ(dissect({{mdns}}, options).kept.size(), 1U);
}

TEST(Dissector, QueriesAreHandedOnUnchecked) {
  const Outcome outcome = dissect(
      {{frame(udp_packet({"192.0.2.1", "192.0.2.53", 40'000, 53}, dns_message(1, false)))}});
  ASSERT_EQ(outcome.kept.size(), 1U);
  EXPECT_EQ(outcome.kept[0].message.checksum, Checksum::kUnchecked);
  EXPECT_EQ(outcome.stats.responses, 0U);
}

TEST(Dissector, TooShortForADnsHeader) {
  const Outcome outcome = dissect({{frame(udp_packet({}, Octets(11)))}});
  EXPECT_EQ(outcome.stats.of(Reason::kShortMessage), 1U);
}

Checksum checksum_of(const Octets& packet, ChecksumMode mode = ChecksumMode::kCheck) {
  CaptureOptions options;
  options.checksums = mode;
  const Outcome outcome = dissect({{packet, LinkType::kRaw}}, options);
  return outcome.kept.empty() ? Checksum{} : outcome.kept[0].message.checksum;
}

TEST(DissectorChecksum, EachOctetCounts) {
  for (const Octets& packet : {v4_packet(), v6_packet()}) {
    const std::size_t payload = packet.size() - response().size();
    for (std::size_t i = payload + 3; i < packet.size(); ++i) {
      Octets changed = packet;
      changed[i] ^= 0x10;
      EXPECT_EQ(checksum_of(changed), Checksum::kBad) << i;
      EXPECT_EQ(checksum_of(changed, ChecksumMode::kIgnore), Checksum::kUnchecked);
    }
  }
}

TEST(DissectorChecksum, HeaderOfIpv4Counts) {
  Octets packet = v4_packet();
  packet[8] ^= 1;  // time to live
  EXPECT_EQ(checksum_of(packet), Checksum::kBad);
}

TEST(DissectorChecksum, AbsentIsAllowedInIpv4Alone) {
  Octets v4 = v4_packet();
  v4[26] = v4[27] = 0;
  EXPECT_EQ(checksum_of(v4), Checksum::kAbsent);
  Octets v6 = v6_packet();
  v6[46] = v6[47] = 0;
  EXPECT_EQ(checksum_of(v6), Checksum::kBad);
}

TEST(DissectorChecksum, GoodForEveryLength) {
  for (std::size_t size = 12; size < 80; ++size) {
    const Octets message = dns_message_of_size(7, true, size);
    EXPECT_EQ(checksum_of(udp_packet({}, message)), Checksum::kGood) << size;
    EXPECT_EQ(checksum_of(udp_packet({"2001:db8::53", "2001:db8::1"}, message)), Checksum::kGood)
        << size;
  }
}

TEST(Dissector, KeepsTimesAndLinkTypes) {
  const Outcome outcome = dissect({{frame(v4_packet()), LinkType::kEthernet, false, 5'000'000},
                                   {v4_packet(), LinkType::kRaw, false, 3'000'000},
                                   {v4_packet(), LinkType::kRaw, false, 0}});
  EXPECT_EQ(outcome.stats.first_us, 3'000'000U);
  EXPECT_EQ(outcome.stats.last_us, 5'000'000U);
  EXPECT_EQ(outcome.stats.links.at(LinkType::kRaw), 2U);
  EXPECT_EQ(outcome.stats.packets, 3U);
}

TEST(Dissector, UnknownLinkTypeIsCounted) {
  EXPECT_EQ(dissect({{v4_packet(), static_cast<LinkType>(147)}}).stats.of(Reason::kUnknownLink),
            1U);
  EXPECT_EQ(link_type_name(static_cast<LinkType>(147)), "link type 147");
}

}  // namespace
}  // namespace spoor::capture
