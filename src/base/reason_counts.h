// SPDX-License-Identifier: Apache-2.0
// How many things were left out, by reason: every step that refuses input adds to one of these, and
// the totals are shown at the end.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

namespace spoor {

/// Counts by reason. A reason is static text ("response never asked for"); ordered by text, so that
/// two runs print alike. Not for the hot path: rooms count in arrays of their own and export once.
class ReasonCounts {
 public:
  void add(std::string_view reason, std::uint64_t count = 1) {
    if (count != 0) counts_[reason] += count;
  }
  void add(const ReasonCounts& other) {
    for (const auto& [reason, count] : other.counts_) counts_[reason] += count;
  }
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (const auto& [reason, count] : counts_) sum += count;
    return sum;
  }
  [[nodiscard]] const std::map<std::string_view, std::uint64_t>& by_reason() const noexcept {
    return counts_;
  }
  [[nodiscard]] bool empty() const noexcept { return counts_.empty(); }

 private:
  std::map<std::string_view, std::uint64_t> counts_;
};

}  // namespace spoor
