// SPDX-License-Identifier: Apache-2.0
// How often something was seen on each day: of one name, a domain, an address, whatever can be
// asked.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/rr_type.h"
#include "history/row_walk.h"
#include "history/watch.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

/// One day. Rows are those of a search that keeps sources apart.
struct CalendarDay {
  std::uint32_t day = 0;
  std::uint64_t count = 0;      ///< Sightings told by day; saturates at record::kMaxCount.
  std::uint32_t rows = 0;       ///< Rows with such a count.
  std::uint32_t confirmed = 0;  ///< Rows confirmed on this day, how often is not known.
  std::uint32_t possible = 0;   ///< Rows for which the day lies between first and last, undated.
  bool operator==(const CalendarDay&) const = default;
};

/// Days in the making; takes as much memory as there are days between the first and the last.
class DayTally {
 public:
  /// Only days of `window` count.
  void add(const record::Sightings& s, record::DayRun window);
  /// All that was added to `other`.
  void merge(const DayTally& other);
  /// The days on which anything was, confirmed or possible; ascending.
  [[nodiscard]] std::vector<CalendarDay> days() const;

 private:
  struct Cell {
    std::uint64_t count = 0;
    std::uint32_t rows = 0;
    std::uint32_t confirmed = 0;
    std::int32_t possible_change = 0;  // against the day before
  };
  Cell& at(std::uint32_t day);
  void change_possible(record::DayRun run, std::int32_t by);

  std::uint32_t base_ = 0;  // the day of cells_[0]
  std::vector<Cell> cells_;
};

struct CalendarQuestion {
  search::SearchRequest request;  ///< Page, order and grouping do not matter.
  std::optional<record::DayRun> window;
  bool by_type = false;  ///< Tells types apart as well.
};

inline constexpr std::size_t kMostCalendarSources = 64;  ///< Others count in the sum only.
inline constexpr std::size_t kMostCalendarTypes = 16;    ///< Others are told together.
/// What they are called.
inline constexpr std::string_view kOtherTypes = "other";

struct SourceCalendar {
  std::string name;
  DayTally tally;
};

/// The days of one type.
struct TypeDays {
  std::string type;  ///< Mnemonic, TYPEnnn, a partner's label; or kOtherTypes.
  std::vector<CalendarDay> days;
};

class CalendarCursor {
 public:
  /// `store` must outlive the cursor. Errors: search()'s.
  static Result<std::unique_ptr<CalendarCursor>> open(const record::RecordStore& store,
                                                      const CalendarQuestion& question);
  /// Looks at about `records` further records; true when all were looked at. Errors: kCorrupt, kIo.
  Result<bool> advance(std::uint64_t records);

  /// Ends early: what was counted so far is all.
  void stop() noexcept {}

  [[nodiscard]] const DayTally& all() const noexcept { return all_; }
  [[nodiscard]] const std::map<record::SourceId, SourceCalendar>& sources() const noexcept {
    return sources_;
  }
  /// Whether there were more sources than kMostCalendarSources.
  [[nodiscard]] bool left_sources_out() const noexcept { return left_out_; }
  /// With `by_type`: the types with the most rows first, the others together at the end. A store
  /// of more than kMostTalliedTypes types counts those that came late among the others.
  [[nodiscard]] std::vector<TypeDays> types() const;
  [[nodiscard]] bool is_by_type() const noexcept { return by_type_; }
  [[nodiscard]] const Watch& watch() const noexcept { return watch_; }
  /// The window asked, else the days from the first to the last seen; empty when nothing was.
  [[nodiscard]] std::optional<record::DayRun> window() const noexcept;
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

 private:
  static constexpr std::size_t kMostTalliedTypes = 64;
  struct TypeTally {
    std::string text;
    std::uint64_t rows = 0;
    DayTally tally;
  };

  CalendarCursor(RowWalk walk, Watch watch, const CalendarQuestion& question)
      : walk_(std::move(walk)),
        watch_(std::move(watch)),
        window_(question.window),
        by_type_(question.by_type) {}
  void add(const search::Row& row);
  void add_to_source(const search::Row& row, record::DayRun window);
  void add_to_type(const search::Row& row, record::DayRun window);

  RowWalk walk_;
  Watch watch_;
  std::optional<record::DayRun> window_, seen_;
  DayTally all_;
  std::map<record::SourceId, SourceCalendar> sources_;
  std::map<dns::RrType, TypeTally> types_;
  DayTally late_types_;  // of those for which there was no room in types_
  bool by_type_ = false;
  bool left_out_ = false;
  std::uint64_t rows_ = 0;
};

}  // namespace spoor::history
