// SPDX-License-Identifier: Apache-2.0
// About how many different names there were, in 64 octets (HyperLogLog, Flajolet et al. 2007).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/bytes.h"

namespace spoor::ledger {

/// The standard error of estimate() is 13 %; up to a hundred or so names it is less. Two sketches
/// are merged to that of all the names of both.
class NameSketch {
 public:
  static constexpr std::size_t kRegisters = 64;

  NameSketch() = default;
  /// What octets() gave; anything else is an empty sketch.
  explicit NameSketch(Bytes octets) noexcept {
    if (octets.size() == kRegisters) std::copy(octets.begin(), octets.end(), registers_.begin());
  }

  /// `hash` is of the name, all 64 bits of it good, and the same for ever.
  void add(std::uint64_t hash) noexcept;
  void merge(const NameSketch& other) noexcept;
  [[nodiscard]] std::uint64_t estimate() const noexcept;
  [[nodiscard]] Bytes octets() const noexcept { return registers_; }

 private:
  std::array<std::uint8_t, kRegisters> registers_{};
};

}  // namespace spoor::ledger
