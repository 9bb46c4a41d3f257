// SPDX-License-Identifier: Apache-2.0
// Fragments through the dissector: any order gives the datagram, an overlap gives nothing.
#include "capture/fragment_table.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "capture/dissector.h"
#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

class Fragments : public ::testing::TestWithParam<bool> {
 protected:
  Fragments() {
    if (GetParam()) ends_ = {"2001:db8::53", "2001:db8::1"};
    datagram_ = udp(ends_, message_);
  }

  /// The datagram cut at multiples of `size` octets.
  std::vector<Octets> cut(std::size_t size) const {
    std::vector<Octets> pieces;
    for (std::size_t at = 0; at < datagram_.size(); at += size) pieces.push_back(piece(at, size));
    return pieces;
  }
  Octets piece(std::size_t at, std::size_t size) const {
    const std::size_t n = std::min(size, datagram_.size() - at);
    return ip_fragment(ends_, 17, static_cast<std::uint32_t>(at), at + n < datagram_.size(),
                       Bytes(datagram_).subspan(at, n));
  }
  void offer(const Octets& packet, std::uint64_t time_us = 1'000'000) {
    dissector_.packet({packet, time_us, ++number_, LinkType::kRaw, false});
  }

  Ends ends_;
  Octets message_ = dns_message_of_size(9, true, 700);
  Octets datagram_;
  KeepingSink sink_;
  CaptureStats stats_;
  CaptureOptions options_;
  Dissector dissector_{options_, sink_, stats_};
  std::uint64_t number_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Families, Fragments, ::testing::Bool(),
                         [](const auto& row) { return row.param ? "v6" : "v4"; });

TEST_P(Fragments, AnyOrderAndExactRepetitionGiveTheDatagram) {
  std::mt19937 random(3);
  for (int round = 0; round < 100; ++round) {
    std::vector<Octets> pieces = cut(8 * (1 + random() % 40));
    const std::size_t count = pieces.size();
    std::shuffle(pieces.begin(), pieces.end(), random);
    sink_.kept.clear();
    for (std::size_t i = 0; i < count; ++i) {
      offer(pieces[i]);
      if (i + 1 < count && random() % 2 == 0) offer(pieces[random() % (i + 1)]);
    }
    ASSERT_EQ(sink_.kept.size(), 1U) << round;
    EXPECT_EQ(sink_.kept[0].payload, message_);
    EXPECT_EQ(sink_.kept[0].message.checksum, harden::Checksum::kGood);
    EXPECT_EQ(sink_.kept[0].message.packet, number_);
  }
  EXPECT_EQ(stats_.skipped().total(), 0U);
}

TEST_P(Fragments, OverlapSpoilsTheDatagram) {
  offer(piece(0, 400));
  offer(piece(392, 400));
  offer(piece(400, 400));
  dissector_.finish();
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kFragmentOverlap), 1U);
  EXPECT_EQ(stats_.skipped().total(), 1U);
}

TEST_P(Fragments, SamePlaceOtherOctetsSpoilTheDatagram) {
  offer(piece(0, 400));
  Octets forged = piece(0, 400);
  forged.back() ^= 1;
  offer(forged);
  offer(piece(400, 400));
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kFragmentOverlap), 1U);
}

TEST_P(Fragments, SecondEndSpoilsTheDatagram) {
  offer(piece(400, 400));
  offer(ip_fragment(ends_, 17, 400, false, Octets(16)));
  offer(piece(0, 400));
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kFragmentOverlap), 1U);
}

TEST_P(Fragments, WaitThirtySecondsAndNoLonger) {
  offer(piece(0, 400), 1'000'000);
  offer(piece(400, 400), 31'000'000);
  EXPECT_EQ(sink_.kept.size(), 1U);
  offer(piece(0, 400), 40'000'000);
  offer(piece(400, 400), 70'000'001);
  EXPECT_EQ(sink_.kept.size(), 1U);
  EXPECT_EQ(stats_.of(Reason::kFragmentsIncomplete), 1U);
  dissector_.finish();
  EXPECT_EQ(stats_.of(Reason::kFragmentsIncomplete), 2U);
}

TEST_P(Fragments, FirstFragmentOfOtherPortsIsNotKept) {
  Ends other = ends_;
  other.source_port = 5'000;
  datagram_ = udp(other, message_);
  offer(piece(400, 400));
  offer(piece(0, 400));
  offer(piece(0, 400));
  dissector_.finish();
  EXPECT_EQ(stats_.of(Reason::kFragmentsIncomplete), 0U);
  EXPECT_EQ(stats_.of(Reason::kOtherPort), 2U);
}

TEST_P(Fragments, ImpossibleOnesAreRefused) {
  offer(ip_fragment(ends_, 17, 0, true, Octets(13)));
  offer(ip_fragment(ends_, 17, 65'528, false, Octets(16)));
  offer(ip_fragment(ends_, 17, 8, true, {}));
  EXPECT_EQ(stats_.of(Reason::kBadFragment), 3U);
}

TEST(FragmentTable, StaysInsideItsBounds) {
  CaptureStats stats;
  FragmentLimits limits;
  limits.datagrams = 50;
  limits.bytes = 40'000;
  limits.pieces = 10;
  FragmentTable table(limits, 1, stats);
  const Octets address(4, 1);
  const Octets data(1'000);
  for (std::uint32_t id = 0; id < 1'000; ++id) {
    Fragment piece{address, address, id, 17, 0, true, false, false, data};
    EXPECT_FALSE(table.add(piece, id));
    EXPECT_LE(table.bytes(), limits.bytes);
    EXPECT_LE(table.datagrams(), limits.datagrams);
  }
  EXPECT_GT(stats.of(Reason::kFragmentsEvicted), 900U);
  for (std::uint32_t at = 0; at < 20; ++at) {
    table.add(
        Fragment{address, address, 5'000, 17, at * 16, true, false, false, Bytes(data).first(8)},
        1'000);
  }
  table.finish();
  EXPECT_EQ(table.bytes(), 0U);
  EXPECT_EQ(table.datagrams(), 0U);
}

}  // namespace
}  // namespace spoor::capture
