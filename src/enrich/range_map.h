// SPDX-License-Identifier: Apache-2.0
// Address ranges to numbers: of several ranges around an address the narrowest decides.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <queue>
#include <utility>
#include <vector>

#include "base/ip_address.h"

namespace spoor::enrich {

/// An IPv6 address as a number.
struct Wide {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Wide&) const = default;
};

inline std::uint64_t read_big_endian(const std::uint8_t* octets, std::size_t count) noexcept {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | octets[i];
  return value;
}
inline std::uint32_t to_v4_number(const IpAddress& address) noexcept {
  return static_cast<std::uint32_t>(read_big_endian(address.octets.data(), 4));
}
inline Wide to_v6_number(const IpAddress& address) noexcept {
  return {read_big_endian(address.octets.data(), 8), read_big_endian(address.octets.data() + 8, 8)};
}

namespace internal {
inline std::uint32_t minus(std::uint32_t a, std::uint32_t b) noexcept {
  return a - b;
}
inline Wide minus(const Wide& a, const Wide& b) noexcept {
  return {a.high - b.high - (a.low < b.low ? 1U : 0U), a.low - b.low};
}
/// The number behind `a`; of the last one the first.
inline std::uint32_t behind(std::uint32_t a) noexcept {
  return a + 1U;
}
inline Wide behind(const Wide& a) noexcept {
  const std::uint64_t low = a.low + 1U;
  return {a.high + (low == 0 ? 1U : 0U), low};
}
}  // namespace internal

template <class Key>
struct Range {
  Key first{};
  Key last{};               ///< Itself included; not before `first`.
  std::uint32_t value = 0;  ///< Not 0.
};

/// Disjoint pieces, sorted: four octets for the value and one key for each. Key: std::uint32_t or
/// Wide.
template <class Key>
class RangeMap {
 public:
  RangeMap() = default;
  /// Of equally wide ranges that which begins last decides, of equal ones the later in `ranges`.
  explicit RangeMap(std::vector<Range<Key>> ranges) { flatten(std::move(ranges)); }

  /// 0: in no range.
  [[nodiscard]] std::uint32_t find(const Key& key) const noexcept {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), key);
    if (behind == starts_.begin()) return 0;
    return values_[static_cast<std::size_t>(behind - starts_.begin()) - 1];
  }
  [[nodiscard]] std::size_t pieces() const noexcept { return starts_.size(); }

 private:
  using Ranges = std::vector<Range<Key>>;

  void emit(const Key& from, std::uint32_t value) {
    if (!values_.empty() && values_.back() == value) return;
    if (values_.empty() && value == 0) return;
    starts_.push_back(from);
    values_.push_back(value);
  }
  static void sort(Ranges& ranges);
  void flatten(Ranges ranges);

  std::vector<Key> starts_;
  std::vector<std::uint32_t> values_;
};

// By where they begin, and those of one place as they came. Most lists come so. (std::stable_sort
// of libstdc++ 12 uses what it deprecates itself.)
template <class Key>
void RangeMap<Key>::sort(Ranges& ranges) {
  const auto begins_before = [](const auto& a, const auto& b) { return a.first < b.first; };
  if (std::is_sorted(ranges.begin(), ranges.end(), begins_before)) return;
  std::vector<std::size_t> order(ranges.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return ranges[a].first != ranges[b].first ? ranges[a].first < ranges[b].first : a < b;
  });
  Ranges sorted;
  sorted.reserve(ranges.size());
  for (const std::size_t at : order) sorted.push_back(ranges[at]);
  ranges = std::move(sorted);
}

// Walks over all places where a range begins or the narrowest open one ends.
template <class Key>
void RangeMap<Key>::flatten(Ranges ranges) {
  sort(ranges);
  const auto is_wider = [&](std::size_t a, std::size_t b) {
    const Key size_a = internal::minus(ranges[a].last, ranges[a].first);
    const Key size_b = internal::minus(ranges[b].last, ranges[b].first);
    return size_a != size_b ? size_a > size_b : a < b;
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(is_wider)> open(is_wider);
  std::size_t next = 0;
  Key at{};
  while (next < ranges.size() || !open.empty()) {
    if (open.empty()) at = ranges[next].first;
    while (next < ranges.size() && ranges[next].first == at) open.push(next++);
    const Range<Key>& narrowest = ranges[open.top()];
    emit(at, narrowest.value);
    Key until = internal::behind(narrowest.last);
    const bool is_last = until == Key{};
    if (next < ranges.size() && (is_last || ranges[next].first < until)) {
      at = ranges[next].first;
      continue;
    }
    if (is_last) break;
    at = until;
    while (!open.empty() && ranges[open.top()].last < at) open.pop();
    if (open.empty() && (next == ranges.size() || ranges[next].first != at)) emit(at, 0);
  }
  starts_.shrink_to_fit();
  values_.shrink_to_fit();
}

}  // namespace spoor::enrich
