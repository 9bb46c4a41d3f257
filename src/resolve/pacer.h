// SPDX-License-Identifier: Apache-2.0
// So many a second and no more, evenly.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace spoor::resolve {

class Pacer {
 public:
  using Clock = std::chrono::steady_clock;
  /// What was not used may be made up for within this time alone, so that a moment's delay costs no
  /// rate and an idle hour allows no burst.
  static constexpr std::chrono::milliseconds kSlack{20};

  /// 1 or more a second.
  explicit Pacer(std::uint32_t per_second)
      : interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / per_second) {}

  [[nodiscard]] bool may_go(Clock::time_point now) const noexcept { return next_ <= now; }
  [[nodiscard]] Clock::time_point next() const noexcept { return next_; }
  void went(Clock::time_point now) noexcept { next_ = std::max(next_, now - kSlack) + interval_; }

 private:
  std::chrono::nanoseconds interval_;
  Clock::time_point next_{};
};

}  // namespace spoor::resolve
