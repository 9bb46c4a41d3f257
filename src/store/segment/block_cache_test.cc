// SPDX-License-Identifier: Apache-2.0
#include "store/segment/block_cache.h"

#include <gtest/gtest.h>

namespace spoor::store {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{4} << 10;

BlockCache::Block block_of(char c) {
  auto content = std::make_shared<BlockCache::Content>();
  content->octets.assign(kBlockBytes, c);
  return content;
}

TEST(BlockCache, gives_back_what_was_put_in) {
  BlockCache cache(std::size_t{1} << 20);
  const BlockCache::Block block = block_of('a');
  cache.insert(7, block);
  EXPECT_EQ(cache.find(7), block);
  EXPECT_EQ(cache.find(8), nullptr);
  cache.insert(7, block_of('b'));  // another reader was quicker: the first one stays
  EXPECT_EQ(cache.find(7), block);
}

TEST(BlockCache, holds_no_more_than_it_may_and_always_the_newest) {
  constexpr std::size_t kBytes = 64 * kBlockBytes;
  BlockCache cache(kBytes);
  std::vector<std::weak_ptr<const BlockCache::Content>> made;
  for (std::uint64_t key = 1; key <= 1000; ++key) {
    const BlockCache::Block block = block_of('x');
    cache.insert(key, block);
    made.emplace_back(block);
    EXPECT_EQ(cache.find(key), block) << key;
  }
  std::size_t held = 0;
  for (const auto& one : made) held += one.expired() ? 0 : kBlockBytes;
  EXPECT_LE(held, kBytes);
  EXPECT_GT(held, kBytes / 4);
}

TEST(BlockCache, what_is_used_stays) {
  BlockCache cache(64 * kBlockBytes);
  cache.insert(1, block_of('h'));
  for (std::uint64_t key = 2; key <= 2000; ++key) {
    cache.insert(key, block_of('x'));
    ASSERT_NE(cache.find(1), nullptr) << key;
  }
}

TEST(BlockCache, a_block_larger_than_its_share_is_not_kept) {
  BlockCache cache(8 * kBlockBytes);
  cache.insert(1, block_of('x'));
  EXPECT_EQ(cache.find(1), nullptr);
}

}  // namespace
}  // namespace spoor::store
