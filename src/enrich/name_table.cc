// SPDX-License-Identifier: Apache-2.0
#include "enrich/name_table.h"

#include <algorithm>
#include <bit>
#include <random>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace spoor::enrich {
namespace {

constexpr std::size_t kLeastSlots = 64;

std::uint64_t draw_seed() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

}  // namespace

std::uint64_t name_hash(Bytes wire) noexcept {
  static const std::uint64_t kSeed = draw_seed();
  const std::uint64_t hash = XXH3_64bits_withSeed(wire.data(), wire.size(), kSeed);
  return hash == 0 ? 1 : hash;
}

NameTable::NameTable(std::size_t expected) {
  grow(std::bit_ceil(expected + expected / 2));
}

void NameTable::grow(std::size_t slots) {
  slots = std::max(slots, kLeastSlots);
  const auto hashes = std::exchange(hashes_, std::vector<std::uint64_t>(slots));
  const auto values = std::exchange(values_, std::vector<std::uint32_t>(slots));
  mask_ = slots - 1;
  size_ = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] != 0) (*this)[hashes[i]] = values[i];
  }
}

std::uint32_t& NameTable::operator[](std::uint64_t hash) {
  if ((size_ + 1) * 4 > hashes_.size() * 3) grow(hashes_.size() * 2);
  std::size_t at = hash & mask_;
  while (hashes_[at] != 0 && hashes_[at] != hash) at = (at + 1) & mask_;
  if (hashes_[at] == 0) {
    hashes_[at] = hash;
    ++size_;
  }
  return values_[at];
}

}  // namespace spoor::enrich
