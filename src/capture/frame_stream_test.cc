// SPDX-License-Identifier: Apache-2.0
#include "capture/frame_stream.h"

#include <gtest/gtest.h>

#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

Frame whole(std::string_view octets) {
  Frame frame;
  const auto size = read_frame(as_bytes(octets), frame);
  EXPECT_TRUE(size && *size <= octets.size());
  return frame;
}

TEST(ReadFrame, TellsDataFromControl) {
  const std::string octets = data_frame("abc") + control_frame(3);
  Frame frame;
  const auto first = read_frame(as_bytes(octets), frame);
  ASSERT_TRUE(first);
  EXPECT_EQ(*first, 7U);
  EXPECT_FALSE(frame.is_control);
  EXPECT_EQ(as_chars(frame.payload), "abc");
  const auto second = read_frame(as_bytes(octets).subspan(*first), frame);
  ASSERT_TRUE(second);
  EXPECT_EQ(*second, 12U);
  EXPECT_TRUE(frame.is_control);
  EXPECT_EQ(frame.control, ControlType::kStop);
  EXPECT_TRUE(frame.payload.empty());
}

TEST(ReadFrame, AsksForMoreUntilAFrameIsWhole) {
  for (const std::string& octets : {data_frame("abc"), control_frame(2, kTapContent)}) {
    for (std::size_t n = 0; n < octets.size(); ++n) {
      Frame frame;
      const auto size = read_frame(as_bytes(octets).first(n), frame);
      ASSERT_TRUE(size);
      EXPECT_GT(*size, n);
      EXPECT_LE(*size, octets.size());
      EXPECT_TRUE(frame.payload.empty());
    }
  }
}

TEST(ReadFrame, RefusesImpossibleLengths) {
  struct Case {
    const char* name;
    std::string octets;
    std::size_t offset;
  };
  const Case cases[] = {
      {"data above a mebibyte", std::string("\0\x10\0\x01", 4), 0},
      {"control shorter than its type", std::string("\0\0\0\0\0\0\0\x03\0\0\0\x03", 12), 4},
      {"control above 512 octets", std::string("\0\0\0\0\0\0\x02\x01\0\0\0\x02", 12), 4},
  };
  for (const Case& row : cases) {
    Frame frame;
    const auto size = read_frame(as_bytes(row.octets), frame);
    ASSERT_FALSE(size) << row.name;
    EXPECT_EQ(size.error().code, ErrorCode::kMalformed) << row.name;
    EXPECT_EQ(size.error().offset, row.offset) << row.name;
  }
}

TEST(ContentOf, FindsDnstapAmongOthers) {
  EXPECT_EQ(content_of(whole(control_frame(2, kTapContent))), FrameContent::kDnstap);
  EXPECT_EQ(content_of(whole(control_frame(2))), FrameContent::kNone);
  EXPECT_EQ(content_of(whole(control_frame(2, "protobuf:other"))), FrameContent::kOther);
  Frame both;
  both.is_control = true;
  const std::string fields = control_frame(4, "protobuf:other").substr(12) +
                             control_frame(4, kTapContent).substr(12) +
                             control_frame(4, "protobuf:more").substr(12);
  both.payload = as_bytes(fields);
  EXPECT_EQ(content_of(both), FrameContent::kDnstap);
  for (std::size_t n = 1; n < 8; ++n) {
    both.payload = as_bytes(fields).first(n);
    EXPECT_EQ(content_of(both), FrameContent::kMalformed) << n;
  }
}

TEST(MakeControlFrame, WritesWhatIsRead) {
  const auto ready = make_control_frame(ControlType::kReady, true);
  EXPECT_EQ(as_chars(ready), control_frame(4, kTapContent));
  EXPECT_EQ(as_chars(make_control_frame(ControlType::kFinish, false)), control_frame(5));
}

}  // namespace
}  // namespace spoor::capture
