// SPDX-License-Identifier: Apache-2.0
// dnstap in a file: a frame stream as software writes it, or as it went over a socket with READY
// and ACCEPT, several of them one behind the other too; or one bare payload, as tests of others
// have it.
#pragma once

#include "capture/dnstap_decoder.h"
#include "capture/frame_stream.h"
#include "capture/message_file.h"

namespace spoor::capture {

class DnstapFile final : public MessageFile {
 public:
  /// A control frame START or READY that names dnstap; or a whole Dnstap and nothing behind it.
  static bool recognises(Bytes head) noexcept;

  /// `in` and `sink` must outlive the file.
  DnstapFile(InputStream& in, const DnstapOptions& options, harden::MessageSink& sink)
      : in_(in), decoder_(options, sink, stats_) {}

  /// One frame. A data frame that breaks dnstap is counted, and the next one read; a frame that
  /// breaks the stream ends the file, for nothing says where the next one would begin. An error
  /// also when frames were there and not one could be read.
  Result<bool> step() override;
  [[nodiscard]] const CaptureStats& stats() const noexcept override { return stats_; }

 private:
  Result<bool> take_bare();
  Result<bool> at_end();
  Status control(const Frame& frame);
  void data(const Frame& frame, std::size_t whole);
  [[nodiscard]] Error error_here(ErrorCode code, std::string_view what,
                                 std::size_t offset = 0) const;

  InputStream& in_;
  Bytes window_;  // unread octets of the last fill
  CaptureStats stats_;
  DnstapDecoder decoder_;
  std::uint64_t frames_ = 0;  // of data
  bool is_started_ = false;
  bool is_begun_ = false;
};

}  // namespace spoor::capture
