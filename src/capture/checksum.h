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
    const std::uint8_t* at = octets.data();
    std::size_t left = octets.size();
    std::uint64_t other = 0;
    // Two chains of additions, so that one need not wait for the other.
    for (; left >= 16; at += 16, left -= 16) {
      const std::uint64_t first = load<std::uint64_t>(at);
      const std::uint64_t second = load<std::uint64_t>(at + 8);
      sum_ += (first & 0xFFFF'FFFF) + (first >> 32);
      other += (second & 0xFFFF'FFFF) + (second >> 32);
    }
    sum_ += other;
    for (; left >= 4; at += 4, left -= 4) sum_ += load<std::uint32_t>(at);
    if (left >= 2) sum_ += load<std::uint16_t>(at);
    if (left % 2 != 0) add_pair(at[left - 1], 0);
  }
  /// A 16-bit number as it would stand in the packet.
  void add_number(std::uint16_t number) noexcept {
    add_pair(static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number));
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
  // Of a fixed size: one of a variable size would be a call and a stalled load.
  template <class Word>
  static Word load(const std::uint8_t* at) noexcept {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  void add_pair(std::uint8_t first, std::uint8_t second) noexcept {
    const std::uint8_t octets[2] = {first, second};
    sum_ += load<std::uint16_t>(octets);
  }

  std::uint64_t sum_ = 0;  // of 32-bit halves: room for 2^32 of them
};

}  // namespace spoor::capture
