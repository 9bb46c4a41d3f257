// SPDX-License-Identifier: Apache-2.0
// A block of a list of texts (distinct names in forward form, or values): prefix-compressed, in
// byte order. Every group begins with a whole text, so that reading may begin there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/segment/byte_codec.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

class NameBlockBuilder {
 public:
  static constexpr std::size_t kMaxNames = kMostBlockTexts;
  static constexpr std::size_t kMaxRawBytes = std::size_t{48} << 10;

  /// False when the block is full.
  bool add(std::string_view forward_form);
  [[nodiscard]] std::size_t names() const noexcept { return names_; }
  void encode(std::string& out) const;
  void clear();

 private:
  std::size_t names_ = 0;
  Octets last_;
  IntColumnWriter lcp_, len_;
  Octets bytes_;
};

class NameBlockCursor {
 public:
  Status open(std::string_view block);
  /// False at the end, or at a fault: failed() tells.
  bool next();
  /// The same in pieces, without putting the name together: name() is not to be asked afterwards.
  bool next_rest() {
    if (failed_ || left_ == 0) return false;
    const std::uint64_t lcp = lcp_.next();
    const std::uint64_t len = len_.next();
    if (lcp > size_ || len > bytes_.size() || !lcp_.ok() || !len_.ok()) {
      failed_ = true;
      return false;
    }
    shared_ = static_cast<std::size_t>(lcp);
    rest_ = std::string_view(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(len));
    size_ = shared_ + rest_.size();
    bytes_.remove_prefix(rest_.size());
    --left_;
    return true;
  }
  [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
  /// Passes over `names`, up to where a group begins, without reading them.
  void skip(std::size_t names);
  /// Octets of the rests of the next `names`, which begin with a group.
  [[nodiscard]] std::string_view rests(std::size_t names) const noexcept;
  /// Neighbouring names, none of which is put together.
  struct Run {
    std::span<const std::uint8_t> shared, lengths;  ///< Of each; the first one shares nothing.
    std::string_view rests;                         ///< One behind the other.
  };
  /// Passes over the next `names`, or those that are left, which begin with a group, and tells
  /// them. Nothing when one takes wider numbers, or is damaged: next_rest() reads or refuses it.
  std::optional<Run> next_run(std::size_t names);
  /// Octets that the name shares with the one read before it.
  [[nodiscard]] std::size_t shared() const noexcept { return shared_; }
  [[nodiscard]] std::size_t left() const noexcept { return left_; }
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  [[nodiscard]] std::string_view name() const noexcept { return name_.view(); }

 private:
  IntColumnReader lcp_, len_;
  std::string_view bytes_;
  Octets name_;
  std::size_t left_ = 0;
  std::size_t shared_ = 0, size_ = 0;  // octets of the name at hand, and those it shares
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace spoor::store
