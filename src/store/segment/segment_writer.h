// SPDX-License-Identifier: Apache-2.0
// Writes one segment: rows by name, then rows by value, then names, then values, each in order.
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
#include "store/segment/text_grams.h"

namespace spoor::store {

struct SegmentWriterOptions {
  int compression_level = 1;         ///< zstd's; 0 stores plain.
  bool with_filters = true;          ///< Off for a segment that is merged away soon: no grams too.
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
  Status add_name(std::string_view forward_form) { return add_text(name_list_, forward_form); }
  Status end_names() { return end_list(name_list_); }
  /// record::append_value_entry()'s.
  Status add_value(std::string_view entry) { return add_text(value_list_, entry); }
  Status end_values() { return end_list(value_list_); }
  /// Ends the segment; the sink is then durable.
  Result<SegmentFooter> finish();

  [[nodiscard]] std::uint64_t name_filter_keys() const noexcept { return name_filter_.keys(); }

 private:
  /// A list of texts in the making, and the grams over it.
  struct TextListWriter {
    Section list, grams;
    NameBlockBuilder block;
    TextGrams text_grams;
    std::string first, index, gram_index;
    std::uint32_t stripe = 0;
  };
  Status add_row(Section section, const RowToWrite& row);
  Status write_rows(Section section);
  Status add_text(TextListWriter& list, std::string_view text);
  Status write_texts(TextListWriter& list);
  Status write_grams(TextListWriter& list);
  Status end_list(TextListWriter& list);
  Status write_index(Section section, std::string& index);
  void note_block(std::string& index, Section section, const Extent& extent, std::uint64_t rows);
  void note_first_key(const RowToWrite& row);
  void filter_name(std::string_view lead);
  Result<Extent> append(std::string_view raw, int level, std::span<const std::size_t> cuts = {},
                        LastPart last = LastPart::kPacked);

  SegmentSink& sink_;
  SegmentWriterOptions options_;
  RowBlockBuilder by_name_{RowOrder::kByName};
  RowBlockBuilder by_value_{RowOrder::kByValue};
  TextListWriter name_list_{
      Section::kNames, Section::kNameGrams, {}, TextGrams(Section::kNames), {}, {}, {}, 0};
  TextListWriter value_list_{
      Section::kValues, Section::kValueGrams, {}, TextGrams(Section::kValues), {}, {}, {}, 0};
  BloomFilter name_filter_, value_filter_;
  SegmentFooter footer_;
  std::string index_, first_head_, first_rdata_, last_name_, last_value_;
  std::uint8_t first_bailiwick_ = 0;
  std::string core_, details_, packed_;
  std::vector<std::size_t> cuts_;
};

}  // namespace spoor::store
