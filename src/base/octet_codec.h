// SPDX-License-Identifier: Apache-2.0
// Integers and strings as octets in our own files and messages: LEB128 and little-endian words. The
// reader is bounds-checked with a sticky error, like dns::WireReader.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace spoor {

static_assert(std::endian::native == std::endian::little, "words are written as they stand");

inline void put_varint(std::string& out, std::uint64_t v) {
  while (v >= 0x80) {
    out += static_cast<char>(v | 0x80);
    v >>= 7;
  }
  out += static_cast<char>(v);
}

inline void put_u32(std::string& out, std::uint32_t v) {
  char octets[4];
  std::memcpy(octets, &v, 4);
  out.append(octets, 4);
}

inline void put_u64(std::string& out, std::uint64_t v) {
  char octets[8];
  std::memcpy(octets, &v, 8);
  out.append(octets, 8);
}

inline void put_string(std::string& out, std::string_view s) {
  put_varint(out, s.size());
  out += s;
}

/// Reads what the put_ functions wrote; after one failure everything reads as zero and ok() is
/// false.
class ByteReader {
 public:
  explicit ByteReader(std::string_view in) noexcept : in_(in) {}

  std::uint64_t varint() noexcept {
    std::uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (in_.empty()) return fail();
      const auto octet = static_cast<std::uint8_t>(in_.front());
      in_.remove_prefix(1);
      v |= static_cast<std::uint64_t>(octet & 0x7F) << shift;
      if (octet < 0x80) return v;
    }
    return fail();
  }
  std::uint8_t u8() noexcept {
    const std::string_view b = bytes(1);
    return b.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(b[0]);
  }
  std::uint32_t u32() noexcept {
    std::uint32_t v = 0;
    if (const std::string_view b = bytes(4); !b.empty()) std::memcpy(&v, b.data(), 4);
    return v;
  }
  std::uint64_t u64() noexcept {
    std::uint64_t v = 0;
    if (const std::string_view b = bytes(8); !b.empty()) std::memcpy(&v, b.data(), 8);
    return v;
  }
  std::string_view bytes(std::uint64_t n) noexcept {
    if (n > in_.size()) {
      fail();
      return {};
    }
    const std::string_view taken = in_.substr(0, static_cast<std::size_t>(n));
    in_.remove_prefix(static_cast<std::size_t>(n));
    return taken;
  }
  std::string_view string() noexcept { return bytes(varint()); }

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bool at_end() const noexcept { return ok_ && in_.empty(); }
  [[nodiscard]] std::size_t left() const noexcept { return in_.size(); }

 private:
  std::uint64_t fail() noexcept {
    ok_ = false;
    in_ = {};
    return 0;
  }
  std::string_view in_;
  bool ok_ = true;
};

/// Octets that two strings begin with alike.
inline std::size_t common_prefix(std::string_view a, std::string_view b) noexcept {
  const std::size_t most = a.size() < b.size() ? a.size() : b.size();
  std::size_t i = 0;
  while (i + 8 <= most) {
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::memcpy(&x, a.data() + i, 8);
    std::memcpy(&y, b.data() + i, 8);
    if (x != y) return i + static_cast<std::size_t>(__builtin_ctzll(x ^ y)) / 8;
    i += 8;
  }
  while (i < most && a[i] == b[i]) ++i;
  return i;
}

}  // namespace spoor
