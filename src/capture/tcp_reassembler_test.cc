// SPDX-License-Identifier: Apache-2.0
// Whatever the segmentation, order and repetition, the messages are the same; and nothing is
// believed without a message boundary.
#include "capture/tcp_reassembler.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;
using harden::Checksum;

class Tcp : public ::testing::Test {
 protected:
  /// Server to client unless `to_server`.
  TcpSegment segment(std::uint32_t sequence, Bytes data, bool to_server = false) const {
    TcpSegment out;
    out.source = to_server ? client_ : server_;
    out.destination = to_server ? server_ : client_;
    out.source_port = to_server ? std::uint16_t{40'000} : std::uint16_t{53};
    out.destination_port = to_server ? std::uint16_t{53} : std::uint16_t{40'000};
    out.from_server = !to_server;
    out.from_client = to_server;
    out.ack = true;
    out.sequence = sequence;
    out.time_us = now_us_;
    out.packet = 1;
    out.data = data;
    out.checksum = Checksum::kGood;
    return out;
  }
  void syn(std::uint32_t sequence, bool to_server = false) {
    TcpSegment out = segment(sequence, {}, to_server);
    out.syn = true;
    out.ack = !to_server;
    tcp_.add(out);
  }
  void send(std::uint32_t sequence, Bytes data, bool to_server = false) {
    tcp_.add(segment(sequence, data, to_server));
  }

  static void append(Octets& stream, const Octets& message) {
    const Octets framed = Builder().u16(static_cast<unsigned>(message.size())).add(message).take();
    stream.insert(stream.end(), framed.begin(), framed.end());
  }
  std::vector<Octets> got() const {
    std::vector<Octets> payloads;
    for (const KeptMessage& kept : sink_.kept) payloads.push_back(kept.payload);
    return payloads;
  }

  Octets server_{192, 0, 2, 53};
  Octets client_{192, 0, 2, 1};
  std::uint64_t now_us_ = 1'000'000;
  KeepingSink sink_;
  CaptureStats stats_;
  MessageOutlet outlet_{sink_, stats_};
  TcpReassembler tcp_{TcpLimits{}, 1, outlet_};
};

struct Conversation {
  std::vector<Octets> messages;
  Octets stream;
};

class TcpAnySegmentation : public Tcp, public ::testing::WithParamInterface<std::uint32_t> {};
INSTANTIATE_TEST_SUITE_P(FirstSequenceNumbers, TcpAnySegmentation,
                         ::testing::Values(1U, 0x7FFF'FF00U, 0xFFFF'FF00U));

TEST_P(TcpAnySegmentation, GivesTheSameMessages) {
  const std::uint32_t first = GetParam();
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::vector<Octets> messages;
    Octets stream;
    for (unsigned i = 0; i < 1 + random() % 6; ++i) {
      messages.push_back(dns_message_of_size(static_cast<std::uint16_t>(i), true,
                                             12 + random() % (i == 3 ? 3'000 : 90)));
      append(stream, messages.back());
    }
    struct Piece {
      std::size_t at;
      std::size_t size;
    };
    std::vector<Piece> pieces;
    const std::size_t longest = 1 + random() % 200;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t size = std::min(stream.size() - at, 1 + random() % longest);
      pieces.push_back({at, size});
      // Now and then said again, cut otherwise.
      if (random() % 4 == 0) {
        const std::size_t from = random() % (at + 1);
        pieces.push_back({from, std::min(stream.size() - from, 1 + random() % 300)});
      }
      at += size;
    }
    // Reordered over a short distance, as networks do.
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) {
      if (random() % 2 == 0)
        std::swap(pieces[i], pieces[std::min(pieces.size() - 1, i + random() % 5)]);
    }
    syn(first - 1);
    for (const Piece& piece : pieces) {
      send(first + static_cast<std::uint32_t>(piece.at),
           Bytes(stream).subspan(piece.at, piece.size));
    }
    ASSERT_EQ(got(), messages) << "round " << round;
    sink_.kept.clear();
    tcp_.finish();
    ASSERT_EQ(tcp_.bytes(), 0U);
  }
  EXPECT_EQ(stats_.lost().total(), 0U);
}

TEST_F(Tcp, BothDirectionsAreStreamsOfTheirOwn) {
  Octets query;
  append(query, dns_message(1, false));
  Octets answer;
  append(answer, dns_message(1, true));
  syn(100, true);
  syn(500);
  send(101, query, true);
  send(501, answer);
  ASSERT_EQ(sink_.kept.size(), 2U);
  EXPECT_EQ(sink_.kept[0].message.destination_port, 53);
  EXPECT_EQ(sink_.kept[0].message.checksum, Checksum::kUnchecked);
  EXPECT_EQ(sink_.kept[1].message.source_port, 53);
  EXPECT_EQ(sink_.kept[1].message.source, IpAddress::v4(server_));
  EXPECT_EQ(sink_.kept[1].message.checksum, Checksum::kGood);
  EXPECT_EQ(sink_.kept[1].message.transport, harden::Transport::kTcp);
}

TEST_F(Tcp, DataOnTheSynIsRead) {
  Octets query;
  append(query, dns_message(1, false));
  TcpSegment open = segment(100, query, true);
  open.syn = true;
  open.ack = false;
  tcp_.add(open);
  tcp_.add(open);
  send(101, query, true);
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Tcp, WithoutSynOnlyTheBeginningOfAMessageIsBelieved) {
  Octets stream;
  append(stream, dns_message(1, true));
  append(stream, dns_message(2, true));
  send(1'000, Bytes(stream).subspan(5));
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kTcpStartUnknown), 1U);
  send(2'000, stream);
  EXPECT_EQ(sink_.kept.size(), 2U);
}

TEST_F(Tcp, WithoutSynALengthAloneMayBegin) {
  Octets stream;
  append(stream, dns_message(1, true));
  send(1'000, Bytes(stream).first(2));
  send(1'002, Bytes(stream).subspan(2));
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Tcp, WithoutSynADirectionHasItsOwnKindOfMessage) {
  Octets query;
  append(query, dns_message(1, false));
  send(1'000, query);
  EXPECT_TRUE(sink_.kept.empty());
}

TEST_F(Tcp, HoleThatIsNotFilledLosesTheMessageAndGoesOnBehindIt) {
  Octets stream;
  append(stream, dns_message_of_size(1, true, 500));
  const std::size_t second = stream.size();
  append(stream, dns_message(2, true));
  syn(0);
  send(1, Bytes(stream).first(100));
  send(static_cast<std::uint32_t>(1 + 200), Bytes(stream).subspan(200, second - 200));
  send(static_cast<std::uint32_t>(1 + second), Bytes(stream).subspan(second));
  EXPECT_TRUE(sink_.kept.empty());
  tcp_.finish();
  EXPECT_EQ(got(), std::vector<Octets>{dns_message(2, true)});
  EXPECT_EQ(stats_.of(Reason::kTcpHole), 1U);
}

TEST_F(Tcp, HoleIsGivenUpAfterSomeTime) {
  Octets stream;
  append(stream, dns_message(1, true));
  const std::size_t second = stream.size();
  append(stream, dns_message(2, true));
  const std::size_t third = stream.size();
  append(stream, dns_message(3, true));
  syn(0);
  send(static_cast<std::uint32_t>(1 + second), Bytes(stream).subspan(second, third - second));
  now_us_ += 4'000'000;
  send(1, Bytes(stream).first(3));
  EXPECT_TRUE(sink_.kept.empty());
  now_us_ += 2'000'000;
  send(static_cast<std::uint32_t>(1 + third), Bytes(stream).subspan(third));
  EXPECT_EQ(got(), (std::vector<Octets>{dns_message(2, true), dns_message(3, true)}));
}

TEST_F(Tcp, ContradictionDropsTheStream) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(1, Bytes(stream).first(20));
  Octets forged = stream;
  forged[15] ^= 1;
  send(1 + 10, Bytes(forged).subspan(10));
  send(1 + 20, Bytes(stream).subspan(20));
  tcp_.finish();
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kTcpConflict), 1U);
}

TEST_F(Tcp, ContradictionAmongWaitingSegmentsDropsTheStream) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(1 + 20, Bytes(stream).subspan(20));
  Octets forged = stream;
  forged[25] ^= 1;
  send(1 + 22, Bytes(forged).subspan(22, 8));
  send(1, stream);
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kTcpConflict), 1U);
}

TEST_F(Tcp, BrokenSegmentDoesNotContradict) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(1, Bytes(stream).first(20));
  Octets damaged = stream;
  damaged[15] ^= 1;
  TcpSegment bad = segment(1 + 10, Bytes(damaged).subspan(10, 8));
  bad.checksum = Checksum::kBad;
  tcp_.add(bad);
  send(1 + 20, Bytes(stream).subspan(20));
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Tcp, OneBadSegmentMakesItsMessagesBad) {
  Octets stream;
  for (std::uint16_t id = 0; id < 3; ++id) append(stream, dns_message(id, true));
  const std::size_t each = stream.size() / 3;
  syn(0);
  send(1, Bytes(stream).first(each + 4));
  TcpSegment bad =
      segment(static_cast<std::uint32_t>(1 + each + 4), Bytes(stream).subspan(each + 4, 5));
  bad.checksum = Checksum::kBad;
  tcp_.add(bad);
  send(static_cast<std::uint32_t>(1 + each + 9), Bytes(stream).subspan(each + 9));
  ASSERT_EQ(sink_.kept.size(), 3U);
  EXPECT_EQ(sink_.kept[0].message.checksum, Checksum::kGood);
  EXPECT_EQ(sink_.kept[1].message.checksum, Checksum::kBad);
  EXPECT_EQ(sink_.kept[2].message.checksum, Checksum::kGood);
}

TEST_F(Tcp, LengthBelowAHeaderEndsTheTrust) {
  syn(0);
  Octets stream{0, 5, 1, 2, 3, 4, 5};
  append(stream, dns_message(1, true));
  send(1, stream);
  EXPECT_TRUE(sink_.kept.empty());
  EXPECT_EQ(stats_.of(Reason::kTcpBadLength), 1U);
}

TEST_F(Tcp, NewSynBetweenTheSamePortsBeginsAnew) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(1, Bytes(stream).first(10));
  syn(7'000'000, true);
  syn(5'000'000);
  send(5'000'001, stream);
  EXPECT_EQ(sink_.kept.size(), 1U);
  EXPECT_EQ(stats_.of(Reason::kTcpUnfinished), 1U);
}

TEST_F(Tcp, StrayFarOutsideIsIgnoredUntilItIsTheRule) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(3'000'000'000U, stream);
  send(1, stream);
  EXPECT_EQ(sink_.kept.size(), 1U);
  for (int i = 0; i < 9; ++i)
    send(3'000'000'000U + static_cast<std::uint32_t>(i) * static_cast<std::uint32_t>(stream.size()),
         stream);
  EXPECT_EQ(sink_.kept.size(), 2U);
  EXPECT_EQ(stats_.of(Reason::kTcpOutsideWindow), 9U);
}

TEST_F(Tcp, UnfinishedMessageIsCounted) {
  Octets stream;
  append(stream, dns_message(1, true));
  syn(0);
  send(1, Bytes(stream).first(10));
  tcp_.finish();
  EXPECT_EQ(stats_.of(Reason::kTcpUnfinished), 1U);
}

TEST_F(Tcp, StaysInsideItsBounds) {
  TcpLimits limits;
  limits.flows = 20;
  limits.bytes = 30'000;
  limits.ahead_bytes = 10'000;
  limits.ahead_segments = 50;
  TcpReassembler tcp(limits, 1, outlet_);
  std::mt19937 random(9);
  const Octets data(900, 0x55);
  for (int i = 0; i < 5'000; ++i) {
    TcpSegment some =
        segment(static_cast<std::uint32_t>(random() % 100'000), Bytes(data).first(random() % 900));
    some.destination_port = static_cast<std::uint16_t>(40'000 + random() % 40);
    some.syn = random() % 5 == 0;
    tcp.add(some);
    ASSERT_LE(tcp.bytes(), limits.bytes);
    ASSERT_LE(tcp.flows(), limits.flows);
  }
  tcp.finish();
  EXPECT_EQ(tcp.bytes(), 0U);
  EXPECT_EQ(tcp.flows(), 0U);
  EXPECT_GT(stats_.of(Reason::kTcpEvicted), 0U);
}

TEST_F(Tcp, SilentFlowsGo) {
  syn(0);
  now_us_ += 121'000'000;
  TcpSegment other = segment(0, {});
  other.destination_port = 40'001;
  other.syn = true;
  tcp_.add(other);
  EXPECT_EQ(tcp_.flows(), 1U);
}

TEST(LooksLikeTcpMessage, NeedsAHeaderThatMakesSense) {
  const bool yes = true;
  const bool no = false;
  const Octets good = Builder().u16(100).add(dns_message(1, true)).take();
  EXPECT_TRUE(looks_like_tcp_message(good, &yes));
  EXPECT_TRUE(looks_like_tcp_message(good, nullptr));
  EXPECT_FALSE(looks_like_tcp_message(good, &no));
  EXPECT_FALSE(looks_like_tcp_message(Bytes(good).first(13), nullptr));
  for (const auto& [at, value] :
       std::vector<std::pair<std::size_t, std::uint8_t>>{{1, 12} /* too short for its question */,
                                                         {4, 0x99} /* opcode 3 */,
                                                         {5, 0x40} /* Z */,
                                                         {7, 2},
                                                         {9, 200}}) {
    Octets bad = good;
    bad[at] = value;
    EXPECT_FALSE(looks_like_tcp_message(bad, nullptr)) << at;
  }
}

}  // namespace
}  // namespace spoor::capture
