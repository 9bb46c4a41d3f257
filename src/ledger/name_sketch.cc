// SPDX-License-Identifier: Apache-2.0
#include "ledger/name_sketch.h"

#include <bit>
#include <cmath>

namespace spoor::ledger {
namespace {

constexpr unsigned kRegisterBits = 6;
static_assert(NameSketch::kRegisters == std::size_t{1} << kRegisterBits);

}  // namespace

void NameSketch::add(std::uint64_t hash) noexcept {
  std::uint8_t& mine = registers_[hash >> (64 - kRegisterBits)];
  const std::uint64_t rest = hash << kRegisterBits | std::uint64_t{1} << (kRegisterBits - 1);
  mine = std::max(mine, static_cast<std::uint8_t>(std::countl_zero(rest) + 1));
}

void NameSketch::merge(const NameSketch& other) noexcept {
  for (std::size_t i = 0; i < kRegisters; ++i)
    registers_[i] = std::max(registers_[i], other.registers_[i]);
}

std::uint64_t NameSketch::estimate() const noexcept {
  constexpr double kCount = kRegisters;
  constexpr double kBias = 0.709;  // of 64 registers
  double sum = 0;
  int empty = 0;
  for (const std::uint8_t each : registers_) {
    sum += std::ldexp(1.0, -std::min<int>(each, 64));
    empty += each == 0 ? 1 : 0;
  }
  double found = kBias * kCount * kCount / sum;
  if (found <= 2.5 * kCount && empty > 0) found = kCount * std::log(kCount / empty);
  return static_cast<std::uint64_t>(std::llround(found));
}

}  // namespace spoor::ledger
