// SPDX-License-Identifier: Apache-2.0
// The distinct owners of an answer, in order, each with the totals of its rows. Inside the room
// only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/record_store.h"
#include "search/request.h"
#include "search/row_stream.h"
#include "search/totals_table.h"

namespace spoor::search {

/// Streams where the index gives names in order anyway; else sorts them, on disk if they are many.
class NameTotals {
 public:
  /// Errors as search().
  static Result<std::unique_ptr<NameTotals>> open(const record::RecordStore& store,
                                                  const SearchRequest& request);

  /// Goes to the next name.
  Result<Step> next(Budget& budget);
  /// Sort form of the name that next() came to; until the next call.
  [[nodiscard]] std::string_view form() const noexcept { return form_; }
  /// Its totals: one name.
  [[nodiscard]] const Totals& totals() const noexcept { return totals_; }
  /// Reads no more rows.
  void stop();

 private:
  NameTotals(std::unique_ptr<RowStream> stream, const SearchRequest& request);
  Result<Step> next_streamed(Budget& budget);
  Result<Step> next_sorted(Budget& budget);
  void take_pending();

  std::unique_ptr<RowStream> stream_;
  bool is_in_order_;
  TotalsTable table_;
  bool is_read_ = false;
  std::string pending_;  // the name whose rows are being read
  Totals pending_totals_;
  std::string form_;
  Totals totals_;
};

}  // namespace spoor::search
