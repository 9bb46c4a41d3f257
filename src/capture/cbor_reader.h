// SPDX-License-Identifier: Apache-2.0
// CBOR (RFC 8949) over the bounds-checked cursor: whole numbers, strings in one piece, arrays and
// maps of either kind, and stepping over anything else. No recursion.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "dns/wire_reader.h"

namespace spoor::capture {

/// Major types. On the wire: never renumber.
enum class CborType : std::uint8_t {
  kUnsigned = 0,
  kNegative = 1,
  kBytes = 2,
  kText = 3,
  kArray = 4,
  kMap = 5,
  kTag = 6,
  kOther = 7,
};

/// The error is sticky, as the cursor's: whoever parses ends by asking `ok()`.
class CborReader {
 public:
  /// Deeper than C-DNS goes, with room for what private fields may hold.
  static constexpr std::size_t kMaxDepth = 16;

  explicit CborReader(Bytes in) noexcept : in_(in) {}

  /// What is left of an array or a map.
  struct Container {
    std::uint64_t left = 0;  ///< Elements, or pairs.
    bool is_indefinite = false;
  };

  [[nodiscard]] std::uint64_t number() noexcept;
  /// A whole number that may be negative; out of range is a fault.
  [[nodiscard]] std::int64_t integer() noexcept;
  [[nodiscard]] Bytes octets() noexcept { return string(CborType::kBytes); }
  [[nodiscard]] Bytes text() noexcept { return string(CborType::kText); }
  [[nodiscard]] Container array() noexcept { return container(CborType::kArray); }
  [[nodiscard]] Container map() noexcept { return container(CborType::kMap); }
  /// Whether another element (pair) follows; at the end of one of indefinite length, behind it.
  bool more(Container& container) noexcept;
  /// Steps over one item, whatever it is. The octets that it took.
  Bytes skip() noexcept;

  [[nodiscard]] bool ok() const noexcept { return is_good_ && in_.ok(); }
  /// Not ok, but only because the octets end: with more of them it may be.
  [[nodiscard]] bool ran_out() const noexcept { return is_good_ && !in_.ok(); }
  [[nodiscard]] std::size_t pos() const noexcept { return in_.pos(); }
  [[nodiscard]] std::size_t left() const noexcept { return in_.left(); }

 private:
  struct Head {
    CborType type = CborType::kOther;
    std::uint8_t info = 0;
    std::uint64_t value = 0;
  };
  /// The arrays and maps around the item at hand, in items: a pair is two.
  struct Nesting {
    std::array<Container, kMaxDepth> open;
    std::size_t depth = 0;
    bool push(const Container& container) noexcept {
      if (depth == open.size()) return false;
      open[depth++] = container;
      return true;
    }
  };
  static constexpr std::uint8_t kIndefinite = 31;
  static constexpr std::uint8_t kBreak = 0xFF;

  Head head() noexcept;
  Bytes string(CborType type) noexcept;
  Container container(CborType type) noexcept;
  Bytes string_of(const Head& head) noexcept;
  void enter(const Head& item, Nesting& nesting) noexcept;
  void fail() noexcept { is_good_ = false; }
  bool take_break() noexcept;

  dns::WireReader in_;
  bool is_good_ = true;
};

}  // namespace spoor::capture
