// SPDX-License-Identifier: Apache-2.0
#include "store/segment/block_cache.h"

#include <utility>

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
  const auto found = shard.place_of.find(key);
  if (found == shard.place_of.end()) return nullptr;
  Entry& entry = shard.entries[found->second];
  entry.was_used = true;
  return entry.block;
}

void BlockCache::insert(std::uint64_t key, const Block& block) {
  const std::size_t size = size_of(*block);
  if (size > shard_bytes_) return;
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  if (!shard.place_of.try_emplace(key, shard.entries.size()).second) return;
  shard.entries.push_back({key, block, false});
  shard.bytes += size;
  while (shard.bytes > shard_bytes_) shard.drop_one();
}

// The hand goes round: what was used since it last came by gets another round. The newcomer is
// spared, so that the cache never drops the very block that was wanted.
void BlockCache::Shard::drop_one() {
  for (;;) {
    if (hand >= entries.size() - 1) hand = 0;
    Entry& entry = entries[hand];
    if (!entry.was_used || entries.size() == 1) break;
    entry.was_used = false;
    ++hand;
  }
  bytes -= size_of(*entries[hand].block);
  place_of.erase(entries[hand].key);
  if (hand + 1 != entries.size()) {
    entries[hand] = std::move(entries.back());
    place_of[entries[hand].key] = hand;
  }
  entries.pop_back();
}

}  // namespace spoor::store
