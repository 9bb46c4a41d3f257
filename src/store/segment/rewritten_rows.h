// SPDX-License-Identifier: Apache-2.0
// The rows of a merge as a rewrite leaves them. Inside the room only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "record/retention.h"
#include "record/rewrite.h"
#include "store/segment/merged_rows.h"

namespace spoor::store {

/// By name there are, in their place, also the records of kFirstSeenType that stay of names whose
/// records go. (They hold nothing: by value there are none.)
class RewrittenRows {
 public:
  /// `rewrite` null: nothing is changed. It must outlive the rows.
  RewrittenRows(MergedRows rows, RowOrder order, const record::Rewrite* rewrite)
      : rows_(std::move(rows)),
        rewrite_(rewrite),
        leaves_traces_(rewrite != nullptr && order == RowOrder::kByName &&
                       !rewrite->retention.empty()) {}

  /// The next record with its sightings as they shall be, without any when it goes; null at the
  /// end. Errors: kCorrupt, kIo.
  Result<const record::StoredRecord*> next();

 private:
  const record::StoredRecord* change(const record::StoredRecord& row);
  [[nodiscard]] bool is_place_of_trace(const record::StoredRecord* row) const;
  const record::StoredRecord* leave_trace(std::span<const record::SourcedSightings> left);
  void begin_name(std::string_view name);

  MergedRows rows_;
  const record::Rewrite* rewrite_;
  bool leaves_traces_;
  record::FirstSeenTrace trace_;
  std::string name_, head_;       // of the name whose records come, and of its trace
  bool is_trace_placed_ = false;  // what comes of the name lies behind it
  bool has_held_ = false;         // a row was read and waits
  const record::StoredRecord* held_ = nullptr;
  std::vector<record::SourcedSightings> kept_;
  record::StoredRecord record_;
};

}  // namespace spoor::store
