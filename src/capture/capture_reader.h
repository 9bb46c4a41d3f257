// SPDX-License-Identifier: Apache-2.0
// A capture file to DNS messages, one packet a step.
#pragma once

#include <memory>

#include "base/input_stream.h"
#include "capture/capture_options.h"
#include "capture/capture_stats.h"
#include "capture/dissector.h"
#include "capture/message_file.h"
#include "capture/packet_source.h"

namespace spoor::capture {

class CaptureReader final : public MessageFile {
 public:
  /// Octets of a file's beginning that recognises() looks at.
  static constexpr std::size_t kHeadSize = 24;
  /// Whether a file that begins with `head` is a pcap or pcapng file (decompressed).
  static bool recognises(Bytes head) noexcept;

  /// `in` and `sink` must outlive the reader. Errors: kMalformed (not a capture), kTruncated, kIo.
  static Result<std::unique_ptr<CaptureReader>> open(InputStream& in, const CaptureOptions& options,
                                                     harden::MessageSink& sink);
  /// Packets from elsewhere: an interface, or a test.
  CaptureReader(std::unique_ptr<PacketSource> source, const CaptureOptions& options,
                harden::MessageSink& sink);

  /// Reads one packet and hands its messages to the sink; false at the end. At the end, and before
  /// an error, what waits for missing pieces is given up and counted, so that the counts are
  /// complete. What was handed on before an error stands. Errors: kMalformed or kTruncated with
  /// packet number and offset, kIo.
  Result<bool> step() override;

  [[nodiscard]] const CaptureStats& stats() const noexcept override { return stats_; }

 private:
  void finish();

  std::unique_ptr<PacketSource> source_;
  CaptureStats stats_;
  Dissector dissector_;
  bool finished_ = false;
};

}  // namespace spoor::capture
