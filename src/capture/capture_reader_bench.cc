// SPDX-License-Identifier: Apache-2.0
// Packets a second from a capture in memory to messages at the sink, with nothing behind the sink.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "capture/capture_reader.h"
#include "capture/packet_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

struct CountingSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    good += message.checksum == harden::Checksum::kGood ? 1U : 0U;
    octets += message.payload.size();
  }
  std::uint64_t good = 0;
  std::uint64_t octets = 0;
};

// 20,000 queries and their responses from many clients, 12 MB: more than the caches hold.
Octets udp_capture(bool v6) {
  std::vector<Octets> packets;
  for (unsigned i = 0; i < 20'000; ++i) {
    const std::string client =
        v6 ? fmt::format("2001:db8::{:x}", 16 + i) : fmt::format("198.51.100.{}", i % 250);
    const std::string server = v6 ? "2001:db8::53" : "192.0.2.53";
    const auto port = static_cast<std::uint16_t>(10'000 + i * 7 % 50'000);
    packets.push_back(frame(udp_packet({client, server, port, 53}, dns_message(1, false))));
    packets.push_back(
        frame(udp_packet({server, client, 53, port}, dns_message_of_size(1, true, 120 + i % 200))));
  }
  return pcap_file(packets);
}

Octets tcp_capture() {
  std::vector<Octets> packets;
  for (unsigned i = 0; i < 5'000; ++i) {
    const Ends ends{"192.0.2.53", "198.51.100.1", 53, static_cast<std::uint16_t>(10'000 + i)};
    const Octets message = dns_message_of_size(1, true, 900);
    const Octets framed = Builder().u16(900).add(message).take();
    packets.push_back(frame(tcp_packet(ends, {0, true}, {})));
    packets.push_back(frame(tcp_packet(ends, {1, false}, Bytes(framed).first(500))));
    packets.push_back(frame(tcp_packet(ends, {501, false}, Bytes(framed).subspan(500))));
  }
  return pcap_file(packets);
}

void read_capture(benchmark::State& state, const Octets& file, std::uint64_t responses) {
  std::int64_t packets = 0;
  for (auto _ : state) {
    const auto in = InputStream::from_memory(file);
    CountingSink sink;
    auto reader = CaptureReader::open(*in, {}, sink);
    Result<bool> more = true;
    while (more && *more) more = (*reader)->step();
    if (sink.good != responses) {
      state.SkipWithError("not every response came out good");
      break;
    }
    packets += static_cast<std::int64_t>((*reader)->stats().packets);
  }
  state.SetItemsProcessed(packets);
  state.SetBytesProcessed(static_cast<std::int64_t>(file.size()) * state.iterations());
}

void BM_Udp4(benchmark::State& state) {
  read_capture(state, udp_capture(false), 20'000);
}
void BM_Udp6(benchmark::State& state) {
  read_capture(state, udp_capture(true), 20'000);
}
void BM_Tcp(benchmark::State& state) {
  read_capture(state, tcp_capture(), 5'000);
}
BENCHMARK(BM_Udp4);
BENCHMARK(BM_Udp6);
BENCHMARK(BM_Tcp);

}  // namespace
}  // namespace spoor::capture
