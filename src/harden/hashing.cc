// SPDX-License-Identifier: Apache-2.0
#include "harden/hashing.h"

#include <sys/random.h>

namespace spoor::harden {

std::uint64_t random_seed() noexcept {
  std::uint64_t seed = 0x9E3779B97F4A7C15ULL;
  // Should the system refuse, the fixed seed serves: slower under attack, never wrong.
  if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) < 0) return 0x9E3779B97F4A7C15ULL;
  return seed;
}

}  // namespace spoor::harden
