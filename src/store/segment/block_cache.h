// SPDX-License-Identifier: Apache-2.0
// Decompressed chunks that were read lately, shared by all readers of a store; those that nobody
// used for a while go first (the clock algorithm: a hit moves nothing).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/segment/row_block_guide.h"

namespace spoor::store {

class BlockCache {
 public:
  struct Content {
    std::string octets;   ///< Decompressed.
    RowBlockGuide guide;  ///< Of core columns of records.
  };
  using Block = std::shared_ptr<const Content>;

  explicit BlockCache(std::size_t bytes) : shard_bytes_(bytes / kShards) {}

  /// `key` names a chunk of a segment and is never used again for another.
  [[nodiscard]] Block find(std::uint64_t key);
  void insert(std::uint64_t key, const Block& block);

  /// A key from the number of a segment, a section (0..7), a block (below 2^28) and its part (0 or
  /// 1).
  static std::uint64_t make_key(std::uint32_t segment, unsigned section, std::uint64_t block,
                                unsigned part) noexcept {
    return std::uint64_t{segment} << 32 | std::uint64_t{section} << 29 | block << 1 | part;
  }

 private:
  static constexpr std::size_t kShards = 16;
  struct Entry {
    std::uint64_t key;
    Block block;
    bool was_used;
  };
  struct Shard {
    void drop_one();

    std::mutex mutex;
    std::vector<Entry> entries;  // in no order
    std::unordered_map<std::uint64_t, std::size_t> place_of;
    std::size_t bytes = 0;
    std::size_t hand = 0;
  };
  Shard& shard_of(std::uint64_t key) noexcept { return shards_[key * 0x9E3779B97F4A7C15ULL >> 60]; }

  std::array<Shard, kShards> shards_;
  std::size_t shard_bytes_;
};

}  // namespace spoor::store
