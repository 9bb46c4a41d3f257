// SPDX-License-Identifier: Apache-2.0
// Small tables of any columns, all of whose lines are held until they are written.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/terminal.h"

namespace spoor::cli {

struct Column {
  std::string head;
  bool is_number = false;  ///< Stands to the right.
};

/// Lines of printable ASCII. Where a window is narrower than they are, the widest column that is no
/// number gives way.
class Columns {
 public:
  explicit Columns(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// As many cells as there are columns; a cell that is too wide ends in "...".
  void add(std::vector<std::string> cells) { lines_.push_back(std::move(cells)); }
  [[nodiscard]] bool is_empty() const noexcept { return lines_.empty(); }
  /// Appends the head and all lines; nothing when there are no lines.
  void write(std::string& out, const Terminal& terminal) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t window) const;
  void append(std::string& out, const std::vector<std::string>& cells,
              const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> lines_;
};

}  // namespace spoor::cli
