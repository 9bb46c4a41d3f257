// SPDX-License-Identifier: Apache-2.0
// All rows of a question, every source apart, in steps. Inside the room only.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "base/result.h"
#include "record/record_store.h"
#include "search/search.h"

namespace spoor::history {

/// Days and TTL, or not: without them a walk is quicker, by value much quicker.
enum class Details : bool { kLeftOut = false, kWanted = true };

class RowWalk {
 public:
  /// Page, order and grouping of `request` do not matter. `store` must outlive the walk. Errors:
  /// search()'s.
  static Result<RowWalk> open(const record::RecordStore& store, search::SearchRequest request,
                              Details details) {
    request.grouping = search::Grouping::kPerSource;
    request.order = {};
    request.limit = search::kNoLimit;
    request.offset = 0;
    request.from.clear();
    request.with_details = details == Details::kWanted;
    SPOOR_TRY(auto rows, search::search(store, request));
    return RowWalk(std::move(rows));
  }

  /// Hands about `records` further rows to `use`, looking at no more records than that (one at
  /// least); true at the end. Errors: kCorrupt, kIo.
  template <class Use>
  Result<bool> advance(std::uint64_t records, const Use& use) {
    for (std::uint64_t left = std::max<std::uint64_t>(records, 1); left > 0; --left) {
      SPOOR_TRY(const search::Step step, rows_->advance(left));
      if (step == search::Step::kEnd) return true;
      if (step == search::Step::kPaused) return false;
      use(rows_->row());
    }
    return false;
  }

 private:
  explicit RowWalk(std::unique_ptr<search::RowCursor> rows) : rows_(std::move(rows)) {}
  std::unique_ptr<search::RowCursor> rows_;
};

}  // namespace spoor::history
