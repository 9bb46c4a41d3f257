// SPDX-License-Identifier: Apache-2.0
// memcpy for hot loops over short pieces.
#pragma once

#include <cstddef>
#include <cstring>

namespace spoor {

/// memcpy without a call for what a record's parts mostly are: up to 32 octets.
inline void copy_octets(char* out, const char* in, std::size_t n) noexcept {
  if (n > 32) {
    std::memcpy(out, in, n);
  } else if (n >= 16) {
    std::memcpy(out, in, 16);
    std::memcpy(out + n - 16, in + n - 16, 16);
  } else if (n >= 8) {
    std::memcpy(out, in, 8);
    std::memcpy(out + n - 8, in + n - 8, 8);
  } else if (n >= 4) {
    std::memcpy(out, in, 4);
    std::memcpy(out + n - 4, in + n - 4, 4);
  } else {
    for (std::size_t i = 0; i < n; ++i) out[i] = in[i];
  }
}

}  // namespace spoor
