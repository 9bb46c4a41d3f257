// SPDX-License-Identifier: Apache-2.0
// Two walks, one after the other.
#include "search/census.h"

#include <algorithm>
#include <utility>

namespace spoor::search {

Result<CensusCursor> CensusCursor::open(std::shared_ptr<const record::Snapshot> snapshot) {
  SPOOR_TRY(auto records, snapshot->find(record::RangeQuery{}));
  return CensusCursor(std::move(snapshot), std::move(records));
}

/// False when there is none left.
Result<bool> CensusCursor::count_record() {
  SPOOR_TRY(const record::StoredRecord* const found, records_->next());
  if (found != nullptr) {
    counts_.records += found->sightings.empty() ? 0U : 1U;
    return true;
  }
  SPOOR_TRY(names_, snapshot_->find_names({}, {}));
  records_.reset();
  return false;
}

Result<bool> CensusCursor::count_name() {
  SPOOR_TRY(const std::string_view name, names_->next());
  if (!name.empty()) {
    ++counts_.names;
    return true;
  }
  names_.reset();
  return false;
}

Result<bool> CensusCursor::advance(std::uint64_t steps) {
  for (std::uint64_t left = std::max<std::uint64_t>(steps, 1); left > 0; --left) {
    if (records_) {
      SPOOR_CHECK(count_record());
    } else if (names_) {
      SPOOR_CHECK(count_name());
    } else {
      return true;
    }
  }
  return !records_ && !names_;
}

}  // namespace spoor::search
