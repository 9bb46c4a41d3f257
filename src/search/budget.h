// SPDX-License-Identifier: Apache-2.0
// How much one step may still look at. Inside the room only.
#pragma once

#include <algorithm>
#include <cstdint>

namespace spoor::search {

/// Counted in records. Never fails: what is spent stops whoever asks.
class Budget {
 public:
  /// At least one record, so that every step gets on.
  explicit Budget(std::uint64_t records) noexcept : left_(std::max<std::uint64_t>(records, 1)) {}

  [[nodiscard]] bool is_spent() const noexcept { return left_ == 0; }
  void take(std::uint64_t records) noexcept { left_ -= std::min(records, left_); }

 private:
  std::uint64_t left_;
};

}  // namespace spoor::search
