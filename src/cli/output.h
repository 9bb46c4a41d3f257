// SPDX-License-Identifier: Apache-2.0
// Standard output: buffered, and quiet about a reader that went away.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::cli {

/// Writes to a file descriptor that it does not own. SIGPIPE must be ignored.
class Output {
 public:
  explicit Output(int descriptor) : descriptor_(descriptor) { buffer_.reserve(2 * kFlushBytes); }

  /// Where the next text goes; call check() after appending.
  [[nodiscard]] std::string& buffer() noexcept { return buffer_; }
  /// Writes when enough has gathered; false when nobody reads any more or writing failed: stop.
  bool check() { return buffer_.size() < kFlushBytes || flush(); }
  /// Writes everything.
  bool flush();
  /// An error other than a reader that went away.
  [[nodiscard]] const Status& status() const noexcept { return status_; }

 private:
  static constexpr std::size_t kFlushBytes = std::size_t{64} << 10;
  int descriptor_;
  bool is_closed_ = false;
  std::string buffer_;
  Status status_;
};

}  // namespace spoor::cli
