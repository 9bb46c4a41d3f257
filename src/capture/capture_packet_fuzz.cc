// SPDX-License-Identifier: Apache-2.0
// A sequence of packets of any link type: every packet ends in a message, in a table or in a count,
// and the tables keep to their bounds. Input: link type (2 octets), then packets of flags (1),
// length (1) and octets.
#include <cstdio>
#include <cstdlib>

#include "capture/dissector.h"

namespace {

using namespace spoor;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct CheckingSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    require(message.payload.size() >= capture::kDnsHeader, "a message has a header");
    require(message.source_port == 53 || message.destination_port == 53, "one end is a DNS port");
    require(message.source.is_v6 == message.destination.is_v6, "both ends are of one family");
    require(
        capture::is_response(message.payload) || message.checksum == harden::Checksum::kUnchecked,
        "queries are not checked");
    ++messages;
  }
  std::uint64_t messages = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  const capture::Header<2> link(input);
  if (!link) return 0;
  CheckingSink sink;
  capture::CaptureStats stats;
  capture::CaptureOptions options;
  options.hash_seed = 1;
  options.tcp.flows = 4;
  options.fragments.datagrams = 4;
  capture::Dissector dissector(options, sink, stats);
  capture::PacketView packet;
  packet.link = static_cast<capture::LinkType>(link.u16<0>());
  packet.time_us = 1;
  for (Bytes rest = input.subspan(2);;) {
    const capture::Header<2> head(rest);
    if (!head) break;
    const std::size_t length =
        std::min<std::size_t>(std::size_t{head.u8<1>()} * 8, rest.size() - 2);
    packet.data = rest.subspan(2, length);
    packet.cut = (head.u8<0>() & 1U) != 0;
    packet.time_us += std::uint64_t{head.u8<0>()} * 500'000;
    ++packet.number;
    dissector.packet(packet);
    rest = rest.subspan(2 + length);
  }
  dissector.finish();
  require(stats.packets == packet.number, "packets are counted");
  require(stats.messages == sink.messages, "messages are counted");
  return 0;
}
