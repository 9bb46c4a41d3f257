// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_file.h"

#include <gtest/gtest.h>

#include "capture/packet_builder.h"
#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;
using harden::LoggedBy;

std::string response(std::uint16_t id = 1) {
  const Octets octets = dns_message(id, true);
  return {octets.begin(), octets.end()};
}

Tap tap_of(unsigned type) {
  Tap tap;
  tap.type = type;
  tap.query_zone = std::string(
      "\x07"
      "example\0",
      9);
  tap.response_message = response();
  return tap;
}

/// What a file gave, read to its end or its error.
struct Outcome {
  explicit Outcome(const std::string& content, const DnstapOptions& options = {}) {
    const auto in = InputStream::from_memory(as_bytes(content));
    CaptureOptions all;
    all.dnstap = options;
    auto file = MessageFile::open(*in, all, sink);
    EXPECT_TRUE(file);
    Result<bool> more = true;
    while (more && *more) {
      more = (*file)->step();
      ++steps;
    }
    if (!more) error = more.error();
    stats = (*file)->stats();
    offset = in->offset();
  }
  KeepingSink sink;
  CaptureStats stats;
  std::optional<Error> error;
  std::uint64_t steps = 0;
  std::uint64_t offset = 0;
};

TEST(DnstapFile, IsRecognisedByItsContent) {
  const auto format = [](const std::string& text) {
    return MessageFile::format_of(as_bytes(text));
  };
  EXPECT_EQ(format(control_frame(2, kTapContent)), "dnstap");
  EXPECT_EQ(format(control_frame(4, kTapContent) + "more"), "dnstap");
  EXPECT_EQ(format(tap_payload(tap_of(4))), "dnstap");
  EXPECT_EQ(format(control_frame(2, "protobuf:other")), "");
  EXPECT_EQ(format(control_frame(2)), "");
  EXPECT_EQ(format(control_frame(3, kTapContent)), "");
  EXPECT_EQ(format(control_frame(2, kTapContent).substr(0, 20)), "");
  EXPECT_EQ(format(""), "");
  EXPECT_EQ(format("{\"rrname\":\"example.com\"}\n"), "");
  EXPECT_EQ(format(tap_payload(tap_of(4)) + std::string(5000, 'x')), "");
}

TEST(DnstapFile, HandsOnWhatAResolverWasTold) {
  const Outcome outcome(frame_stream(std::vector{tap_payload(tap_of(4))}));
  EXPECT_FALSE(outcome.error);
  ASSERT_EQ(outcome.sink.kept.size(), 1U);
  const harden::CapturedMessage& message = outcome.sink.kept[0].message;
  EXPECT_EQ(message.logged_by, LoggedBy::kResolver);
  EXPECT_TRUE(message.is_matched);
  EXPECT_EQ(message.time_us, 1'600'000'000'250'000U);
  EXPECT_EQ(message.source, *parse_ip_address("198.51.100.53"));
  EXPECT_EQ(message.source_port, 53);
  EXPECT_EQ(message.packet, 1U);
  EXPECT_EQ(as_chars(outcome.sink.kept[0].payload), response());
  EXPECT_EQ(outcome.stats.packets, 1U);
  EXPECT_EQ(outcome.stats.messages, 1U);
  EXPECT_EQ(outcome.stats.responses, 1U);
  EXPECT_EQ(outcome.stats.skipped().total(), 0U);
}

/// Looks at the zone while the message lives.
struct ZoneSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    zones.push_back(message.zone == nullptr ? "none" : dns::name_to_text(*message.zone));
  }
  std::vector<std::string> zones;
};

TEST(DnstapFile, TellsTheZoneOfAResolversQuestionAlone) {
  Tap bare = tap_of(4);
  bare.query_zone.clear();
  Tap loud = tap_of(4);
  loud.query_zone = std::string(
      "\x07"
      "EXAMPLE\0",
      9);
  const std::string content = frame_stream(std::vector{tap_payload(tap_of(4)), tap_payload(bare),
                                                       tap_payload(loud), tap_payload(tap_of(8))});
  const auto in = InputStream::from_memory(as_bytes(content));
  ZoneSink sink;
  DnstapFile file(*in, {}, sink);
  Result<bool> more = true;
  while (more && *more) more = file.step();
  EXPECT_EQ(sink.zones, (std::vector<std::string>{"example.", "none", "example.", "none"}));
}

TEST(DnstapFile, TakesEachTypeWhenAsked) {
  std::vector<std::string> payloads;
  for (unsigned type = 0; type <= 15; ++type) payloads.push_back(tap_payload(tap_of(type)));
  const std::string content = frame_stream(payloads);
  const Outcome usual(content);
  EXPECT_EQ(usual.stats.packets, 16U);
  ASSERT_EQ(usual.sink.kept.size(), 3U);
  EXPECT_EQ(usual.sink.kept[0].message.logged_by, LoggedBy::kAuthority);
  EXPECT_EQ(usual.sink.kept[1].message.logged_by, LoggedBy::kResolver);
  EXPECT_EQ(usual.sink.kept[2].message.logged_by, LoggedBy::kClient);
  EXPECT_EQ(usual.stats.of(Reason::kTapQuery), 7U);
  for (const Reason reason : {Reason::kTapClientResponse, Reason::kTapStubResponse,
                              Reason::kTapToolResponse, Reason::kTapUpdateResponse})
    EXPECT_EQ(usual.stats.of(reason), 1U) << reason_text(reason);
  EXPECT_EQ(usual.stats.of(Reason::kTapOtherType), 2U);
  EXPECT_EQ(usual.stats.lost().total(), 0U);

  const Outcome others(content, {.auth = false,
                                 .resolver = false,
                                 .client = true,
                                 .forwarder = false,
                                 .stub = true,
                                 .tool = true});
  EXPECT_EQ(others.sink.kept.size(), 3U);
  for (const Reason reason :
       {Reason::kTapAuthResponse, Reason::kTapResolverResponse, Reason::kTapForwarderResponse})
    EXPECT_EQ(others.stats.of(reason), 1U) << reason_text(reason);
}

TEST(DnstapFile, TakesTheQuerysTimeWhereTheResponseHasNone) {
  Tap tap = tap_of(4);
  tap.response_seconds.reset();
  tap.response_nanos.reset();
  Tap timeless = tap;
  tap.query_seconds = 1'500'000'000;
  const Outcome outcome(frame_stream(std::vector{tap_payload(tap), tap_payload(timeless)}));
  ASSERT_EQ(outcome.sink.kept.size(), 1U);
  EXPECT_EQ(outcome.sink.kept[0].message.time_us, 1'500'000'000'000'000U);
  EXPECT_EQ(outcome.stats.of(Reason::kTapNoTime), 1U);
}

TEST(DnstapFile, CountsFaultsWithFrameAndOffsetAndReadsOn) {
  Tap bad_time = tap_of(4);
  bad_time.query_nanos = 1'000'000'000;
  Tap bad_zone = tap_of(4);
  bad_zone.query_zone =
      "\x07"
      "exa";
  Tap silent = tap_of(4);
  silent.response_message.clear();
  Tap stub = tap_of(4);
  stub.response_message = "short";
  const std::string first = tap_payload(tap_of(4));
  const std::string second = tap_payload(bad_time);
  const Outcome outcome(frame_stream(std::vector{first, second, tap_payload(bad_zone),
                                                 tap_payload(silent), tap_payload(stub), first}));
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.sink.kept.size(), 2U);
  ASSERT_EQ(outcome.stats.faults.size(), 3U);
  const CaptureFault& fault = outcome.stats.faults[0];
  EXPECT_EQ(fault.number, 2U);
  EXPECT_EQ(fault.reason, Reason::kTapNanoseconds);
  const std::size_t begin = control_frame(2, kTapContent).size() + 4 + first.size() + 4;
  EXPECT_EQ(fault.offset, begin + second.find(fixed32_field(9, 1'000'000'000)) + 5);
  EXPECT_EQ(outcome.stats.faults[1].reason, Reason::kTapBadZone);
  EXPECT_EQ(outcome.stats.faults[2].reason, Reason::kTapNoResponse);
  EXPECT_EQ(outcome.stats.of(Reason::kShortMessage), 1U);
}

TEST(DnstapFile, RemembersTheFirstFaultsAlone) {
  Tap bad = tap_of(4);
  bad.response_nanos = ~0U;
  std::vector<std::string> payloads(25, tap_payload(bad));
  payloads.push_back(tap_payload(tap_of(4)));
  const Outcome outcome(frame_stream(payloads));
  EXPECT_EQ(outcome.stats.of(Reason::kTapNanoseconds), 25U);
  EXPECT_EQ(outcome.stats.faults.size(), kMaxCaptureFaults);
}

TEST(DnstapFile, RefusesAFileOfWhichNothingCouldBeRead) {
  Tap bad = tap_of(5);
  bad.query_nanos = 1'000'000'000;
  for (const std::string& content :
       {tap_payload(bad), frame_stream(std::vector{tap_payload(bad)})}) {
    const Outcome outcome(content);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::kMalformed);
    EXPECT_NE(describe(*outcome.error).find("frame 1"), std::string::npos);
    EXPECT_NE(describe(*outcome.error).find("nanoseconds"), std::string::npos);
    EXPECT_EQ(outcome.stats.packets, 0U);
  }
}

TEST(DnstapFile, ReadsABarePayload) {
  const Outcome outcome(tap_payload(tap_of(4)));
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.sink.kept.size(), 1U);
}

TEST(DnstapFile, ReadsDumpsOfSocketsAndSeveralStreams) {
  const std::string payload = data_frame(tap_payload(tap_of(4)));
  const std::string dump = control_frame(4, kTapContent) + control_frame(1, kTapContent) +
                           control_frame(2, kTapContent) + payload + control_frame(99) + payload +
                           control_frame(3) + control_frame(5);
  const Outcome outcome(dump + control_frame(2) + payload);
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.sink.kept.size(), 3U);
  EXPECT_EQ(outcome.sink.kept[2].message.packet, 3U);
}

TEST(DnstapFile, EndsWhereTheStreamIsBroken) {
  const std::string start = control_frame(2, kTapContent);
  const std::string payload = data_frame(tap_payload(tap_of(4)));
  struct Case {
    std::string content;
    ErrorCode code;
    std::size_t offset;
  };
  const Case cases[] = {
      {start + payload + "\xFF\xFF\xFF\xFF", ErrorCode::kMalformed, start.size() + payload.size()},
      {start + payload + control_frame(3) + payload, ErrorCode::kMalformed,
       start.size() + payload.size() + 12},
      {start + payload + control_frame(2, "protobuf:other") + payload, ErrorCode::kMalformed,
       start.size() + payload.size()},
      {start + payload + payload.substr(0, 50), ErrorCode::kTruncated,
       start.size() + payload.size()},
  };
  for (const Case& row : cases) {
    const Outcome outcome(row.content);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, row.code);
    EXPECT_EQ(outcome.error->offset, row.offset);
    EXPECT_NE(outcome.error->where.find("frame 2"), std::string::npos);
    EXPECT_EQ(outcome.sink.kept.size(), 1U);
  }
}

TEST(DnstapFile, IsTornNowhereElseThanInAFrame) {
  const std::string content = frame_stream(std::vector(3, tap_payload(tap_of(4))));
  const std::size_t start = control_frame(2, kTapContent).size();
  const std::size_t frame = data_frame(tap_payload(tap_of(4))).size();
  for (std::size_t n = start; n <= content.size(); ++n) {
    const Outcome outcome(content.substr(0, n));
    const std::size_t frames = std::min<std::size_t>(3, (n - start) / frame);
    EXPECT_EQ(outcome.sink.kept.size(), frames) << n;
    const bool is_boundary = n == start + frames * frame || n == content.size();
    EXPECT_EQ(outcome.error.has_value(), !is_boundary) << n;
  }
}

}  // namespace
}  // namespace spoor::capture
