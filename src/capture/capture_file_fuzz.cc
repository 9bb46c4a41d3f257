// SPDX-License-Identifier: Apache-2.0
// Any octets as a capture file: the counts agree with what was handed on, and the seed of the
// tables changes nothing.
#include <cstdio>
#include <cstdlib>

#include "capture/capture_reader.h"
#include "capture/message_outlet.h"

namespace {

using namespace spoor;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct CountingSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    require(message.payload.size() >= capture::kDnsHeader, "a message has a header");
    require(message.packet != 0, "a message has a packet");
    ++messages;
    responses += capture::is_response(message.payload) ? 1U : 0U;
    for (const std::uint8_t octet : message.payload) sum = sum * 31 + octet;
    sum = sum * 31 + message.packet + static_cast<std::uint64_t>(message.checksum);
  }
  std::uint64_t messages = 0;
  std::uint64_t responses = 0;
  std::uint64_t sum = 0;
};

std::uint64_t read(Bytes file, std::uint64_t seed) {
  const auto in = InputStream::from_memory(file);
  CountingSink sink;
  capture::CaptureOptions options;
  options.hash_seed = seed;
  options.tcp.flows = 8;
  options.fragments.datagrams = 8;
  auto reader = capture::CaptureReader::open(*in, options, sink);
  if (!reader) return 0;
  std::uint64_t steps = 0;
  for (;;) {
    const auto more = (*reader)->step();
    if (!more || !*more) break;
    require((*reader)->stats().packets == ++steps, "one packet a step");
  }
  const auto& stats = (*reader)->stats();
  require(stats.messages == sink.messages && stats.responses == sink.responses,
          "messages are counted");
  std::uint64_t by_link = 0;
  for (const auto& [link, packets] : stats.links) by_link += packets;
  require(by_link == stats.packets, "packets are counted by link type");
  require(stats.lost().total() <= stats.skipped().total(), "what is lost is skipped");
  require(stats.skipped_octets <= in->offset(), "what is skipped was read");
  return sink.sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  require(read({data, size}, 1) == read({data, size}, 2), "the seed changes nothing");
  return 0;
}
