// SPDX-License-Identifier: Apache-2.0
// Where a segment's octets go and come from: a file of its own, or memory for a small one (the
// catalogue keeps it).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::store {

/// Takes a segment's octets in order. Stays in memory up to `inline_limit`, then moves to the file
/// `path`.
class SegmentSink {
 public:
  SegmentSink(std::string path, std::size_t inline_limit)
      : path_(std::move(path)), inline_limit_(inline_limit) {}
  ~SegmentSink();
  SegmentSink(const SegmentSink&) = delete;
  SegmentSink& operator=(const SegmentSink&) = delete;

  Status append(std::string_view octets);
  [[nodiscard]] std::uint64_t offset() const noexcept { return written_ + buffer_.size(); }
  /// Makes it durable (fsync of file and directory). After it, is_inline() tells where the octets
  /// are.
  Status finish();
  [[nodiscard]] bool is_inline() const noexcept { return fd_ < 0; }
  [[nodiscard]] std::string take_inline() { return std::move(buffer_); }
  /// Closes and removes what was written.
  void abandon();

 private:
  Status flush();

  std::string path_;
  std::size_t inline_limit_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  int fd_ = -1;
};

/// Reads a segment at any offset. Thread-safe.
class SegmentSource {
 public:
  virtual ~SegmentSource() = default;
  /// Replaces `out` by [offset, offset + size). Errors: kIo, kCorrupt when it ends too early.
  virtual Status read(std::uint64_t offset, std::size_t size, std::string& out) const = 0;
  [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;
  [[nodiscard]] virtual const std::string& name() const noexcept = 0;

  static Result<std::unique_ptr<SegmentSource>> open_file(const std::string& path);
  static std::unique_ptr<SegmentSource> from_memory(std::string name, std::string octets);
};

}  // namespace spoor::store
