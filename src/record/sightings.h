// SPDX-License-Identifier: Apache-2.0
// What one source knows of one record in one way, and the law by which two such memories become
// one.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace spoor::record {

inline constexpr std::uint64_t kMaxCount =
    9223372036854775807ULL;  ///< 2^63 - 1: a known client aborts beyond.
inline constexpr std::uint32_t kSecondsPerDay = 86400;

/// Adds counts; saturates at kMaxCount, so that adding stays commutative and associative.
constexpr std::uint64_t add_counts(std::uint64_t a, std::uint64_t b) noexcept {
  const std::uint64_t sum = a + b;  // both are at most 2^63 - 1: no overflow of 64 bits
  return sum > kMaxCount ? kMaxCount : sum;
}

/// The UTC day of a time: days since 1970-01-01.
constexpr std::uint32_t day_of(std::uint32_t unix_s) noexcept {
  return unix_s / kSecondsPerDay;
}

/// A day on which the record was confirmed. `count` is how often it was seen that day; 0 means that
/// it was confirmed but the count is not known (a row of totals, a delta that spans days).
struct DayCount {
  std::uint32_t day = 0;
  std::uint64_t count = 0;
  bool operator==(const DayCount&) const = default;
};

/// Days in ascending order, each once. Holds one day in place: most records need no more.
class Days {
 public:
  Days() = default;
  Days(const Days& other);
  Days& operator=(const Days& other);
  Days(Days&&) noexcept = default;
  Days& operator=(Days&&) noexcept = default;
  ~Days() = default;

  [[nodiscard]] std::span<const DayCount> all() const noexcept {
    if (more_) return {more_->data(), more_->size()};
    return {&one_, has_one_ ? std::size_t{1} : std::size_t{0}};
  }
  [[nodiscard]] bool empty() const noexcept { return !has_one_ && !more_; }
  /// All counts together. Does not look at the days: they may lie far away.
  [[nodiscard]] std::uint64_t total() const noexcept { return one_.count; }
  /// Adds `count` to `day`, which is inserted where it is new. Constant time for the latest day.
  void add(std::uint32_t day, std::uint64_t count);
  /// Union of the days; counts add up. Linear.
  void merge(const Days& other);
  /// Drops the days of count 0 that equal `a` or `b`.
  void drop_unknown(std::uint32_t a, std::uint32_t b);
  void clear() noexcept;
  bool operator==(const Days& other) const noexcept;

 private:
  void adopt(std::vector<DayCount>&& days);

  DayCount one_;  // its count is the total, of `more_` too
  bool has_one_ = false;
  std::unique_ptr<std::vector<DayCount>>
      more_;  // when set, it holds every day and has_one_ is false
};

/// Counts and bounds of one (record, source, how). A count of 0 is sound: it was seen, and how
/// often will be told later.
///
/// Canonical form: a day in `days` with count 0 lies strictly between the days of `first` and
/// `last`, which are confirmed without being listed. Every constructor and merge here keeps it, so
/// == compares meaning.
struct Sightings {
  std::uint32_t first = 0;  ///< Unix seconds; 0 < first <= last.
  std::uint32_t last = 0;
  std::uint32_t ttl_min =
      std::numeric_limits<std::uint32_t>::max();  ///< Seconds; above ttl_max when not known.
  std::uint32_t ttl_max = 0;
  std::uint64_t undated = 0;  ///< Seen, but on which day is not known. Merges by adding.
  std::uint64_t told = 0;     ///< A total from a feed of totals. Merges by maximum.
  Days days;                  ///< Seen by day. Merges by adding.

  /// One observation at one second.
  static Sightings seen_once(std::uint32_t unix_s, std::uint32_t ttl_s) {
    return seen(unix_s, unix_s, 1, ttl_s);
  }
  /// `count` sightings between two times; dated if both lie on one day, else undated (the ends are
  /// confirmed).
  static Sightings seen(std::uint32_t first, std::uint32_t last, std::uint64_t count,
                        std::uint32_t ttl_s);
  static Sightings seen(std::uint32_t first, std::uint32_t last, std::uint64_t count);
  /// A row of totals.
  static Sightings told_total(std::uint32_t first, std::uint32_t last, std::uint64_t count);

  [[nodiscard]] bool has_ttl() const noexcept { return ttl_min <= ttl_max; }
  void widen_ttl(std::uint32_t ttl_s) noexcept {
    ttl_min = ttl_s < ttl_min ? ttl_s : ttl_min;
    ttl_max = ttl_s > ttl_max ? ttl_s : ttl_max;
  }
  /// Everything seen: undated and by day.
  [[nodiscard]] std::uint64_t seen_count() const noexcept;
  /// The shown count: seen + told.
  [[nodiscard]] std::uint64_t count() const noexcept { return add_counts(seen_count(), told); }
  /// Whether the record was confirmed on `day`: by a listed day, or as first or last day.
  [[nodiscard]] bool confirmed_on(std::uint32_t day) const noexcept;

  /// One more observation (the hot path of the aggregator).
  void add_observation(std::uint32_t unix_s, std::uint32_t ttl_s);
  /// The merge law: first least, last greatest, TTL widens, undated and days add, told by maximum.
  /// Commutative and associative; idempotent in `told`. A default value (first = 0) is the neutral
  /// element.
  void merge(const Sightings& other);

  bool operator==(const Sightings&) const = default;
};

/// How many days are confirmed: those listed, and those of first and last. Needs the days.
std::uint32_t count_confirmed_days(const Sightings& s) noexcept;

/// On how many days it was seen at most: every day from the first to the last where some sightings
/// bear no date, else the confirmed ones. Needs the days.
std::uint32_t count_possible_days(const Sightings& s) noexcept;

}  // namespace spoor::record
