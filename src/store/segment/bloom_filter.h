// SPDX-License-Identifier: Apache-2.0
// A blocked Bloom filter: says "surely not here" after one look at one cache line.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/large_pages.h"

namespace spoor::store {

/// Eight bits a key, six of them set, all in one 512-bit block: about 3 % false positives.
class BloomFilter {
 public:
  BloomFilter() = default;
  /// Room for `keys` keys.
  explicit BloomFilter(std::uint64_t keys) : words_((keys / 64 + 1) * 8) {}

  static std::uint64_t hash(std::string_view key) noexcept;

  /// Without room (default-made) it only counts. Keys take effect together, a few later: their
  /// cache lines come meanwhile.
  void add(std::uint64_t hash) noexcept {
    ++keys_;
    if (words_.empty()) return;
    __builtin_prefetch(&words_[block_of(hash)], 1);
    pending_[pending_size_++] = hash;
    if (pending_size_ == pending_.size()) apply_pending();
  }
  /// Call after the last add().
  void apply_pending() noexcept {
    for (std::size_t i = 0; i < pending_size_; ++i) set_bits(pending_[i]);
    pending_size_ = 0;
  }
  [[nodiscard]] bool may_contain(std::uint64_t hash) const noexcept {
    if (words_.empty()) return true;
    const std::uint64_t* block = &words_[block_of(hash)];
    for (std::uint64_t bits = spread(hash), i = 0; i < kBitsPerKey; ++i, bits >>= 9) {
      if ((block[bits >> 6 & 7] >> (bits & 63) & 1) == 0) return false;
    }
    return true;
  }
  [[nodiscard]] std::uint64_t keys() const noexcept { return keys_; }

  /// keys u64, then the words.
  [[nodiscard]] std::string encode() const;
  /// False when `bytes` is no filter.
  bool decode(std::string_view bytes);

 private:
  static constexpr std::uint64_t kBitsPerKey = 6;
  void set_bits(std::uint64_t hash) noexcept {
    std::uint64_t* block = &words_[block_of(hash)];
    for (std::uint64_t bits = spread(hash), i = 0; i < kBitsPerKey; ++i, bits >>= 9) {
      block[bits >> 6 & 7] |= std::uint64_t{1} << (bits & 63);
    }
  }
  [[nodiscard]] std::size_t block_of(std::uint64_t hash) const noexcept {
    return static_cast<std::size_t>(((hash >> 32) * (words_.size() / 8)) >> 32) * 8;
  }
  static std::uint64_t spread(std::uint64_t hash) noexcept {
    return hash * 0x9E3779B97F4A7C15ULL >> 10;
  }

  std::vector<std::uint64_t, LargePages<std::uint64_t>> words_;
  std::uint64_t keys_ = 0;
  std::array<std::uint64_t, 32> pending_{};
  std::size_t pending_size_ = 0;
};

}  // namespace spoor::store
