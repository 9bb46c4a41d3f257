// SPDX-License-Identifier: Apache-2.0
// A name and all its ancestors, each with its hash, computed in one pass from the root down.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "harden/hashing.h"

namespace spoor::harden {

/// Views into the wire name it was made of.
class NameSuffixes {
 public:
  static constexpr std::size_t kMaxLabels = 127;

  /// `wire` is a valid lower-cased wire name.
  NameSuffixes(Bytes wire, std::uint64_t seed) noexcept : wire_(wire) {
    std::array<std::uint8_t, kMaxLabels> starts;
    for (std::size_t pos = 0; wire[pos] != 0; pos += wire[pos] + std::size_t{1}) {
      starts[labels_++] = static_cast<std::uint8_t>(pos);
    }
    start_[0] = static_cast<std::uint8_t>(wire.size() - 1);
    hash_[0] = hash_bytes({}, seed);
    for (std::size_t k = 1; k <= labels_; ++k) {
      start_[k] = starts[labels_ - k];
      hash_[k] =
          hash_bytes(wire.subspan(start_[k], wire[start_[k]] + std::size_t{1}), hash_[k - 1]);
    }
  }

  [[nodiscard]] std::size_t labels() const noexcept { return labels_; }
  /// The ancestor of `labels` labels: 0 is the root, labels() the name itself.
  [[nodiscard]] Bytes name(std::size_t labels) const noexcept {
    return wire_.subspan(start_[labels]);
  }
  [[nodiscard]] std::uint64_t hash(std::size_t labels) const noexcept { return hash_[labels]; }

 private:
  Bytes wire_;
  std::size_t labels_ = 0;
  std::array<std::uint8_t, kMaxLabels + 1> start_;
  std::array<std::uint64_t, kMaxLabels + 1> hash_;
};

}  // namespace spoor::harden
