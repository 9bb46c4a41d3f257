// SPDX-License-Identifier: Apache-2.0
// The door of the room: a file of DNS messages of any format, recognised by its content, one step
// at a time, so that an importer may close a batch between any two steps.
#pragma once

#include <memory>
#include <string_view>

#include "base/input_stream.h"
#include "capture/capture_options.h"
#include "capture/capture_stats.h"
#include "harden/captured_message.h"

namespace spoor::capture {

class MessageFile {
 public:
  /// Octets of a file's beginning that are looked at.
  static constexpr std::size_t kHeadSize = 4096;
  /// "pcap" (pcapng too), "dnstap" or "cdns"; empty when a file that begins with `head` is none.
  static std::string_view format_of(Bytes head);
  /// `in` and `sink` must outlive the file. Errors: kMalformed (of no known format), kTruncated,
  /// kIo.
  static Result<std::unique_ptr<MessageFile>> open(InputStream& in, const CaptureOptions& options,
                                                   harden::MessageSink& sink);

  virtual ~MessageFile() = default;
  /// Reads one packet, frame or block and hands its messages to the sink; false at the end. At the
  /// end, and before an error, the counts are complete. What was handed on before an error stands.
  /// Errors: kMalformed or kTruncated with the packet's number and the offset, kIo.
  virtual Result<bool> step() = 0;
  [[nodiscard]] virtual const CaptureStats& stats() const noexcept = 0;
};

}  // namespace spoor::capture
