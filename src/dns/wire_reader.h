// SPDX-License-Identifier: Apache-2.0
// The one cursor through which untrusted octets pass. Nothing else indexes packet bytes.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace spoor::dns {

/// Reads big-endian integers and spans. The error is sticky: after one read past the end every
/// further read yields zero or nothing, and `ok()` stays false. Whoever parses ends by asking
/// `ok()`.
class WireReader {
 public:
  explicit WireReader(Bytes in) noexcept : in_(in) {}

  [[nodiscard]] std::uint8_t u8() noexcept { return take(1) ? in_[pos_ - 1] : std::uint8_t{0}; }
  [[nodiscard]] std::uint16_t u16() noexcept {
    return take(2) ? static_cast<std::uint16_t>(in_[pos_ - 2] << 8 | in_[pos_ - 1])
                   : std::uint16_t{0};
  }
  [[nodiscard]] std::uint32_t u32() noexcept {
    if (!take(4)) return 0;
    return static_cast<std::uint32_t>(in_[pos_ - 4]) << 24 |
           static_cast<std::uint32_t>(in_[pos_ - 3]) << 16 |
           static_cast<std::uint32_t>(in_[pos_ - 2]) << 8 |
           static_cast<std::uint32_t>(in_[pos_ - 1]);
  }
  [[nodiscard]] Bytes bytes(std::size_t n) noexcept {
    return take(n) ? in_.subspan(pos_ - n, n) : Bytes{};
  }
  void skip(std::size_t n) noexcept { take(n); }
  void seek(std::size_t to) noexcept {
    if (to > in_.size()) {
      ok_ = false;
    } else {
      pos_ = to;
    }
  }

  [[nodiscard]] std::size_t pos() const noexcept { return pos_; }
  [[nodiscard]] std::size_t left() const noexcept { return ok_ ? in_.size() - pos_ : 0; }
  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] Bytes whole() const noexcept { return in_; }

 private:
  bool take(std::size_t n) noexcept {
    ok_ = ok_ && n <= in_.size() - pos_;
    if (ok_) pos_ += n;
    return ok_;
  }

  Bytes in_;
  std::size_t pos_ = 0;
  bool ok_ = true;
};

}  // namespace spoor::dns
