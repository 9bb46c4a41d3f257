// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_file.h"

#include <gtest/gtest.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

/// pcapng in one byte order, block by block.
class NgBuilder {
 public:
  explicit NgBuilder(bool little) : little_(little) {}

  NgBuilder& order(bool little) {
    little_ = little;
    return *this;
  }
  Octets n16(std::uint32_t value) const { return number(value, 2); }
  Octets n32(std::uint64_t value) const { return number(value, 4); }
  Octets n64(std::uint64_t value) const { return number(value, 8); }

  NgBuilder& block(std::uint32_t type, Octets body) {
    body.resize((body.size() + 3) / 4 * 4);
    const auto length = static_cast<std::uint32_t>(body.size() + 12);
    file_.add(n32(type)).add(n32(length)).add(body).add(n32(length));
    return *this;
  }
  NgBuilder& section() {
    return block(0x0A0D0D0A,
                 Builder().add(n32(0x1A2B3C4D)).add(n16(1)).add(n16(0)).add(n64(~0ULL)).take());
  }
  NgBuilder& interface(std::uint32_t link, const Octets& options = {}, std::uint32_t snap = 0) {
    return block(1, Builder().add(n16(link)).add(n16(0)).add(n32(snap)).add(options).take());
  }
  Octets option(std::uint32_t code, const Octets& value) const {
    Octets out = Builder()
                     .add(n16(code))
                     .add(n16(static_cast<std::uint32_t>(value.size())))
                     .add(value)
                     .take();
    out.resize((out.size() + 3) / 4 * 4);
    return out;
  }
  NgBuilder& enhanced(std::uint32_t id, std::uint64_t ticks, const Octets& packet,
                      std::uint32_t original = 0) {
    return block(6, Builder()
                        .add(n32(id))
                        .add(n32(ticks >> 32))
                        .add(n32(ticks & 0xFFFF'FFFF))
                        .add(n32(packet.size()))
                        .add(n32(original == 0 ? packet.size() : original))
                        .add(packet)
                        .take());
  }
  Octets take() { return file_.take(); }

 private:
  Octets number(std::uint64_t value, std::size_t size) const {
    Octets out;
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t shift = 8 * (little_ ? i : size - 1 - i);
      out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
    return out;
  }

  bool little_;
  Builder file_;
};

struct Seen {
  Octets data;
  std::uint64_t time_us;
  LinkType link;
  bool cut;
  bool operator==(const Seen&) const = default;
};

struct Read {
  std::vector<Seen> seen;
  std::optional<Error> error;
  std::uint64_t bad = 0;
};

Read read_all(Bytes octets) {
  Read read;
  const auto in = InputStream::from_memory(octets);
  auto source = PcapngFile::open(*in);
  if (!source) {
    read.error = source.error();
    return read;
  }
  PacketView packet;
  for (;;) {
    const auto more = (*source)->next(packet);
    if (!more) read.error = more.error();
    if (!more || !*more) break;
    read.seen.push_back(
        {{packet.data.begin(), packet.data.end()}, packet.time_us, packet.link, packet.cut});
    EXPECT_EQ(packet.number, read.seen.size());
  }
  read.bad = (*source)->bad_records();
  return read;
}

class Pcapng : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(ByteOrders, Pcapng, ::testing::Bool(),
                         [](const auto& row) { return row.param ? "little" : "big"; });

TEST_P(Pcapng, ReadsEveryPacketBlockAndStepsOverOthers) {
  NgBuilder ng(GetParam());
  ng.section().interface(1).interface(101, {}, 3);
  ng.block(0x0BAD, Octets(5'000)).block(5, Octets(16));
  ng.enhanced(1, 1'600'000'000'000'007, {1, 2, 3}, 9).enhanced(0, 5, {4});
  ng.block(3, Builder().add(ng.n32(2)).add("0506").take());
  ng.block(2, Builder()
                  .add(ng.n16(1))
                  .add(ng.n16(0))
                  .add(ng.n32(0))
                  .add(ng.n32(8))
                  .add(ng.n32(2))
                  .add(ng.n32(2))
                  .add("0708")
                  .take());
  const Read read = read_all(ng.take());
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.bad, 0U);
  EXPECT_EQ(read.seen, (std::vector<Seen>{{{1, 2, 3}, 1'600'000'000'000'007, LinkType::kRaw, true},
                                          {{4}, 5, LinkType::kEthernet, false},
                                          {{5, 6}, 0, LinkType::kEthernet, false},
                                          {{7, 8}, 8, LinkType::kRaw, false}}));
}

TEST_P(Pcapng, SimplePacketsAreCutToTheSnapLength) {
  NgBuilder ng(GetParam());
  ng.section().interface(1, {}, 3).block(3, Builder().add(ng.n32(100)).add("010203").take());
  const Read read = read_all(ng.take());
  EXPECT_EQ(read.seen, (std::vector<Seen>{{{1, 2, 3}, 0, LinkType::kEthernet, true}}));
}

struct ClockCase {
  std::uint8_t resolution;
  std::uint64_t ticks;
  std::int64_t offset;
  std::uint64_t expected_us;
};

TEST_P(Pcapng, KeepsTheInterfaceClock) {
  for (const ClockCase& row :
       {ClockCase{6, 1'500'000, 0, 1'500'000}, ClockCase{9, 1'500'000'789, 0, 1'500'000},
        ClockCase{3, 1'500, 0, 1'500'000}, ClockCase{0, 7, 0, 7'000'000},
        ClockCase{0x80 | 10, 1'536, 0, 1'500'000}, ClockCase{6, 1'500'000, 10, 11'500'000},
        ClockCase{6, 11'500'000, -10, 1'500'000}, ClockCase{6, 5, -10, 0},
        ClockCase{0, ~0ULL, 0, 0}, ClockCase{127, 5, 0, 0}, ClockCase{255, ~0ULL, 0, 0},
        ClockCase{6, 1, std::numeric_limits<std::int64_t>::min(), 0},
        ClockCase{6, 1, std::numeric_limits<std::int64_t>::max(), 0}}) {
    NgBuilder ng(GetParam());
    Octets options = ng.option(9, {row.resolution});
    const Octets shift = ng.option(14, ng.n64(static_cast<std::uint64_t>(row.offset)));
    options.insert(options.end(), shift.begin(), shift.end());
    ng.section().interface(1, options).enhanced(0, row.ticks, {1});
    const Read read = read_all(ng.take());
    ASSERT_EQ(read.seen.size(), 1U);
    EXPECT_EQ(read.seen[0].time_us, row.expected_us) << int{row.resolution} << " " << row.ticks;
  }
}

TEST_P(Pcapng, SectionsForgetInterfacesAndMayTurnTheByteOrder) {
  NgBuilder ng(GetParam());
  ng.section().interface(101).enhanced(0, 1, {1});
  ng.order(!GetParam()).section().enhanced(0, 2, {2}).interface(1).enhanced(0, 3, {3});
  const Read read = read_all(ng.take());
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.bad, 1U);
  EXPECT_EQ(read.seen, (std::vector<Seen>{{{1}, 1, LinkType::kRaw, false},
                                          {{3}, 3, LinkType::kEthernet, false}}));
}

TEST_P(Pcapng, BadBlocksAreCountedAndSteppedOver) {
  NgBuilder ng(GetParam());
  ng.section().interface(1);
  ng.block(6, Octets(8)).enhanced(7, 1, {1}).block(1, Octets(4)).block(3, {});
  ng.block(6, Builder().add(ng.n32(0)).add(ng.n64(0)).add(ng.n32(500)).add(ng.n32(500)).take());
  ng.block(6, Octets(2U << 20));
  ng.enhanced(0, 9, {9});
  const Read read = read_all(ng.take());
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.bad, 6U);
  EXPECT_EQ(read.seen.size(), 1U);
}

TEST_P(Pcapng, CutAnywhereSaysSo) {
  NgBuilder ng(GetParam());
  ng.section().interface(1).enhanced(0, 1, {1, 2, 3}).block(77, Octets(20)).enhanced(0, 2, {4});
  const Octets whole = ng.take();
  std::size_t clean_ends = 0;
  for (std::size_t n = 12; n < whole.size(); ++n) {
    const Read read = read_all(Bytes(whole).first(n));
    if (!read.error) {
      ++clean_ends;
      continue;
    }
    EXPECT_EQ(read.error->code, ErrorCode::kTruncated) << n;
  }
  EXPECT_EQ(clean_ends, 4U);  // between two blocks
}

TEST_P(Pcapng, BrokenFramingStops) {
  NgBuilder ng(GetParam());
  ng.section().interface(1).enhanced(0, 1, {1});
  Octets differing = ng.take();
  differing[differing.size() - (GetParam() ? 4 : 1)] ^= 4;
  EXPECT_EQ(read_all(differing).error->code, ErrorCode::kMalformed);
  NgBuilder tiny(GetParam());
  Octets file = tiny.section().take();
  const Octets zero_length = Builder().add(tiny.n32(6)).add(tiny.n32(0)).zeros(40).take();
  file.insert(file.end(), zero_length.begin(), zero_length.end());
  EXPECT_EQ(read_all(file).error->code, ErrorCode::kMalformed);
}

}  // namespace
}  // namespace spoor::capture
