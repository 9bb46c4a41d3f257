// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648 section 4), as nmsgtool writes DNS messages. Inside the room only.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace spoor::feed {

/// Fills `out` with the octets; false when `text` is not whole and canonical in its alphabet.
bool decode_base64(std::string_view text, std::vector<std::uint8_t>& out);

}  // namespace spoor::feed
