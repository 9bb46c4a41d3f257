// SPDX-License-Identifier: Apache-2.0
// So many at once and no more: for answers that take memory of their own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace spoor::api {

/// Thread-safe. Outlives what it gave.
class Slots {
 public:
  explicit Slots(std::uint32_t most) : left_(most) {}
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;
  ~Slots() = default;

  /// A slot, free again when the last copy goes; null when all are taken.
  [[nodiscard]] std::shared_ptr<void> take() {
    std::uint32_t left = left_.load();
    do {
      if (left == 0) return nullptr;
    } while (!left_.compare_exchange_weak(left, left - 1));
    return {this, [](Slots* slots) { slots->left_.fetch_add(1); }};
  }

 private:
  std::atomic<std::uint32_t> left_;
};

}  // namespace spoor::api
