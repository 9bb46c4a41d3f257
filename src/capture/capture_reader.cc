// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_reader.h"

#include "capture/pcap_file.h"
#include "capture/pcapng_file.h"

namespace spoor::capture {

bool CaptureReader::recognises(Bytes head) noexcept {
  return PcapFile::recognises(head) || PcapngFile::recognises(head);
}

Result<std::unique_ptr<CaptureReader>> CaptureReader::open(InputStream& in,
                                                           const CaptureOptions& options,
                                                           harden::MessageSink& sink) {
  SPOOR_TRY(const Bytes head, in.fill(kHeadSize));
  std::unique_ptr<PacketSource> source;
  if (PcapFile::recognises(head)) {
    SPOOR_TRY(source, PcapFile::open(in));
  } else if (PcapngFile::recognises(head)) {
    SPOOR_TRY(source, PcapngFile::open(in));
  } else {
    return Error{ErrorCode::kMalformed, "neither a pcap nor a pcapng file", 0, in.path()};
  }
  return std::make_unique<CaptureReader>(std::move(source), options, sink);
}

CaptureReader::CaptureReader(std::unique_ptr<PacketSource> source, const CaptureOptions& options,
                             harden::MessageSink& sink)
    : source_(std::move(source)), dissector_(seeded(options), sink, stats_) {}

Result<bool> CaptureReader::step() {
  if (finished_) return false;
  PacketView packet;
  auto more = source_->next(packet);
  if (more && *more) {
    dissector_.packet(packet);
  } else {
    finish();
  }
  return more;
}

void CaptureReader::finish() {
  finished_ = true;
  dissector_.finish();
  stats_.count(Reason::kBadRecord, source_->bad_records());
  stats_.skipped_octets = source_->skipped_octets();
}

}  // namespace spoor::capture
