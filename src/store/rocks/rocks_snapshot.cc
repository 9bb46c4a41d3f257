// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/rocks_snapshot.h"

#include <optional>

#include "dns/name.h"
#include "record/key.h"
#include "store/segment/merged_rows.h"
#include "store/segment/segment_build.h"
#include "store/segment/text_cursor.h"

namespace spoor::store {
namespace {

using Segments = std::vector<std::shared_ptr<SegmentReader>>;

/// What every head of a range begins with, as far as a filter knows it: the hash to ask for.
std::optional<std::uint64_t> filter_hash(const record::RangeQuery& query) {
  if (query.lower.empty() || query.upper != record::after_prefix(query.lower)) return std::nullopt;
  if (query.index == record::Index::kByValue) {
    const std::size_t size = record::value_length(query.lower);
    if (size == 0) return std::nullopt;
    return BloomFilter::hash(std::string_view(query.lower).substr(0, size));
  }
  // In a sort form 0x00 only ends labels and the name: cut behind the last whole label. A type may
  // follow a name.
  std::string_view labels = query.lower;
  if (const std::size_t name = dns::sort_form_length(labels); name != 0) {
    labels = labels.substr(0, name - 1);
  } else {
    labels = labels.substr(0, labels.rfind('\0') + 1);
  }
  if (labels.size() < 2) return std::nullopt;
  return BloomFilter::hash(labels);
}

/// Days and TTL stand only by name: fetches them for rows found by value.
class DetailedRows final : public record::RecordCursor {
 public:
  DetailedRows(std::unique_ptr<record::RecordCursor> rows,
               std::shared_ptr<const record::Snapshot> snapshot)
      : rows_(std::move(rows)), snapshot_(std::move(snapshot)) {}

  Result<const record::StoredRecord*> next() override {
    SPOOR_TRY(const record::StoredRecord* const row, rows_->next());
    if (row == nullptr) return row;
    record::RangeQuery query;
    query.lower.assign(row->name);
    record::append_type(query.lower, row->type);
    query.upper = record::after_prefix(query.lower);
    query.with_details = true;
    // Ask from just below the record: many may share its name and type.
    record::OwnedKey from{query.lower, std::string(row->key.rdata), 0};
    if (row->key.bailiwick > 0) {
      from.bailiwick = static_cast<std::uint8_t>(row->key.bailiwick - 1);
      query.after = from;
    }
    SPOOR_TRY(by_name_, snapshot_->find(std::move(query)));
    for (;;) {
      SPOOR_TRY(const record::StoredRecord* const found, by_name_->next());
      if (found == nullptr)
        return Error{ErrorCode::kCorrupt, "a record found by value is missing by name", 0, {}};
      if (found->key.rdata == row->key.rdata && found->key.bailiwick == row->key.bailiwick) {
        record_ = *row;
        record_.sightings = found->sightings;
        return &record_;
      }
    }
  }

 private:
  std::unique_ptr<record::RecordCursor> rows_;
  std::shared_ptr<const record::Snapshot> snapshot_;
  std::unique_ptr<record::RecordCursor> by_name_;
  record::StoredRecord record_;
};

class RocksSnapshot final : public record::Snapshot,
                            public std::enable_shared_from_this<RocksSnapshot> {
 public:
  RocksSnapshot(std::shared_ptr<const Segments> segments, std::shared_ptr<BlockCache> cache)
      : segments_(std::move(segments)), cache_(std::move(cache)) {}

  Result<std::unique_ptr<record::RecordCursor>> find(record::RangeQuery query) const override {
    const bool by_name = query.index == record::Index::kByName;
    const RowOrder order = by_name ? RowOrder::kByName : RowOrder::kByValue;
    const std::optional<std::uint64_t> hash = filter_hash(query);
    std::vector<std::unique_ptr<SegmentRowCursor>> cursors;
    for (const auto& segment : *segments_) {
      if (hash && !(by_name ? segment->may_hold_name(*hash) : segment->may_hold_value(*hash)))
        continue;
      // A question without bounds is a scan of the store: it leaves the cache to the others.
      BlockCache* const cache = query.lower.empty() && query.upper.empty() ? nullptr : cache_.get();
      auto cursor =
          std::make_unique<SegmentRowCursor>(segment, order, by_name && query.with_details, cache);
      SPOOR_CHECK(cursor->seek(query));
      if (cursor->valid()) cursors.push_back(std::move(cursor));
    }
    auto rows = std::make_unique<HeldRows>(
        shared_from_this(), MergedRows(order, by_name && query.with_details, std::move(cursors)));
    if (by_name || !query.with_details)
      return std::unique_ptr<record::RecordCursor>(std::move(rows));
    return std::unique_ptr<record::RecordCursor>(
        new DetailedRows(std::move(rows), shared_from_this()));
  }

  Result<std::unique_ptr<record::NameCursor>> find_names(std::string lower,
                                                         std::string upper) const override {
    std::vector<std::unique_ptr<SegmentNameCursor>> cursors;
    for (const auto& segment : *segments_) {
      auto cursor = std::make_unique<SegmentNameCursor>(segment, Section::kNames, nullptr);
      SPOOR_CHECK(cursor->seek(lower, upper));
      if (cursor->valid()) cursors.push_back(std::move(cursor));
    }
    return std::unique_ptr<record::NameCursor>(new MergedNames(std::move(cursors)));
  }

  Result<std::vector<std::unique_ptr<record::TextCursor>>> find_texts(
      record::TextRange range) const override {
    std::vector<std::unique_ptr<record::TextCursor>> cursors;
    for (const auto& segment : *segments_) {
      if (range.list == record::TextList::kValues && !segment->has_values()) {
        SPOOR_TRY(auto values, read_values_from_rows(segment));
        cursors.push_back(record::make_text_cursor(range, std::move(values)));
      } else {
        cursors.push_back(open_segment_texts(segment, range, cache_));
      }
    }
    return cursors;
  }

 private:
  /// Keeps the snapshot, hence the cache, as long as its rows are read.
  class HeldRows final : public record::RecordCursor {
   public:
    HeldRows(std::shared_ptr<const Snapshot> snapshot, MergedRows rows)
        : snapshot_(std::move(snapshot)), rows_(std::move(rows)) {}
    Result<const record::StoredRecord*> next() override { return rows_.next(); }

   private:
    std::shared_ptr<const Snapshot> snapshot_;
    MergedRows rows_;
  };

  std::shared_ptr<const Segments> segments_;
  std::shared_ptr<BlockCache> cache_;
};

}  // namespace

std::shared_ptr<const record::Snapshot> make_snapshot(std::shared_ptr<const Segments> segments,
                                                      std::shared_ptr<BlockCache> cache) {
  return std::make_shared<RocksSnapshot>(std::move(segments), std::move(cache));
}

}  // namespace spoor::store
