// SPDX-License-Identifier: Apache-2.0
// The use case that all dialects share: rows of one question, from one state of the store, in
// slices, for a bounded time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/services.h"
#include "base/result.h"
#include "search/search.h"

namespace spoor::api {

/// Rows one after the other. Not thread-safe.
class RecordAnswer {
 public:
  /// Opens the answer. Limits of the caller are the dialect's business. Errors: search()'s and the
  /// store's.
  static Result<std::unique_ptr<RecordAnswer>> open(Services& services,
                                                    search::SearchRequest request);

  enum class Step : std::uint8_t {
    kRow = 1,  ///< row() has it.
    kPaused,   ///< A slice of work is done: let others work, then call again.
    kEnd,      ///< All rows of the page were given; has_more() tells whether others follow.
    kTimeUp,   ///< The answer's time is over; token() goes on behind what was given.
  };
  /// Errors: the store's, while reading.
  Result<Step> next();
  [[nodiscard]] const search::Row& row() const;
  [[nodiscard]] bool has_more() const;
  [[nodiscard]] std::string token() const;
  /// Rows of the whole answer, where that is known (search::RowCursor::total()).
  [[nodiscard]] std::optional<std::uint64_t> total() const;
  [[nodiscard]] std::uint64_t given() const noexcept { return given_; }
  [[nodiscard]] const record::RecordStore& store() const noexcept { return *store_; }

 private:
  RecordAnswer() = default;
  Services* services_ = nullptr;
  std::shared_ptr<record::RecordStore> store_;  // before the cursor: it must outlive it
  std::unique_ptr<search::RowCursor> rows_;
  std::chrono::steady_clock::time_point deadline_;
  std::uint64_t given_ = 0;
  std::uint32_t looked_ = 0;
};

/// Totals of one question, likewise in slices.
class SummaryAnswer {
 public:
  static Result<std::unique_ptr<SummaryAnswer>> open(Services& services,
                                                     const search::SearchRequest& request);
  enum class Step : std::uint8_t { kPaused = 1, kEnd, kTimeUp };
  Result<Step> next();
  [[nodiscard]] const search::Summary& summary() const;

 private:
  SummaryAnswer() = default;
  Services* services_ = nullptr;
  std::shared_ptr<record::RecordStore> store_;
  std::unique_ptr<search::SummaryCursor> rows_;
  std::chrono::steady_clock::time_point deadline_;
};

}  // namespace spoor::api
