// SPDX-License-Identifier: Apache-2.0
// Sets of UTC days: on which days a source watched, on which days a record was confirmed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/sightings.h"

namespace spoor::record {

/// The last day that a time of 32 bits can fall on.
inline constexpr std::uint32_t kLastDay = day_of(std::numeric_limits<std::uint32_t>::max());

/// Days in a row, both ends included; first <= last.
struct DayRun {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  [[nodiscard]] std::uint32_t days() const noexcept { return last - first + 1; }
  [[nodiscard]] bool contains(std::uint32_t day) const noexcept {
    return first <= day && day <= last;
  }
  bool operator==(const DayRun&) const = default;
};

/// Days, each once. At most 9,4 KiB whatever days it holds; days beyond kLastDay are left out.
class DaySet {
 public:
  DaySet() = default;
  explicit DaySet(DayRun run) { add(run); }

  void add(std::uint32_t day);
  void add(DayRun run);
  /// Union.
  void merge(const DaySet& other);
  /// Takes the days of `other` away.
  void subtract(const DaySet& other);
  /// Only the days of `run` stay.
  void clip(DayRun run);
  void clear() noexcept { words_.clear(); }

  [[nodiscard]] bool empty() const noexcept { return words_.empty(); }
  [[nodiscard]] bool contains(std::uint32_t day) const noexcept;
  /// How many days.
  [[nodiscard]] std::uint32_t count() const noexcept;
  /// How many days of `run`.
  [[nodiscard]] std::uint32_t count(DayRun run) const noexcept;
  /// The first and the last day; only when it is not empty.
  [[nodiscard]] DayRun bounds() const noexcept;
  /// The first day at or after `day`.
  [[nodiscard]] std::optional<std::uint32_t> next(std::uint32_t day) const noexcept;
  /// The last day at or before `day`.
  [[nodiscard]] std::optional<std::uint32_t> previous(std::uint32_t day) const noexcept;
  /// The same days as runs, ascending, none touching the next.
  [[nodiscard]] std::vector<DayRun> runs() const;

  bool operator==(const DaySet&) const = default;

 private:
  /// 64 days from `page` * 64 on; never without a day.
  struct Word {
    std::uint32_t page = 0;
    std::uint64_t bits = 0;
    bool operator==(const Word&) const = default;
  };
  [[nodiscard]] std::size_t place(std::uint32_t page) const noexcept;
  void set(std::uint32_t page, std::uint64_t bits);

  std::vector<Word> words_;  // by page, ascending
};

/// Every day on which `s` is confirmed: listed, first and last.
void add_confirmed_days(DaySet& days, const Sightings& s);

/// The days of `run` that are not in `days`.
DaySet days_missing(const DaySet& days, DayRun run);

/// Varints: how many runs; of each the days since the end of the one before (of the first: since
/// 1970-01-01) and its days - 1. The same days are the same octets.
void encode_day_set(std::string& out, const DaySet& days);
/// Reads what encode_day_set() wrote at the beginning of `bytes` and takes it off. Errors:
/// kCorrupt.
Result<DaySet> decode_day_set(std::string_view& bytes);

}  // namespace spoor::record
