// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_writer.h"

#include <algorithm>

#include "record/key.h"

namespace spoor::store {
namespace {

constexpr int kIndexLevel = 3;

}  // namespace

SegmentWriter::SegmentWriter(SegmentSink& sink, const SegmentWriterOptions& options)
    : sink_(sink), options_(options) {
  if (options.with_filters) {
    name_filter_ = BloomFilter(options.expected_names);
    value_filter_ = BloomFilter(options.expected_values);
  }
  footer_.min_first = std::numeric_limits<std::uint32_t>::max();
}

Status SegmentWriter::begin() {
  std::string header(kSegmentMagic);
  put_u32(header, kSegmentVersion);
  put_u32(header, 0);
  return sink_.append(header);
}

Result<Extent> SegmentWriter::append(std::string_view raw, int level,
                                     std::span<const std::size_t> cuts, LastPart last) {
  packed_.clear();
  Extent extent{sink_.offset(), 0};
  extent.size = append_chunk(packed_, raw, level, cuts, last);
  SPOOR_CHECK(sink_.append(packed_));
  return extent;
}

Status SegmentWriter::add_by_name(const RowToWrite& row) {
  filter_name(row.lead);
  footer_.sightings += row.sightings.size();
  for (const SightingRef& ref : row.sightings) {
    footer_.min_first = std::min(footer_.min_first, ref.sightings->first);
    footer_.max_last = std::max(footer_.max_last, ref.sightings->last);
  }
  return add_row(Section::kByName, row);
}

Status SegmentWriter::add_by_value(const RowToWrite& row) {
  if (last_value_.empty() || !row.lead.starts_with(last_value_)) {
    last_value_.assign(row.lead.substr(0, record::value_length(row.lead)));
    value_filter_.add(BloomFilter::hash(last_value_));
  }
  return add_row(Section::kByValue, row);
}

// The filter knows every owner and every ancestor of one, so that it answers for `*.example.com` as
// well. What an owner shares with the one before it is in the filter already.
void SegmentWriter::filter_name(std::string_view lead) {
  const std::size_t shared = common_prefix(last_name_, lead);
  if (shared == lead.size() && shared == last_name_.size()) return;
  // A label that ends inside the shared beginning ended there in the last name as well.
  for (std::size_t i = shared; i + 1 < lead.size(); ++i) {
    if (lead[i] == 0)
      name_filter_.add(options_.with_filters ? BloomFilter::hash(lead.substr(0, i + 1)) : 0);
  }
  last_name_.assign(lead);
}

Status SegmentWriter::add_row(Section section, const RowToWrite& row) {
  RowBlockBuilder& block = section == Section::kByName ? by_name_ : by_value_;
  if (!block.add(row)) {
    SPOOR_CHECK(write_rows(section));
    block.add(row);
  }
  if (block.rows() == 1) note_first_key(row);
  ++footer_.rows[static_cast<std::size_t>(section)];
  return {};
}

void SegmentWriter::note_first_key(const RowToWrite& row) {
  first_head_.assign(row.lead);
  record::append_type(first_head_, row.type);
  first_rdata_.assign(row.rdata);
  first_bailiwick_ = row.bailiwick;
}

Status SegmentWriter::write_rows(Section section) {
  RowBlockBuilder& block = section == Section::kByName ? by_name_ : by_value_;
  if (block.rows() == 0) return {};
  core_.clear();
  details_.clear();
  cuts_.clear();
  block.encode(core_, cuts_, details_);
  SPOOR_TRY(const Extent core, append(core_, options_.compression_level, cuts_, LastPart::kPlain));
  Extent details{core.offset + core.size, 0};
  if (!details_.empty()) {
    SPOOR_TRY(details, append(details_, options_.compression_level));
  }
  const auto s = static_cast<std::size_t>(section);
  put_string(index_, first_head_);
  put_string(index_, first_rdata_);
  index_ += static_cast<char>(first_bailiwick_);
  put_varint(index_, core.offset);
  put_varint(index_, core.size);
  put_varint(index_, details.size);
  put_varint(index_, block.rows());
  ++footer_.blocks[s];
  footer_.bytes[s] += core.size + details.size;
  block.clear();
  return {};
}

Status SegmentWriter::write_index(Section section, std::string& index) {
  SPOOR_TRY(footer_.index[static_cast<std::size_t>(section)], append(index, kIndexLevel));
  index.clear();
  return {};
}

Status SegmentWriter::end_by_name() {
  SPOOR_CHECK(write_rows(Section::kByName));
  return write_index(Section::kByName, index_);
}

Status SegmentWriter::end_by_value() {
  SPOOR_CHECK(write_rows(Section::kByValue));
  return write_index(Section::kByValue, index_);
}

Status SegmentWriter::add_text(TextListWriter& list, std::string_view text) {
  if (!list.block.add(text)) {
    SPOOR_CHECK(write_texts(list));
    list.block.add(text);
  }
  if (list.block.names() == 1) list.first.assign(text);
  if (options_.with_filters) list.text_grams.add(text);
  ++footer_.rows[static_cast<std::size_t>(list.list)];
  return {};
}

void SegmentWriter::note_block(std::string& index, Section section, const Extent& extent,
                               std::uint64_t rows) {
  put_string(index, {});
  index += '\0';
  put_varint(index, extent.offset);
  put_varint(index, extent.size);
  put_varint(index, 0);
  put_varint(index, rows);
  const auto s = static_cast<std::size_t>(section);
  ++footer_.blocks[s];
  footer_.bytes[s] += extent.size;
}

Status SegmentWriter::write_texts(TextListWriter& list) {
  if (list.block.names() == 0) return {};
  core_.clear();
  list.block.encode(core_);
  SPOOR_TRY(const Extent extent, append(core_, options_.compression_level));
  put_string(list.index, list.first);
  note_block(list.index, list.list, extent, list.block.names());
  list.block.clear();
  if (!options_.with_filters) return {};
  list.text_grams.end_block();
  return list.text_grams.is_stripe_full() ? write_grams(list) : Status();
}

Status SegmentWriter::write_grams(TextListWriter& list) {
  const std::uint32_t stripe = list.stripe++;
  return list.text_grams.take_pages(
      [&](std::string_view page, std::uint32_t first, std::uint32_t grams) -> Status {
        SPOOR_TRY(const Extent extent, append(page, 0));
        put_string(list.gram_index, gram_key(stripe, first));
        note_block(list.gram_index, list.grams, extent, grams);
        footer_.rows[static_cast<std::size_t>(list.grams)] += grams;
        return {};
      });
}

Status SegmentWriter::end_list(TextListWriter& list) {
  SPOOR_CHECK(write_texts(list));
  SPOOR_CHECK(write_grams(list));
  SPOOR_CHECK(write_index(list.list, list.index));
  return write_index(list.grams, list.gram_index);
}

Result<SegmentFooter> SegmentWriter::finish() {
  name_filter_.apply_pending();
  value_filter_.apply_pending();
  SPOOR_TRY(footer_.filter[0], append(name_filter_.encode(), 0));
  SPOOR_TRY(footer_.filter[1], append(value_filter_.encode(), 0));
  if (footer_.sightings == 0) footer_.min_first = 0;
  SPOOR_TRY(const Extent footer, append(footer_.encode(), 0));
  std::string trailer;
  put_u64(trailer, footer.offset);
  put_u32(trailer, static_cast<std::uint32_t>(footer.size));
  put_u32(trailer, kSegmentVersion);
  trailer += kSegmentEnd;
  SPOOR_CHECK(sink_.append(trailer));
  SPOOR_CHECK(sink_.finish());
  return footer_;
}

}  // namespace spoor::store
