// SPDX-License-Identifier: Apache-2.0
// Messages a second from a dnstap file in memory to messages at the sink, with nothing behind the
// sink. RESOLVER_RESPONSE as Unbound writes it: identity, version, both addresses and times, zone.
#include <benchmark/benchmark.h>

#include "capture/dnstap_file.h"
#include "capture/packet_builder.h"
#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;

struct CountingSink final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    with_zone += message.zone != nullptr ? 1U : 0U;
    octets += message.payload.size();
  }
  std::uint64_t with_zone = 0;
  std::uint64_t octets = 0;
};

// 40,000 responses of 120 to 319 octets, 14 MB: more than the caches hold.
constexpr std::uint64_t kResponses = 40'000;
std::string resolver_file() {
  std::vector<std::string> payloads;
  for (unsigned i = 0; i < kResponses; ++i) {
    Tap tap;
    tap.query_address = std::string("\xC0\0\x02\x0A", 4);
    tap.query_seconds = 1'600'000'000 + i / 1'000;
    tap.query_nanos = i;
    tap.query_zone = std::string(
        "\x07"
        "example\x03"
        "com\0",
        13);
    tap.response_seconds = 1'600'000'000 + i / 1'000;
    tap.response_nanos = 500'000 + i;
    const Octets message = dns_message_of_size(1, true, 120 + i % 200);
    tap.response_message.assign(message.begin(), message.end());
    payloads.push_back(tap_payload(tap));
  }
  return frame_stream(payloads);
}

void BM_DnstapResolver(benchmark::State& state) {
  const std::string file = resolver_file();
  for (auto _ : state) {
    const auto in = InputStream::from_memory(as_bytes(file));
    CountingSink sink;
    DnstapFile reader(*in, {}, sink);
    Result<bool> more = true;
    while (more && *more) more = reader.step();
    if (sink.with_zone != kResponses) {
      state.SkipWithError("not every response came out with its zone");
      break;
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(kResponses) * state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(file.size()) * state.iterations());
}
BENCHMARK(BM_DnstapResolver);

}  // namespace
}  // namespace spoor::capture
