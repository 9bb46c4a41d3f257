// SPDX-License-Identifier: Apache-2.0
// The cells of a line of a table. Inside the room only.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::feed {

/// Splits lines; keeps its memory from line to line.
class CsvCells {
 public:
  static constexpr std::size_t kMaxCells = 1024;

  explicit CsvCells(char separator) : separator_(separator) {}

  /// RFC 4180, and kinder: quotes count where a cell begins and ends with them, else they are part
  /// of it. What is beyond kMaxCells is left out. Views live until the next line, and as long as
  /// `line`.
  void split(std::string_view line);

  [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
  [[nodiscard]] std::string_view operator[](std::size_t i) const { return cells_[i]; }

 private:
  std::size_t read_quoted(std::string_view line, std::size_t at);

  char separator_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // a deque: views into it stay good
  std::size_t used_ = 0;
};

}  // namespace spoor::feed
