// SPDX-License-Identifier: Apache-2.0
// The classic pcap file: either byte order, micro- or nanoseconds, and the longer records of the
// 'modified' kind. Nothing in it says where a record begins but the record before, so behind a
// broken one the next is searched for.
#pragma once

#include <array>

#include "base/input_stream.h"
#include "capture/packet_source.h"

namespace spoor::capture {

class PcapFile final : public PacketSource {
 public:
  static bool recognises(Bytes head) noexcept;
  /// Reads the file header. `in` must outlive the source. Errors: kMalformed, kTruncated, kIo.
  static Result<std::unique_ptr<PacketSource>> open(InputStream& in);

  Result<bool> next(PacketView& packet) override;
  [[nodiscard]] std::uint64_t bad_records() const noexcept override { return breaks_; }
  [[nodiscard]] std::uint64_t skipped_octets() const noexcept override { return skipped_; }

 private:
  /// A record's header.
  struct Record {
    std::uint32_t seconds, fraction, captured, original;
  };

  PcapFile(InputStream& in, Bytes header);
  [[nodiscard]] Record record_at(std::size_t at) const noexcept;
  [[nodiscard]] unsigned oddities(const Record& record) const noexcept;
  [[nodiscard]] bool is_usual(const Record& record) const noexcept;
  [[nodiscard]] bool is_odd(const Record& record) const noexcept;
  [[nodiscard]] bool is_sound(const Record& record) const noexcept;
  [[nodiscard]] bool is_in_time(std::uint32_t seconds) const noexcept;
  void note_time(std::uint32_t seconds) noexcept;
  Result<bool> is_followed(const Record& record);
  [[nodiscard]] bool chains_at(std::size_t at) const noexcept;
  Result<bool> search();
  Status mend(Record& record);
  Result<bool> at_end(std::size_t left);

  InputStream& in_;
  Bytes window_;  // unread octets of the last fill
  LinkType link_;
  bool little_;
  std::uint32_t second_;   // in the unit of the records' fractions
  bool is_strict_ = true;  // odd records are looked at twice
  std::size_t record_header_size_;
  std::uint32_t longest_;                   // captured octets that are not odd
  std::array<std::uint32_t, 2> seconds_{};  // of the packet before, and before the last leap
  std::uint64_t packets_ = 0;
  std::uint64_t breaks_ = 0;
  std::uint64_t skipped_ = 0;
};

}  // namespace spoor::capture
