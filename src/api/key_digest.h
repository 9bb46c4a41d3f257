// SPDX-License-Identifier: Apache-2.0
// The digest under which a key is kept. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::api {

using KeyDigest = std::array<std::uint8_t, 32>;

/// SHA-256; nothing when the library of digests refuses.
std::optional<KeyDigest> digest_key(std::string_view key);

}  // namespace spoor::api
