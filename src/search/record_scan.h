// SPDX-License-Identifier: Apache-2.0
// The records of a plan, one after the other, with the filters that need no sightings. Inside the
// room only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "record/record_store.h"
#include "search/budget.h"
#include "search/knowledge_filter.h"
#include "search/pattern_scan.h"
#include "search/plan.h"
#include "search/record_filters.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::search {

/// Streams; holds one record cursor at a time. `request` must outlive it.
class RecordScan {
 public:
  /// `from`: begin with this key, itself included.
  RecordScan(std::shared_ptr<const record::Snapshot> snapshot, const SearchRequest& request,
             std::optional<record::OwnedKey> from);

  /// Goes to the next record that matches.
  Result<Step> next(Budget& budget);
  /// The record that next() came to. Views live until the next call of next().
  [[nodiscard]] const record::StoredRecord& record() const noexcept { return *found_; }
  /// Whether that record is also the last one looked at.
  [[nodiscard]] bool is_at_match() const noexcept { return is_at_match_; }
  /// After kPaused: the key up to which everything was looked at, itself excluded or looked at in
  /// vain. Nothing while that is not behind the key to begin with.
  [[nodiscard]] std::optional<record::OwnedKey> place() const;

  /// Leaves out what else stands under the name or value that was come to by a pattern.
  void leave_range() noexcept { records_.reset(); }

  /// Octets by which the scan orders names: the forward form under a right wildcard, else nothing.
  [[nodiscard]] const std::string& forward_name() const noexcept { return forward_now_; }

 private:
  Result<Step> open_next(Budget& budget);
  Result<Step> open_next_name();
  Result<Step> open_next_text(Budget& budget);
  [[nodiscard]] std::string text_entry(const record::OwnedKey& key) const;
  [[nodiscard]] std::optional<record::OwnedKey> text_key(const PatternScan::Place& place) const;
  Status open(const PlannedRange& range);
  [[nodiscard]] record::OwnedKey key_behind(const record::StoredRecord& found) const;
  [[nodiscard]] bool is_wanted(const record::StoredRecord& found) const;
  [[nodiscard]] bool matches(const record::StoredRecord& found);
  [[nodiscard]] bool is_first_value(const record::StoredRecord& found) const;

  std::shared_ptr<const record::Snapshot> snapshot_;
  const SearchRequest& request_;
  Plan plan_;
  BailiwickFilter bailiwicks_;
  OwnerFilter owners_;
  RdataFilter rdata_;
  KnowledgeFilter knowledge_;
  const record::StoredRecord* found_ = nullptr;  // of records_; null while nothing was read of it
  bool is_at_match_ = false;
  std::optional<record::OwnedKey> from_;
  std::size_t next_range_ = 0;
  bool is_done_ = false;
  const PlannedRange* range_ = nullptr;
  PlannedRange name_range_;
  std::string forward_now_;
  std::unique_ptr<record::NameCursor> names_;
  std::unique_ptr<PatternScan> texts_;
  std::unique_ptr<record::RecordCursor> records_;
};

/// The key just before `key`, or a little before it; empty when the head has none before it.
std::optional<record::OwnedKey> key_before(const record::OwnedKey& key);

/// The name by which a key of `index` was found: the owner, or the name that is the value; as a
/// sort form.
std::string_view found_name(record::Index index, std::string_view head) noexcept;

}  // namespace spoor::search
