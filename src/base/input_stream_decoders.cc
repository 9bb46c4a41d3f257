// SPDX-License-Identifier: Apache-2.0
// gzip (RFC 1952), zstd (RFC 8878), xz and lz4 frames, each with concatenated members.
#include "base/input_stream_decoders.h"

#include <algorithm>
#include <limits>

#include <lz4frame.h>
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

namespace spoor::internal {
namespace {

constexpr int kMaxWindowLog = 27;  // 128 MiB
// A dictionary of 128 MiB and the decoder's own tables.
constexpr std::uint64_t kXzMemoryLimit = std::uint64_t{160} << 20;

bool starts_with(Bytes head, std::initializer_list<std::uint8_t> magic) noexcept {
  return head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), head.begin());
}

/// zstd and lz4 share the sixteen magic numbers of frames to skip.
bool is_skippable_frame(Bytes head) noexcept {
  return head.size() >= 4 && (head[0] & 0xF0U) == 0x50 && head[1] == 0x2A && head[2] == 0x4D &&
         head[3] == 0x18;
}

class GzipDecoder final : public Decoder {
 public:
  explicit GzipDecoder(RawInput& raw) : Decoder(raw), ready_(inflateInit2(&z_, 15 + 16) == Z_OK) {}
  ~GzipDecoder() override { inflateEnd(&z_); }

 protected:
  Status step(Bytes in, std::span<std::uint8_t> out, Progress& progress) override {
    if (!ready_) return Error{ErrorCode::kLimit, "no memory for the gzip decompressor"};
    if (at_boundary_) return next_member(in, progress);
    const std::size_t given = std::min<std::size_t>(in.size(), std::numeric_limits<uInt>::max());
    const std::size_t room = std::min<std::size_t>(out.size(), std::numeric_limits<uInt>::max());
    z_.next_in = const_cast<Bytef*>(in.data());  // zlib's interface predates const
    z_.avail_in = static_cast<uInt>(given);
    z_.next_out = out.data();
    z_.avail_out = static_cast<uInt>(room);
    const int state = inflate(&z_, Z_NO_FLUSH);
    progress = {given - z_.avail_in, room - z_.avail_out};
    at_boundary_ = state == Z_STREAM_END;
    if (state == Z_STREAM_END || state == Z_OK || state == Z_BUF_ERROR) return {};
    return Error{ErrorCode::kMalformed, "broken gzip data"};
  }

 private:
  // Another member begins, or the zeros that pad the data on some media go on.
  Status next_member(Bytes in, Progress& progress) {
    const auto padding =
        std::find_if(in.begin(), in.end(), [](std::uint8_t octet) { return octet != 0; });
    progress.used = static_cast<std::size_t>(padding - in.begin());
    if (padding == in.end()) return {};
    if (*padding != 0x1F) return Error{ErrorCode::kMalformed, "something follows the gzip data"};
    inflateReset(&z_);
    at_boundary_ = false;
    return {};
  }

  z_stream z_{};
  bool ready_ = false;
};

class ZstdDecoder final : public Decoder {
 public:
  explicit ZstdDecoder(RawInput& raw) : Decoder(raw), context_(ZSTD_createDCtx()) {
    ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax, kMaxWindowLog);
  }
  ~ZstdDecoder() override { ZSTD_freeDCtx(context_); }

 protected:
  Status step(Bytes in, std::span<std::uint8_t> out, Progress& progress) override {
    ZSTD_outBuffer into{out.data(), out.size(), 0};
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    const std::size_t state = ZSTD_decompressStream(context_, &into, &from);
    progress = {from.pos, into.pos};
    if (ZSTD_isError(state) != 0) return refuse(state);
    at_boundary_ = state == 0;
    return {};
  }

 private:
  static Error refuse(std::size_t state) {
    // The header with the error numbers is not installed everywhere; the sentence is public.
    const std::string_view sentence = ZSTD_getErrorName(state);
    if (sentence.find("too much memory") != std::string_view::npos) {
      return {ErrorCode::kLimit, "zstd window above 128 MiB"};
    }
    return {ErrorCode::kMalformed, "broken zstd data"};
  }

  ZSTD_DCtx* context_;
};

class XzDecoder final : public Decoder {
 public:
  explicit XzDecoder(RawInput& raw)
      : Decoder(raw),
        ready_(lzma_stream_decoder(&z_, kXzMemoryLimit, LZMA_CONCATENATED) == LZMA_OK) {}
  ~XzDecoder() override { lzma_end(&z_); }

 protected:
  Status step(Bytes in, std::span<std::uint8_t> out, Progress& progress) override {
    if (!ready_) return Error{ErrorCode::kLimit, "no memory for the xz decompressor"};
    z_.next_in = in.data();
    z_.avail_in = in.size();
    z_.next_out = out.data();
    z_.avail_out = out.size();
    const lzma_ret state = lzma_code(&z_, in.empty() ? LZMA_FINISH : LZMA_RUN);
    progress = {in.size() - z_.avail_in, out.size() - z_.avail_out};
    at_boundary_ = state == LZMA_STREAM_END;
    if (state == LZMA_OK || state == LZMA_STREAM_END || state == LZMA_BUF_ERROR) return {};
    if (state == LZMA_MEMLIMIT_ERROR)
      return Error{ErrorCode::kLimit, "xz dictionary above 128 MiB"};
    return Error{ErrorCode::kMalformed, "broken xz data"};
  }

 private:
  lzma_stream z_ = LZMA_STREAM_INIT;
  bool ready_ = false;
};

class Lz4Decoder final : public Decoder {
 public:
  explicit Lz4Decoder(RawInput& raw) : Decoder(raw) {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0)
      context_ = nullptr;
  }
  ~Lz4Decoder() override { LZ4F_freeDecompressionContext(context_); }

 protected:
  Status step(Bytes in, std::span<std::uint8_t> out, Progress& progress) override {
    if (context_ == nullptr) return Error{ErrorCode::kLimit, "no memory for the lz4 decompressor"};
    std::size_t given = out.size();
    std::size_t used = in.size();
    const std::size_t state =
        LZ4F_decompress(context_, out.data(), &given, in.data(), &used, nullptr);
    if (LZ4F_isError(state) != 0) return Error{ErrorCode::kMalformed, "broken lz4 data"};
    progress = {used, given};
    at_boundary_ = state == 0;
    return {};
  }

 private:
  LZ4F_dctx* context_ = nullptr;
};

}  // namespace

Status Decoder::decode(std::span<std::uint8_t> out, std::size_t& done) {
  done = 0;
  while (done < out.size()) {
    SPOOR_TRY(const Bytes in, raw_.peek());
    if (in.empty() && at_boundary_) return {};
    Progress progress;
    const Status state = step(in, out.subspan(done), progress);
    raw_.advance(progress.used);
    done += progress.given;
    SPOOR_CHECK(state);
    if (in.empty() && progress.given == 0 && !at_boundary_) {
      return Error{ErrorCode::kTruncated, "compressed data ends in the middle"};
    }
  }
  return {};
}

Compression recognise_compression(Bytes head) noexcept {
  if (starts_with(head, {0x1F, 0x8B, 0x08})) return Compression::kGzip;
  if (starts_with(head, {0x28, 0xB5, 0x2F, 0xFD})) return Compression::kZstd;
  if (starts_with(head, {0xFD, '7', 'z', 'X', 'Z', 0x00})) return Compression::kXz;
  if (starts_with(head, {0x04, 0x22, 0x4D, 0x18})) return Compression::kLz4;
  if (is_skippable_frame(head)) return Compression::kZstd;
  return Compression::kNone;
}

std::unique_ptr<Decoder> make_decoder(Compression format, RawInput& raw) {
  switch (format) {
    case Compression::kGzip:
      return std::make_unique<GzipDecoder>(raw);
    case Compression::kZstd:
      return std::make_unique<ZstdDecoder>(raw);
    case Compression::kXz:
      return std::make_unique<XzDecoder>(raw);
    case Compression::kLz4:
      return std::make_unique<Lz4Decoder>(raw);
    case Compression::kNone:
      break;
  }
  return nullptr;
}

}  // namespace spoor::internal
