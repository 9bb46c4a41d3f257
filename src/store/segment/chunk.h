// SPDX-License-Identifier: Apache-2.0
// A chunk: octets as they stand in a segment, in parts that are compressed each for itself where
// that helps, with their checksum.
//
//   parts varint | raw size varint and packed size varint (0: plain) of each | payloads | checksum
//   u32
//
// The checksum is the low half of XXH3-64 of all before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::store {

/// Largest raw size a chunk may claim; a larger claim is corruption, not a request for memory.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{1} << 30;

/// Whether a chunk's last part is worth compressing: high-entropy columns are not, and trying costs
/// as much as succeeding.
enum class LastPart : std::uint8_t { kPacked, kPlain };

/// Appends `raw` as a chunk; returns the octets appended. `level` 0 stores it plain, else zstd's
/// level. `cuts` are the offsets, ascending, at which a new part begins: octets of one kind
/// compress better among themselves.
std::size_t append_chunk(std::string& out, std::string_view raw, int level,
                         std::span<const std::size_t> cuts = {}, LastPart last = LastPart::kPacked);

/// Replaces `raw` by the content of exactly one chunk. Errors: kCorrupt.
Status read_chunk(std::string_view chunk, std::string& raw);

}  // namespace spoor::store
