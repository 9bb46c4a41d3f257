// SPDX-License-Identifier: Apache-2.0
// How often sources were told that a name or a type of record is not there: day by day, exactly in
// all, and by registered domain as far as there is room (docs/formats/absences.md).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/name_sketch.h"

namespace spoor::ledger {

/// STORE/absences.sqlite3.
std::string absence_path(const std::string& store_directory);

inline constexpr std::uint32_t kMostAbsentDomains = 50'000;  ///< Of a source and day.
inline constexpr std::uint32_t kAbsentDays = 400;            ///< For which domains are kept.

struct AbsenceCounts {
  std::uint64_t nxdomain = 0;
  std::uint64_t nodata = 0;
  NameSketch names;  ///< Those that were asked for.

  [[nodiscard]] std::uint64_t total() const noexcept { return nxdomain + nodata; }
  void add(const AbsenceCounts& other) noexcept;
};

/// What a source was told on a UTC day.
struct AbsenceDay {
  std::uint64_t nxdomain = 0, nodata = 0;  ///< Exactly.
  /// At most so many of any one domain are in the exact figures and not with the domain, because
  /// others needed its room.
  std::uint64_t missed = 0;
  std::map<std::string, AbsenceCounts, std::less<>> domains;
};

/// A line of an answer.
struct AbsenceLine {
  std::string name;        ///< A domain, or a source.
  std::uint32_t day = 0;   ///< Since 1970-01-01; of a sum over days the last one.
  std::uint32_t days = 0;  ///< On how many.
  AbsenceCounts counts;
};
struct AbsenceTotals {
  std::uint32_t first_day = 0, last_day = 0;  ///< 0: nothing was counted.
  std::uint64_t nxdomain = 0, nodata = 0, missed = 0;
};
struct DaySpan {
  std::uint32_t first = 0, last = 0xFFFF'FFFF;
};

/// Thread-safe, like Ledger; errors likewise.
class AbsenceBook {
 public:
  explicit AbsenceBook(std::string path) : path_(std::move(path)) {}

  /// All of it or nothing. Makes the file where there is none.
  [[nodiscard]] Status add(std::string_view source,
                           const std::map<std::uint32_t, AbsenceDay>& days) const;
  /// Forgets `domain` and all below it. True: there was something.
  [[nodiscard]] Result<bool> erase(std::string_view domain) const;

  [[nodiscard]] Result<AbsenceTotals> totals(DaySpan span) const;
  /// The domains that were absent most often, over all sources and days.
  [[nodiscard]] Result<std::vector<AbsenceLine>> top(DaySpan span, std::uint32_t limit) const;
  /// Of one domain, by day and source, ascending.
  [[nodiscard]] Result<std::vector<AbsenceLine>> days(std::string_view domain, DaySpan span) const;
  /// Reads all of the file. Errors: kCorrupt.
  [[nodiscard]] Status verify() const;

 private:
  std::string path_;
};

}  // namespace spoor::ledger
