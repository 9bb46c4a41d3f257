// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_message.h"

#include <gtest/gtest.h>

#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

Tap full_tap() {
  Tap tap;
  tap.query_address = std::string(16, '\x20');
  tap.query_seconds = 1'599'999'999;
  tap.query_nanos = 999'999'999;
  tap.query_message = "query";
  tap.query_zone = std::string("\x03org\0", 5);
  tap.response_message = "response";
  return tap;
}

TEST(ReadDnstap, FindsEveryFieldThatIsUsed) {
  const std::string frame = tap_payload(full_tap());
  DnstapMessage message;
  ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
  EXPECT_EQ(message.type, DnstapType::kResolverResponse);
  EXPECT_FALSE(message.is_tcp);
  EXPECT_EQ(message.query_address.size(), 16U);
  EXPECT_EQ(as_chars(message.response_address), full_tap().response_address);
  EXPECT_EQ(message.query_port, 40'000);
  EXPECT_EQ(message.response_port, 53);
  EXPECT_EQ(message.query_time_us, 1'599'999'999'999'999U);
  EXPECT_EQ(message.response_time_us, 1'600'000'000'250'000U);
  EXPECT_EQ(as_chars(message.query_message), "query");
  EXPECT_EQ(as_chars(message.query_zone), full_tap().query_zone);
  EXPECT_EQ(as_chars(message.response_message), "response");
}

TEST(ReadDnstap, KnowsStreamsByTheirProtocol) {
  for (const unsigned protocol : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 99U}) {
    Tap tap = full_tap();
    tap.protocol = protocol;
    const std::string frame = tap_payload(tap);
    DnstapMessage message;
    ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
    const bool is_tcp = protocol == 2 || protocol == 3 || protocol == 4 || protocol == 6;
    EXPECT_EQ(message.is_tcp, is_tcp) << protocol;
  }
}

TEST(ReadDnstap, NeedsNothingButAType) {
  const std::string frame = around_message(varint_field(1, 6));
  DnstapMessage message;
  ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
  EXPECT_EQ(message.type, DnstapType::kClientResponse);
  EXPECT_FALSE(message.query_time_us || message.response_time_us);
}

TEST(ReadDnstap, ATimeWithoutSecondsIsNone) {
  const std::string frame = around_message(varint_field(1, 6) + fixed32_field(13, 5));
  DnstapMessage message;
  ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
  EXPECT_FALSE(message.response_time_us);
}

TEST(ReadDnstap, StepsOverFieldsOfLaterVersions) {
  const std::string message_octets = tap_message(full_tap()) + varint_field(16, 2) +
                                     bytes_field(15, "policy") + fixed32_field(99, 1) +
                                     varint(100 << 3 | 1U) + std::string(8, 'x');
  const std::string frame = around_message(message_octets) + bytes_field(77, "more");
  DnstapMessage message;
  ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
  EXPECT_EQ(as_chars(message.response_message), "response");
}

struct BadFrame {
  const char* name;
  std::string frame;
  Reason reason;
};

TEST(ReadDnstap, RefusesWithReasonAndPlace) {
  const std::string type = varint_field(1, 4);
  const BadFrame cases[] = {
      {"nothing", "", Reason::kTapNotMessage},
      {"no message", varint_field(15, 1), Reason::kTapNotMessage},
      {"another kind", bytes_field(14, type) + varint_field(15, 2), Reason::kTapNotMessage},
      {"no kind", bytes_field(14, type), Reason::kTapNotMessage},
      {"message as a number", varint_field(14, 1) + varint_field(15, 1), Reason::kTapMalformed},
      {"no type", around_message(varint_field(3, 1)), Reason::kTapMalformed},
      {"type as octets", around_message(bytes_field(1, "x")), Reason::kTapMalformed},
      {"type too large", around_message(varint_field(1, 1ULL << 32)), Reason::kTapMalformed},
      {"port too large", around_message(type + varint_field(7, 65'536)), Reason::kTapMalformed},
      {"address of 5", around_message(type + bytes_field(5, "12345")), Reason::kTapBadAddress},
      {"field 0", around_message(type + varint_field(0, 1)), Reason::kTapMalformed},
      {"group", around_message(type + varint(20 << 3 | 3U)), Reason::kTapMalformed},
      {"varint without end", around_message(type + varint(8 << 3) + std::string(10, '\xFF')),
       Reason::kTapMalformed},
      {"varint of 65 bits", around_message(type + varint(8 << 3) + std::string(9, '\xFF') + "\x02"),
       Reason::kTapMalformed},
      {"octets past the end", around_message(type + varint(14 << 3 | 2U) + varint(100) + "x"),
       Reason::kTapMalformed},
      {"length beyond any", around_message(type + varint(14 << 3 | 2U) + varint(~0ULL) + "x"),
       Reason::kTapMalformed},
      {"query nanoseconds", around_message(type + fixed32_field(9, 1'000'000'000)),
       Reason::kTapNanoseconds},
      {"response nanoseconds", around_message(type + fixed32_field(13, ~0U)),
       Reason::kTapNanoseconds},
  };
  for (const BadFrame& row : cases) {
    DnstapMessage message;
    const auto fault = read_dnstap(as_bytes(row.frame), message);
    ASSERT_TRUE(fault) << row.name;
    EXPECT_EQ(fault->reason, row.reason) << row.name;
    EXPECT_LE(fault->offset, row.frame.size()) << row.name;
  }
}

TEST(ReadDnstap, AcceptsNoPrefixOfAMessage) {
  const std::string frame = tap_payload(full_tap());
  for (std::size_t n = 0; n < frame.size(); ++n) {
    DnstapMessage message;
    EXPECT_TRUE(read_dnstap(as_bytes(frame).first(n), message)) << n;
  }
}

TEST(ReadDnstap, SaturatesAbsurdTimes) {
  Tap tap = full_tap();
  tap.response_seconds = ~0ULL;
  const std::string frame = tap_payload(tap);
  DnstapMessage message;
  ASSERT_FALSE(read_dnstap(as_bytes(frame), message));
  EXPECT_EQ(message.response_time_us, ~0ULL);
}

}  // namespace
}  // namespace spoor::capture
