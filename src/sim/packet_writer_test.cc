// SPDX-License-Identifier: Apache-2.0
// Packets as written, taken apart again by hand: checksums, fragments, order of time.
#include "sim/packet_writer.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/tcp_conversation.h"
#include "sim/world.h"

namespace spoor::sim {
namespace {

struct Frame {
  std::uint64_t time_us = 0;
  std::string ip;  ///< From the IP header on.
};

std::uint32_t big(const std::string& octets, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t k = 0; k < size; ++k)
    value = value << 8 | static_cast<unsigned char>(octets.at(at + k));
  return value;
}

std::uint32_t little(const std::string& octets, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t k = 4; k > 0; --k)
    value = value << 8 | static_cast<unsigned char>(octets.at(at + k - 1));
  return value;
}

/// Writes with `write` and reads the frames of the file.
template <class Write>
std::vector<Frame> frames(Write write) {
  const auto path =
      std::filesystem::path(::testing::TempDir()) / ("spoor_packets_" + std::to_string(::getpid()));
  auto writer = PacketWriter::create(path.string());
  EXPECT_TRUE(writer);
  write(*writer);
  EXPECT_TRUE(writer->finish());
  std::ifstream file(path, std::ios::binary);
  const std::string pcap{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::filesystem::remove(path);
  std::vector<Frame> out;
  for (std::size_t at = 24; at < pcap.size();) {
    const std::size_t size = little(pcap, at + 8);
    out.push_back({little(pcap, at) * 1'000'000ULL + little(pcap, at + 4),
                   pcap.substr(at + 16 + 14, size - 14)});
    at += 16 + size;
  }
  EXPECT_EQ(out.size(), writer->packets());
  return out;
}

/// The sum of all 16-bit words: 0xFFFF where a checksum inside is right (RFC 1071).
std::uint32_t ones_sum(const std::string& octets) {
  std::uint32_t sum = 0;
  for (std::size_t at = 0; at < octets.size(); at += 2) {
    sum += at + 1 < octets.size() ? big(octets, at, 2) : big(octets, at, 1) << 8;
  }
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return sum;
}

std::string pseudo_v4(const std::string& ip, unsigned protocol, std::size_t length) {
  return ip.substr(12, 8) + std::string{'\0', static_cast<char>(protocol),
                                        static_cast<char>(length >> 8),
                                        static_cast<char>(length & 0xFF)};
}

std::string pseudo_v6(const std::string& ip, unsigned protocol, std::size_t length) {
  return ip.substr(8, 32) +
         std::string{
             '\0', '\0', static_cast<char>(length >> 8), static_cast<char>(length & 0xFF), '\0',
             '\0', '\0', static_cast<char>(protocol)};
}

const Way kV4{{make_v4(0xC0000201), 5353}, {make_v4(0xC0000202), 53}};
const Way kV6{{make_v6(1, 1), 5353}, {make_v6(2, 2), 53}};

TEST(PacketWriter, ChecksumsAreRightAtEveryLength) {
  for (const std::size_t length : {0U, 1U, 2U, 511U, 1000U}) {
    const std::string payload(length, 'p');
    const auto out = frames([&](PacketWriter& writer) {
      writer.udp(1, kV4, payload);
      writer.udp(2, kV6, payload);
      writer.tcp(3, kV4, {1, 2, 24, payload});
      writer.tcp(4, kV6, {1, 2, 24, payload});
    });
    ASSERT_EQ(out.size(), 4U);
    for (const std::size_t v4 : {0U, 2U}) EXPECT_EQ(ones_sum(out[v4].ip.substr(0, 20)), 0xFFFFU);
    EXPECT_EQ(ones_sum(pseudo_v4(out[0].ip, 17, length + 8) + out[0].ip.substr(20)), 0xFFFFU);
    EXPECT_EQ(ones_sum(pseudo_v6(out[1].ip, 17, length + 8) + out[1].ip.substr(40)), 0xFFFFU);
    EXPECT_EQ(ones_sum(pseudo_v4(out[2].ip, 6, length + 20) + out[2].ip.substr(20)), 0xFFFFU);
    EXPECT_EQ(ones_sum(pseudo_v6(out[3].ip, 6, length + 20) + out[3].ip.substr(40)), 0xFFFFU);
  }
}

TEST(PacketWriter, FragmentsOfIpv4JoinToTheDatagram) {
  const std::string payload(4000, 'q');
  const auto out = frames([&](PacketWriter& writer) { writer.udp(1'000, kV4, payload); });
  ASSERT_EQ(out.size(), 3U);
  std::string datagram;
  for (const Frame& frame : out) {
    EXPECT_LE(frame.ip.size(), 1500U);
    EXPECT_EQ(ones_sum(frame.ip.substr(0, 20)), 0xFFFFU);
    EXPECT_EQ(big(frame.ip, 4, 2), big(out[0].ip, 4, 2));
    EXPECT_EQ((big(frame.ip, 6, 2) & 0x1FFF) * 8, datagram.size());
    EXPECT_EQ((big(frame.ip, 6, 2) & 0x2000) != 0, &frame != &out.back());
    datagram += frame.ip.substr(20);
  }
  EXPECT_EQ(datagram.substr(8), payload);
  EXPECT_EQ(ones_sum(pseudo_v4(out[0].ip, 17, datagram.size()) + datagram), 0xFFFFU);
}

TEST(PacketWriter, FragmentsOfIpv6JoinToTheDatagram) {
  const std::string payload(3000, 'q');
  const auto out = frames([&](PacketWriter& writer) { writer.udp(1'000, kV6, payload); });
  ASSERT_EQ(out.size(), 3U);
  std::string datagram;
  for (const Frame& frame : out) {
    EXPECT_LE(frame.ip.size(), 1500U);
    EXPECT_EQ(big(frame.ip, 6, 1), 44U);
    EXPECT_EQ(big(frame.ip, 40, 1), 17U);
    EXPECT_EQ(big(frame.ip, 42, 2) & 0xFFF8, datagram.size());
    EXPECT_EQ((big(frame.ip, 42, 2) & 1) != 0, &frame != &out.back());
    datagram += frame.ip.substr(48);
  }
  EXPECT_EQ(datagram.substr(8), payload);
  EXPECT_EQ(ones_sum(pseudo_v6(out[0].ip, 17, datagram.size()) + datagram), 0xFFFFU);
}

TEST(PacketWriter, SortsByTimeAndKeepsTheOrderOfEquals) {
  const auto out = frames([&](PacketWriter& writer) {
    writer.udp(30, kV4, "c");
    writer.udp(10, kV4, "a");
    writer.udp(10, kV4, "b");
    writer.advance(20);
    writer.udp(25, kV4, "x");
  });
  std::string order;
  for (const Frame& frame : out) order += frame.ip.back();
  EXPECT_EQ(order, "abxc");
}

TEST(PacketWriter, SaysWhichFileItCannotMake) {
  const auto writer = PacketWriter::create("/proc/none/capture.pcap");
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code, ErrorCode::kIo);
  EXPECT_EQ(writer.error().where, "/proc/none/capture.pcap");
}

// Whatever the segments and their order: the octets at their sequence numbers make up the stream.
TEST(PlayTcp, SegmentsMakeUpTheResponseWithinOneSecond) {
  const std::string response = Prng(9).octets(3000);
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Prng prng(seed);
    std::uint64_t told_us = 0;
    const auto out = frames([&](PacketWriter& writer) {
      told_us = play_tcp(writer, prng, {kV4, 1'900'000 + seed * 2'000, 20'000, "query", response});
    });
    std::string stream(response.size() + 2, '\0');
    std::uint32_t first = 0;
    for (const Frame& frame : out) {
      const bool from_server = big(frame.ip, 20, 2) == 53;
      if (from_server && (big(frame.ip, 33, 1) & 2) != 0) first = big(frame.ip, 24, 4) + 1;
      const std::string data = frame.ip.substr(40);
      if (!from_server || data.empty()) continue;
      EXPECT_EQ(frame.time_us / 1'000'000, told_us / 1'000'000);
      stream.replace(big(frame.ip, 24, 4) - first, data.size(), data);
    }
    EXPECT_EQ(big(stream, 0, 2), response.size());
    EXPECT_EQ(stream.substr(2), response);
  }
}

}  // namespace
}  // namespace spoor::sim
