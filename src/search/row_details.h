// SPDX-License-Identifier: Apache-2.0
// Days and TTL of rows that were found without them, row by row: they stand with the index by name
// only, so that a long answer by value is better read without, and a page of it looked up.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "record/record_store.h"
#include "search/record_filters.h"
#include "search/row_sources.h"
#include "search/search.h"

namespace spoor::search {

/// Whether the rows of a request need days or TTL before they are told: to be chosen or sorted.
[[nodiscard]] bool needs_details_early(const SearchRequest& request) noexcept;

class RowDetails {
 public:
  /// Of the rows of `request`, in this state of `store`. Errors: kNotFound (source).
  static Result<RowDetails> open(const record::RecordStore& store, const SearchRequest& request,
                                 std::shared_ptr<const record::Snapshot> state);

  /// The row's sightings with days and TTL; until the next call. Errors: kCorrupt when the row is
  /// not there, kIo.
  Result<const record::Sightings*> find(const Row& row);

 private:
  RowDetails(const SearchRequest& request, SourceChoice choice,
             std::shared_ptr<const record::Snapshot> state);
  [[nodiscard]] bool is_of_row(const record::StoredRecord& found, const Row& row) const;
  bool fold(const record::StoredRecord& found, const Row& row);

  Grouping grouping_;
  BailiwickFilter bailiwicks_;
  SourceChoice choice_;
  std::shared_ptr<const record::Snapshot> state_;
  record::Sightings sightings_;
};

}  // namespace spoor::search
