// SPDX-License-Identifier: Apache-2.0
// Seeded hashes for the tables of this room. The seed is drawn at random: what is remembered is
// compared in full, so it changes no result, only that a sender cannot aim many keys at one place.
#pragma once

#define XXH_INLINE_ALL
#include <cstdint>

#include <xxhash.h>

#include "base/bytes.h"

namespace spoor::harden {

inline std::uint64_t hash_bytes(Bytes octets, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(octets.data(), octets.size(), seed);
}

/// Both words, each joined with something secret before, to one: the two halves of their product.
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
  const XXH128_hash_t product = XXH_mult64to128(a, b);
  return product.low64 ^ product.high64;
}

/// A seed that a sender cannot know.
std::uint64_t random_seed() noexcept;

}  // namespace spoor::harden
