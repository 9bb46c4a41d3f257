// SPDX-License-Identifier: Apache-2.0
// Whether a label looks as if a machine had made it up.
#pragma once

#include <cstdint>
#include <string_view>

namespace spoor::search {

enum class LabelLook : std::uint8_t {
  kOrdinary = 0,
  kNumber = 1,   ///< Digits alone, hyphens aside; five at least: `20190714`.
  kAddress = 2,  ///< Four numbers up to 255, the same sign between them: `ip-192-0-2-1`.
  kHex = 3,      ///< Hex digits alone, hyphens aside; eight at least with two of 0-9, or sixteen.
  kBase32 = 4,   ///< Letters and 2-7, sixteen at least, going to and fro between the two.
  kRandom = 5,   ///< Ten at least that go to and fro between letters and digits four times, or
                 ///< twelve letters that nobody can pronounce.
};

/// Of one label, its octets as they are; upper case counts as lower. Rules of thumb, by shape
/// alone: `www2`, `mail-01`, `cdn17`, `deadbeef` and long words are ordinary.
LabelLook look_of(std::string_view label) noexcept;

}  // namespace spoor::search
