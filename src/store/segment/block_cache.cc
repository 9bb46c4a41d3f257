// SPDX-License-Identifier: Apache-2.0
#include "store/segment/block_cache.h"

namespace spoor::store {
namespace {

constexpr std::size_t kEntryOverhead = 160;  // list and map nodes, the string's header

std::size_t size_of(const BlockCache::Content& block) noexcept {
  return block.octets.size() + block.guide.bytes() + kEntryOverhead;
}

}  // namespace

BlockCache::Block BlockCache::find(std::uint64_t key) {
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end()) return nullptr;
  shard.entries.splice(shard.entries.begin(), shard.entries, found->second);
  return found->second->block;
}

void BlockCache::insert(std::uint64_t key, const Block& block) {
  const std::size_t size = size_of(*block);
  if (size > shard_bytes_) return;
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  if (shard.by_key.contains(key)) return;
  shard.entries.push_front(Entry{key, block});
  shard.by_key.emplace(key, shard.entries.begin());
  shard.bytes += size;
  while (shard.bytes > shard_bytes_) {
    const Entry& oldest = shard.entries.back();
    shard.bytes -= size_of(*oldest.block);
    shard.by_key.erase(oldest.key);
    shard.entries.pop_back();
  }
}

}  // namespace spoor::store
