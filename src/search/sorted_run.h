// SPDX-License-Identifier: Apache-2.0
// A run of sorted rows on disk. Inside the room only.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::search {

/// A temporary file that has no name any more, of packed rows, each with its length before it.
class SortedRun {
 public:
  /// In `dir`, or where TMPDIR says, or in /tmp. Errors: kIo.
  static Result<std::unique_ptr<SortedRun>> create(const std::string& dir);
  ~SortedRun();
  SortedRun(const SortedRun&) = delete;
  SortedRun& operator=(const SortedRun&) = delete;

  Status write(std::string_view packed);
  Status rewind_to_read();
  /// Reads the next row into current(); false at the end.
  Result<bool> advance();
  [[nodiscard]] std::string_view current() const { return current_; }

 private:
  explicit SortedRun(std::FILE* file) : file_(file) {}

  std::FILE* file_;
  std::string current_;
};

}  // namespace spoor::search
