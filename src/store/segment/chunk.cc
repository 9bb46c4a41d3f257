// SPDX-License-Identifier: Apache-2.0
#include "store/segment/chunk.h"

#include <memory>

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

}  // namespace

std::size_t append_chunk(std::string& out, std::string_view raw, int level) {
  const std::size_t start = out.size();
  std::size_t packed = 0;
  if (level > 0 && raw.size() > 32) {
    out += '\1';
    put_varint(out, raw.size());
    const std::size_t at = out.size();
    out.resize(at + ZSTD_compressBound(raw.size()));
    packed = ZSTD_compressCCtx(compressor(), out.data() + at, out.size() - at, raw.data(),
                               raw.size(), level);
    if (ZSTD_isError(packed) != 0 || packed >= raw.size()) packed = 0;
    out.resize(packed == 0 ? start : at + packed);
  }
  if (packed == 0) {
    out += '\0';
    put_varint(out, raw.size());
    out += raw;
  }
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
  const std::uint8_t codec = in.u8();
  const std::uint64_t size = in.varint();
  const std::string_view payload = in.bytes(in.left());
  if (!in.ok() || codec > 1 || size > kMaxChunkBytes)
    return Error{ErrorCode::kCorrupt, "chunk header", 0, {}};
  if (codec == 0) {
    if (payload.size() != size) return Error{ErrorCode::kCorrupt, "chunk size", 0, {}};
    raw.assign(payload);
    return {};
  }
  raw.resize(static_cast<std::size_t>(size));
  const std::size_t got =
      ZSTD_decompressDCtx(decompressor(), raw.data(), raw.size(), payload.data(), payload.size());
  if (ZSTD_isError(got) != 0 || got != raw.size())
    return Error{ErrorCode::kCorrupt, "chunk does not decompress", 0, {}};
  return {};
}

}  // namespace spoor::store
