// SPDX-License-Identifier: Apache-2.0
#include "capture/frame_receiver.h"

#include <gtest/gtest.h>

#include "capture/packet_builder.h"
#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

std::string frame() {
  Tap tap;
  const Octets octets = dns_message(1, true);
  tap.response_message.assign(octets.begin(), octets.end());
  return data_frame(tap_payload(tap));
}

class Receiver : public ::testing::Test {
 protected:
  Status tell(std::string_view octets) { return receiver_.receive(as_bytes(octets)); }
  std::string reply() {
    const auto octets = receiver_.take_reply();
    return {octets.begin(), octets.end()};
  }

  KeepingSink sink_;
  CaptureStats stats_;
  DnstapDecoder decoder_{{}, sink_, stats_};
  FrameReceiver receiver_{decoder_};
};

TEST_F(Receiver, ShakesHandsAtBothEnds) {
  ASSERT_TRUE(tell(control_frame(4, kTapContent)));
  EXPECT_EQ(reply(), control_frame(1, kTapContent));
  EXPECT_FALSE(receiver_.is_started());
  ASSERT_TRUE(tell(control_frame(2, kTapContent)));
  EXPECT_TRUE(receiver_.is_started());
  EXPECT_EQ(reply(), "");
  ASSERT_TRUE(tell(frame() + frame()));
  EXPECT_EQ(sink_.kept.size(), 2U);
  ASSERT_TRUE(tell(control_frame(3)));
  EXPECT_TRUE(receiver_.is_over());
  EXPECT_EQ(reply(), control_frame(5));
  EXPECT_EQ(reply(), "") << "once";
}

TEST_F(Receiver, TakesAStreamOneWay) {
  ASSERT_TRUE(tell(control_frame(2, kTapContent) + frame() + control_frame(3)));
  EXPECT_TRUE(receiver_.is_over());
  EXPECT_EQ(reply(), "");
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Receiver, MayLeaveTheContentOutOnceItIsAgreed) {
  ASSERT_TRUE(tell(control_frame(4, kTapContent) + control_frame(2)));
  EXPECT_TRUE(receiver_.is_started());
}

TEST_F(Receiver, IsTheSameInPiecesOfAnySize) {
  std::string stream = control_frame(4, kTapContent) + control_frame(2, kTapContent);
  for (int i = 0; i < 5; ++i) stream += frame() + control_frame(77);
  stream += control_frame(3) + "what stands behind the end is nobody's";
  for (std::size_t size = 1; size <= stream.size(); size += size < 40 ? 1 : 37) {
    KeepingSink sink;
    CaptureStats stats;
    DnstapDecoder decoder({}, sink, stats);
    FrameReceiver receiver(decoder);
    for (std::size_t at = 0; at < stream.size(); at += size) {
      ASSERT_TRUE(
          receiver.receive(as_bytes(stream).subspan(at, std::min(size, stream.size() - at))));
      EXPECT_LE(receiver.held_bytes(), frame().size() + size);
    }
    EXPECT_TRUE(receiver.is_over());
    EXPECT_EQ(receiver.held_bytes(), 0U);
    EXPECT_EQ(sink.kept.size(), 5U) << size;
    EXPECT_EQ(sink.kept.back().message.packet, 5U);
  }
}

TEST_F(Receiver, HoldsWhatIsNotYetWhole) {
  ASSERT_TRUE(tell(control_frame(2, kTapContent) + frame().substr(0, 60)));
  EXPECT_EQ(receiver_.held_bytes(), 60U);
  EXPECT_TRUE(sink_.kept.empty());
  ASSERT_TRUE(tell(frame().substr(60)));
  EXPECT_EQ(receiver_.held_bytes(), 0U);
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Receiver, RefusesWhoeverDoesNotKeepTheOrder) {
  const std::string ready = control_frame(4, kTapContent);
  const std::string start = control_frame(2, kTapContent);
  const std::string cases[] = {
      frame(),                                          // data at once
      ready + frame(),                                  // data before START
      control_frame(4),                                 // READY for nothing
      control_frame(4, "protobuf:other"),               // READY for another content
      control_frame(2),                                 // START of what?
      control_frame(2, "protobuf:other"),               //
      ready + control_frame(2, "protobuf:other"),       //
      ready + ready,                                    //
      start + ready,                                    //
      start + start,                                    //
      control_frame(3),                                 // STOP before START
      control_frame(1, kTapContent),                    // ACCEPT is ours to say
      start + control_frame(5),                         // FINISH too
      start + "\xFF\xFF\xFF\xFF",                       // a frame of 4 GiB
      "GET / HTTP/1.1\r\nHost: spoor.example\r\n\r\n",  //
      std::string("\0\0\0\0\0\0\x02\x01", 8) + std::string(20, 'x'),
  };
  for (const std::string& octets : cases) {
    FrameReceiver receiver(decoder_);
    const Status taken = receiver.receive(as_bytes(octets));
    ASSERT_FALSE(taken) << octets.size();
    EXPECT_EQ(taken.error().code, ErrorCode::kMalformed);
    EXPECT_NE(taken.error().where.find("frame 1"), std::string::npos);
  }
  EXPECT_TRUE(sink_.kept.empty());
}

TEST_F(Receiver, SaysWhereAFrameIsBroken) {
  ASSERT_TRUE(tell(control_frame(2, kTapContent)));
  ASSERT_TRUE(tell(data_frame("nonsense") + frame()));
  EXPECT_EQ(sink_.kept.size(), 1U);
  ASSERT_EQ(stats_.faults.size(), 1U);
  EXPECT_EQ(stats_.faults[0].number, 1U);
  EXPECT_GE(stats_.faults[0].offset, control_frame(2, kTapContent).size() + 4);
}

}  // namespace
}  // namespace spoor::capture
