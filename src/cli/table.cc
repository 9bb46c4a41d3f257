// SPDX-License-Identifier: Apache-2.0
// Widths are octets: every cell is printable ASCII.
#include "cli/table.h"

#include <algorithm>

#include "cli/text.h"
#include "feed/row_text.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kHeldRows = 10'000;
constexpr std::size_t kHeldBytes = std::size_t{16} << 20;
constexpr std::size_t kResponse = 4;
constexpr std::size_t kCount = 3;
constexpr std::size_t kLeastResponse = 16;
constexpr std::size_t kWidestAligned =
    72;  // one long TXT must not push all the others' times off the page
constexpr std::size_t kGap = 2;

/// The second of two blanks as \032, which DNS text takes for the same octet.
std::string without_double_blanks(std::string text) {
  for (std::size_t at = text.find("  "); at != std::string::npos; at = text.find("  ", at + 1)) {
    text.replace(at + 1, 1, "\\032");
  }
  return text;
}

}  // namespace

TableRow to_table_row(const search::Row& row) {
  TableRow shown;
  feed::append_shown_name(shown.query, row.owner);
  shown.type = printable(row.type_text);
  shown.source = row.source ? without_double_blanks(printable(row.source_name)) : "-";
  if (row.how == record::How::kZone) shown.source += " (zone)";
  if (row.presence == search::Presence::kPossible) shown.source += " (possible)";
  shown.count = std::to_string(row.sightings->count());
  feed::append_shown_rdata(shown.response, row.type, row.rdata);
  shown.response = without_double_blanks(std::move(shown.response));
  shown.first_seen = time_text(row.sightings->first);
  shown.last_seen = time_text(row.sightings->last);
  return shown;
}

TableRow to_table_row(const api::v1::RemoteRow& row) {
  TableRow shown;
  shown.query = printable(row.rrname);
  if (shown.query.size() > 1 && shown.query.ends_with('.')) shown.query.pop_back();
  shown.type = printable(row.rrtype);
  shown.source = row.source.empty() ? "-" : without_double_blanks(printable(row.source));
  if (row.is_zone) shown.source += " (zone)";
  shown.count = std::to_string(row.count);
  shown.response = row.rdata.empty() ? "\"\"" : without_double_blanks(printable(row.rdata));
  shown.first_seen = time_text(row.first);
  shown.last_seen = time_text(row.last);
  return shown;
}

void TableWriter::add(TableRow row, std::string& out) {
  Cells cells{std::move(row.query),    std::move(row.type),     std::move(row.source),
              std::move(row.count),    std::move(row.response), std::move(row.first_seen),
              std::move(row.last_seen)};
  if (is_released_) {
    append(cells, out);
    return;
  }
  for (const std::string& cell : cells) held_bytes_ += cell.size();
  held_.push_back(std::move(cells));
  if (held_.size() >= kHeldRows || held_bytes_ >= kHeldBytes) release(out);
}

void TableWriter::finish(std::string& out) {
  if (!is_released_ && !held_.empty()) release(out);
}

void TableWriter::measure(const Cells& cells) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    const std::size_t size = cells[i].size();
    const bool is_aligned = window_ > 0 || size <= kWidestAligned;
    if (is_aligned) widths_[i] = std::max(widths_[i], size);
  }
}

void TableWriter::release(std::string& out) {
  is_released_ = true;
  const Cells head{"Query", "Type", "Source", "Count", "Response", "First seen", "Last seen"};
  measure(head);
  for (const Cells& cells : held_) measure(cells);
  std::size_t whole = kGap * (kColumns - 1);
  for (const std::size_t width : widths_) whole += width;
  if (window_ > 0 && whole > window_) {
    const std::size_t others = whole - widths_[kResponse];
    widths_[kResponse] = std::max(kLeastResponse, window_ > others ? window_ - others : 0);
  }
  if (has_colour_) out += "\x1b[1m";
  append(head, out);
  if (has_colour_) out.insert(out.size() - 1, "\x1b[0m");
  for (const Cells& cells : held_) append(cells, out);
  held_.clear();
  held_.shrink_to_fit();
}

void TableWriter::append(const Cells& cells, std::string& out) const {
  for (std::size_t i = 0; i < kColumns; ++i) {
    std::string_view cell = cells[i];
    const std::size_t width = widths_[i];
    const bool is_cut = window_ > 0 && i == kResponse && cell.size() > width;
    const std::size_t shown = is_cut ? width : cell.size();
    const std::size_t padding = width > shown ? width - shown : 0;
    if (i > 0) out.append(kGap, ' ');
    if (i == kCount) out.append(padding, ' ');
    out += is_cut ? cell.substr(0, width - 3) : cell;
    if (is_cut) out += "...";
    if (i != kCount && i + 1 < kColumns) out.append(padding, ' ');
  }
  out += '\n';
}

}  // namespace spoor::cli
