// SPDX-License-Identifier: Apache-2.0
// Fixed headers of packets: one bounds check when the header is taken, and none at run time
// afterwards because every access states its place at compile time. Beside dns::WireReader the only
// way to packet octets here.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace spoor::capture {

/// The first `N` octets of something; empty when there are fewer.
template <std::size_t N>
class Header {
 public:
  explicit Header(Bytes in) noexcept : at_(in.size() >= N ? in.data() : nullptr) {}
  explicit operator bool() const noexcept { return at_ != nullptr; }

  template <std::size_t At>
  [[nodiscard]] std::uint8_t u8() const noexcept {
    static_assert(At < N);
    assert(at_ != nullptr);
    return at_[At];
  }
  /// Big-endian.
  template <std::size_t At>
  [[nodiscard]] std::uint16_t u16() const noexcept {
    static_assert(At + 2 <= N);
    assert(at_ != nullptr);
    return static_cast<std::uint16_t>(at_[At] << 8 | at_[At + 1]);
  }
  template <std::size_t At>
  [[nodiscard]] std::uint32_t u32() const noexcept {
    static_assert(At + 4 <= N);
    return std::uint32_t{u16<At>()} << 16 | u16<At + 2>();
  }
  template <std::size_t At>
  [[nodiscard]] std::uint16_t u16_little() const noexcept {
    static_assert(At + 2 <= N);
    assert(at_ != nullptr);
    return static_cast<std::uint16_t>(at_[At + 1] << 8 | at_[At]);
  }
  template <std::size_t At>
  [[nodiscard]] std::uint32_t u32_little() const noexcept {
    static_assert(At + 4 <= N);
    return std::uint32_t{u16_little<At + 2>()} << 16 | u16_little<At>();
  }
  template <std::size_t At, std::size_t Size>
  [[nodiscard]] Bytes bytes() const noexcept {
    static_assert(At + Size <= N);
    return {at_ + At, Size};
  }

 private:
  const std::uint8_t* at_;
};

/// `in` without its first `n` octets; nothing when there are fewer.
inline Bytes after(Bytes in, std::size_t n) noexcept {
  return in.size() >= n ? in.subspan(n) : Bytes{};
}

}  // namespace spoor::capture
