// SPDX-License-Identifier: Apache-2.0
// One block of a C-DNS file (RFC 8618 section 7.3.2): tables, and the items that point into them.
// Numbers of fields are those of the CDDL in its appendix A.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "capture/cbor_reader.h"

namespace spoor::capture {

inline constexpr std::uint32_t kNoIndex = 0xFFFF'FFFF;

struct CdnsClassType {
  std::uint32_t type = 0;
  std::uint32_t klass = 0;
};
struct CdnsRecord {
  std::uint32_t name = kNoIndex;
  std::uint32_t class_type = kNoIndex;
  std::uint32_t ttl_s = 0;
  std::uint32_t rdata = kNoIndex;
};
struct CdnsQuestion {
  std::uint32_t name = kNoIndex;
  std::uint32_t class_type = kNoIndex;
};
/// What many queries and their responses have in common.
struct CdnsSignature {
  std::uint32_t server_address = kNoIndex;
  std::uint32_t server_port = 0;
  std::uint32_t transport = 0;
  std::uint32_t has = 0;  ///< qr-sig-flags
  std::uint32_t dns_flags = 0;
  std::uint32_t class_type = kNoIndex;
  std::uint32_t opcode = 0;
  std::uint32_t response_rcode = 0;
};
/// A query and its response, or one of them.
struct CdnsItem {
  std::optional<std::uint64_t> time_offset;  ///< Ticks behind the block's beginning.
  std::uint32_t client_address = kNoIndex;
  std::uint32_t client_port = 0;
  std::uint32_t id = 0;
  std::uint32_t signature = kNoIndex;
  std::optional<std::int64_t> response_delay;  ///< Ticks.
  std::uint32_t query_name = kNoIndex;
  /// Of the response: lists of further questions, and of answer, authority, additional.
  std::uint32_t questions = kNoIndex, answer = kNoIndex, authority = kNoIndex,
                additional = kNoIndex;
};

/// Lists of numbers, one behind the other.
class CdnsLists {
 public:
  void clear() {
    ends_.clear();
    numbers_.clear();
  }
  void add(std::uint32_t number) { numbers_.push_back(number); }
  void end_list() { ends_.push_back(static_cast<std::uint32_t>(numbers_.size())); }
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  /// Null when there is no such list.
  [[nodiscard]] std::optional<std::span<const std::uint32_t>> list(
      std::uint32_t at) const noexcept {
    if (at >= ends_.size()) return std::nullopt;
    const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
    return std::span(numbers_).subspan(begin, ends_[at] - begin);
  }

 private:
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> numbers_;
};

/// Reuse one for many blocks: it holds its tables. Views into the block's octets.
class CdnsBlock {
 public:
  /// More entries in a table, or more octets of a block, are refused.
  static constexpr std::size_t kMaxEntries = 1'000'000;
  static constexpr std::size_t kMaxOctets = std::size_t{16} << 20;

  /// Reads everything but the items. Errors: kMalformed, kLimit with the offset in `block`.
  Status read(Bytes block);

  std::uint64_t earliest_seconds = 0;
  std::uint64_t earliest_ticks = 0;
  std::uint32_t parameters = 0;  ///< Which of the file's.
  std::vector<Bytes> addresses;
  std::vector<CdnsClassType> class_types;
  std::vector<Bytes> names;  ///< And rdata.
  std::vector<CdnsSignature> signatures;
  std::vector<CdnsQuestion> questions;
  std::vector<CdnsRecord> records;
  CdnsLists question_lists;
  CdnsLists record_lists;
  Bytes items;               ///< An array, or nothing.
  std::size_t items_at = 0;  ///< Where it stands in the block.

 private:
  void clear();
  bool read_preamble(CborReader& in);
  bool read_tables(CborReader& in);
  bool read_table(std::uint64_t key, CborReader& in);
};

/// Reads one item. False when it is malformed.
bool read_cdns_item(CborReader& in, CdnsItem& item) noexcept;

}  // namespace spoor::capture
