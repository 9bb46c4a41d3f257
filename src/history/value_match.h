// SPDX-License-Identifier: Apache-2.0
// Whether a record holds a value: what the index by value answers, asked of one record.
#pragma once

#include <string>
#include <string_view>

#include "dns/rr_type.h"
#include "record/pivot.h"
#include "search/query.h"

namespace spoor::history {

class ValueMatch {
 public:
  /// Whether one record says it: of a pattern, only the search by value does.
  static bool can_tell(const search::Query& query) noexcept {
    return query.kind != search::QueryKind::kPattern;
  }
  /// `query` asks about rdata (QueryIn::kRdata or kRaw), and can_tell().
  explicit ValueMatch(const search::Query& query);
  [[nodiscard]] bool matches(dns::RrType type, std::string_view rdata);

 private:
  [[nodiscard]] bool is_in_range(dns::RrType type, std::string_view rdata) const;
  [[nodiscard]] bool is_wanted(std::string_view value);

  search::Query query_;
  std::string wanted_;  // a value of the index by value, or what it begins with
  record::PivotFinder finder_;
  std::string form_;
};

}  // namespace spoor::history
