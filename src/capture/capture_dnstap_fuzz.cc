// SPDX-License-Identifier: Apache-2.0
// Any octets as a dnstap file: every frame is handed on or counted once, and the same file gives
// the same messages when it is read in other pieces.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "capture/dnstap_file.h"

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
    require(message.packet != 0 && message.is_matched, "a message has a frame and was matched");
    require(message.logged_by != harden::LoggedBy::kNobody, "somebody logged it");
    require(message.zone == nullptr || message.logged_by == harden::LoggedBy::kResolver,
            "a zone is a resolver's");
    if (message.zone != nullptr) {
      const auto again = dns::name_from_wire(message.zone->wire());
      require(again && *again == *message.zone, "a zone is a name");
      sum = sum * 31 + message.zone->size();
    }
    ++messages;
    for (const std::uint8_t octet : message.payload) sum = sum * 31 + octet;
    sum = sum * 31 + message.packet + message.time_us;
  }
  std::uint64_t messages = 0;
  std::uint64_t sum = 0;
};

/// Octets of memory, a few at a time.
class Trickle final : public ByteSource {
 public:
  explicit Trickle(Bytes content) : left_(content) {}
  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    const std::size_t n = std::min({out.size(), left_.size(), std::size_t{7}});
    std::copy_n(left_.begin(), n, out.begin());
    left_ = left_.subspan(n);
    return n;
  }

 private:
  Bytes left_;
};

std::uint64_t read(InputStream& in) {
  CheckingSink sink;
  capture::DnstapOptions options;
  options.client = options.stub = options.tool = true;
  capture::DnstapFile file(in, options, sink);
  Result<bool> more = true;
  while (more && *more) more = file.step();
  const capture::CaptureStats& stats = file.stats();
  require(stats.messages == sink.messages, "messages are counted");
  const std::uint64_t unread =
      stats.of(capture::Reason::kTapMalformed) + stats.of(capture::Reason::kTapNotMessage) +
      stats.of(capture::Reason::kTapNanoseconds) + stats.of(capture::Reason::kTapBadAddress);
  require(stats.packets + unread == stats.messages + stats.skipped().total(),
          "every frame is handed on or counted");
  require(stats.faults.size() <= capture::kMaxCaptureFaults, "faults are few");
  for (const capture::CaptureFault& fault : stats.faults)
    require(fault.offset <= in.offset(), "a fault lies in the file");
  return sink.sum * 31 + stats.packets + (more ? 0 : 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  const auto whole = InputStream::from_memory(file);
  if (!whole->compression().empty()) return 0;  // that is another target's
  if (!capture::DnstapFile::recognises(
          file.first(std::min(file.size(), capture::MessageFile::kHeadSize))))
    return 0;
  Trickle pieces(file);
  const auto trickled = InputStream::from_source(pieces, "pieces");
  require(read(*whole) == read(*trickled), "pieces change nothing");
  return 0;
}
