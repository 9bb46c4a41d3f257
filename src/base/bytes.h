// SPDX-License-Identifier: Apache-2.0
// Views of octets and of the same octets as characters. No ownership, no parsing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace spoor {

using Bytes = std::span<const std::uint8_t>;

/// The octets of `text`; the view lives as long as `text` does.
inline Bytes as_bytes(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The characters of `octets`; the view lives as long as `octets` does.
inline std::string_view as_chars(Bytes octets) noexcept {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

}  // namespace spoor
