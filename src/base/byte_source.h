// SPDX-License-Identifier: Apache-2.0
// Octets that come from somewhere: a socket, a pipe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"

namespace spoor {

class ByteSource {
 public:
  ByteSource() = default;
  ByteSource(const ByteSource&) = delete;
  ByteSource& operator=(const ByteSource&) = delete;
  virtual ~ByteSource() = default;
  /// Blocks until octets are there; 0 at the end. `out` is not empty. Errors: kIo (whoever sends
  /// went away), kLimit (too large), kTruncated (too slow).
  virtual Result<std::size_t> read(std::span<std::uint8_t> out) = 0;
  /// Whether the last 0 of read() was not the end: nothing is there now, and it may be asked again.
  /// Changes within read() alone.
  [[nodiscard]] virtual bool may_grow() const noexcept { return false; }
};

}  // namespace spoor
