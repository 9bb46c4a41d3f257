// SPDX-License-Identifier: Apache-2.0
// Rows in another order than the index's, in bounded memory: the best so many, or runs on disk.
// Inside the room only.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/sightings.h"
#include "search/row_stream.h"
#include "search/search.h"
#include "search/token.h"

namespace spoor::search {

/// What rows are compared by: the ordered value, then ties.
struct SortKey {
  std::uint64_t order = 0;
  std::string_view head;
  std::string_view rdata;
  std::uint8_t bailiwick = 0;
  std::string_view source;
  record::How how = record::How::kSensor;
};

/// A temporary file that has no name any more, of sorted rows, each with its length before it.
class SortedRun;

/// Add all rows, finish once, then read them in order.
class RowSorter {
 public:
  /// Keeps at least the first `keep` rows of the order (kNoLimit: all) in about `bytes` of memory.
  RowSorter(RowStream& stream, std::uint64_t keep);
  ~RowSorter();
  RowSorter(const RowSorter&) = delete;
  RowSorter& operator=(const RowSorter&) = delete;

  /// Rows at or before this position are left out.
  void start_behind(const Position& position) { from_ = position; }

  /// Adds the stream's row. Errors: kIo (spilling).
  Status add();
  Status finish();
  /// The next row in order; nullptr at the end. Views live until the next call.
  Result<const Row*> next();
  /// Of the row that next() gave last.
  [[nodiscard]] Position position() const;
  [[nodiscard]] std::size_t spilled_runs() const noexcept { return spilled_; }

 private:
  struct Entry {
    std::uint64_t order;
    std::size_t at;  // in arena_
  };

  [[nodiscard]] std::uint64_t order_of(const record::Sightings& s) const noexcept;
  void build_head();
  [[nodiscard]] SortKey key_of(std::string_view packed) const;
  [[nodiscard]] bool less(const SortKey& a, const SortKey& b) const;
  [[nodiscard]] std::string_view packed_at(std::size_t at) const;
  void pack(std::uint64_t order);
  void sort_entries();
  Status shrink();
  Status spill();
  Status merge_runs();
  Result<std::string_view> next_packed();
  Status unpack(std::string_view packed);

  RowStream& stream_;
  Order order_;
  std::uint64_t keep_;
  std::size_t bytes_;
  std::optional<Position> from_;
  std::string head_;
  std::uint32_t name_at_ = 0;
  std::string arena_;
  std::vector<Entry> entries_;
  std::size_t next_entry_ = 0;
  std::vector<std::unique_ptr<SortedRun>> runs_;
  std::vector<SortedRun*> heap_;
  std::size_t spilled_ = 0;

  std::string current_;
  Row row_;
  dns::Name owner_;
  std::string type_text_;
  record::Sightings sightings_;
};

}  // namespace spoor::search
