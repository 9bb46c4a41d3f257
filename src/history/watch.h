// SPDX-License-Identifier: Apache-2.0
// On which days the sources of a question watched: what an answer says beside its rows, so that
// 'not seen' is never taken for 'not watched'.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

struct SourceWatch {
  record::SourceId id;
  std::string name;
  record::DaySet days;
};

/// The watched days of every source of a question.
class Watch {
 public:
  /// `sources` as in search::Filters: names, `NAME/*`; none: all of the store. Errors: kNotFound
  /// (source), and the store's.
  static Result<Watch> read(const record::RecordStore& store,
                            const std::vector<std::string>& sources);

  /// By number of the source, ascending.
  [[nodiscard]] const std::vector<SourceWatch>& sources() const noexcept { return sources_; }
  /// Days on which any of them watched.
  [[nodiscard]] const record::DaySet& any() const noexcept { return any_; }
  /// The days of one source; none where it is not of the question.
  [[nodiscard]] const record::DaySet& of(record::SourceId id) const noexcept;
  /// False: the store holds segments of an older program, and a day that is not listed may have
  /// been watched (record::WatchedDays).
  [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }
  /// The days of `span` on which nobody watched.
  [[nodiscard]] record::DaySet missing(record::DayRun span) const {
    return record::days_missing(any_, span);
  }

 private:
  Status add(const record::RecordStore& store, record::SourceId id);

  std::vector<SourceWatch> sources_;
  record::DaySet any_;
  bool is_complete_ = true;
};

/// The days that a question's `seen` asks for; where it has no bound, the first or last day that
/// anyone watched. Empty when it asks for none.
std::optional<record::DayRun> asked_days(const search::TimeFences& fences, const Watch& watch);

}  // namespace spoor::history
