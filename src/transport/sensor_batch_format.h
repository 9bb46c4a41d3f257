// SPDX-License-Identifier: Apache-2.0
// What writer and reader of sensor batches agree on. Inside the room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spoor::transport {

inline constexpr std::string_view kFrameMagic{"SpB\x01", 4};
inline constexpr std::size_t kFrameDigestAt = 48;  // behind everything that it covers of the head

inline constexpr unsigned kFrameEndsStream = 1;
inline constexpr unsigned kFrameIsGap = 2;

inline constexpr unsigned kRowIsZone = 1;
inline constexpr unsigned kRowHasTtl = 2;
inline constexpr unsigned kRowHasUndated = 4;
inline constexpr unsigned kRowHasTold = 8;
inline constexpr unsigned kRowHasDays = 16;
inline constexpr unsigned kRowBits = 31;

/// Of the head before its digest, and the packed content.
std::uint64_t frame_digest(std::string_view head, std::string_view packed);

}  // namespace spoor::transport
