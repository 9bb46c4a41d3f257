// SPDX-License-Identifier: Apache-2.0
// Integers as octets in blocks: what base/octet_codec.h writes into strings, into Octets as well,
// and columns of small integers.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "base/octet_codec.h"
#include "store/segment/octets.h"

namespace spoor::store {

using spoor::put_varint;

inline void put_varint(Octets& out, std::uint64_t v) {
  while (v >= 0x80) {
    out.put(static_cast<char>(v | 0x80));
    v >>= 7;
  }
  out.put(static_cast<char>(v));
}

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

}  // namespace spoor::store
