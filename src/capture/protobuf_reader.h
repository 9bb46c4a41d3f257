// SPDX-License-Identifier: Apache-2.0
// The fields of one protobuf message, one after the other, over the bounds-checked cursor. What a
// field means is for whoever asks; groups, which nobody writes any more, are refused.
#pragma once

#include <cstddef>
#include <cstdint>

#include "capture/header.h"
#include "dns/wire_reader.h"

namespace spoor::capture {

/// On the wire: never renumber.
enum class ProtobufType : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

struct ProtobufField {
  std::uint32_t number = 0;
  ProtobufType type{};
  std::uint64_t value = 0;  ///< Of a varint or fixed32.
  Bytes bytes;              ///< Of bytes, strings and messages.
};

/// The error is sticky, as the cursor's: whoever parses ends by asking `ok()`.
class ProtobufReader {
 public:
  explicit ProtobufReader(Bytes message) noexcept : in_(message) {}

  /// The next field; false at the end or at a fault.
  bool next(ProtobufField& field) noexcept {
    if (in_.left() == 0) return false;
    const std::uint64_t key = varint();
    field.number = static_cast<std::uint32_t>(key >> 3);
    field.type = static_cast<ProtobufType>(key & 7U);
    is_good_ = is_good_ && key >> 32 == 0 && field.number != 0;
    return is_good_ && read_value(field) && ok();
  }
  [[nodiscard]] bool ok() const noexcept { return is_good_ && in_.ok(); }
  /// Octets read so far; at a fault, about where it is.
  [[nodiscard]] std::size_t pos() const noexcept { return in_.pos(); }

 private:
  bool read_value(ProtobufField& field) noexcept {
    switch (field.type) {
      case ProtobufType::kVarint:
        field.value = varint();
        return true;
      case ProtobufType::kFixed64:
        in_.skip(8);
        return true;
      case ProtobufType::kFixed32: {
        const Header<4> octets(in_.bytes(4));
        field.value = octets ? octets.u32_little<0>() : 0;
        return true;
      }
      case ProtobufType::kBytes: {
        const std::uint64_t size = varint();
        is_good_ = is_good_ && size <= in_.left();
        field.bytes = is_good_ ? in_.bytes(static_cast<std::size_t>(size)) : Bytes{};
        return true;
      }
    }
    is_good_ = false;
    return false;
  }

  // Ten octets hold 64 bits, the last of them one.
  std::uint64_t varint() noexcept {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t octet = in_.u8();
      if (!in_.ok() || (shift == 63 && octet > 1)) break;
      value |= std::uint64_t{octet & 0x7FU} << shift;
      if ((octet & 0x80U) == 0) return value;
    }
    is_good_ = false;
    return 0;
  }

  dns::WireReader in_;
  bool is_good_ = true;
};

}  // namespace spoor::capture
