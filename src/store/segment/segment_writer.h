// SPDX-License-Identifier: Apache-2.0
// Writes one segment: rows by name, then rows by value, then names, each in order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/segment/bloom_filter.h"
#include "store/segment/chunk.h"
#include "store/segment/name_block.h"
#include "store/segment/row_block.h"
#include "store/segment/segment_file.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

struct SegmentWriterOptions {
  int compression_level = 1;         ///< zstd's; 0 stores plain.
  bool with_filters = true;          ///< Off for a segment that is merged away soon.
  std::uint64_t expected_names = 0;  ///< Upper bounds for the filters.
  std::uint64_t expected_values = 0;
};

class SegmentWriter {
 public:
  SegmentWriter(SegmentSink& sink, const SegmentWriterOptions& options);

  Status begin();
  /// Rows of each section in key order, each key once; sections in the order of the enum.
  Status add_by_name(const RowToWrite& row);
  Status end_by_name();
  Status add_by_value(const RowToWrite& row);
  Status end_by_value();
  Status add_name(std::string_view forward_form);
  /// Ends the names and the segment; the sink is then durable.
  Result<SegmentFooter> finish();

  [[nodiscard]] std::uint64_t name_filter_keys() const noexcept { return name_filter_.keys(); }

 private:
  struct PendingIndex {
    std::string entries;
    std::string last_head;
  };
  Status add_row(Section section, const RowToWrite& row);
  Status write_rows(Section section);
  Status write_names();
  Status write_index(Section section);
  void note_first_key(const RowToWrite& row);
  void filter_name(std::string_view lead);
  Result<Extent> append(std::string_view raw, int level, std::span<const std::size_t> cuts = {},
                        LastPart last = LastPart::kPacked);

  SegmentSink& sink_;
  SegmentWriterOptions options_;
  RowBlockBuilder by_name_{RowOrder::kByName};
  RowBlockBuilder by_value_{RowOrder::kByValue};
  NameBlockBuilder names_;
  BloomFilter name_filter_, value_filter_;
  SegmentFooter footer_;
  std::string index_, first_head_, first_rdata_, last_name_, last_value_, first_name_;
  std::uint8_t first_bailiwick_ = 0;
  std::string core_, details_, packed_;
  std::vector<std::size_t> cuts_;
};

}  // namespace spoor::store
