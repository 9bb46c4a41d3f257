// SPDX-License-Identifier: Apache-2.0
// A log that grows, as octets: whole lines as they are written, until the file is another one.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/byte_source.h"
#include "base/bytes.h"
#include "base/result.h"

namespace spoor::intake {

struct TailOptions {
  std::chrono::milliseconds look{250};      ///< Between two looks at a file that had no more.
  std::chrono::milliseconds quiet{1000};    ///< A file that was renamed counts as finished when
                                            ///< another has its name and nothing came for so long.
  const std::atomic<bool>* stop = nullptr;  ///< Set: what is there ends.
};

/// Which file.
struct FileId {
  std::uint64_t device = 0, inode = 0;
  bool operator==(const FileId&) const = default;
};

/// read() gives lines that are whole: what stands behind the last line end waits until it is ended
/// too (or is longer than kLongLine). Blank lines wait for the line behind them, so that the end of
/// what was given always is the end of a line with something in it. It ends when
///   the path names another file, and nothing more comes: then the rest of a line is given too;
///   the file became shorter, or other octets stand where it was read: it was truncated;
///   `stop` is set.
/// The file stays open, so that a rename loses nothing.
class TailSource final : public ByteSource {
 public:
  static constexpr std::size_t kLongLine = std::size_t{2} << 20;

  /// Errors: kNotFound (not yet there), kIo, kInvalid (no regular file).
  static Result<std::unique_ptr<TailSource>> open(const std::string& path,
                                                  const TailOptions& options);
  ~TailSource() override;

  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  [[nodiscard]] bool may_grow() const noexcept override { return !is_over_; }

  /// The first whole lines, at most `most` octets, without reading on: waits one look where there
  /// are none further than `known`. Errors: kIo.
  Result<std::string> peek_head(std::size_t most, std::size_t known);

  [[nodiscard]] FileId id() const noexcept { return id_; }
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  [[nodiscard]] bool was_truncated() const noexcept { return was_truncated_; }
  /// Unix seconds: everything that was written before then was read, here or before the file was
  /// opened. It stands still once the path names another file.
  [[nodiscard]] std::uint32_t looked() const noexcept { return looked_; }
  /// Everything that was written to other files of the log before `unix_s` was read.
  void begin_at(std::uint32_t unix_s) noexcept { looked_ = last_look_ = unix_s; }

 private:
  TailSource(std::string path, const TailOptions& options, int descriptor, FileId id)
      : path_(std::move(path)), options_(options), descriptor_(descriptor), id_(id) {}

  Status look();
  Status find_limit(std::uint64_t size);
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::uint8_t> out) const;
  Result<bool> is_changed_before_here() const;
  void remember(Bytes octets);
  [[nodiscard]] bool is_replaced() const;
  void end_by_truncation() noexcept;
  void wait() const;
  [[nodiscard]] bool is_stopped() const noexcept {
    return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
  }

  std::string path_;
  TailOptions options_;
  int descriptor_;
  FileId id_;
  std::uint64_t offset_ = 0;  // read so far
  std::uint64_t limit_ = 0;   // of whole lines
  std::uint64_t size_ = 0;    // as of the last look
  std::chrono::steady_clock::time_point grew_ = std::chrono::steady_clock::now();
  std::uint32_t looked_ = 0, last_look_ = 0;
  bool is_over_ = false, was_truncated_ = false;
  std::array<std::uint8_t, 64> last_{};  // the octets before offset_, as they were read
  std::size_t last_size_ = 0;
};

}  // namespace spoor::intake
