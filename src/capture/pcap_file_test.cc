// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_file.h"

#include <gtest/gtest.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

/// A file in either byte order; `u32s` are written in it.
Octets file_of(bool little, const std::vector<std::uint32_t>& u32s, Bytes tail = {}) {
  Builder file;
  for (const std::uint32_t value : u32s) {
    if (little) {
      file.u8(value & 0xFF).u8(value >> 8 & 0xFF).u8(value >> 16 & 0xFF).u8(value >> 24);
    } else {
      file.u32(value);
    }
  }
  return file.add(tail).take();
}

struct Variant {
  const char* name;
  bool little;
  std::uint32_t magic;
  std::uint64_t expected_us;
};

class PcapVariants : public ::testing::TestWithParam<Variant> {};

INSTANTIATE_TEST_SUITE_P(
    Table, PcapVariants,
    ::testing::Values(Variant{"little_micro", true, 0xA1B2C3D4, 1'600'000'000'123'456},
                      Variant{"big_micro", false, 0xA1B2C3D4, 1'600'000'000'123'456},
                      Variant{"little_nano", true, 0xA1B23C4D, 1'600'000'000'000'123},
                      Variant{"big_nano", false, 0xA1B23C4D, 1'600'000'000'000'123},
                      Variant{"little_modified", true, 0xA1B2CD34, 1'600'000'000'123'456},
                      Variant{"big_modified", false, 0xA1B2CD34, 1'600'000'000'123'456}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(PcapVariants, AreRead) {
  std::vector<std::uint32_t> numbers{GetParam().magic,
                                     GetParam().little ? 0x0004'0002U : 0x0002'0004U,
                                     0,
                                     0,
                                     96,
                                     0xD800'0001,
                                     1'600'000'000,
                                     123'456,
                                     5,
                                     9};
  if (GetParam().magic == 0xA1B2CD34) numbers.insert(numbers.end(), {1, 2});
  const Octets octets = file_of(GetParam().little, numbers, Octets{1, 2, 3, 4, 5});
  EXPECT_TRUE(PcapFile::recognises(octets));
  const auto in = InputStream::from_memory(octets);
  auto source = PcapFile::open(*in);
  ASSERT_TRUE(source);
  PacketView packet;
  auto more = (*source)->next(packet);
  ASSERT_TRUE(more && *more);
  EXPECT_EQ(Octets(packet.data.begin(), packet.data.end()), (Octets{1, 2, 3, 4, 5}));
  EXPECT_EQ(packet.time_us, GetParam().expected_us);
  EXPECT_EQ(packet.number, 1U);
  EXPECT_EQ(packet.link, LinkType::kEthernet);
  EXPECT_TRUE(packet.cut);
  EXPECT_EQ(in->offset(), octets.size());
  more = (*source)->next(packet);
  ASSERT_TRUE(more);
  EXPECT_FALSE(*more);
}

TEST(PcapFile, CutAnywhereGivesTheWholePacketsAndSaysWhere) {
  const Octets whole = pcap_file({Octets(20, 1), Octets(30, 2), Octets(40, 3)});
  const std::vector<std::size_t> ends{24, 24 + 36, 24 + 36 + 46, 24 + 36 + 46 + 56};
  for (std::size_t n = 24; n < whole.size(); ++n) {
    const auto in = InputStream::from_memory(Bytes(whole).first(n));
    auto source = PcapFile::open(*in);
    ASSERT_TRUE(source);
    PacketView packet;
    std::size_t packets = 0;
    for (;;) {
      const auto more = (*source)->next(packet);
      if (!more) {
        EXPECT_EQ(more.error().code, ErrorCode::kTruncated);
        EXPECT_EQ(more.error().offset, ends[packets]);
        EXPECT_NE(more.error().where.find("packet " + std::to_string(packets + 1)),
                  std::string::npos);
        break;
      }
      if (!*more) {
        EXPECT_EQ(n, ends[packets]);
        break;
      }
      ++packets;
    }
    EXPECT_EQ(packets, n < ends[1] ? 0U : n < ends[2] ? 1U : 2U) << n;
  }
  for (std::size_t n = 0; n < 24; ++n) {
    const auto in = InputStream::from_memory(Bytes(whole).first(n));
    EXPECT_FALSE(PcapFile::open(*in)) << n;
  }
}

TEST(PcapFile, ImpossibleLengthIsAnErrorWithItsPlace) {
  Octets octets = pcap_file({Octets(20, 1), Octets(30, 2)});
  octets[24 + 36 + 11] = 0x7F;
  const auto in = InputStream::from_memory(octets);
  auto source = PcapFile::open(*in);
  ASSERT_TRUE(source);
  PacketView packet;
  ASSERT_TRUE((*source)->next(packet));
  const auto more = (*source)->next(packet);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kMalformed);
  EXPECT_EQ(more.error().offset, 60U);
}

}  // namespace
}  // namespace spoor::capture
