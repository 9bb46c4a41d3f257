// SPDX-License-Identifier: Apache-2.0
// The classic pcap file: either byte order, micro- or nanoseconds, and the longer records of the
// 'modified' kind.
#pragma once

#include "base/input_stream.h"
#include "capture/packet_source.h"

namespace spoor::capture {

class PcapFile final : public PacketSource {
 public:
  static bool recognises(Bytes head) noexcept;
  /// Reads the file header. `in` must outlive the source. Errors: kMalformed, kTruncated, kIo.
  static Result<std::unique_ptr<PacketSource>> open(InputStream& in);

  Result<bool> next(PacketView& packet) override;

 private:
  PcapFile(InputStream& in, Bytes header);
  [[nodiscard]] std::uint32_t u32(Bytes at_least_four) const noexcept;
  Result<bool> at_end(std::size_t left);

  InputStream& in_;
  Bytes window_;  // unread octets of the last fill
  LinkType link_;
  bool little_;
  bool nanoseconds_;
  std::size_t record_header_size_;
  std::uint64_t packets_ = 0;
};

}  // namespace spoor::capture
