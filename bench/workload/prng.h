// SPDX-License-Identifier: Apache-2.0
// The workload's own source of chance (SplitMix64), so that a seed means the same bytes everywhere.
#pragma once

#include <cmath>
#include <cstdint>

namespace spoor::bench {

inline constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15ULL;

/// The finaliser of SplitMix64: a good hash of 64 bits.
constexpr std::uint64_t finalise(std::uint64_t z) noexcept {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  return finalise(x + kGoldenGamma);
}

class Prng {
 public:
  explicit Prng(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept { return finalise(state_ += kGoldenGamma); }
  /// In [0, 1).
  double unit() noexcept { return static_cast<double>(next() >> 11) * (1.0 / 9007199254740992.0); }
  /// In [0, n).
  std::uint64_t below(std::uint64_t n) noexcept {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(static_cast<Wide>(next()) * n >> 64);
  }
  /// Normally distributed, mean 0, deviation 1.
  double gauss() noexcept {
    const double a = unit();
    const double b = unit();
    return std::sqrt(-2 * std::log(a < 1e-300 ? 1e-300 : a)) * std::cos(6.283185307179586 * b);
  }
  /// A rank in [0, n), Zipf with exponent `s`, by inversion of the continuous distribution.
  std::uint64_t zipf(std::uint64_t n, double s) noexcept {
    const double x = unit();
    const double most = static_cast<double>(n) + 1;
    const double a = 1 - s;
    const double k = std::fabs(s - 1) < 1e-9 ? std::exp(x * std::log(most))
                                             : std::pow(x * (std::pow(most, a) - 1) + 1, 1 / a);
    const auto rank = static_cast<std::uint64_t>(k);
    return rank < 1 ? 0 : rank > n ? n - 1 : rank - 1;
  }

 private:
  std::uint64_t state_;
};

}  // namespace spoor::bench
