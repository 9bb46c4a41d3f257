// SPDX-License-Identifier: Apache-2.0
#include "store/segment/chunk.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <xxhash.h>
#include <zstd.h>

#include "store/segment/byte_codec.h"

namespace spoor::store {
namespace {

struct FreeCompressor {
  void operator()(ZSTD_CCtx* c) const noexcept { ZSTD_freeCCtx(c); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* d) const noexcept { ZSTD_freeDCtx(d); }
};

// Contexts are dear to make and cheap to keep: one a thread.
ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context(ZSTD_createCCtx());
  return context.get();
}
ZSTD_DCtx* decompressor() {
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  return context.get();
}

std::uint32_t checksum(std::string_view octets) {
  return static_cast<std::uint32_t>(XXH3_64bits(octets.data(), octets.size()));
}

constexpr std::size_t kMaxParts = 16;

/// Appends `raw`, compressed if that makes it smaller; returns the packed size, 0 for plain.
std::size_t append_part(std::string& out, std::string_view raw, int level) {
  const std::size_t start = out.size();
  if (level > 0 && raw.size() > 32) {
    out.resize(start + ZSTD_compressBound(raw.size()));
    const std::size_t packed = ZSTD_compressCCtx(compressor(), out.data() + start,
                                                 out.size() - start, raw.data(), raw.size(), level);
    if (ZSTD_isError(packed) == 0 && packed < raw.size()) {
      out.resize(start + packed);
      return packed;
    }
    out.resize(start);
  }
  out += raw;
  return 0;
}

}  // namespace

std::size_t append_chunk(std::string& out, std::string_view raw, int level,
                         std::span<const std::size_t> cuts, LastPart last) {
  thread_local std::string payload;
  payload.clear();
  const std::size_t start = out.size();
  put_varint(out, cuts.size() + 1);
  std::size_t from = 0;
  for (std::size_t part = 0; part <= cuts.size(); ++part) {
    const std::size_t to = part < cuts.size() ? cuts[part] : raw.size();
    put_varint(out, to - from);
    const bool stays = part == cuts.size() && last == LastPart::kPlain;
    put_varint(out, append_part(payload, raw.substr(from, to - from), stays ? 0 : level));
    from = to;
  }
  out += payload;
  put_u32(out, checksum(std::string_view(out).substr(start)));
  return out.size() - start;
}

Status read_chunk(std::string_view chunk, std::string& raw) {
  if (chunk.size() < 6) return Error{ErrorCode::kCorrupt, "chunk too short", 0, {}};
  ByteReader tail(chunk.substr(chunk.size() - 4));
  const std::string_view body = chunk.substr(0, chunk.size() - 4);
  if (tail.u32() != checksum(body))
    return Error{ErrorCode::kCorrupt, "checksum does not match", 0, {}};
  ByteReader in(body);
  const std::uint64_t parts = in.varint();
  if (parts == 0 || parts > kMaxParts) return Error{ErrorCode::kCorrupt, "chunk header", 0, {}};
  std::array<std::pair<std::uint64_t, std::uint64_t>, kMaxParts> sizes;
  std::uint64_t total = 0;
  for (std::size_t part = 0; part < parts; ++part) {
    sizes[part].first = in.varint();
    sizes[part].second = in.varint();
    if (sizes[part].first > kMaxChunkBytes) return Error{ErrorCode::kCorrupt, "chunk size", 0, {}};
    total += sizes[part].first;
  }
  if (total > kMaxChunkBytes) return Error{ErrorCode::kCorrupt, "chunk size", 0, {}};
  raw.resize(static_cast<std::size_t>(total));
  char* at = raw.data();
  for (std::size_t part = 0; part < parts; ++part) {
    const auto [size, packed] = sizes[part];
    const std::string_view payload = in.bytes(packed == 0 ? size : packed);
    if (!in.ok()) return Error{ErrorCode::kCorrupt, "chunk ends too early", 0, {}};
    if (packed == 0) {
      std::copy(payload.begin(), payload.end(), at);
    } else if (ZSTD_decompressDCtx(decompressor(), at, size, payload.data(), payload.size()) !=
               size) {
      return Error{ErrorCode::kCorrupt, "chunk does not decompress", 0, {}};
    }
    at += size;
  }
  if (!in.at_end()) return Error{ErrorCode::kCorrupt, "more behind a chunk's end", 0, {}};
  return {};
}

}  // namespace spoor::store
