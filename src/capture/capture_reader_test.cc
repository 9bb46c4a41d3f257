// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_reader.h"

#include <gtest/gtest.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

std::vector<Octets> some_packets() {
  const Ends asks{"192.0.2.1", "192.0.2.53", 40'000, 53};
  Octets framed = Builder().u16(0).add(dns_message(3, true)).take();
  framed[1] = static_cast<std::uint8_t>(framed.size() - 2);
  return {frame(udp_packet(asks, dns_message(1, false))),
          frame(udp_packet({}, dns_message(1, true))),
          ethernet(0x0806, Octets(28)),
          frame(tcp_packet({}, {99, true}, {})),
          frame(tcp_packet({}, {100 + 40, false}, framed)),
          frame(udp_packet({}, dns_message(2, true)))};
}

TEST(CaptureReader, StepsPacketByPacketAndFinishesOnce) {
  const Octets file = pcap_file(some_packets());
  ASSERT_TRUE(CaptureReader::recognises(Bytes(file).first(CaptureReader::kHeadSize)));
  const auto in = InputStream::from_memory(file);
  KeepingSink sink;
  auto reader = CaptureReader::open(*in, {}, sink);
  ASSERT_TRUE(reader);
  std::uint64_t steps = 0;
  std::uint64_t offset = in->offset();
  for (;;) {
    const auto more = (*reader)->step();
    ASSERT_TRUE(more);
    if (!*more) break;
    EXPECT_GT(in->offset(), offset);
    offset = in->offset();
    EXPECT_EQ((*reader)->stats().packets, ++steps);
  }
  EXPECT_EQ(steps, 6U);
  EXPECT_EQ(offset, file.size());
  // The one behind the hole came at the end.
  ASSERT_EQ(sink.kept.size(), 4U);
  EXPECT_EQ(sink.kept.back().payload, dns_message(3, true));
  EXPECT_EQ(sink.kept.back().message.packet, 5U);
  const CaptureStats& stats = (*reader)->stats();
  EXPECT_EQ(stats.messages, 4U);
  EXPECT_EQ(stats.responses, 3U);
  EXPECT_EQ(stats.first_us, 1'600'000'000'000'005U);
  EXPECT_EQ(stats.last_us, 1'600'000'005'000'005U);
  const ReasonCounts skipped = stats.skipped();
  EXPECT_EQ(skipped.by_reason().at("not IP"), 1U);
  const ReasonCounts lost = stats.lost();
  EXPECT_EQ(lost.total(), 1U);
  EXPECT_EQ(lost.by_reason().at("TCP data missing (holes)"), 1U);
  const auto again = (*reader)->step();
  EXPECT_TRUE(again && !*again);
}

TEST(CaptureReader, BrokenFileStillFinishesItsStreams) {
  const Octets file = pcap_file(some_packets());
  const auto in = InputStream::from_memory(Bytes(file).first(file.size() - 1));
  KeepingSink sink;
  auto reader = CaptureReader::open(*in, {}, sink);
  ASSERT_TRUE(reader);
  Result<bool> more = true;
  while (more && *more) more = (*reader)->step();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().code, ErrorCode::kTruncated);
  EXPECT_NE(describe(more.error()).find("packet 6"), std::string::npos);
  EXPECT_EQ(sink.kept.size(), 3U);
}

TEST(CaptureReader, CountsWhatLiesBetweenABrokenRecordAndTheNext) {
  const std::vector<Octets> packets = some_packets();
  Octets file = pcap_file(packets);
  file[24 + 16 + packets[0].size() + 11] = 0x7F;  // the second packet's length
  const auto in = InputStream::from_memory(file);
  KeepingSink sink;
  auto reader = CaptureReader::open(*in, {}, sink);
  ASSERT_TRUE(reader);
  Result<bool> more = true;
  while (more && *more) more = (*reader)->step();
  ASSERT_TRUE(more);
  EXPECT_EQ(in->offset(), file.size());
  EXPECT_EQ(sink.kept.size(), 3U);
  const CaptureStats& stats = (*reader)->stats();
  EXPECT_EQ(stats.packets, 5U);
  EXPECT_EQ(stats.skipped_octets, 16 + packets[1].size());
  EXPECT_EQ(stats.lost().by_reason().at("broken record of the capture file"), 1U);
}

TEST(CaptureReader, RefusesWhatIsNoCapture) {
  const Octets text(100, 'x');
  EXPECT_FALSE(CaptureReader::recognises(text));
  const auto in = InputStream::from_memory(text);
  KeepingSink sink;
  const auto reader = CaptureReader::open(*in, {}, sink);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::kMalformed);
}

TEST(CaptureStats, EveryReasonHasItsOwnText) {
  CaptureStats stats;
  for (std::size_t i = 0; i < stats.by_reason.size(); ++i) stats.count(static_cast<Reason>(i));
  EXPECT_EQ(stats.skipped().by_reason().size(), stats.by_reason.size());
  EXPECT_EQ(stats.skipped().by_reason().count(""), 0U);
}

}  // namespace
}  // namespace spoor::capture
