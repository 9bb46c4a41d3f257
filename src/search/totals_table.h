// SPDX-License-Identifier: Apache-2.0
// Exact totals by key in bounded memory: what does not fit goes to sorted runs on disk. Inside the
// room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/sightings.h"
#include "search/budget.h"
#include "search/sorted_run.h"

namespace spoor::search {

/// What adds up over rows. The default is the neutral element.
struct Totals {
  std::uint64_t names = 0;  ///< Distinct owners, where somebody counts them.
  std::uint64_t rows = 0;
  std::uint64_t count = 0;                                          ///< Saturates.
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();  ///< Unix seconds.
  std::uint32_t last = 0;

  void add(const Totals& other) noexcept {
    names += other.names;
    rows += other.rows;
    count = record::add_counts(count, other.count);
    first = other.first < first ? other.first : first;
    last = other.last > last ? other.last : last;
  }
  /// One row.
  void add_row(const record::Sightings& s) noexcept { add({0, 1, s.count(), s.first, s.last}); }
  bool operator==(const Totals&) const = default;
};

/// Add all, finish once, then read. Before each entry that is added or read, and after finish(),
/// there may be work to do.
class TotalsTable {
 public:
  /// Takes about `bytes` of memory (an eighth of a MiB at least).
  TotalsTable(std::size_t bytes, std::string scratch_dir);
  TotalsTable(const TotalsTable&) = delete;
  TotalsTable& operator=(const TotalsTable&) = delete;
  TotalsTable(TotalsTable&&) = default;
  TotalsTable& operator=(TotalsTable&&) = default;
  ~TotalsTable() = default;

  void add(std::string_view key, const Totals& totals);
  enum class Reading : std::uint8_t { kByKey, kInAnyOrder };
  /// All were added.
  void finish(Reading reading);
  /// Does what sorting and spilling is due, but no more than the budget allows; true when nothing
  /// is left of it. Errors: kIo.
  Result<bool> work(Budget& budget) {
    const bool is_idle = phase_ == Phase::kTaking || phase_ == Phase::kReading;
    return is_idle ? Result<bool>(true) : work_on(budget);
  }
  /// The next entry, each key once; false at the end. Views live until the next call.
  Result<bool> next();
  [[nodiscard]] std::string_view key() const noexcept { return key_; }
  [[nodiscard]] const Totals& totals() const noexcept { return totals_; }
  [[nodiscard]] std::size_t spilled_runs() const noexcept { return spilled_; }

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t at;  // in arena_
    std::uint32_t size;
    Totals totals;
  };
  enum class Phase : std::uint8_t { kTaking, kSorting, kSpilling, kJoining, kReading };

  [[nodiscard]] std::string_view key_of(const Entry& entry) const noexcept {
    return std::string_view(arena_).substr(entry.at, entry.size);
  }
  void grow();
  void drop_held();
  Result<bool> work_on(Budget& budget);
  Status sort();
  Status spill_entry();
  Status join_entry();
  Status write(std::string_view key, const Totals& totals);
  Result<bool> next_of_runs();
  Result<bool> read_run();

  std::size_t bytes_;
  std::string scratch_dir_;
  std::string arena_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // index of an entry and one; 0: free
  std::size_t last_ = 0;              // the entry that was added to last

  Phase phase_ = Phase::kTaking;
  Reading reading_ = Reading::kByKey;
  bool is_whole_ = false;
  std::size_t next_ = 0;  // of entries_
  std::vector<std::unique_ptr<SortedRun>> runs_;
  std::unique_ptr<SortedRun> spilling_;
  std::vector<SortedRun*> heap_;
  bool has_heap_ = false;
  std::size_t spilled_ = 0;
  std::string packed_;

  std::string held_key_;
  std::string_view key_;
  Totals totals_;
};

}  // namespace spoor::search
