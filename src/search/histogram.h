// SPDX-License-Identifier: Apache-2.0
// When the rows of an answer were first, or last, seen: exact counts by day, week, month or year.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/day_set.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

enum class HistogramOf : std::uint8_t { kFirstSeen = 0, kLastSeen = 1 };
/// A bin: a UTC day, a week that begins on Monday (ISO 8601), a calendar month or year.
enum class HistogramStep : std::uint8_t { kAuto = 0, kDay, kWeek, kMonth, kYear };

/// "first_seen", "last_seen".
std::string_view histogram_of_text(HistogramOf of) noexcept;
/// "auto", "day", "week", "month", "year".
std::string_view histogram_step_text(HistogramStep step) noexcept;

/// kAuto takes the shortest step with no more bins between the first and the last one.
inline constexpr std::uint32_t kAutoBins = 200;

struct HistogramOptions {
  HistogramOf of = HistogramOf::kFirstSeen;
  HistogramStep step = HistogramStep::kAuto;
};

struct HistogramBin {
  std::uint32_t day = 0;  ///< The first of the step, days since 1970-01-01.
  std::uint64_t rows = 0;
  bool operator==(const HistogramBin&) const = default;
};

struct HistogramAnswer {
  std::uint64_t num_results = 0;  ///< Rows, in the request's grouping.
  HistogramOf of = HistogramOf::kFirstSeen;
  HistogramStep step = HistogramStep::kDay;  ///< Never kAuto.
  std::optional<record::DayRun> days;        ///< The earliest and the latest day; of no row: none.
  std::vector<HistogramBin> bins;            ///< Ascending; only those with rows.
};

/// The first day of the step in which `day` lies; `step` is not kAuto.
std::uint32_t begin_of_step(std::uint32_t day, HistogramStep step);

/// A histogram in the making. It takes no more memory than a number for each day that there is.
class HistogramCursor {
 public:
  virtual ~HistogramCursor() = default;
  /// As FacetCursor's.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  virtual void stop() = 0;
  [[nodiscard]] virtual const HistogramAnswer& answer() const = 0;
};

/// Counts step by step; limit, offset, order and token of the request do not matter. `store` must
/// outlive the cursor. Errors as search().
Result<std::unique_ptr<HistogramCursor>> open_histogram(const record::RecordStore& store,
                                                        const SearchRequest& request,
                                                        HistogramOptions options);

}  // namespace spoor::search
