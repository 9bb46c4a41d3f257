// SPDX-License-Identifier: Apache-2.0
// Names to small numbers, twelve octets a slot: the names themselves are not kept, a hash of 64
// bits stands for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace spoor::enrich {

/// Hash of a wire name, under a seed that each process draws: nobody outside can make a name that
/// passes for another. Never 0.
std::uint64_t name_hash(Bytes wire) noexcept;

class NameTable {
 public:
  NameTable() = default;
  explicit NameTable(std::size_t expected);

  /// The number of a name, 0 for a new one. The reference lives until the next call.
  std::uint32_t& operator[](std::uint64_t hash);
  /// 0: not there.
  [[nodiscard]] std::uint32_t find(std::uint64_t hash) const noexcept {
    if (hashes_.empty()) return 0;
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      if (hashes_[at] == hash) return values_[at];
      if (hashes_[at] == 0) return 0;
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  void grow(std::size_t slots);

  std::vector<std::uint64_t> hashes_;  // 0: free
  std::vector<std::uint32_t> values_;
  std::size_t mask_ = 0;
  std::size_t size_ = 0;
};

}  // namespace spoor::enrich
