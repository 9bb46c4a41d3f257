// SPDX-License-Identifier: Apache-2.0
// A question as runs of an index. Inside the room only.
#pragma once

#include <string>
#include <vector>

#include "dns/rr_type.h"
#include "record/record_store.h"
#include "search/query.h"
#include "search/request.h"

namespace spoor::search {

/// A whole rdata of one type, looked for by a value inside it.
struct WantedRdata {
  dns::RrType type{};
  std::string rdata;
};

/// Heads in [lower, upper); when `wanted` is not empty, only records that equal one of them.
struct PlannedRange {
  std::string lower;
  std::string upper;
  std::vector<WantedRdata> wanted;
};

/// Ranges in ascending order; or (when `forward` is not empty) one range for each name whose
/// forward form begins with `forward`; or (`by_pattern`) one for each text that matches.
struct Plan {
  record::Index index = record::Index::kByName;
  std::vector<PlannedRange> ranges;
  std::string forward;
  std::string forward_upper;
  /// A record may turn up under several of its values; it counts at the first of those in
  /// [value_lower, value_upper).
  bool may_repeat = false;
  bool by_pattern = false;
};

/// One name's records, narrowed to the span of the types asked for.
PlannedRange name_range(const dns::Name& name, const TypeFilter& types);

/// All records of this rdata, under the least of its values.
PlannedRange rdata_range(dns::RrType type, std::string rdata);

/// Narrowed to the owners that the filters want, where the index allows it; the filters still hold.
Plan make_plan(const Query& query, const Filters& filters);

/// Heads that begin with `prefix`.
PlannedRange prefix_range(std::string prefix);

}  // namespace spoor::search
