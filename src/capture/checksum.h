// SPDX-License-Identifier: Apache-2.0
// The Internet checksum (RFC 1071), eight octets at a time.
#pragma once

#include <cstdint>
#include <cstring>

#include "base/bytes.h"

namespace spoor::capture {

/// Sums 16-bit words in the machine's own order: whether the total is all ones does not depend on
/// it.
class ChecksumSum {
 public:
  /// Only the last piece added may have an odd number of octets.
  void add(Bytes octets) noexcept {
    std::size_t at = 0;
    for (; octets.size() - at >= 8; at += 8) {
      std::uint64_t word;
      std::memcpy(&word, octets.data() + at, 8);
      sum_ += (word & 0xFFFF'FFFF) + (word >> 32);
    }
    if (at != octets.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, octets.data() + at, octets.size() - at);
      sum_ += (word & 0xFFFF'FFFF) + (word >> 32);
    }
  }
  /// A 16-bit number as it would stand in the packet.
  void add_number(std::uint16_t number) noexcept {
    const std::uint8_t octets[2] = {static_cast<std::uint8_t>(number >> 8),
                                    static_cast<std::uint8_t>(number)};
    add(octets);
  }
  /// The words, their checksum among them, add up to all ones.
  [[nodiscard]] bool good() const noexcept {
    std::uint64_t folded = (sum_ & 0xFFFF'FFFF) + (sum_ >> 32);
    folded = (folded & 0xFFFF) + (folded >> 16);
    folded = (folded & 0xFFFF) + (folded >> 16);
    folded = (folded & 0xFFFF) + (folded >> 16);
    return folded == 0xFFFF;
  }

 private:
  std::uint64_t sum_ = 0;  // of 32-bit halves: room for 2^32 of them
};

}  // namespace spoor::capture
