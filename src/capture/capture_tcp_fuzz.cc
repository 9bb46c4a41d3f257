// SPDX-License-Identifier: Apache-2.0
// Any segmentation of a stream gives the messages of the whole. Input: a count of messages and
// their lengths, then segments as place and length; at the end everything comes once more, in
// order. Afterwards the same octets as segments of any kind, which must not break a bound.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "capture/tcp_reassembler.h"
#include "dns/wire_reader.h"

namespace {

using namespace spoor;
using Octets = std::vector<std::uint8_t>;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct KeepingSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    kept.emplace_back(message.payload.begin(), message.payload.end());
  }
  std::vector<Octets> kept;
};

constexpr std::uint8_t kServer[4] = {192, 0, 2, 53};
constexpr std::uint8_t kClient[4] = {192, 0, 2, 1};

capture::TcpSegment segment(std::uint32_t sequence, Bytes data) {
  capture::TcpSegment out;
  out.source = kServer;
  out.destination = kClient;
  out.source_port = 53;
  out.destination_port = 40'000;
  out.ack = out.from_server = true;
  out.sequence = sequence;
  out.time_us = 1;
  out.packet = 1;
  out.data = data;
  return out;
}

void any_segmentation(dns::WireReader in) {
  std::vector<Octets> messages;
  Octets stream;
  for (unsigned left = in.u8() % 8U; left != 0; --left) {
    Octets message(12 + in.u16() % 2'000);
    for (auto& octet : message) octet = static_cast<std::uint8_t>(stream.size() + message.size());
    stream.push_back(static_cast<std::uint8_t>(message.size() >> 8));
    stream.push_back(static_cast<std::uint8_t>(message.size()));
    stream.insert(stream.end(), message.begin(), message.end());
    messages.push_back(std::move(message));
  }
  KeepingSink sink;
  capture::CaptureStats stats;
  capture::MessageOutlet outlet(sink, stats);
  capture::TcpReassembler tcp({}, 1, outlet);
  const std::uint32_t first = in.u32();
  auto syn = segment(first - 1, {});
  syn.syn = true;
  tcp.add(syn);
  // Fewer segments than the limit of those that may wait, so that no hole is given up.
  for (int count = 0; in.left() >= 4 && count < 400; ++count) {
    const std::size_t at = in.u16() % (stream.size() + 1);
    const std::size_t size = std::min<std::size_t>(in.u16() % 512, stream.size() - at);
    tcp.add(segment(first + static_cast<std::uint32_t>(at), Bytes(stream).subspan(at, size)));
  }
  tcp.add(segment(first, stream));
  require(sink.kept == messages, "any segmentation gives the messages of the whole");
  tcp.finish();
  require(tcp.bytes() == 0 && tcp.flows() == 0, "nothing is kept at the end");
  require(stats.lost().total() == 0, "nothing is lost");
}

void any_segments(dns::WireReader in) {
  KeepingSink sink;
  capture::CaptureStats stats;
  capture::MessageOutlet outlet(sink, stats);
  capture::TcpLimits limits;
  limits.flows = 3;
  limits.bytes = 5'000;
  limits.ahead_bytes = 2'000;
  limits.ahead_segments = 6;
  capture::TcpReassembler tcp(limits, 1, outlet);
  while (in.left() >= 6) {
    const unsigned flags = in.u8();
    const std::uint32_t sequence = in.u16();
    const Bytes data = in.bytes(std::min<std::size_t>(in.u8(), in.left()));
    auto some = segment(flags < 16 ? in.u32() : sequence, data);
    some.syn = (flags & 1U) != 0;
    some.ack = (flags & 2U) != 0;
    some.destination_port = static_cast<std::uint16_t>(40'000 + (flags >> 5));
    some.time_us = std::uint64_t{flags} * 100'000;
    some.checksum = (flags & 4U) != 0 ? harden::Checksum::kBad : harden::Checksum::kGood;
    if ((flags & 8U) != 0) {
      std::swap(some.source, some.destination);
      std::swap(some.source_port, some.destination_port);
      std::swap(some.from_server, some.from_client);
    }
    tcp.add(some);
    require(tcp.bytes() <= limits.bytes && tcp.flows() <= limits.flows, "bounds hold");
  }
  tcp.finish();
  require(tcp.bytes() == 0, "nothing is kept at the end");
  require(stats.messages == sink.kept.size(), "messages are counted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  any_segmentation(dns::WireReader({data, size}));
  any_segments(dns::WireReader({data, size}));
  return 0;
}
