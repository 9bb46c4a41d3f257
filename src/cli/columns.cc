// SPDX-License-Identifier: Apache-2.0
// Widths are octets: every cell is printable ASCII.
#include "cli/columns.h"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace spoor::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeast = 12;  // a column that gives way keeps so much

}  // namespace

std::vector<std::size_t> Columns::widths(std::size_t window) const {
  std::vector<std::size_t> widths;
  widths.reserve(columns_.size());
  for (const Column& column : columns_) widths.push_back(column.head.size());
  for (const auto& line : lines_) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  const std::size_t whole =
      std::accumulate(widths.begin(), widths.end(), kGap * (columns_.size() - 1));
  if (window == 0 || whole <= window) return widths;
  std::size_t widest = columns_.size();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool is_wider = widest == columns_.size() || widths[i] > widths[widest];
    if (!columns_[i].is_number && is_wider) widest = i;
  }
  if (widest == columns_.size()) return widths;
  const std::size_t others = whole - widths[widest];
  const std::size_t left = window > others ? window - others : 0;
  widths[widest] = std::min(widths[widest], std::max(kLeast, left));
  return widths;
}

void Columns::append(std::string& out, const std::vector<std::string>& cells,
                     const std::vector<std::size_t>& widths) const {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string_view cell = cells[i];
    const bool is_cut = cell.size() > widths[i];
    if (is_cut) cell = cell.substr(0, widths[i] - 3);
    const std::size_t padding = widths[i] - cell.size() - (is_cut ? 3 : 0);
    if (i > 0) out.append(kGap, ' ');
    if (columns_[i].is_number) out.append(padding, ' ');
    out += cell;
    if (is_cut) out += "...";
    if (!columns_[i].is_number && i + 1 < cells.size()) out.append(padding, ' ');
  }
  while (out.ends_with(' ')) out.pop_back();
  out += '\n';
}

void Columns::write(std::string& out, const Terminal& terminal) const {
  if (lines_.empty()) return;
  const auto wide = widths(terminal.width);
  std::vector<std::string> heads;
  heads.reserve(columns_.size());
  for (const Column& column : columns_) heads.push_back(column.head);
  if (terminal.has_colour) out += "\x1b[1m";
  append(out, heads, wide);
  if (terminal.has_colour) out.insert(out.size() - 1, "\x1b[0m");
  for (const auto& line : lines_) append(out, line, wide);
}

}  // namespace spoor::cli
