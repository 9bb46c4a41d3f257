// SPDX-License-Identifier: Apache-2.0
// The records of a plan, one after the other, with the filters that need no sightings. Inside the
// room only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "record/record_store.h"
#include "search/plan.h"
#include "search/request.h"

namespace spoor::search {

/// Streams; holds one record cursor at a time. `request` must outlive it.
class RecordScan {
 public:
  /// `from`: begin with this key, itself included.
  RecordScan(std::shared_ptr<const record::Snapshot> snapshot, const SearchRequest& request,
             std::optional<record::OwnedKey> from);

  /// The next record that matches; nullptr at the end. Views live until the next call.
  Result<const record::StoredRecord*> next();

  /// Octets by which the scan orders names: the forward form under a right wildcard, else nothing.
  [[nodiscard]] const std::string& forward_name() const noexcept { return forward_now_; }

 private:
  Result<bool> open_next();
  Result<bool> open_next_name();
  Status open(const PlannedRange& range);
  [[nodiscard]] bool matches(const record::StoredRecord& found) const;
  [[nodiscard]] bool is_first_value(const record::StoredRecord& found) const;

  std::shared_ptr<const record::Snapshot> snapshot_;
  const SearchRequest& request_;
  Plan plan_;
  std::optional<record::OwnedKey> from_;
  std::string zone_prefix_;  // sort form of the bailiwick asked for, without its end
  std::uint8_t zone_labels_ = 0;
  std::size_t next_range_ = 0;
  bool is_done_ = false;
  const PlannedRange* range_ = nullptr;
  PlannedRange name_range_;
  std::string forward_now_;
  std::unique_ptr<record::NameCursor> names_;
  std::unique_ptr<record::RecordCursor> records_;
};

/// The name by which a key of `index` was found: the owner, or the name that is the value; as a
/// sort form.
std::string_view found_name(record::Index index, std::string_view head) noexcept;

}  // namespace spoor::search
