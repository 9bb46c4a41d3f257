// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_file.h"

#include <algorithm>
#include <optional>
#include <utility>

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

/// What a reader made of a file: the first octet of each packet stands for it.
struct Outcome {
  Octets packets;
  std::uint64_t breaks = 0;
  std::uint64_t skipped = 0;
  std::optional<Error> error;
};

Outcome outcome_of(const Octets& file) {
  const auto in = InputStream::from_memory(file);
  auto source = PcapFile::open(*in);
  Outcome outcome;
  if (!source) {
    outcome.error = source.error();
    return outcome;
  }
  PacketView packet;
  for (;;) {
    const auto more = (*source)->next(packet);
    if (!more) outcome.error = more.error();
    if (!more || !*more) break;
    outcome.packets.push_back(packet.data.empty() ? std::uint8_t{0} : packet.data.front());
    EXPECT_EQ(packet.number, outcome.packets.size());
  }
  outcome.breaks = (*source)->bad_records();
  outcome.skipped = (*source)->skipped_octets();
  return outcome;
}

constexpr std::size_t kRecord = 16 + 100;

/// Eight packets of a hundred octets, the first full of ones, the second of twos.
Octets eight_packets() {
  std::vector<Octets> packets;
  for (std::uint8_t i = 1; i <= 8; ++i) packets.emplace_back(100, i);
  return pcap_file(packets);
}

std::size_t place_of(std::size_t packet) {
  return 24 + (packet - 1) * kRecord;
}

struct Damage {
  const char* name;
  void (*inflict)(Octets& file);
  Octets left;
  std::uint64_t skipped;
};

class PcapDamages : public ::testing::TestWithParam<Damage> {};

INSTANTIATE_TEST_SUITE_P(
    Table, PcapDamages,
    ::testing::Values(
        Damage{"impossible_length", [](Octets& file) { file[place_of(3) + 11] = 0x7F; },
               Octets{1, 2, 4, 5, 6, 7, 8}, kRecord},
        Damage{"first_record", [](Octets& file) { file[place_of(1) + 11] = 0x7F; },
               Octets{2, 3, 4, 5, 6, 7, 8}, kRecord},
        Damage{"length_beyond_the_original", [](Octets& file) { file[place_of(3) + 9] = 0x01; },
               Octets{1, 2, 4, 5, 6, 7, 8}, kRecord},
        Damage{"length_beyond_the_file", [](Octets& file) { file[place_of(3) + 9] = 0x40; },
               Octets{1, 2, 4, 5, 6, 7, 8}, kRecord},
        // What was cut off the third packet is searched through.
        Damage{"length_too_small", [](Octets& file) { file[place_of(3) + 8] = 60; },
               Octets{1, 2, 3, 4, 5, 6, 7, 8}, 40},
        Damage{"header_overwritten",
               [](Octets& file) { std::fill_n(file.begin() + 256, 16, std::uint8_t{0xFF}); },
               Octets{1, 2, 4, 5, 6, 7, 8}, kRecord},
        Damage{"sector_overwritten",
               [](Octets& file) { std::fill_n(file.begin() + 140, 160, std::uint8_t{0}); },
               Octets{1, 4, 5, 6, 7, 8}, 2 * kRecord},
        // The second packet is given what remains of the fourth.
        Damage{"sector_lost",
               [](Octets& file) {
                 file.erase(file.begin() + static_cast<std::ptrdiff_t>(place_of(2) + 50),
                            file.begin() + static_cast<std::ptrdiff_t>(place_of(4) + 20));
               },
               Octets{1, 2, 5, 6, 7, 8}, 30},
        Damage{"something_inserted",
               [](Octets& file) {
                 file.insert(file.begin() + static_cast<std::ptrdiff_t>(place_of(4)), 5'000, 'x');
               },
               Octets{1, 2, 3, 4, 5, 6, 7, 8}, 5'000},
        Damage{"last_but_one", [](Octets& file) { file[place_of(7) + 11] = 0x7F; },
               Octets{1, 2, 3, 4, 5, 6, 8}, kRecord}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_P(PcapDamages, CostOnlyWhatTheyTouch) {
  Octets file = eight_packets();
  GetParam().inflict(file);
  const Outcome outcome = outcome_of(file);
  EXPECT_FALSE(outcome.error) << describe(*outcome.error);
  EXPECT_EQ(outcome.packets, GetParam().left);
  EXPECT_EQ(outcome.breaks, 1U);
  EXPECT_EQ(outcome.skipped, GetParam().skipped);
}

TEST(PcapFile, GoesOnBehindABrokenRecordOfEveryVariant) {
  for (const std::uint32_t magic : {0xA1B2C3D4U, 0xA1B23C4DU, 0xA1B2CD34U}) {
    for (const bool little : {true, false}) {
      std::vector<std::uint32_t> numbers{magic, 0x0002'0004, 0, 0, 65'535, 1};
      for (std::uint32_t i = 0; i < 5; ++i) {
        const std::uint32_t captured = i == 1 ? 0x7F00'0008U : 8;
        numbers.insert(numbers.end(), {1'600'000'000 + i, i, captured, 8});
        if (magic == 0xA1B2CD34) numbers.insert(numbers.end(), {1, 2});
        numbers.insert(numbers.end(), {i * 0x0101'0101U, 0});
      }
      const Outcome outcome = outcome_of(file_of(little, numbers));
      EXPECT_FALSE(outcome.error);
      EXPECT_EQ(outcome.packets, (Octets{0, 2, 3, 4}));
      EXPECT_EQ(outcome.breaks, 1U);
    }
  }
}

TEST(PcapFile, IsNotLedAstrayByACaptureInsideAPacket) {
  Octets inner = pcap_file({Octets(10, 77), Octets(10, 78), Octets(10, 79), Octets(10, 80)});
  inner.erase(inner.begin(), inner.begin() + 24);
  // The same records, told for another year.
  for (std::size_t i = 3; i < inner.size(); i += 26) inner[i] ^= 0x10;
  Octets file = pcap_file({Octets(20, 1), inner, Octets(20, 3), Octets(20, 4), Octets(20, 5)});
  file[24 + 36 + 11] = 0x7F;
  const Outcome outcome = outcome_of(file);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.packets, (Octets{1, 3, 4, 5}));
  EXPECT_EQ(outcome.skipped, 16 + inner.size());
}

// Such files exist, and nothing of them is broken.
TEST(PcapFile, ReadsOddRecordsThatChain) {
  const Octets whole = eight_packets();
  const auto with = [&](auto change) {
    Octets file = whole;
    for (std::size_t i = 1; i <= 8; ++i) change(file.data() + place_of(i), i);
    return outcome_of(file);
  };
  Octets short_snap = whole;
  short_snap[16] = 60;
  short_snap[17] = short_snap[18] = 0;
  const std::vector<std::pair<const char*, Outcome>> rows{
      {"times years apart",
       with([](std::uint8_t* at, std::size_t i) { at[3] = static_cast<std::uint8_t>(i * 91); })},
      {"a clock that was set once", with([](std::uint8_t* at, std::size_t i) {
         if (i < 4) at[3] = 0;
       })},
      {"more than a million microseconds", with([](std::uint8_t* at, std::size_t) { at[7] = 1; })},
      {"the same in one packet", with([](std::uint8_t* at, std::size_t i) {
         if (i == 8 || i == 3) at[7] = 1;
       })},
      {"captured more than there was", with([](std::uint8_t* at, std::size_t) { at[12] = 50; })},
      {"longer than the snapshot length", outcome_of(short_snap)},
  };
  for (const auto& [name, outcome] : rows) {
    EXPECT_FALSE(outcome.error) << name;
    EXPECT_EQ(outcome.packets, (Octets{1, 2, 3, 4, 5, 6, 7, 8})) << name;
    EXPECT_EQ(outcome.breaks, 0U) << name;
    EXPECT_EQ(outcome.skipped, 0U) << name;
  }
}

// Headers read four octets too late chain for ever: each takes a length for a fraction, the
// original length for the captured one and the first octets of the packet for the original.
TEST(PcapFile, IsNotLedAstrayByALostWord) {
  const Octets packet{2, 0, 0, 0, 69, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0};
  Octets file = pcap_file(std::vector<Octets>(20, packet));
  file.erase(file.begin() + 24 + 32 + 20, file.begin() + 24 + 32 + 24);
  const Outcome outcome = outcome_of(file);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.packets.size(), 19U);
  EXPECT_EQ(outcome.breaks, 1U);
  EXPECT_EQ(outcome.skipped, 28U);
}

TEST(PcapFile, SearchesOneMebibyteAndNoFurther) {
  for (const std::size_t size : {std::size_t{1'048'575}, std::size_t{1'048'576}}) {
    Octets file = eight_packets();
    file.insert(file.begin() + static_cast<std::ptrdiff_t>(place_of(4)), size, 0xFF);
    const Outcome outcome = outcome_of(file);
    if (size < 1'048'576) {
      EXPECT_FALSE(outcome.error);
      EXPECT_EQ(outcome.packets.size(), 8U);
      EXPECT_EQ(outcome.skipped, size);
    } else {
      ASSERT_TRUE(outcome.error);
      EXPECT_EQ(outcome.error->code, ErrorCode::kMalformed);
      EXPECT_EQ(outcome.error->offset, place_of(4));
      EXPECT_EQ(outcome.packets.size(), 3U);
      EXPECT_EQ(outcome.skipped, 0U);
    }
  }
}

TEST(PcapFile, EveryFifthRecordMayBeBroken) {
  Builder file;
  std::uint64_t broken = 0;
  file.add(Bytes(file_of(false, {0xA1B2C3D4, 0x0002'0004, 0, 0, 65'535, 1})));
  for (std::uint32_t i = 0; i < 40'000; ++i) {
    const bool is_broken = i % 5 == 3;
    broken += is_broken ? 1U : 0U;
    file.u32(1'600'000'000).u32(0).u32(is_broken ? 0xFFFF'FFFFU : 4).u32(4).u32(0);
  }
  const Outcome outcome = outcome_of(file.take());
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.packets.size(), 40'000 - broken);
  EXPECT_EQ(outcome.breaks, broken);
  EXPECT_EQ(outcome.skipped, broken * 20);
}

}  // namespace
}  // namespace spoor::capture
