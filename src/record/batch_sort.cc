// SPDX-License-Identifier: Apache-2.0
// Rows are wide and their keys lie elsewhere, so what is sorted first are small items that hold the
// first 16 octets of each name as two numbers. Only rows that share these are compared in full.
// Then every row moves once, and its key with it.
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

using Items = std::vector<Item, LargePages<Item>>;

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
void sort_runs(Items& items, const BatchRows& rows) {
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

void prefetch_key(const BatchRow& row) noexcept {
  __builtin_prefetch(row.name.data());
  __builtin_prefetch(row.rdata.data() + row.rdata.size());
}

/// Moves the rows into their order, and copies their keys. What lies ahead is asked for early: it
/// is in no cache.
void lay_out(const Items& items, BatchRows& rows, Arena& arena) {
  constexpr std::size_t kRowAhead = 24;
  constexpr std::size_t kKeyAhead = 12;
  BatchRows sorted;
  sorted.reserve(rows.size());
  Arena keys;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i + kRowAhead < items.size()) prefetch_row(rows[items[i + kRowAhead].row]);
    if (i + kKeyAhead < items.size()) prefetch_key(rows[items[i + kKeyAhead].row]);
    BatchRow& row = sorted.emplace_back(std::move(rows[items[i].row]));
    row.name = keys.copy(row.name);
    row.rdata = keys.copy(row.rdata);
  }
  rows = std::move(sorted);
  arena = std::move(keys);
}

}  // namespace

void sort_rows(BatchRows& rows, Arena& arena) {
  Items items(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) items[i] = item_of(rows[i], i);
  std::sort(items.begin(), items.end(), is_before);
  sort_runs(items, rows);
  lay_out(items, rows, arena);
}

}  // namespace spoor::record
