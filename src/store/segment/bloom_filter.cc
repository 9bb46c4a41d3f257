// SPDX-License-Identifier: Apache-2.0
#include "store/segment/bloom_filter.h"

#define XXH_INLINE_ALL
#include <cstring>

#include <xxhash.h>

namespace spoor::store {

std::uint64_t BloomFilter::hash(std::string_view key) noexcept {
  return XXH3_64bits(key.data(), key.size());
}

std::string BloomFilter::encode() const {
  std::string out(8 + words_.size() * 8, '\0');
  std::memcpy(out.data(), &keys_, 8);
  if (!words_.empty()) std::memcpy(out.data() + 8, words_.data(), words_.size() * 8);
  return out;
}

bool BloomFilter::decode(std::string_view bytes) {
  if (bytes.size() < 8 || bytes.size() % 64 != 8) return false;
  std::memcpy(&keys_, bytes.data(), 8);
  words_.resize((bytes.size() - 8) / 8);
  if (!words_.empty()) std::memcpy(words_.data(), bytes.data() + 8, bytes.size() - 8);
  return true;
}

}  // namespace spoor::store
