// SPDX-License-Identifier: Apache-2.0
// The simulator's own random numbers: the same on every machine and with every standard library.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::sim {

/// splitmix64 (Steele, Lea, Flood 2014). Small, well mixed, and any seed will do.
class Prng {
 public:
  explicit Prng(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// 0 <= result < bound, bound > 0.
  std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>((next() >> 32) * bound >> 32);
  }
  /// low <= result <= high.
  std::uint32_t between(std::uint32_t low, std::uint32_t high) noexcept {
    return low + below(high - low + 1);
  }
  /// True in `per_mille` of 1000 cases.
  bool chance(std::uint32_t per_mille) noexcept { return below(1000) < per_mille; }

  template <class T>
  const T& pick(const std::vector<T>& from) noexcept {
    return from[below(static_cast<std::uint32_t>(from.size()))];
  }

  std::string octets(std::size_t count) {
    std::string out(count, '\0');
    for (char& c : out) c = static_cast<char>(next() >> 56);
    return out;
  }
  /// `count` characters of `alphabet`.
  std::string text(std::size_t count, std::string_view alphabet) {
    std::string out(count, '\0');
    for (char& c : out) c = alphabet[below(static_cast<std::uint32_t>(alphabet.size()))];
    return out;
  }

 private:
  std::uint64_t state_;
};

/// FNV-1a: a seed out of a name.
constexpr std::uint64_t hash_text(std::string_view text) noexcept {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return h;
}

/// Draws 0..n-1, the k-th with a weight of 1/(k+1). Integers only, so that no rounding differs
/// anywhere.
class Zipf {
 public:
  explicit Zipf(std::uint32_t n) {
    std::uint32_t sum = 0;
    for (std::uint32_t k = 0; k < n; ++k) bounds_.push_back(sum += 1'000'000 / (k + 1) + 1);
  }
  std::uint32_t draw(Prng& prng) const {
    const std::uint32_t at = prng.below(bounds_.back());
    return static_cast<std::uint32_t>(std::upper_bound(bounds_.begin(), bounds_.end(), at) -
                                      bounds_.begin());
  }

 private:
  std::vector<std::uint32_t> bounds_;
};

}  // namespace spoor::sim
