// SPDX-License-Identifier: Apache-2.0
// Widths are octets: every cell is printable ASCII.
#include "cli/table.h"

#include <algorithm>

#include "cli/text.h"
#include "dns/name.h"
#include "dns/rdata.h"

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

std::string name_text(Bytes wire) {
  std::string text;
  dns::append_name_text(text, wire);
  if (text.size() > 1) text.pop_back();  // the final dot
  return text;
}

/// Presentation form; never an empty cell.
std::string response_text(const search::Row& row) {
  const std::string text = printable(dns::rdata_text(row.type, as_bytes(row.rdata)));
  return text.empty() ? "\"\"" : text;
}

void append_csv_cell(std::string& out, std::string_view text) {
  const bool is_formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (is_quoted) out += '"';
  if (is_formula) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (is_quoted) out += '"';
}

}  // namespace

TableRow to_table_row(const search::Row& row) {
  TableRow shown;
  shown.query = name_text(row.owner);
  shown.type = printable(row.type_text);
  shown.source = row.source ? without_double_blanks(printable(row.source_name)) : "-";
  if (row.how == record::How::kZone) shown.source += " (zone)";
  shown.count = std::to_string(row.sightings->count());
  shown.response = without_double_blanks(response_text(row));
  shown.first_seen = time_text(row.sightings->first);
  shown.last_seen = time_text(row.sightings->last);
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

std::string_view csv_head() {
  return "Query,Type,Bailiwick,Source,How,Count,Response,First seen,Last seen\n";
}

void append_csv(std::string& out, const search::Row& row) {
  const std::size_t labels = dns::count_labels(row.owner);
  const bool has_bailiwick = row.bailiwick <= labels;
  const std::array<std::string, 9> cells = {
      name_text(row.owner),
      printable(row.type_text),
      has_bailiwick ? name_text(dns::ancestor(row.owner, row.bailiwick)) : "",
      row.source ? printable(row.source_name) : "",
      row.how == record::How::kZone ? "zone" : "sensor",
      std::to_string(row.sightings->count()),
      response_text(row),
      time_text(row.sightings->first),
      time_text(row.sightings->last)};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    append_csv_cell(out, cells[i]);
  }
  out += '\n';
}

}  // namespace spoor::cli
