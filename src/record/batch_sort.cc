// SPDX-License-Identifier: Apache-2.0
// Rows are wide and their keys lie elsewhere, so what is sorted first are small items that hold the
// first 16 octets of each name as two numbers. Only rows that share these are compared in full.
// Then every row moves once.
#include "record/batch_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace spoor::record {
namespace {

struct Item {
  std::uint64_t high = 0;  ///< Octets 0..7 of the name, big-endian, padded with 0x00.
  std::uint64_t low = 0;   ///< Octets 8..15.
  std::uint32_t row = 0;

  [[nodiscard]] bool same_prefix(const Item& other) const noexcept {
    return high == other.high && low == other.low;
  }
};

constexpr std::uint64_t from_big_endian(std::uint64_t v) noexcept {
  if constexpr (std::endian::native == std::endian::little) return __builtin_bswap64(v);
  return v;
}

Item item_of(const BatchRow& row, std::size_t index) noexcept {
  std::array<std::uint64_t, 2> prefix{};
  if (!row.name.empty())
    std::memcpy(prefix.data(), row.name.data(), std::min(row.name.size(), sizeof prefix));
  return {from_big_endian(prefix[0]), from_big_endian(prefix[1]),
          static_cast<std::uint32_t>(index)};
}

bool is_before(const Item& a, const Item& b) noexcept {
  return a.high != b.high ? a.high < b.high : a.low < b.low;
}

/// Sorts runs of items that share their prefix by the whole key. The rows and keys of later runs
/// are asked for ahead of time: each lies in memory that is in no cache.
void sort_runs(std::vector<Item>& items, const std::vector<BatchRow>& rows) {
  constexpr std::size_t kRowAhead = 24;
  constexpr std::size_t kKeyAhead = 12;
  const auto by_key = [&rows](const Item& a, const Item& b) {
    return compare(rows[a.row], rows[b.row]) < 0;
  };
  const std::size_t size = items.size();
  for (std::size_t start = 0; start < size;) {
    std::size_t end = start + 1;
    while (end < size && items[start].same_prefix(items[end])) ++end;
    for (std::size_t i = start; i < end; ++i) {
      if (i + kRowAhead < size) __builtin_prefetch(&rows[items[i + kRowAhead].row]);
      if (i + kKeyAhead < size) __builtin_prefetch(rows[items[i + kKeyAhead].row].name.data());
    }
    if (end - start > 1) {
      std::sort(items.begin() + static_cast<std::ptrdiff_t>(start),
                items.begin() + static_cast<std::ptrdiff_t>(end), by_key);
    }
    start = end;
  }
}

void prefetch_row(const BatchRow& row) noexcept {
  const auto* const octets = reinterpret_cast<const char*>(&row);
  __builtin_prefetch(octets);
  __builtin_prefetch(octets + sizeof(BatchRow) - 1);
}

/// Moves row order[i] to place i, along the cycles of the permutation; `order` is used up. A scout
/// runs some steps ahead on each cycle and asks for the rows, so that they are in the cache when
/// they move.
void permute(std::vector<BatchRow>& rows, std::vector<std::uint32_t>& order) {
  constexpr int kScoutAhead = 12;
  for (std::uint32_t start = 0; start < order.size(); ++start) {
    if (order[start] == start) continue;
    std::uint32_t scout = order[start];
    for (int i = 0; i < kScoutAhead; ++i) {
      prefetch_row(rows[scout]);
      scout = order[scout];
    }
    BatchRow held = std::move(rows[start]);
    std::uint32_t at = start;
    while (order[at] != start) {
      prefetch_row(rows[scout]);
      scout = order[scout];
      const std::uint32_t from = order[at];
      rows[at] = std::move(rows[from]);
      order[at] = at;
      at = from;
    }
    rows[at] = std::move(held);
    order[at] = at;
  }
}

}  // namespace

void sort_rows(std::vector<BatchRow>& rows) {
  std::vector<std::uint32_t> order;
  {
    std::vector<Item> items(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) items[i] = item_of(rows[i], i);
    std::sort(items.begin(), items.end(), is_before);
    sort_runs(items, rows);
    order.resize(items.size());
    std::transform(items.begin(), items.end(), order.begin(),
                   [](const Item& item) { return item.row; });
  }
  permute(rows, order);
}

}  // namespace spoor::record
