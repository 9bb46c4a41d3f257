// SPDX-License-Identifier: Apache-2.0
// A chunk: octets as they stand in a segment, compressed if that helps, with their checksum.
//
//   codec u8 (0 plain, 1 zstd) | raw size varint | payload | checksum u32 (low half of XXH3-64 of
//   all before)
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::store {

/// Largest raw size a chunk may claim; a larger claim is corruption, not a request for memory.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{1} << 30;

/// Appends `raw` as a chunk; returns the octets appended. `level` 0 stores it plain, else zstd's
/// level.
std::size_t append_chunk(std::string& out, std::string_view raw, int level);

/// Replaces `raw` by the content of exactly one chunk. Errors: kCorrupt.
Status read_chunk(std::string_view chunk, std::string& raw);

}  // namespace spoor::store
