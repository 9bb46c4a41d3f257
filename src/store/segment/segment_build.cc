// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_build.h"

#include <array>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/pivot.h"
#include "store/segment/merged_rows.h"
#include "store/segment/segment_writer.h"
#include "store/segment/value_sort.h"

namespace spoor::store {
namespace {

constexpr std::uint64_t kProgressRows = 65536;

SegmentWriterOptions options_for(Packing packing) {
  SegmentWriterOptions options;
  options.compression_level = packing == Packing::kPlain ? 0 : packing == Packing::kPacked ? 1 : 3;
  options.with_filters = packing != Packing::kPlain;
  return options;
}

bool same_record(const record::BatchRow& a, const record::BatchRow& b) noexcept {
  return a.type == b.type && a.bailiwick == b.bailiwick && a.name == b.name && a.rdata == b.rdata;
}

/// Walks a batch record by record: rows of one record stand together.
class BatchRecords {
 public:
  explicit BatchRecords(const record::Batch& batch) : rows_(batch.rows) {}

  /// The end of the record that begins at `row`.
  [[nodiscard]] std::size_t end_of(std::size_t row) const noexcept {
    std::size_t end = row + 1;
    while (end < rows_.size() && same_record(rows_[row], rows_[end])) ++end;
    return end;
  }
  /// The record at `row`, to be written under `lead`.
  RowToWrite to_write(std::size_t row, std::string_view lead) {
    sightings_.clear();
    for (std::size_t i = row, end = end_of(row); i < end; ++i) {
      sightings_.push_back({rows_[i].source, rows_[i].how, &rows_[i].sightings});
    }
    return {lead, rows_[row].type, rows_[row].rdata, rows_[row].bailiwick, sightings_};
  }

 private:
  const std::vector<record::BatchRow>& rows_;
  std::vector<SightingRef> sightings_;
};

/// Adds an owner's and its rdata hosts' forward forms.
class NameCollector {
 public:
  void add_owner(std::string_view sort_form) {
    if (const auto name = dns::name_from_sort_form(sort_form)) add(name->wire());
  }
  void add_hosts(dns::RrType type, std::string_view rdata) {
    std::array<dns::RdataName, 4> names;
    const std::size_t count =
        dns::find_rdata_names(type, as_bytes(rdata), names.data(), names.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i].role == dns::NameRole::kHost)
        add(as_bytes(rdata.substr(names[i].offset, names[i].size)));
    }
  }
  StringSort& sorted() {
    names_.sort();
    return names_;
  }

 private:
  void add(Bytes wire) {
    form_.clear();
    dns::append_forward_form(form_, wire);
    names_.add(form_);
  }
  StringSort names_;
  std::string form_;
};

Status write_batch_by_name(const record::Batch& batch, SegmentWriter& writer) {
  BatchRecords records(batch);
  for (std::size_t row = 0; row < batch.rows.size(); row = records.end_of(row)) {
    if (row != 0 && record::compare(batch.rows[row - 1], batch.rows[row]) >= 0) {
      return Error{ErrorCode::kInvalid, "a batch's rows are not in order", row, {}};
    }
    SPOOR_CHECK(writer.add_by_name(records.to_write(row, batch.rows[row].name)));
  }
  return writer.end_by_name();
}

Status write_batch_by_value(const record::Batch& batch, ValueSort& values, SegmentWriter& writer) {
  BatchRecords records(batch);
  values.sort();
  std::string lead;
  Status status;
  values.for_each([&](std::string_view value, std::uint32_t row) {
    lead.assign(value).append(batch.rows[row].name);
    status = writer.add_by_value(records.to_write(row, lead));
    return static_cast<bool>(status);
  });
  SPOOR_CHECK(std::move(status));
  return writer.end_by_value();
}

}  // namespace

Result<SegmentFooter> write_batch_segment(const record::Batch& batch, SegmentSink& sink,
                                          Packing packing) {
  BatchRecords records(batch);
  ValueSort values;
  NameCollector names;
  record::PivotFinder pivots;
  for (std::size_t row = 0; row < batch.rows.size(); row = records.end_of(row)) {
    const record::BatchRow& at = batch.rows[row];
    if (row == 0 || batch.rows[row - 1].name != at.name) names.add_owner(at.name);
    names.add_hosts(at.type, at.rdata);
    for (const std::string_view value : pivots.find(at.type, at.rdata))
      values.add(value, static_cast<std::uint32_t>(row));
  }
  StringSort& forward = names.sorted();
  SegmentWriterOptions options = options_for(packing);
  // Owners and their ancestors: a batch seldom has more ancestors than owners, and too small a
  // filter only answers "perhaps" more often.
  options.expected_names = forward.size() + forward.size() / 3;
  options.expected_values = values.size();
  SegmentWriter writer(sink, options);
  SPOOR_CHECK(writer.begin());
  SPOOR_CHECK(write_batch_by_name(batch, writer));
  SPOOR_CHECK(write_batch_by_value(batch, values, writer));
  for (std::size_t i = 0; i < forward.size(); ++i) SPOOR_CHECK(writer.add_name(forward.at(i)));
  return writer.finish();
}

namespace {

using Inputs = std::vector<std::shared_ptr<SegmentReader>>;

/// Reports rows done of all; false when the caller was told to stop.
class MergeProgress {
 public:
  MergeProgress(const Inputs& inputs, const record::Progress& progress) : progress_(progress) {
    for (const auto& input : inputs) {
      for (const std::uint64_t rows : input->footer().rows) total_ += rows;
    }
  }
  Status step() {
    if (++done_ % kProgressRows != 0 || !progress_ || progress_(done_, total_)) return {};
    return Error{ErrorCode::kLimit, "stopped", 0, {}};
  }

 private:
  const record::Progress& progress_;
  std::uint64_t done_ = 0, total_ = 0;
};

Status merge_rows(const Inputs& inputs, RowOrder order, SegmentWriter& writer,
                  MergeProgress& progress) {
  std::vector<std::unique_ptr<SegmentRowCursor>> cursors;
  record::RangeQuery everything;
  for (const auto& input : inputs) {
    cursors.push_back(
        std::make_unique<SegmentRowCursor>(input, order, order == RowOrder::kByName, nullptr));
    SPOOR_CHECK(cursors.back()->seek(everything));
  }
  MergedRows rows(order, order == RowOrder::kByName, std::move(cursors));
  std::vector<SightingRef> sightings;
  std::string type;
  for (;;) {
    SPOOR_TRY(const record::StoredRecord* const row, rows.next());
    if (row == nullptr) break;
    sightings.clear();
    for (const record::SourcedSightings& s : row->sightings)
      sightings.push_back({s.source, s.how, &s.sightings});
    type.clear();
    record::append_type(type, row->type);
    const std::string_view lead = row->key.head.substr(0, row->key.head.size() - type.size());
    const RowToWrite out{lead, row->type, row->key.rdata, row->key.bailiwick, sightings};
    SPOOR_CHECK(order == RowOrder::kByName ? writer.add_by_name(out) : writer.add_by_value(out));
    SPOOR_CHECK(progress.step());
  }
  return order == RowOrder::kByName ? writer.end_by_name() : writer.end_by_value();
}

Status merge_names(const Inputs& inputs, SegmentWriter& writer, MergeProgress& progress) {
  std::vector<std::unique_ptr<SegmentNameCursor>> cursors;
  for (const auto& input : inputs) {
    cursors.push_back(std::make_unique<SegmentNameCursor>(input, nullptr));
    SPOOR_CHECK(cursors.back()->seek({}, {}));
  }
  MergedNames names(std::move(cursors));
  for (;;) {
    SPOOR_TRY(const std::string_view name, names.next());
    if (name.empty()) return {};
    SPOOR_CHECK(writer.add_name(name));
    SPOOR_CHECK(progress.step());
  }
}

}  // namespace

Result<SegmentFooter> merge_segments(const Inputs& inputs, SegmentSink& sink, Packing packing,
                                     const record::Progress& progress) {
  SegmentWriterOptions options = options_for(packing);
  for (const auto& input : inputs) {
    options.expected_names += input->name_filter().keys();
    options.expected_values += input->value_filter().keys();
  }
  SegmentWriter writer(sink, options);
  MergeProgress merged(inputs, progress);
  SPOOR_CHECK(writer.begin());
  SPOOR_CHECK(merge_rows(inputs, RowOrder::kByName, writer, merged));
  SPOOR_CHECK(merge_rows(inputs, RowOrder::kByValue, writer, merged));
  SPOOR_CHECK(merge_names(inputs, writer, merged));
  return writer.finish();
}

}  // namespace spoor::store
