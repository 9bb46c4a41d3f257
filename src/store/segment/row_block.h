// SPDX-License-Identifier: Apache-2.0
// A block of records as columns: the unit that is compressed, checksummed and cached.
// docs/formats/segment.md gives the layout; nothing else reads or writes it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "store/segment/byte_codec.h"

namespace spoor::store {

/// Which index a block belongs to: it decides what a row's lead is and how rdata is written.
enum class RowOrder : std::uint8_t { kByName = 1, kByValue = 2 };

/// Sightings of one source, by reference.
struct SightingRef {
  record::SourceId source;
  record::How how = record::How::kSensor;
  const record::Sightings* sightings = nullptr;
};

/// A row to be written. `lead` is the head without its type: the owner's sort form, with kind and
/// value before it in the index by value.
struct RowToWrite {
  std::string_view lead;
  dns::RrType type{};
  std::string_view rdata;
  std::uint8_t bailiwick = record::kBailiwickUnknown;
  std::span<const SightingRef> sightings;
};

/// Collects rows in key order and encodes them.
class RowBlockBuilder {
 public:
  explicit RowBlockBuilder(RowOrder order) : order_(order) {}

  static constexpr std::size_t kMaxRows = 768;
  static constexpr std::size_t kMaxRawBytes = std::size_t{96} << 10;

  /// False when the block is full: encode it, clear it, add the row again.
  bool add(const RowToWrite& row);
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  /// Appends the core columns (all but TTL and days), where to cut them into parts, and the detail
  /// columns.
  void encode(std::string& core, std::vector<std::size_t>& cuts, std::string& details) const;
  void clear();

 private:
  bool has_room(const RowToWrite& row);
  void add_rdata(const RowToWrite& row);
  bool add_names(const RowToWrite& row);
  void add_from_value(const RowToWrite& row);
  void add_sightings(const RowToWrite& row);
  void add_details(const record::Sightings& s);
  void add_day_list(const record::Sightings& s);

  RowOrder order_;
  std::size_t rows_ = 0;
  std::size_t raw_bytes_ = 0;
  Octets last_lead_;
  std::string value_wire_;  // of last_lead_'s value, by value only
  std::string value_;
  std::vector<std::uint32_t> types_;
  std::vector<std::uint64_t> sources_;  // source << 1 | how
  IntColumnWriter lead_lcp_, lead_len_, raw_len_, name_lcp_, name_len_, span_, seen_, told_;
  Octets lead_bytes_, type_index_, bailiwick_, shape_, raw_bytes_stream_, address_, name_bytes_;
  Octets sighting_count_, source_index_;
  std::vector<std::uint32_t> first_;
  bool has_many_ = false;
  Octets detail_flags_, detail_days_;
  bool has_details_ = false;
  IntColumnWriter ttl_;
};

class RowBlockGuide;

/// Where each stream of a block stands at a row (RowBlockGuide).
struct RowBlockPlace {
  static constexpr std::size_t kColumns = 8;
  static constexpr std::size_t kStreams = 6;
  std::uint32_t row = 0, sighting = 0;
  std::array<IntColumnReader::Place, kColumns> columns;
  std::array<std::uint32_t, kStreams> left{};  ///< Octets from here to the stream's end.
  std::uint32_t head_at = 0, head_size = 0, lead_size = 0;  ///< Of the row before, in the guide.
};

/// Walks one decoded block. The bytes outlive the cursor's views.
class RowBlockCursor {
 public:
  explicit RowBlockCursor(RowOrder order) : order_(order) {}

  /// Begins at the first row; `details` is empty when they are not wanted. Errors: kCorrupt.
  Status open(std::string_view core, std::string_view details);

  /// Moves to the first row at or behind (`lead`, any type …) whose lead is not below `lead`, by
  /// leads alone. Call it right after open(); `guide` is this block's, or null.
  Status seek_lead(std::string_view lead, const RowBlockGuide* guide = nullptr);

  /// Passes over `n` rows and says where that is; false at a fault. Only for making a guide.
  bool pass(std::size_t n, RowBlockPlace& place);
  [[nodiscard]] std::string_view passed_lead() const noexcept { return lead_.view(); }
  [[nodiscard]] dns::RrType passed_type() const noexcept { return type_; }

  /// Reads the row at hand into the fields below; false at the end. Errors: failed().
  bool next();
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }

  /// The whole head: lead and type. Valid after next().
  [[nodiscard]] std::string_view head() const noexcept { return lead_.view(); }
  [[nodiscard]] std::string_view lead() const noexcept {
    return lead_.view().substr(0, lead_size_);
  }
  [[nodiscard]] record::RowKey key() const noexcept {
    return {lead_.view(), rdata_, row_bailiwick_};
  }
  [[nodiscard]] dns::RrType type() const noexcept { return type_; }
  [[nodiscard]] std::string_view rdata() const noexcept { return rdata_; }
  [[nodiscard]] std::uint8_t bailiwick() const noexcept { return row_bailiwick_; }
  [[nodiscard]] std::span<const record::SourcedSightings> sightings() const noexcept {
    return {sightings_.data(), sighting_used_};
  }

 private:
  bool fail() noexcept {
    failed_ = true;
    return false;
  }
  bool read_dictionaries(ByteReader& in);
  bool read_streams(ByteReader& in, std::string_view details);
  bool check_counts() const noexcept;
  bool read_lead();
  bool read_rdata();
  bool read_named_rdata(unsigned names);
  bool read_rdata_from_value(bool whole);
  bool refresh_value();
  bool read_sightings();
  bool read_details(record::Sightings& s, std::uint64_t seen);
  bool read_day_list(record::Sightings& s);
  bool take(std::string_view& stream, std::uint64_t n, std::string_view& out);
  bool append(std::string_view& stream, std::uint64_t n, Octets& out);
  void drop(std::string_view& stream, std::uint64_t octets) noexcept;
  void skip_rdata(std::size_t n);
  void skip_sightings(std::size_t sightings);
  void skip_rows(std::size_t n);
  bool skip_details(std::size_t sightings);
  bool go_to(const RowBlockPlace& place);
  [[nodiscard]] std::array<IntColumnReader*, RowBlockPlace::kColumns> columns() noexcept {
    return {&lead_lcp_, &lead_len_, &raw_len_, &name_lcp_, &name_len_, &span_, &seen_, &told_};
  }
  [[nodiscard]] std::array<std::string_view*, RowBlockPlace::kStreams> streams() noexcept {
    return {&lead_bytes_, &raw_bytes_, &address_, &name_bytes_, &sighting_count_, &source_index_};
  }

  RowOrder order_;
  std::size_t rows_ = 0, row_ = 0;
  std::size_t total_sightings_ = 0, sighting_at_ = 0;
  std::uint32_t first_base_ = 0;
  bool failed_ = false, with_details_ = false;
  std::vector<dns::RrType> types_;
  std::vector<std::pair<record::SourceId, record::How>> sources_;
  IntColumnReader lead_lcp_, lead_len_, raw_len_, name_lcp_, name_len_, span_, seen_, told_, ttl_;
  std::string_view lead_bytes_, type_index_, bailiwick_, shape_, raw_bytes_, address_, name_bytes_;
  std::string_view sighting_count_, source_index_, detail_flags_;
  std::array<std::string_view, 4> first_planes_;
  ByteReader days_{std::string_view{}};
  Octets lead_;  // the lead of the row at hand, and behind it (after next()) its type
  std::size_t lead_size_ = 0;
  std::string_view rdata_;  // in the block, in value_wire_ or in rdata_room_
  Octets rdata_room_, sort_form_;
  std::string value_wire_;
  std::size_t value_size_ = 0;  // of the value at the start of lead_, by value
  bool value_fresh_ = false;    // value_wire_ belongs to lead_
  bool lead_ready_ = false;     // seek_lead has read the lead of the row at hand
  dns::RrType type_{};
  std::uint8_t row_bailiwick_ = 0;
  std::vector<record::SourcedSightings> sightings_;
  std::size_t sighting_used_ = 0;
};

}  // namespace spoor::store
