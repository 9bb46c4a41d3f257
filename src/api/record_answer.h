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
  /// Opens the answer, from what `caller` may see. The caller's limits are the dialect's business.
  /// Errors: search()'s and the store's.
  static Result<std::unique_ptr<RecordAnswer>> open(Services& services, const Caller& caller,
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
  /// See search::RowCursor.
  void leave_range() { rows_->leave_range(); }
  [[nodiscard]] bool has_more() const;
  [[nodiscard]] std::string token() const;
  /// Rows of the whole answer, where that is known (search::RowCursor::total()).
  [[nodiscard]] std::optional<std::uint64_t> total() const;
  [[nodiscard]] std::uint64_t given() const noexcept { return given_; }
  [[nodiscard]] const record::RecordStore& store() const noexcept { return *store_; }
  [[nodiscard]] const std::shared_ptr<record::RecordStore>& shared_store() const noexcept {
    return store_;
  }

 private:
  RecordAnswer() = default;
  Services* services_ = nullptr;
  std::shared_ptr<record::RecordStore> store_;  // before the cursor: it must outlive it
  std::unique_ptr<search::RowCursor> rows_;
  std::chrono::steady_clock::time_point deadline_;
  std::uint64_t given_ = 0;
  std::uint32_t looked_ = 0;
};

/// What the services lend to a request: memory, and where it may spill.
void lend(const ServiceSettings& settings, search::SearchRequest& request);
/// Hands an error on, and tells whoever looks after the store if it is the store's.
Error tell(Services& services, const Error& error);

/// Whatever adds up over an answer (a facet, group or tree cursor), likewise in slices. When its
/// time is up it comes to an end with what was counted.
template <class Cursor>
class RollupAnswer {
 public:
  /// `open(store, request)` opens the cursor.
  template <class Open>
  static Result<std::unique_ptr<RollupAnswer>> open(Services& services, const Caller& caller,
                                                    search::SearchRequest request,
                                                    const Open& open_cursor) {
    std::unique_ptr<RollupAnswer> answer(new RollupAnswer(services));
    SPOOR_TRY(answer->store_, services.store.open_for(caller));
    lend(services.settings, request);
    auto cursor = open_cursor(*answer->store_, request);
    if (!cursor) return tell(services, cursor.error());
    answer->cursor_ = *std::move(cursor);
    answer->deadline_ = services.ticks() + services.settings.answer_time;
    return answer;
  }

  /// A slice of work; true when the answer is there. Errors: the store's, kIo (spilling).
  Result<bool> next() {
    const auto is_done = cursor_->advance(kSlice);
    if (!is_done) return tell(services_, is_done.error());
    if (!*is_done && is_complete_ && services_.ticks() >= deadline_) {
      is_complete_ = false;
      cursor_->stop();
    }
    return *is_done;
  }
  [[nodiscard]] const Cursor& cursor() const noexcept { return *cursor_; }
  /// False: the time was up before all rows were looked at.
  [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

 private:
  static constexpr std::uint64_t kSlice = 2048;  // records: about a millisecond

  explicit RollupAnswer(Services& services) : services_(services) {}

  Services& services_;
  std::shared_ptr<record::RecordStore> store_;
  std::unique_ptr<Cursor> cursor_;
  std::chrono::steady_clock::time_point deadline_;
  bool is_complete_ = true;
};

/// Totals of one question, likewise in slices.
class SummaryAnswer {
 public:
  static Result<std::unique_ptr<SummaryAnswer>> open(Services& services, const Caller& caller,
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
