// SPDX-License-Identifier: Apache-2.0
#include "feed/csv_cells.h"

#include <algorithm>

namespace spoor::feed {

/// The cell that begins with the quote at `at`; where it ends, or npos when it is no quoted cell.
std::size_t CsvCells::read_quoted(std::string_view line, std::size_t at) {
  const std::size_t begin = at + 1;
  bool has_doubled = false;
  std::size_t i = begin;
  for (; i < line.size(); ++i) {
    if (line[i] != '"') continue;
    if (i + 1 == line.size() || line[i + 1] != '"') break;
    has_doubled = true;
    ++i;
  }
  const bool is_quoted = i < line.size() && (i + 1 == line.size() || line[i + 1] == separator_);
  if (!is_quoted) return std::string_view::npos;
  const std::string_view inner = line.substr(begin, i - begin);
  if (!has_doubled) {
    cells_.push_back(inner);
    return i + 1;
  }
  if (used_ == unquoted_.size()) unquoted_.emplace_back();
  std::string& text = unquoted_[used_++];
  text.clear();
  for (std::size_t k = 0; k < inner.size(); ++k) {
    text += inner[k];
    if (inner[k] == '"') ++k;
  }
  cells_.push_back(text);
  return i + 1;
}

void CsvCells::split(std::string_view line) {
  cells_.clear();
  used_ = 0;
  std::size_t at = 0;
  while (cells_.size() < kMaxCells) {
    std::size_t end = std::string_view::npos;
    if (at < line.size() && line[at] == '"') end = read_quoted(line, at);
    if (end == std::string_view::npos) {
      end = std::min(line.find(separator_, at), line.size());
      cells_.push_back(line.substr(at, end - at));
    }
    if (end >= line.size()) return;
    at = end + 1;
  }
}

}  // namespace spoor::feed
