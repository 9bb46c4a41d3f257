// SPDX-License-Identifier: Apache-2.0
// A whole DNS message, read in one pass without allocation (RFC 1035 section 4, RFC 6891).
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/name.h"
#include "dns/rr_type.h"
#include "dns/wire_reader.h"

namespace spoor::dns {

enum class Section : std::uint8_t { kAnswer = 1, kAuthority = 2, kAdditional = 3 };

/// The twelve octets of RFC 1035 section 4.1.1.
struct Header {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  std::uint16_t qdcount = 0, ancount = 0, nscount = 0, arcount = 0;

  [[nodiscard]] bool is_response() const noexcept { return (flags & 0x8000U) != 0; }
  [[nodiscard]] unsigned opcode() const noexcept { return flags >> 11 & 0xFU; }
  [[nodiscard]] bool is_authoritative() const noexcept { return (flags & 0x0400U) != 0; }
  [[nodiscard]] bool is_truncated() const noexcept { return (flags & 0x0200U) != 0; }
  [[nodiscard]] unsigned rcode() const noexcept { return flags & 0xFU; }
};

/// A question; `name` points into the reader's own buffer.
struct Question {
  Bytes name;  ///< Lower-cased wire form.
  std::uint16_t type = 0;
  std::uint16_t klass = 0;
};

/// One record as it stands in a message. `owner` lives until the next record is read.
struct RecordInMessage {
  Section section = Section::kAnswer;
  Bytes owner;  ///< Lower-cased wire form.
  std::uint16_t type = 0;
  std::uint16_t klass = 0;
  std::uint32_t ttl_s = 0;  ///< As sent; a value with the top bit set is 0 (RFC 2181 section 8).
  std::size_t rdata_offset = 0;  ///< In the message, for read_canonical_rdata.
  std::uint16_t rdlength = 0;
};

/// Reads a message record by record. Reuse one reader for many messages: it holds its buffers.
class MessageReader {
 public:
  /// Reads header and questions (the first one is kept). False when malformed; `fault_offset()`
  /// says where.
  bool begin(Bytes message) noexcept;

  [[nodiscard]] const Header& header() const noexcept { return header_; }
  [[nodiscard]] const Question& question() const noexcept {
    return question_;
  }  ///< Valid if qdcount > 0.

  /// The next record of answer, authority, additional; false at the end or at a fault (ask
  /// `failed()`).
  bool next(RecordInMessage& record) noexcept;

  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] std::size_t fault_offset() const noexcept { return fault_offset_; }
  /// Octets read so far: at the end, what is left over behind the last record is trailing garbage.
  [[nodiscard]] std::size_t consumed() const noexcept { return pos_; }
  [[nodiscard]] Bytes message() const noexcept { return message_; }

 private:
  static constexpr std::size_t kHeaderOctets = 12;

  bool fail(std::size_t offset) noexcept;
  bool read_owner(WireReader& r, RecordInMessage& record) noexcept;

  Bytes message_;
  std::size_t pos_ = 0;  ///< Where the next record begins.
  Header header_;
  Question question_;
  std::array<std::uint8_t, kMaxNameOctets> question_name_;
  std::array<std::uint8_t, kMaxNameOctets> owner_;
  std::size_t owner_size_ = 0;
  /// Message offset whose name `owner_` holds: answers often repeat one pointer, or point at the
  /// owner before.
  std::size_t owner_pointer_ = 0;
  std::uint32_t left_in_section_ = 0;
  std::uint8_t section_ = 0;  ///< 0 before the first record, then as Section.
  bool failed_ = false;
  std::size_t fault_offset_ = 0;
};

}  // namespace spoor::dns
