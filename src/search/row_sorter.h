// SPDX-License-Identifier: Apache-2.0
// Rows in another order than the index's, in bounded memory: the best so many, or runs on disk.
// Inside the room only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/sightings.h"
#include "search/budget.h"
#include "search/row_rank.h"
#include "search/row_sources.h"
#include "search/row_stream.h"
#include "search/search.h"
#include "search/sorted_run.h"
#include "search/token.h"

namespace spoor::search {

/// What rows are compared by: the ordered value, then ties.
struct SortKey {
  std::uint64_t order = 0;
  std::string_view rank;
  std::string_view head;
  std::string_view rdata;
  std::uint8_t bailiwick = 0;
  std::string_view source;
  record::How how = record::How::kSensor;
};

/// Add all rows, finish once, then read them in order. Before each row that is added or read, and
/// after finish(), there may be work to do.
class RowSorter {
 public:
  /// Keeps at least the first `keep` rows of the order (kNoLimit: all) in about `bytes` of memory.
  RowSorter(RowStream& stream, std::uint64_t keep);
  ~RowSorter() = default;
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  /// Rows at or before this position are left out.
  void start_behind(const Position& position) { from_ = position; }

  /// Does what sorting and spilling is due, but no more than the budget allows; true when nothing
  /// is left of it. Errors: kIo (spilling).
  Result<bool> work(Budget& budget) {
    const bool is_idle = phase_ == Phase::kTaking || phase_ == Phase::kReading;
    return is_idle ? Result<bool>(true) : work_on(budget);
  }
  /// Adds the stream's row.
  void add();
  /// All rows were added.
  void finish();
  /// The next row in order; nullptr at the end. Views live until the next call.
  Result<const Row*> next();
  /// Of the row that next() gave last.
  [[nodiscard]] Position position() const;
  [[nodiscard]] std::size_t spilled_runs() const noexcept { return spilled_; }
  /// Rows that were added, those left out too.
  [[nodiscard]] std::uint64_t added() const noexcept { return added_; }

 private:
  struct Entry {
    std::uint64_t order;
    std::size_t at;  // in arena_
  };

  /// Rows in memory: those of entries_[next, end) are in order.
  struct Strand {
    std::size_t next, end;
  };
  enum class Phase : std::uint8_t { kTaking, kSorting, kSpilling, kJoining, kReading };

  void build_head();
  [[nodiscard]] SortKey key_of(std::string_view packed) const;
  [[nodiscard]] bool less(const SortKey& a, const SortKey& b) const;
  [[nodiscard]] bool less(const Entry& a, const Entry& b) const;
  [[nodiscard]] bool is_later(const Strand& a, const Strand& b) const;
  [[nodiscard]] std::string_view packed_at(std::size_t at) const;
  void pack();
  void shrink();
  Result<bool> work_on(Budget& budget);
  Status sort_chunk(Budget& budget);
  Status spill_row();
  Status join_row();
  std::string_view next_in_memory();
  Result<std::string_view> next_of_runs();
  Status unpack(std::string_view packed);

  RowStream& stream_;
  bool is_by_key_;   // ordered by key
  bool is_flipped_;  // by key, descending
  RowRank rank_;     // of the stream's row
  std::uint64_t added_ = 0;
  std::uint64_t keep_;
  std::size_t bytes_;
  std::uint64_t bar_ = kNoLimit;  // rows of a greater order are not among the first keep_
  std::optional<Position> from_;
  std::string head_;
  std::uint32_t name_at_ = 0;
  std::string arena_;
  std::vector<Entry> entries_;
  Phase phase_ = Phase::kTaking;
  bool is_whole_ = false;                         // nothing more will be added
  std::size_t sorted_ = 0;                        // entries_ that lie in strands_
  std::vector<Strand> strands_;                   // a heap, once all are in it
  std::vector<std::unique_ptr<SortedRun>> runs_;  // each at its beginning
  std::unique_ptr<SortedRun> spilling_;           // the run that is written
  std::uint64_t joined_ = 0;                      // rows written to it out of others
  std::vector<SortedRun*> heap_;
  std::size_t spilled_ = 0;

  std::string current_;
  Row row_;
  dns::Name owner_;
  std::string type_text_;
  record::Sightings sightings_;
  SourceList sources_;
};

}  // namespace spoor::search
