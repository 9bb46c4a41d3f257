// SPDX-License-Identifier: Apache-2.0
// Walks a store and says what is wrong with it.
#include <algorithm>
#include <array>
#include <set>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/pivot.h"
#include "record/retention.h"
#include "record/text_list.h"
#include "store/rocks/catalogue.h"
#include "store/rocks/rocks_store.h"
#include "store/rocks/segment_path.h"
#include "store/segment/bloom_filter.h"
#include "store/segment/segment_cursor.h"
#include "store/segment/text_grams.h"

namespace spoor::store {
namespace {

/// Texts are compared between the lists as hashes, so many at a time that memory stays below 128
/// MiB.
constexpr std::uint64_t kTextsAPass = std::uint64_t{8} << 20;

using Report = std::function<void(const Fault&)>;

class SegmentCheck {
 public:
  SegmentCheck(std::shared_ptr<const SegmentReader> segment, const CatalogueContent& content,
               VerifySummary& summary, const Report& report)
      : segment_(std::move(segment)), content_(content), summary_(summary), report_(report) {}

  Status run(const record::Progress& progress) {
    ++summary_.segments;
    for (std::size_t s = 0; s < kSections; ++s)
      summary_.blocks += segment_->blocks(static_cast<Section>(s)).size();
    SPOOR_CHECK(check_rows(RowOrder::kByName, progress));
    check_watched();
    SPOOR_CHECK(check_rows(RowOrder::kByValue, progress));
    if (expected_values_ != found_values_ || expected_value_count_ != count_of(Section::kByValue)) {
      fault("the index by value does not tell the same as the index by name");
    }
    SPOOR_CHECK(check_list(Section::kNames, progress));
    if (!segment_->has_values()) return {};
    SPOOR_CHECK(check_list(Section::kValues, progress));
    SPOOR_CHECK(check_grams(Section::kNames, Section::kNameGrams));
    return check_grams(Section::kValues, Section::kValueGrams);
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
    if (listed == content_.watched.end()) return;
    // There may be more than the records tell: a source watched on the days of erased ones too.
    record::WatchedBySource joined = listed->second;
    joined.merge(watched_);
    if (!(joined == listed->second)) fault("the watched days lack some of the records'");
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
    if (!dns::is_wire_type(row.type()) && row.type() != record::kFirstSeenType &&
        !content_.labels.contains(dns::to_number(row.type()))) {
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

  Status check_list(Section list, const record::Progress& progress) {
    const std::uint64_t passes = count_of(list) / kTextsAPass + 1;
    for (std::uint64_t pass = 0; pass < passes; ++pass) {
      const Pass part{list, pass, passes};
      std::vector<std::uint64_t> listed;
      SPOOR_CHECK(collect_listed(part, listed));
      std::vector<std::uint64_t> needed;
      SPOOR_CHECK(collect_needed(part, needed));
      std::sort(listed.begin(), listed.end());
      std::sort(needed.begin(), needed.end());
      needed.erase(std::unique(needed.begin(), needed.end()), needed.end());
      if (listed != needed) {
        fault(list == Section::kNames ? "the list of names is not that of the records"
                                      : "the list of values is not that of the records");
      }
      if (progress && !progress(summary_.records, 0))
        return Error{ErrorCode::kLimit, "stopped", 0, {}};
    }
    return {};
  }

  /// One of several walks over a list, for those of its texts whose hash falls to it.
  struct Pass {
    Section list;
    std::uint64_t number, count;
    void add(std::string_view text, std::vector<std::uint64_t>& hashes) const {
      const std::uint64_t hash = BloomFilter::hash(text);
      if (hash % count == number) hashes.push_back(hash);
    }
  };

  Status collect_listed(const Pass& pass, std::vector<std::uint64_t>& hashes) {
    SegmentNameCursor texts(segment_, pass.list, nullptr);
    std::string last;
    Status status = texts.seek({}, {});
    for (; status && texts.valid(); status = texts.advance()) {
      if (pass.number == 0 && pass.list == Section::kNames) ++summary_.names;
      if (!last.empty() && record::compare_bytes(last, texts.name()) >= 0)
        fault("texts out of order");
      last.assign(texts.name());
      pass.add(texts.name(), hashes);
    }
    if (!status && status.error().code == ErrorCode::kCorrupt) {
      fault(describe(status.error()));
      return {};
    }
    return status;
  }

  Status collect_needed(const Pass& pass, std::vector<std::uint64_t>& hashes) {
    SegmentRowCursor rows(segment_, RowOrder::kByName, false, nullptr);
    Status status = rows.seek(record::RangeQuery{});
    for (; status && rows.valid(); status = rows.advance()) {
      pass.list == Section::kNames ? add_names(rows.row(), pass, hashes)
                                   : add_value(rows.row(), pass, hashes);
    }
    if (!status && status.error().code == ErrorCode::kCorrupt) return {};  // reported with the rows
    return status;
  }

  void add_value(const RowBlockCursor& row, const Pass& pass, std::vector<std::uint64_t>& hashes) {
    if (!record::has_searched_text(row.type())) return;
    buffer_.clear();
    record::append_value_entry(buffer_, row.type(), row.rdata());
    pass.add(buffer_, hashes);
  }

  void add_names(const RowBlockCursor& row, const Pass& pass, std::vector<std::uint64_t>& hashes) {
    const auto add = [&](Bytes wire) {
      buffer_.clear();
      dns::append_forward_form(buffer_, wire);
      pass.add(buffer_, hashes);
    };
    std::array<dns::RdataName, 4> names;
    if (const auto name = dns::name_from_sort_form(row.lead())) add(name->wire());
    const std::size_t count =
        dns::find_rdata_names(row.type(), as_bytes(row.rdata()), names.data(), names.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i].role == dns::NameRole::kHost)
        add(as_bytes(row.rdata()).subspan(names[i].offset, names[i].size));
    }
  }

  /// Makes the pages of postings anew and compares them with those that stand there.
  Status check_grams(Section list, Section grams) {
    if (segment_->blocks(grams).empty()) return {};
    TextGrams made(list, GroupShape{segment_->footer().group_texts});
    std::size_t page = 0;
    std::uint32_t stripe = 0;
    const auto compare = [&](std::string_view octets, std::uint32_t first, std::uint32_t) {
      return compare_page(grams, page++, gram_key(stripe, first), octets);
    };
    for (std::size_t number = 0; number < segment_->blocks(list).size(); ++number) {
      const auto octets = segment_->read_block(list, number, 0, nullptr);
      NameBlockCursor texts;
      if (!octets || !texts.open((*octets)->octets)) return {};  // reported with the list
      while (texts.next()) made.add(texts.name());
      made.end_block();
      if (!made.is_stripe_full()) continue;
      SPOOR_CHECK(made.take_pages(compare));
      ++stripe;
    }
    SPOOR_CHECK(made.take_pages(compare));
    if (page != segment_->blocks(grams).size()) fault("pages of postings are too many");
    return {};
  }

  Status compare_page(Section grams, std::size_t page, const std::string& key,
                      std::string_view octets) {
    if (page >= segment_->blocks(grams).size()) {
      fault("pages of postings are missing");
      return {};
    }
    const auto found = segment_->read_block(grams, page, 0, nullptr);
    if (!found) {
      if (found.error().code != ErrorCode::kCorrupt) return found.error();
      fault(describe(found.error()));
    } else if ((*found)->octets != octets || segment_->first_key(grams, page).head != key) {
      fault("a page of postings is not that of its texts");
    }
    return {};
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
