// SPDX-License-Identifier: Apache-2.0
// Walks a store and says what is wrong with it.
#include <algorithm>
#include <array>
#include <set>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/pivot.h"
#include "store/rocks/catalogue.h"
#include "store/rocks/rocks_store.h"
#include "store/rocks/segment_path.h"
#include "store/segment/bloom_filter.h"
#include "store/segment/segment_cursor.h"

namespace spoor::store {
namespace {

/// Names are compared between the lists as hashes, so many at a time that memory stays below 128
/// MiB.
constexpr std::uint64_t kNamesAPass = std::uint64_t{8} << 20;

using Report = std::function<void(const Fault&)>;

class SegmentCheck {
 public:
  SegmentCheck(std::shared_ptr<const SegmentReader> segment, const CatalogueContent& content,
               VerifySummary& summary, const Report& report)
      : segment_(std::move(segment)), content_(content), summary_(summary), report_(report) {}

  Status run(const record::Progress& progress) {
    ++summary_.segments;
    for (const Section section : {Section::kByName, Section::kByValue, Section::kNames}) {
      summary_.blocks += segment_->blocks(section).size();
    }
    SPOOR_CHECK(check_rows(RowOrder::kByName, progress));
    check_watched();
    SPOOR_CHECK(check_rows(RowOrder::kByValue, progress));
    if (expected_values_ != found_values_ || expected_value_count_ != count_of(Section::kByValue)) {
      fault("the index by value does not tell the same as the index by name");
    }
    return check_names(progress);
  }

 private:
  void fault(std::string_view what) {
    ++summary_.faults;
    report_({segment_->source().name(), std::string(what)});
  }
  [[nodiscard]] std::uint64_t count_of(Section section) const {
    return segment_->footer().rows[static_cast<std::size_t>(section)];
  }

  // Segments of older programs have no entry.
  void check_watched() {
    const auto listed = content_.watched.find(segment_->number());
    if (listed != content_.watched.end() && !(listed->second == watched_))
      fault("the watched days are not those of the records");
  }

  Status check_rows(RowOrder order, const record::Progress& progress) {
    SegmentRowCursor rows(segment_, order, order == RowOrder::kByName, nullptr);
    record::OwnedKey last;
    std::uint64_t count = 0;
    Status status = rows.seek(record::RangeQuery{});
    for (; status && rows.valid(); status = rows.advance()) {
      const RowBlockCursor& row = rows.row();
      if (count != 0 && record::compare(last.view(), row.key()) >= 0) fault("rows out of order");
      last.assign(row.key());
      order == RowOrder::kByName ? check_by_name(row) : check_by_value(row);
      if (++count % 65536 == 0 && progress && !progress(summary_.records, 0))
        return Error{ErrorCode::kLimit, "stopped", 0, {}};
    }
    if (!status) {
      if (status.error().code != ErrorCode::kCorrupt) return status;
      fault(describe(status.error()));
      return {};
    }
    if (count != count_of(order == RowOrder::kByName ? Section::kByName : Section::kByValue))
      fault("rows are missing");
    return {};
  }

  void check_by_name(const RowBlockCursor& row) {
    ++summary_.records;
    const auto name = dns::name_from_sort_form(row.lead());
    if (!name) {
      fault("an owner's name does not decode");
      return;
    }
    if (row.bailiwick() != record::kBailiwickUnknown &&
        row.bailiwick() > dns::count_labels(name->wire())) {
      fault("a bailiwick is no ancestor of its name");
    }
    if (!dns::is_wire_type(row.type()) && !content_.labels.contains(dns::to_number(row.type()))) {
      fault("a type label is not in the catalogue");
    }
    if (!segment_->may_hold_name(BloomFilter::hash(row.lead().substr(0, row.lead().size() - 1))) &&
        !name->is_root()) {
      fault("the filter of names has forgotten one");
    }
    check_sightings(row);
    for (const std::string_view value : pivots_.find(row.type(), row.rdata())) {
      ++expected_value_count_;
      expected_values_ += entry_hash(value, row.head(), row);
    }
  }

  void check_sightings(const RowBlockCursor& row) {
    if (row.sightings().empty()) fault("a record without sightings");
    for (const record::SourcedSightings& one : row.sightings()) {
      ++summary_.sightings;
      const record::Sightings& s = one.sightings;
      watched_.add(one.source, one.how, s);
      if (s.first == 0 || s.first > s.last) fault("first seen is after last seen");
      if (s.count() == 0) fault("a count of zero");
      if (!content_.sources.contains(one.source)) fault("a source is not in the catalogue");
      for (const record::DayCount& day : s.days.all()) {
        if (day.day < record::day_of(s.first) || day.day > record::day_of(s.last))
          fault("a day outside first and last seen");
      }
    }
  }

  void check_by_value(const RowBlockCursor& row) {
    ++summary_.values;
    const std::size_t size = record::value_length(row.head());
    if (size == 0) {
      fault("a value does not decode");
      return;
    }
    const std::string_view value = row.head().substr(0, size);
    if (!segment_->may_hold_value(BloomFilter::hash(value)))
      fault("the filter of values has forgotten one");
    found_values_ += entry_hash(value, row.head().substr(size), row);
  }

  // Of the sightings only what both indexes hold: count, first and last.
  std::uint64_t entry_hash(std::string_view value, std::string_view head,
                           const RowBlockCursor& row) {
    buffer_.clear();
    put_string(buffer_, value);
    put_string(buffer_, head);
    put_string(buffer_, row.rdata());
    buffer_ += static_cast<char>(row.bailiwick());
    for (const record::SourcedSightings& one : row.sightings()) {
      put_u32(buffer_, one.source.v);
      buffer_ += static_cast<char>(one.how);
      put_u32(buffer_, one.sightings.first);
      put_u32(buffer_, one.sightings.last);
      put_u64(buffer_, one.sightings.seen_count());
      put_u64(buffer_, one.sightings.told);
    }
    return BloomFilter::hash(buffer_);
  }

  Status check_names(const record::Progress& progress) {
    const std::uint64_t passes = count_of(Section::kNames) / kNamesAPass + 1;
    for (std::uint64_t pass = 0; pass < passes; ++pass) {
      std::vector<std::uint64_t> listed;
      SPOOR_CHECK(collect_listed(pass, passes, listed));
      std::vector<std::uint64_t> needed;
      SPOOR_CHECK(collect_needed(pass, passes, needed));
      std::sort(listed.begin(), listed.end());
      std::sort(needed.begin(), needed.end());
      needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
      if (listed != needed) fault("the list of names is not that of the records");
      if (progress && !progress(summary_.records, 0))
        return Error{ErrorCode::kLimit, "stopped", 0, {}};
    }
    return {};
  }

  Status collect_listed(std::uint64_t pass, std::uint64_t passes,
                        std::vector<std::uint64_t>& hashes) {
    SegmentNameCursor names(segment_, nullptr);
    std::string last;
    Status status = names.seek({}, {});
    for (; status && names.valid(); status = names.advance()) {
      if (pass == 0) ++summary_.names;
      if (!last.empty() && record::compare_bytes(last, names.name()) >= 0)
        fault("names out of order");
      last.assign(names.name());
      const std::uint64_t hash = BloomFilter::hash(names.name());
      if (hash % passes == pass) hashes.push_back(hash);
    }
    if (!status && status.error().code == ErrorCode::kCorrupt) {
      fault(describe(status.error()));
      return {};
    }
    return status;
  }

  Status collect_needed(std::uint64_t pass, std::uint64_t passes,
                        std::vector<std::uint64_t>& hashes) {
    const auto add = [&](Bytes wire) {
      buffer_.clear();
      dns::append_forward_form(buffer_, wire);
      const std::uint64_t hash = BloomFilter::hash(buffer_);
      if (hash % passes == pass) hashes.push_back(hash);
    };
    SegmentRowCursor rows(segment_, RowOrder::kByName, false, nullptr);
    Status status = rows.seek(record::RangeQuery{});
    std::array<dns::RdataName, 4> names;
    for (; status && rows.valid(); status = rows.advance()) {
      const RowBlockCursor& row = rows.row();
      if (const auto name = dns::name_from_sort_form(row.lead())) add(name->wire());
      const std::size_t count =
          dns::find_rdata_names(row.type(), as_bytes(row.rdata()), names.data(), names.size());
      for (std::size_t i = 0; i < count; ++i) {
        if (names[i].role == dns::NameRole::kHost)
          add(as_bytes(row.rdata()).subspan(names[i].offset, names[i].size));
      }
    }
    if (!status && status.error().code == ErrorCode::kCorrupt) return {};  // reported with the rows
    return status;
  }

  std::shared_ptr<const SegmentReader> segment_;
  const CatalogueContent& content_;
  VerifySummary& summary_;
  const Report& report_;
  record::PivotFinder pivots_;
  record::WatchedBySource watched_;
  std::string buffer_;
  std::uint64_t expected_values_ = 0, expected_value_count_ = 0, found_values_ = 0;
};

Result<std::shared_ptr<SegmentReader>> open_listed(const std::string& directory,
                                                   const Catalogue& catalogue,
                                                   const SegmentEntry& entry) {
  if (entry.is_inline) {
    SPOOR_TRY(std::string octets, catalogue.inline_octets(entry.number));
    return SegmentReader::open(
        entry.number,
        SegmentSource::from_memory("segment " + std::to_string(entry.number), std::move(octets)));
  }
  SPOOR_TRY(auto file, SegmentSource::open_file(segment_path(directory, entry.number)));
  return SegmentReader::open(entry.number, std::move(file));
}

}  // namespace

Result<VerifySummary> verify_store(const std::string& directory, const Report& report,
                                   const record::Progress& progress) {
  SPOOR_TRY(auto catalogue, Catalogue::open(directory, CatalogueMode::kExisting));
  SPOOR_TRY(const CatalogueContent content, catalogue->load());
  VerifySummary summary;
  for (const SegmentEntry& entry : content.segments) {
    auto segment = open_listed(directory, *catalogue, entry);
    if (!segment) {
      ++summary.faults;
      report({directory, describe(segment.error())});
      continue;
    }
    SegmentCheck check(*segment, content, summary, report);
    SPOOR_CHECK(check.run(progress));
  }
  if (Status streams = catalogue->check_streams(summary.streams); !streams) {
    ++summary.faults;
    report({directory, describe(streams.error())});
  }
  return summary;
}

}  // namespace spoor::store
