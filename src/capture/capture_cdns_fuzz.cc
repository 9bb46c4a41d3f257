// SPDX-License-Identifier: Apache-2.0
// Any octets as a C-DNS file: every item is handed on or counted once, and what is put together can
// be read as a message or is refused as one. And any octets as CBOR: what is stepped over is
// stepped over the same when nothing else is there.
#include <cstdio>
#include <cstdlib>

#include "capture/cdns_file.h"
#include "dns/message.h"

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
    require(message.payload.size() <= 65'535, "a message is no longer than one may be");
    require(capture::is_response(message.payload), "a message is a response");
    require(message.packet > last, "items are numbered upwards");
    last = message.packet;
    dns::MessageReader reader;
    dns::RecordInMessage record;
    std::size_t records = 0;
    if (!reader.begin(message.payload)) return;
    while (reader.next(record)) ++records;
    require(records <= 65'535 * 3, "records end");
  }
  std::uint64_t last = 0;
};

void check_cbor(Bytes octets) {
  capture::CborReader reader(octets);
  const Bytes item = reader.skip();
  if (!reader.ok()) {
    require(item.empty(), "nothing of a broken item");
    return;
  }
  require(!item.empty() && item.size() == reader.pos(), "an item is what was stepped over");
  capture::CborReader again(item);
  require(again.skip().size() == item.size() && again.left() == 0, "an item is whole");
  capture::CborReader cut(item.first(item.size() - 1));
  static_cast<void>(cut.skip());
  require(cut.ran_out(), "a cut item wants more");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes file(data, size);
  check_cbor(file);
  if (!capture::CdnsFile::recognises(file)) return 0;
  const auto in = InputStream::from_memory(file);
  CheckingSink sink;
  auto opened = capture::CdnsFile::open(*in, sink);
  if (!opened) return 0;
  Result<bool> more = true;
  while (more && *more) more = (*opened)->step();
  const capture::CaptureStats& stats = (*opened)->stats();
  require(stats.packets + stats.of(capture::Reason::kCdnsBadItem) ==
              stats.messages + stats.skipped().total(),
          "every item is handed on or counted");
  require(stats.messages == stats.responses, "all are responses");
  for (const capture::CaptureFault& fault : stats.faults)
    require(fault.offset <= in->offset(), "a fault lies in the file");
  return 0;
}
