// SPDX-License-Identifier: Apache-2.0
// The values of a batch's records in the order of the index by value.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/large_pages.h"
#include "record/batch.h"

namespace spoor::store {

/// Collects (value, row) pairs and sorts them by value, then by row. Rows come in key order, so
/// that within a value the order of rows is the order of records, and no key but the value is ever
/// compared.
class ValueSort {
 public:
  /// `value` begins with its kind octet.
  void add(std::string_view value, std::uint32_t row);
  void sort();
  [[nodiscard]] std::uint64_t size() const noexcept {
    return v4_.size() + v6_.size() + strings_.size();
  }

  /// Calls visit(value, row) in order; the value's view lives for the call. Stops when visit
  /// returns false. Calls touch(row, distance) some steps before, farther and nearer, so that what
  /// a row points to can be asked for: rows come in no order here.
  template <class Visit, class Touch>
  void for_each(Visit visit, Touch touch) const {
    std::array<char, 17> value{};
    const auto walk = [&](const auto& entries, auto row_of, auto value_of) {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (i + kFar < entries.size()) touch(row_of(entries[i + kFar]), Distance::kFar);
        if (i + kNear < entries.size()) touch(row_of(entries[i + kNear]), Distance::kNear);
        if (!visit(value_of(entries[i]), row_of(entries[i]))) return false;
      }
      return true;
    };
    const auto put = [&value](std::size_t at, std::uint64_t bits) {
      bits = __builtin_bswap64(bits);
      std::memcpy(value.data() + at, &bits, 8);
    };
    const bool done =
        walk(
            v4_, [](std::uint64_t entry) { return static_cast<std::uint32_t>(entry); },
            [&](std::uint64_t entry) {
              value[0] = static_cast<char>(record::ValueKind::kIpv4);
              put(1, entry);
              return std::string_view(value.data(), 5);
            }) &&
        walk(
            v6_, [](const V6& entry) { return entry.row; },
            [&](const V6& entry) {
              value[0] = static_cast<char>(record::ValueKind::kIpv6);
              put(1, entry.high);
              put(9, entry.low);
              return std::string_view(value.data(), value.size());
            });
    if (!done) return;
    walk(
        strings_, [](const Text& entry) { return entry.row; },
        [](const Text& entry) { return std::string_view(entry.at, entry.size); });
  }

  enum class Distance : bool { kFar, kNear };

 private:
  static constexpr std::size_t kFar = 24;
  static constexpr std::size_t kNear = 10;
  struct V6 {
    std::uint64_t high, low;
    std::uint32_t row;
  };
  struct Text {
    std::uint64_t prefix, more;  // first sixteen octets, big-endian: most comparisons end here
    const char* at;
    std::uint32_t size, row;
  };
  template <class T>
  using Large = std::vector<T, LargePages<T>>;
  Large<std::uint64_t> v4_;  // address << 32 | row
  Large<V6> v6_;
  Large<Text> strings_;
  record::Arena arena_;
};

/// Distinct strings in byte order.
class StringSort {
 public:
  void add(std::string_view text);
  /// Sorts and drops repeats.
  void sort();
  [[nodiscard]] std::size_t size() const noexcept { return texts_.size(); }
  [[nodiscard]] std::string_view at(std::size_t i) const noexcept {
    return {texts_[i].at, texts_[i].size};
  }

 private:
  struct Text {
    std::uint64_t prefix, more;  // first sixteen octets, big-endian
    const char* at;
    std::uint32_t size;
  };
  std::vector<Text, LargePages<Text>> texts_;
  record::Arena arena_;
};

}  // namespace spoor::store
