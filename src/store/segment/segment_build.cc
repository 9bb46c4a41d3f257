// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_build.h"

#include <algorithm>
#include <array>
#include <span>
#include <tuple>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/pivot.h"
#include "record/rewrite.h"
#include "record/text_list.h"
#include "store/segment/dropped_texts.h"
#include "store/segment/merged_rows.h"
#include "store/segment/rewritten_rows.h"
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

void prefetch_key(const record::BatchRow& row) noexcept {
  __builtin_prefetch(row.name.data());
  __builtin_prefetch(row.rdata.data() + row.rdata.size());
}

/// A batch record by record: rows of one record stand together, and the first of them names it.
class BatchRecords {
 public:
  explicit BatchRecords(const record::Batch& batch) : rows_(batch.rows) {}

  /// Finds the records. Errors: kInvalid when the rows are out of order.
  Status find() {
    begins_.assign(rows_.size() / 64 + 1, 0);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const int order = i == 0 ? -1 : compare_records(rows_[i - 1], rows_[i]);
      if (order > 0 || (order == 0 && std::tie(rows_[i - 1].source, rows_[i - 1].how) >=
                                          std::tie(rows_[i].source, rows_[i].how))) {
        return Error{ErrorCode::kInvalid, "a batch's rows are not in order", i, {}};
      }
      if (order < 0) begins_[i / 64] |= std::uint64_t{1} << (i % 64);
    }
    return {};
  }

  /// The first row of the record behind that of `row`; size() at the end.
  [[nodiscard]] std::size_t next(std::size_t row) const noexcept {
    do ++row;
    while (row < rows_.size() && !begins(row));
    return row;
  }
  [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }
  [[nodiscard]] const record::BatchRow& at(std::size_t row) const noexcept { return rows_[row]; }
  /// Asks for the key of a record that is read soon.
  void touch_key(std::size_t row) const noexcept { prefetch_key(rows_[row]); }
  /// Asks for the row itself.
  void touch_row(std::size_t row) const noexcept {
    const auto* const octets = reinterpret_cast<const char*>(&rows_[row]);
    for (std::size_t at = 0; at < sizeof(record::BatchRow); at += 64)
      __builtin_prefetch(octets + at);
    __builtin_prefetch(octets + sizeof(record::BatchRow) - 1);
  }
  /// The record whose first row is `first`, to be written under `lead`.
  RowToWrite to_write(std::size_t first, std::string_view lead) {
    sightings_.clear();
    const std::size_t end = next(first);
    for (std::size_t i = first; i < end; ++i) {
      sightings_.push_back({rows_[i].source, rows_[i].how, &rows_[i].sightings});
    }
    const record::BatchRow& row = rows_[first];
    return {lead, row.type, row.rdata, row.bailiwick, sightings_};
  }

 private:
  [[nodiscard]] bool begins(std::size_t row) const noexcept {
    return (begins_[row / 64] >> (row % 64) & 1) != 0;
  }
  static int compare_records(const record::BatchRow& a, const record::BatchRow& b) noexcept {
    if (const int name = record::compare_bytes(a.name, b.name); name != 0) return name;
    if (a.type != b.type) return a.type < b.type ? -1 : 1;
    if (const int rdata = record::compare_bytes(a.rdata, b.rdata); rdata != 0) return rdata;
    return static_cast<int>(a.bailiwick) - static_cast<int>(b.bailiwick);
  }

  const record::BatchRows& rows_;
  std::vector<std::uint64_t> begins_;  // a bit a row: whether a record begins there
  std::vector<SightingRef> sightings_;
};

/// Adds an owner's and its rdata hosts' forward forms.
class NameCollector {
 public:
  void add_owner(std::string_view sort_form) {
    form_.clear();
    dns::append_forward_from_sort_form(form_, sort_form);
    names_.add(form_);
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

/// Adds rdata as texts.
class ValueCollector {
 public:
  void add(dns::RrType type, std::string_view rdata) {
    if (!record::has_searched_text(type)) return;
    entry_.clear();
    record::append_value_entry(entry_, type, rdata);
    values_.add(entry_);
  }
  StringSort& sorted() {
    values_.sort();
    return values_;
  }

 private:
  StringSort values_;
  std::string entry_;
};

Status write_batch_by_name(BatchRecords& records, SegmentWriter& writer) {
  for (std::size_t i = 0; i < records.size(); i = records.next(i)) {
    SPOOR_CHECK(writer.add_by_name(records.to_write(i, records.at(i).name)));
  }
  return writer.end_by_name();
}

Status write_batch_by_value(BatchRecords& records, ValueSort& values, SegmentWriter& writer) {
  values.sort();
  Octets lead;
  Status status;
  values.for_each(
      [&](std::string_view value, std::uint32_t record) {
        lead.assign(value);
        lead.append(records.at(record).name);
        status = writer.add_by_value(records.to_write(record, lead.view()));
        return static_cast<bool>(status);
      },
      [&](std::uint32_t record, ValueSort::Distance distance) {
        distance == ValueSort::Distance::kFar ? records.touch_row(record)
                                              : records.touch_key(record);
      });
  SPOOR_CHECK(std::move(status));
  return writer.end_by_value();
}

}  // namespace

Result<SegmentFooter> write_batch_segment(const record::Batch& batch, SegmentSink& sink,
                                          Packing packing) {
  BatchRecords records(batch);
  SPOOR_CHECK(records.find());
  ValueSort values;
  NameCollector names;
  ValueCollector texts;
  record::PivotFinder pivots;
  for (std::size_t i = 0; i < records.size(); i = records.next(i)) {
    const record::BatchRow& row = records.at(i);
    if (i == 0 || records.at(i - 1).name != row.name) names.add_owner(row.name);
    names.add_hosts(row.type, row.rdata);
    texts.add(row.type, row.rdata);
    for (const std::string_view value : pivots.find(row.type, row.rdata)) {
      values.add(value, static_cast<std::uint32_t>(i));
    }
  }
  StringSort& forward = names.sorted();
  SegmentWriterOptions options = options_for(packing);
  // Owners and their ancestors: a batch seldom has more ancestors than owners, and too small a
  // filter only answers "perhaps" more often.
  options.expected_names = forward.size() + forward.size() / 3;
  options.expected_values = values.size();
  SegmentWriter writer(sink, options);
  SPOOR_CHECK(writer.begin());
  SPOOR_CHECK(write_batch_by_name(records, writer));
  SPOOR_CHECK(write_batch_by_value(records, values, writer));
  for (std::size_t i = 0; i < forward.size(); ++i) SPOOR_CHECK(writer.add_name(forward.at(i)));
  SPOOR_CHECK(writer.end_names());
  const StringSort& values_as_text = texts.sorted();
  for (std::size_t i = 0; i < values_as_text.size(); ++i)
    SPOOR_CHECK(writer.add_value(values_as_text.at(i)));
  SPOOR_CHECK(writer.end_values());
  return writer.finish();
}

namespace {

using Inputs = std::vector<std::shared_ptr<SegmentReader>>;

Status collect_segment_values(const std::shared_ptr<SegmentReader>& segment,
                              ValueCollector& values) {
  SegmentRowCursor rows(segment, RowOrder::kByName, false, nullptr);
  SPOOR_CHECK(rows.seek(record::RangeQuery{}));
  for (; rows.valid();) {
    values.add(rows.row().type(), rows.row().rdata());
    SPOOR_CHECK(rows.advance());
  }
  return {};
}

/// What a merge changes on its way, and which texts go with the records that go.
class Change {
 public:
  explicit Change(const record::Rewrite* rewrite) : rewrite_(rewrite) {}
  [[nodiscard]] bool is_any() const noexcept { return rewrite_ != nullptr; }
  [[nodiscard]] const record::Rewrite* rewrite() const noexcept { return rewrite_; }
  DroppedTexts& texts() noexcept { return texts_; }

 private:
  const record::Rewrite* rewrite_;
  DroppedTexts texts_;
};

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

Result<RewrittenRows> open_rows(const Inputs& inputs, RowOrder order, bool with_details,
                                const Change& change) {
  std::vector<std::unique_ptr<SegmentRowCursor>> cursors;
  record::RangeQuery everything;
  for (const auto& input : inputs) {
    cursors.push_back(std::make_unique<SegmentRowCursor>(input, order, with_details, nullptr));
    SPOOR_CHECK(cursors.back()->seek(everything));
  }
  return RewrittenRows(MergedRows(order, with_details, std::move(cursors)), order,
                       change.rewrite());
}

/// Finds the texts that go with the records that go: all of theirs, and then not those that others
/// have too.
Status find_dropped_texts(const Inputs& inputs, Change& change, MergeProgress& progress) {
  for (const bool is_dropping : {true, false}) {
    SPOOR_TRY(RewrittenRows rows, open_rows(inputs, RowOrder::kByName, false, change));
    for (;;) {
      SPOOR_TRY(const record::StoredRecord* const row, rows.next());
      if (row == nullptr) break;
      const bool is_gone = row->sightings.empty();
      if (is_dropping && is_gone) change.texts().drop(*row);
      if (!is_dropping && !is_gone) change.texts().keep(*row);
      SPOOR_CHECK(progress.step());
    }
    if (change.texts().is_empty()) break;
  }
  return {};
}

Status merge_rows(const Inputs& inputs, RowOrder order, SegmentWriter& writer,
                  MergeProgress& progress, const Change& change) {
  SPOOR_TRY(RewrittenRows rows, open_rows(inputs, order, order == RowOrder::kByName, change));
  std::vector<SightingRef> sightings;
  for (;;) {
    SPOOR_TRY(const record::StoredRecord* const row, rows.next());
    if (row == nullptr) break;
    if (row->sightings.empty()) {
      SPOOR_CHECK(progress.step());
      continue;
    }
    sightings.clear();
    for (const record::SourcedSightings& s : row->sightings)
      sightings.push_back({s.source, s.how, &s.sightings});
    char type[record::kMaxTypeOctets];
    const std::size_t type_size = record::write_type(type, row->type);
    const std::string_view lead = row->key.head.substr(0, row->key.head.size() - type_size);
    const RowToWrite out{lead, row->type, row->key.rdata, row->key.bailiwick, sightings};
    SPOOR_CHECK(order == RowOrder::kByName ? writer.add_by_name(out) : writer.add_by_value(out));
    SPOOR_CHECK(progress.step());
  }
  return order == RowOrder::kByName ? writer.end_by_name() : writer.end_by_value();
}

/// One list of texts of several segments, each text once.
Status merge_texts(const Inputs& inputs, Section list, SegmentWriter& writer,
                   MergeProgress& progress, const DroppedTexts& gone) {
  std::vector<std::unique_ptr<SegmentNameCursor>> cursors;
  for (const auto& input : inputs) {
    cursors.push_back(std::make_unique<SegmentNameCursor>(input, list, nullptr));
    SPOOR_CHECK(cursors.back()->seek({}, {}));
  }
  MergedNames texts(std::move(cursors));
  for (;;) {
    SPOOR_TRY(const std::string_view text, texts.next());
    if (text.empty()) break;
    SPOOR_CHECK(progress.step());
    if (gone.is_gone(list, text)) continue;
    SPOOR_CHECK(list == Section::kNames ? writer.add_name(text) : writer.add_value(text));
  }
  return list == Section::kNames ? writer.end_names() : writer.end_values();
}

/// The list of values anew, for inputs that were written before there was one: in memory.
Status collect_values(const Inputs& inputs, SegmentWriter& writer, const DroppedTexts& gone) {
  ValueCollector collector;
  for (const auto& input : inputs) SPOOR_CHECK(collect_segment_values(input, collector));
  const StringSort& values = collector.sorted();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!gone.is_gone(Section::kValues, values.at(i))) SPOOR_CHECK(writer.add_value(values.at(i)));
  }
  return writer.end_values();
}

}  // namespace

Result<std::vector<std::string>> read_values_from_rows(
    const std::shared_ptr<SegmentReader>& segment) {
  ValueCollector collector;
  SPOOR_CHECK(collect_segment_values(segment, collector));
  const StringSort& sorted = collector.sorted();
  std::vector<std::string> values;
  values.reserve(sorted.size());
  for (std::size_t i = 0; i < sorted.size(); ++i) values.emplace_back(sorted.at(i));
  return values;
}

Result<SegmentFooter> merge_segments(const Inputs& inputs, SegmentSink& sink, Packing packing,
                                     const record::Progress& progress,
                                     const record::Rewrite* rewrite) {
  SegmentWriterOptions options = options_for(packing);
  for (const auto& input : inputs) {
    options.expected_names += input->name_filter().keys();
    options.expected_values += input->value_filter().keys();
  }
  SegmentWriter writer(sink, options);
  MergeProgress merged(inputs, progress);
  Change change(rewrite);
  if (change.is_any()) SPOOR_CHECK(find_dropped_texts(inputs, change, merged));
  SPOOR_CHECK(writer.begin());
  SPOOR_CHECK(merge_rows(inputs, RowOrder::kByName, writer, merged, change));
  SPOOR_CHECK(merge_rows(inputs, RowOrder::kByValue, writer, merged, change));
  SPOOR_CHECK(merge_texts(inputs, Section::kNames, writer, merged, change.texts()));
  const bool all_have_values =
      std::all_of(inputs.begin(), inputs.end(), [](const auto& i) { return i->has_values(); });
  SPOOR_CHECK(all_have_values
                  ? merge_texts(inputs, Section::kValues, writer, merged, change.texts())
                  : collect_values(inputs, writer, change.texts()));
  return writer.finish();
}

}  // namespace spoor::store
