// SPDX-License-Identifier: Apache-2.0
// A file, standard input or any other source as one stream of decompressed octets, with a running
// digest of what was read.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/byte_source.h"
#include "base/bytes.h"
#include "base/result.h"

namespace spoor {

/// 128-bit digest (XXH3, seeded). Not cryptographic: seed it from something an attacker does not
/// know.
using Digest128 = std::array<std::uint8_t, 16>;

/// Decompresses gzip, zstd, xz and lz4 frames (concatenated members too), recognised by their first
/// octets. Bounded: holds the buffer a caller asks for plus the decompressor's window; refuses
/// windows above 128 MiB.
class InputStream {
 public:
  /// `path` "-" is standard input. Errors: kIo or kNotFound with the path.
  static Result<std::unique_ptr<InputStream>> open(const std::string& path);
  /// From anywhere: `source` must outlive the stream; path() says `name`. Reads the first octets at
  /// once, to tell the compression. An error of the source is told like a broken file's, and
  /// nothing is read behind it.
  static std::unique_ptr<InputStream> from_source(ByteSource& source, std::string name);
  /// From memory, for tests and fuzzing; copies nothing, so `content` must outlive the stream.
  static std::unique_ptr<InputStream> from_memory(Bytes content);

  virtual ~InputStream() = default;

  /// The unread octets at hand: at least `wanted` of them unless the input ends before (then: all
  /// that is left, perhaps none). The view lives until the next fill. `wanted` is at most kMaxFill.
  /// Errors: kMalformed or kTruncated (compressed data broken), kIo, kLimit. Where a file breaks
  /// off, what came before is delivered as if the input ended there, and the error is told once all
  /// of that is consumed: a short view may be a broken file, and only an empty one is the end.
  virtual Result<Bytes> fill(std::size_t wanted) = 0;
  static constexpr std::size_t kMaxFill = std::size_t{64} << 20;

  /// What broke compressed data behind the octets that the last fill() gave; fill() itself says so
  /// only once these were consumed. So a reader that stops at something cut off need not consume
  /// it.
  [[nodiscard]] virtual Status fault() const { return {}; }

  /// Whether the source gave an error (a disk, a sender that went away), as far as it was read:
  /// then what fill() gives may be cut off anywhere, and a second try may bring all of it. Content
  /// that is itself cut off or damaged is no fault of the source.
  [[nodiscard]] virtual bool source_failed() const noexcept { return false; }

  /// Whether a view that is shorter than it was wanted is not the end: the source may grow (a log
  /// that is followed), and fill() may be called again.
  [[nodiscard]] virtual bool may_grow() const noexcept { return false; }
  /// Of such a source: it had no more when it was last read.
  [[nodiscard]] virtual bool is_waiting() const noexcept { return false; }

  /// Marks the first `n` octets of the last fill() as read.
  virtual void consume(std::size_t n) = 0;

  /// Decompressed octets consumed so far.
  [[nodiscard]] virtual std::uint64_t offset() const noexcept = 0;

  /// From here on the consumed octets are hashed with this seed. Call before the first consume().
  virtual void start_digest(std::uint64_t seed) = 0;
  /// Digest of `salt` and everything consumed so far. Cheap enough to ask at every batch boundary.
  [[nodiscard]] virtual Digest128 digest(Bytes salt) = 0;

  /// Octets of the source itself read so far and in all (0 if not known): for progress bars.
  [[nodiscard]] virtual std::uint64_t raw_offset() const noexcept = 0;
  [[nodiscard]] virtual std::uint64_t raw_size() const noexcept = 0;
  [[nodiscard]] virtual const std::string& path() const noexcept = 0;
  /// "gzip", "zstd", "xz", "lz4" or "".
  [[nodiscard]] virtual std::string_view compression() const noexcept = 0;
};

}  // namespace spoor
