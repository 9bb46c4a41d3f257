// SPDX-License-Identifier: Apache-2.0
#include "capture/cdns_file.h"

#include <gtest/gtest.h>

#include "capture/cdns_builder.h"
#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

constexpr std::uint64_t kMicros = 1'000'000;

struct Outcome {
  explicit Outcome(const std::string& content) {
    const auto in = InputStream::from_memory(as_bytes(content));
    auto file = MessageFile::open(*in, {}, sink);
    if (!file) {
      error = file.error();
      return;
    }
    Result<bool> more = (*file)->step();
    for (; more && *more; ++blocks) more = (*file)->step();
    if (!more) error = more.error();
    stats = (*file)->stats();
    offset = in->offset();
  }
  [[nodiscard]] std::string payload(std::size_t at = 0) const {
    return {sink.kept.at(at).payload.begin(), sink.kept.at(at).payload.end()};
  }
  KeepingSink sink;
  CaptureStats stats;
  std::optional<Error> error;
  std::uint64_t blocks = 0;
  std::uint64_t offset = 0;
};

std::string item(const std::vector<std::pair<std::int64_t, std::string>>& fields) {
  return cbor::map(fields);
}
std::string file_of(const std::vector<std::string>& items) {
  return cbor::cdns_file({cbor::block(items)}, kMicros);
}

TEST(CdnsFile, IsRecognisedByItsContent) {
  EXPECT_EQ(MessageFile::format_of(as_bytes(file_of({}))), "cdns");
  EXPECT_EQ(MessageFile::format_of(as_bytes(std::string("\x9F\x65") + "C-DNS")), "cdns");
  EXPECT_EQ(MessageFile::format_of(as_bytes(std::string("\x83\x65") + "C-DN")), "");
  EXPECT_EQ(MessageFile::format_of(as_bytes(std::string("\x82\x65") + "C-DNS")), "");
}

TEST(CdnsFile, PutsAResponseTogether) {
  const std::string content = file_of({cbor::exchange(1'000, 250)});
  const Outcome outcome(content);
  ASSERT_FALSE(outcome.error) << describe(*outcome.error);
  ASSERT_EQ(outcome.sink.kept.size(), 1U);
  const harden::CapturedMessage& message = outcome.sink.kept[0].message;
  EXPECT_EQ(message.time_us, 1'600'000'000 * kMicros + 500 + 1'000 + 250);
  EXPECT_EQ(message.source, *parse_ip_address("192.0.2.53"));
  EXPECT_EQ(message.destination, *parse_ip_address("192.0.2.1"));
  EXPECT_EQ(message.source_port, 53);
  EXPECT_EQ(message.destination_port, 40'000);
  EXPECT_EQ(message.transport, harden::Transport::kUdp);
  EXPECT_EQ(message.logged_by, harden::LoggedBy::kNobody);
  EXPECT_TRUE(message.is_matched);
  EXPECT_EQ(message.packet, 1U);
  const std::string www = std::string(
                              "\x03www\x07"
                              "example",
                              12) +
                          '\0';
  const std::string example = std::string(
                                  "\x07"
                                  "example",
                                  8) +
                              '\0';
  const std::string ns = std::string(
                             "\x02ns\x07"
                             "example",
                             11) +
                         '\0';
  const std::string expected =
      std::string("\0\x07\x85\0\0\x01\0\x01\0\x01\0\x02", 12) + www +
      std::string("\0\x01\0\x01", 4) +
      std::string("\xC0\x0C\0\x01\0\x01\0\0\x01\x2C\0\x04\xC0\0\x02\x50", 16) + example +
      std::string("\0\x02\0\x01\0\0\x01\x2C\0\x0C", 10) + ns + ns +
      std::string("\0\x01\0\x01\0\0\x01\x2C\0\x04\xC0\0\x02\x35", 14) +
      std::string("\0\0\x29\x04\xD0\0\0\x01\x2C\0\0", 11);
  EXPECT_EQ(outcome.payload(), expected);
  EXPECT_EQ(outcome.stats.packets, 1U);
  EXPECT_EQ(outcome.stats.responses, 1U);
  EXPECT_EQ(outcome.offset, content.size());
}

TEST(CdnsFile, CountsTicksOfAnyLength) {
  const std::string content =
      cbor::cdns_file({cbor::block({cbor::exchange(3'000'000'000, -500'000'000)})}, 1'000'000'000);
  const Outcome outcome(content);
  ASSERT_EQ(outcome.sink.kept.size(), 1U);
  EXPECT_EQ(outcome.sink.kept[0].message.time_us, 1'600'000'002 * kMicros + 500'000);
}

TEST(CdnsFile, KnowsWhichHalvesAreThere) {
  const auto half = [](std::int64_t signature) {
    return item({{0, cbor::number(5)},
                 {1, cbor::number(1)},
                 {2, cbor::number(9)},
                 {3, cbor::number(1)},
                 {4, cbor::number(signature)},
                 {6, cbor::number(100)},
                 {7, cbor::number(0)}});
  };
  const Outcome outcome(file_of({half(1), half(2), half(3), half(4)}));
  ASSERT_EQ(outcome.sink.kept.size(), 3U);
  EXPECT_EQ(outcome.stats.of(Reason::kCdnsQuery), 1U);
  const harden::CapturedMessage& alone = outcome.sink.kept[0].message;
  EXPECT_FALSE(alone.is_matched);
  EXPECT_EQ(alone.time_us, 1'600'000'000 * kMicros + 505) << "its own time, no delay";
  EXPECT_EQ(outcome.payload(1).size(), 12U) << "no question";
  const harden::CapturedMessage& stream = outcome.sink.kept[2].message;
  EXPECT_EQ(stream.transport, harden::Transport::kTcp);
  EXPECT_EQ(outcome.payload(2)[3], 3) << "NXDOMAIN";
}

TEST(CdnsFile, CountsBrokenItemsAndReadsOn) {
  const auto broken = [](const std::vector<std::pair<std::int64_t, std::string>>& fields) {
    std::vector<std::pair<std::int64_t, std::string>> all{
        {0, cbor::number(5)}, {4, cbor::number(0)}, {7, cbor::number(0)}};
    all.insert(all.end(), fields.begin(), fields.end());
    return item(all);
  };
  const Outcome outcome(file_of({
      broken({{4, cbor::number(99)}}),
      broken({{7, cbor::number(99)}}),
      broken({{1, cbor::number(99)}}),
      broken({{2, cbor::number(65'536)}}),
      broken({{12, cbor::map({{1, cbor::number(99)}})}}),
      broken({{12, cbor::map({{1, cbor::number(3)}})}}),
      broken({{12, cbor::map({{1, cbor::number(4)}})}}),
      broken({{12, cbor::map({{0, cbor::number(9)}})}}),
      item({{4, cbor::number(0)}, {7, cbor::number(0)}}),
      broken({{3, cbor::octets("id")}}),
      cbor::number(4),
      cbor::exchange(1, 1),
  }));
  EXPECT_FALSE(outcome.error);
  EXPECT_EQ(outcome.sink.kept.size(), 1U);
  EXPECT_EQ(outcome.sink.kept[0].message.packet, 12U);
  EXPECT_EQ(outcome.stats.of(Reason::kCdnsBadIndex), 8U);
  EXPECT_EQ(outcome.stats.of(Reason::kCdnsNoTime), 1U);
  EXPECT_EQ(outcome.stats.of(Reason::kCdnsBadItem), 2U);
  EXPECT_EQ(outcome.stats.faults.size(), kMaxCaptureFaults);
  EXPECT_EQ(outcome.stats.faults[1].number, 2U);
}

TEST(CdnsFile, KeepsFurtherQuestions) {
  const Outcome outcome(file_of({item({{0, cbor::number(5)},
                                       {4, cbor::number(0)},
                                       {7, cbor::number(0)},
                                       {12, cbor::map({{0, cbor::number(0)}})}})}));
  ASSERT_EQ(outcome.sink.kept.size(), 1U);
  EXPECT_EQ(outcome.payload()[5], 2) << "QDCOUNT";
}

TEST(CdnsFile, ReadsBlockAfterBlockOfAnyLength) {
  const std::string one = cbor::block({cbor::exchange(1, 1), cbor::exchange(2, 1)});
  const std::string whole = cbor::cdns_file({one, one, one}, kMicros);
  const Outcome fixed(whole);
  EXPECT_EQ(fixed.blocks, 3U);
  EXPECT_EQ(fixed.sink.kept.size(), 6U);
  // The same with both outer arrays of indefinite length.
  std::string open = whole;
  open[0] = '\x9F';
  const std::size_t at = open.find(one) - 1;
  open[at] = '\x9F';
  const Outcome indefinite(open + "\xFF\xFF");
  EXPECT_FALSE(indefinite.error);
  EXPECT_EQ(indefinite.sink.kept.size(), 6U);
  EXPECT_EQ(indefinite.offset, open.size() + 2);
}

TEST(CdnsFile, EndsWhereItIsBrokenAndSaysWhere) {
  const std::string one = cbor::block({cbor::exchange(1, 1)});
  const std::string whole = cbor::cdns_file({one, one}, kMicros);
  const std::size_t begin = whole.find(one);
  for (std::size_t n = begin; n < whole.size(); ++n) {
    const Outcome cut(whole.substr(0, n));
    ASSERT_TRUE(cut.error) << n;
    EXPECT_EQ(cut.error->code, ErrorCode::kTruncated) << n;
    EXPECT_EQ(cut.sink.kept.size(), n < begin + one.size() ? 0U : 1U) << n;
    EXPECT_EQ(cut.offset, n < begin + one.size() ? begin : begin + one.size()) << n;
  }
  std::string wrong = whole;
  wrong[begin + one.size()] = '\x40';  // octets where a block should be
  const Outcome outcome(wrong);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->code, ErrorCode::kMalformed);
  EXPECT_NE(outcome.error->where.find("block 2"), std::string::npos);
  EXPECT_EQ(outcome.sink.kept.size(), 1U);
}

TEST(CdnsFile, RefusesWhatItDoesNotKnow) {
  const std::string start = "\x83" + cbor::text("C-DNS");
  const std::string cases[] = {
      start + cbor::map({{0, cbor::number(2)}}) + cbor::array({}),
      start + cbor::map({}) + cbor::array({}),
      start + cbor::number(1) + cbor::array({}),
      start + cbor::map({{0, cbor::number(1)}}) + cbor::number(1),
      start + "\xFF",
  };
  for (const std::string& content : cases) {
    const Outcome outcome(content);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::kMalformed);
  }
}

TEST(CdnsFile, BoundsABlock) {
  const std::string many = cbor::head(4, 1'000'001) + std::string(1'000'001, '\xA0');
  const std::string block = cbor::map({{2, cbor::map({{1, many}})}});
  const Outcome entries(cbor::cdns_file({block}, kMicros));
  ASSERT_TRUE(entries.error);
  EXPECT_EQ(entries.error->code, ErrorCode::kLimit);
  const std::string large = cbor::map({{-1, cbor::octets(std::string(17U << 20, 'x'))}});
  const Outcome octets(cbor::cdns_file({large}, kMicros));
  ASSERT_TRUE(octets.error);
  EXPECT_EQ(octets.error->code, ErrorCode::kLimit);
}

}  // namespace
}  // namespace spoor::capture
