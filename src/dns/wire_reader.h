// SPDX-License-Identifier: Apache-2.0
// The one cursor through which untrusted octets pass. Nothing else indexes packet bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace spoor::dns {

/// Octets whose number was checked when they were taken: every place is stated at compile time.
/// Zeros where there were fewer. Lives as long as the octets.
template <std::size_t N>
class FixedFields {
 public:
  explicit FixedFields(Bytes in) noexcept : at_(in.size() >= N ? in.data() : kZeros.data()) {}
  template <std::size_t At>
  [[nodiscard]] std::uint16_t u16() const noexcept {
    static_assert(At + 2 <= N);
    return static_cast<std::uint16_t>(at_[At] << 8 | at_[At + 1]);
  }
  template <std::size_t At>
  [[nodiscard]] std::uint32_t u32() const noexcept {
    static_assert(At + 4 <= N);
    return std::uint32_t{u16<At>()} << 16 | u16<At + 2>();
  }

 private:
  static constexpr std::array<std::uint8_t, N> kZeros{};
  const std::uint8_t* at_;
};

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
  /// Several integers with one check.
  template <std::size_t N>
  [[nodiscard]] FixedFields<N> fields() noexcept {
    return FixedFields<N>(bytes(N));
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
