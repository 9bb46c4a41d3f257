// SPDX-License-Identifier: Apache-2.0
// Integers as octets in blocks and catalogue values: LEB128, little-endian words, and columns of
// small integers. Readers are bounds-checked with a sticky error, like dns::WireReader.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "store/segment/octets.h"

namespace spoor::store {

inline void put_varint(std::string& out, std::uint64_t v) {
  while (v >= 0x80) {
    out += static_cast<char>(v | 0x80);
    v >>= 7;
  }
  out += static_cast<char>(v);
}

inline void put_varint(Octets& out, std::uint64_t v) {
  while (v >= 0x80) {
    out.put(static_cast<char>(v | 0x80));
    v >>= 7;
  }
  out.put(static_cast<char>(v));
}

inline void put_u32(std::string& out, std::uint32_t v) {
  char octets[4];
  std::memcpy(octets, &v, 4);  // little-endian hosts only; checked in segment_format.h
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

/// A column of integers: one octet each, values from 240 up with 1 to 8 octets more in a second
/// stream. Small values stay one octet apart, which compresses well and scans quickly.
class IntColumnWriter {
 public:
  void put(std::uint64_t v) {
    if (v < kDirect) [[likely]] {
      codes_.put(static_cast<char>(v));
      return;
    }
    const unsigned octets = (static_cast<unsigned>(64 - __builtin_clzll(v)) + 7) / 8;
    codes_.put(static_cast<char>(kDirect - 1 + octets));
    char raw[8];
    std::memcpy(raw, &v, 8);
    extra_.append({raw, octets});
  }
  void clear() noexcept {
    codes_.clear();
    extra_.clear();
  }
  [[nodiscard]] std::string_view codes() const noexcept { return codes_.view(); }
  [[nodiscard]] std::string_view extra() const noexcept { return extra_.view(); }

  static constexpr std::uint64_t kDirect = 240;

 private:
  Octets codes_;
  Octets extra_;
};

/// Reads an IntColumnWriter's streams. The caller asks for no more values than `size()`.
class IntColumnReader {
 public:
  IntColumnReader() = default;
  IntColumnReader(std::string_view codes, std::string_view extra) noexcept
      : code_(reinterpret_cast<const std::uint8_t*>(codes.data())),
        size_(codes.size()),
        extra_(extra) {}

  std::uint64_t next() noexcept {
    if (at_ >= size_) {
      ok_ = false;
      return 0;
    }
    const std::uint8_t code = code_[at_++];
    if (code < IntColumnWriter::kDirect) [[likely]]
      return code;
    return read_extra(code);
  }
  /// Passes over `n` values and adds them up.
  std::uint64_t sum(std::size_t n) noexcept {
    if (n > size_ - at_) {
      ok_ = false;
      return 0;
    }
    std::uint32_t direct = 0;
    std::uint8_t most = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint8_t code = code_[at_ + i];
      direct += code;
      most = most < code ? code : most;
    }
    if (most < IntColumnWriter::kDirect) [[likely]] {
      at_ += n;
      return direct;
    }
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < n; ++i) all += next();
    return all;
  }
  /// Passes over `n` values.
  void skip(std::size_t n) noexcept {
    if (n > size_ - at_) {
      ok_ = false;
      n = size_ - at_;
    }
    std::size_t extra = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint8_t code = code_[at_ + i];
      extra += code >= IntColumnWriter::kDirect ? code - (IntColumnWriter::kDirect - 1) : 0;
    }
    at_ += n;
    if (extra > extra_.size()) {
      ok_ = false;
      extra = extra_.size();
    }
    extra_.remove_prefix(extra);
  }
  /// The next `n` values as they stand, if there are so many and each takes one octet.
  [[nodiscard]] std::span<const std::uint8_t> peek(std::size_t n) const noexcept {
    if (n > size_ - at_) return {};
    std::uint8_t most = 0;
    for (std::size_t i = 0; i < n; ++i) most = most < code_[at_ + i] ? code_[at_ + i] : most;
    if (most >= IntColumnWriter::kDirect) return {};
    return {code_ + at_, n};
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool ok() const noexcept { return ok_; }

  /// How far a reader has come.
  struct Place {
    std::uint32_t at = 0, extra_left = 0;
  };
  [[nodiscard]] Place place() const noexcept {
    return {static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(extra_.size())};
  }
  /// Goes on to where a reader of the same column was; false when it cannot be the same.
  bool go_to(const Place& place) noexcept {
    if (place.at > size_ || place.extra_left > extra_.size()) return false;
    at_ = place.at;
    extra_.remove_prefix(extra_.size() - place.extra_left);
    return true;
  }

 private:
  // Not inline, so that next() is: nearly every value is one octet.
  [[gnu::noinline]] std::uint64_t read_extra(std::uint8_t code) noexcept {
    const std::size_t octets = code - (IntColumnWriter::kDirect - 1);
    if (octets > 8 || octets > extra_.size()) {
      ok_ = false;
      return 0;
    }
    std::uint64_t v = 0;
    std::memcpy(&v, extra_.data(), octets);
    extra_.remove_prefix(octets);
    return v;
  }

  const std::uint8_t* code_ = nullptr;
  std::size_t size_ = 0;
  std::size_t at_ = 0;
  std::string_view extra_;
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

}  // namespace spoor::store
