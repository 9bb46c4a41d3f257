// SPDX-License-Identifier: Apache-2.0
// The decompressors behind InputStream: raw octets of a file in, content out, a buffer at a time.
// Each holds its own window and nothing more, so a file that would expand without end costs time
// and no memory.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.h"
#include "base/result.h"

namespace spoor::internal {

/// Where compressed octets come from, held in one window.
class RawInput {
 public:
  virtual ~RawInput() = default;
  /// The octets at hand, reading on when there are none. Empty only at the end of the file. Errors:
  /// kIo.
  virtual Result<Bytes> peek() = 0;
  /// Marks the first `n` octets of the last peek as used.
  virtual void advance(std::size_t n) = 0;
};

/// One compressed format.
class Decoder {
 public:
  explicit Decoder(RawInput& raw) : raw_(raw) {}
  virtual ~Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Fills `out` as far as it can and sets `done`, whether it ends well or not; nothing done and no
  /// error is the end of the last member. Errors: kMalformed, kTruncated, kLimit, kIo.
  Status decode(std::span<std::uint8_t> out, std::size_t& done);

 protected:
  /// How far one call of the library came.
  struct Progress {
    std::size_t used = 0;
    std::size_t given = 0;
  };
  /// One call of the library. `in` is empty at the end of the file.
  virtual Status step(Bytes in, std::span<std::uint8_t> out, Progress& progress) = 0;

  bool at_boundary_ = false;  ///< Between two members: the file may end here.

 private:
  RawInput& raw_;
};

enum class Compression : std::uint8_t { kNone, kGzip, kZstd, kXz, kLz4 };

/// Octets needed to tell a format.
inline constexpr std::size_t kMagicSize = 6;

/// The format that a file beginning with `head` is in; kNone when it is none of ours.
Compression recognise_compression(Bytes head) noexcept;

/// The decompressor for `format` (not kNone) over `raw`, which must outlive it.
std::unique_ptr<Decoder> make_decoder(Compression format, RawInput& raw);

}  // namespace spoor::internal
