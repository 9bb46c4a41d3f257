// SPDX-License-Identifier: Apache-2.0
// The Internet checksum (RFC 1071), eight octets at a time.
#pragma once

#include <bit>
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
    if (left < 16) return add_few(at, left);
    ChecksumSum other;
    // Two chains of additions, so that one need not wait for the other.
    for (; left >= 16; at += 16, left -= 16) {
      add_word(load<std::uint64_t>(at));
      other.add_word(load<std::uint64_t>(at + 8));
    }
    if constexpr (std::endian::native == std::endian::little) {
      // In one step, because how many are left follows no pattern: the last sixteen, without those
      // of them that were added before.
      const std::uint8_t* const last = at + left - 16;
      const Wide sixteen = Wide{load<std::uint64_t>(last + 8)} << 64 | load<std::uint64_t>(last);
      const Wide rest = sixteen >> (15 - left) * 8 >> 8;
      add_word(static_cast<std::uint64_t>(rest));
      other.add_word(static_cast<std::uint64_t>(rest >> 64));
    } else {
      add_few(at, left);
    }
    add_word(other.sum_);
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
  __extension__ using Wide = unsigned __int128;

  // Of a fixed size: one of a variable size would be a call and a stalled load.
  template <class Word>
  static Word load(const std::uint8_t* at) noexcept {
    Word word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  // What is carried out at the top comes in again at the bottom: the same sum in every word size.
  void add_word(std::uint64_t word) noexcept {
    sum_ += word;
    sum_ += sum_ < word ? 1U : 0U;
  }
  void add_few(const std::uint8_t* at, std::size_t left) noexcept {
    if (left >= 8) {
      add_word(load<std::uint64_t>(at));
      at += 8;
      left -= 8;
    }
    if (left >= 4) {
      add_word(load<std::uint32_t>(at));
      at += 4;
      left -= 4;
    }
    if (left >= 2) {
      add_word(load<std::uint16_t>(at));
      at += 2;
    }
    if (left % 2 != 0) add_pair(*at, 0);
  }
  void add_pair(std::uint8_t first, std::uint8_t second) noexcept {
    const std::uint8_t octets[2] = {first, second};
    add_word(load<std::uint16_t>(octets));
  }

  std::uint64_t sum_ = 0;
};

}  // namespace spoor::capture
