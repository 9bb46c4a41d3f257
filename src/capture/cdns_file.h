// SPDX-License-Identifier: Apache-2.0
// C-DNS (RFC 8618): queries and responses in blocks of CBOR. Responses are put together again from
// the tables; most were matched with their query when the file was written.
#pragma once

#include <string_view>
#include <vector>

#include "capture/cdns_block.h"
#include "capture/cdns_message.h"
#include "capture/message_file.h"
#include "capture/message_outlet.h"

namespace spoor::capture {

class CdnsFile final : public MessageFile {
 public:
  static bool recognises(Bytes head) noexcept;

  /// Reads what stands before the blocks. `in` and `sink` must outlive the file. Errors: kMalformed
  /// (also of a version that is not known), kTruncated, kLimit, kIo.
  static Result<std::unique_ptr<MessageFile>> open(InputStream& in, harden::MessageSink& sink);

  /// One block. An item that is broken is counted, and the next one read; a block that is broken
  /// ends the file.
  Result<bool> step() override;
  [[nodiscard]] const CaptureStats& stats() const noexcept override { return stats_; }

 private:
  CdnsFile(InputStream& in, harden::MessageSink& sink) : in_(in), outlet_(sink, stats_) {}
  Status read_beginning();
  Status read_preamble(Bytes preamble);
  Result<Bytes> fill_item(std::size_t most);
  Result<bool> read_end();
  void take_items();
  [[nodiscard]] Error error_here(ErrorCode code, std::string_view what,
                                 std::size_t offset = 0) const;

  InputStream& in_;
  CaptureStats stats_;
  MessageOutlet outlet_;
  std::vector<std::uint64_t> ticks_per_second_;  // of each set of parameters
  CborReader::Container file_;                   // what the file's array still holds
  CborReader::Container blocks_;
  std::uint64_t block_ = 0;  // number, from 1
  std::uint64_t items_ = 0;
  bool is_finished_ = false;
  CdnsBlock tables_;
  CdnsMessage assembler_;
};

}  // namespace spoor::capture
