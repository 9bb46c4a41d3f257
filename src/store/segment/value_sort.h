// SPDX-License-Identifier: Apache-2.0
// The values of a batch's records in the order of the index by value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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
  /// returns false.
  template <class Visit>
  void for_each(Visit visit) const {
    std::string value;
    for (const std::uint64_t entry : v4_) {
      const auto address = static_cast<std::uint32_t>(entry >> 32);
      value.assign(1, static_cast<char>(record::ValueKind::kIpv4));
      for (int shift = 24; shift >= 0; shift -= 8) value += static_cast<char>(address >> shift);
      if (!visit(std::string_view(value), static_cast<std::uint32_t>(entry))) return;
    }
    for (const V6& entry : v6_) {
      value.assign(1, static_cast<char>(record::ValueKind::kIpv6));
      for (int shift = 56; shift >= 0; shift -= 8) value += static_cast<char>(entry.high >> shift);
      for (int shift = 56; shift >= 0; shift -= 8) value += static_cast<char>(entry.low >> shift);
      if (!visit(std::string_view(value), entry.row)) return;
    }
    for (const Text& entry : strings_) {
      if (!visit(std::string_view(entry.at, entry.size), entry.row)) return;
    }
  }

 private:
  struct V6 {
    std::uint64_t high, low;
    std::uint32_t row;
  };
  struct Text {
    std::uint64_t prefix, more;  // first sixteen octets, big-endian: most comparisons end here
    const char* at;
    std::uint32_t size, row;
  };
  std::vector<std::uint64_t> v4_;  // address << 32 | row
  std::vector<V6> v6_;
  std::vector<Text> strings_;
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
  std::vector<Text> texts_;
  record::Arena arena_;
};

}  // namespace spoor::store
