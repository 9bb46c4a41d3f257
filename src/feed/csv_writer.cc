// SPDX-License-Identifier: Apache-2.0
// Each cell is written where it belongs; the few that need quotes are written again.
#include "feed/csv_writer.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "feed/json_text.h"
#include "feed/row_text.h"

namespace spoor::feed {
namespace {

/// Quotes and guards the cell that stands in `out` from `at` on.
void guard_cell(std::string& out, std::size_t at) {
  const std::string_view text = std::string_view(out).substr(at);
  if (text.empty()) return;
  const bool is_formula = std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  const bool is_quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!is_formula && !is_quoted) return;
  const std::string cell(text);
  out.resize(at);
  if (is_quoted) out += '"';
  if (is_formula) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  if (is_quoted) out += '"';
}

template <class Append>
void append_cell(std::string& out, const Append& append) {
  const std::size_t at = out.size();
  append();
  guard_cell(out, at);
}

void append_printable_cell(std::string& out, std::string_view text) {
  append_cell(out, [&] {
    const std::size_t at = out.size();
    out += text;
    make_printable(out, at);
  });
}

void append_source_cell(std::string& out, const RowView& row) {
  if (row.sources.empty()) return append_printable_cell(out, row.source);
  append_cell(out, [&] {
    const std::size_t at = out.size();
    for (const std::string_view source : row.sources) {
      if (out.size() > at) out += ' ';  // no name holds one
      out += source;
    }
    if (row.all_sources > row.sources.size()) {
      out += " (";
      append_number(out, row.all_sources - row.sources.size());
      out += " more)";
    }
    make_printable(out, at);
  });
}

}  // namespace

std::string_view csv_head() {
  return "Query,Type,Bailiwick,Source,How,Count,Response,First seen,Last seen\n";
}

void append_csv(std::string& out, const RowView& row) {
  append_cell(out, [&] { append_shown_name(out, row.owner); });
  out += ',';
  append_printable_cell(out, row.type_text);
  out += ',';
  if (row.bailiwick <= dns::count_labels(row.owner))
    append_cell(out, [&] { append_shown_name(out, dns::ancestor(row.owner, row.bailiwick)); });
  out += ',';
  append_source_cell(out, row);
  out += row.how == record::How::kZone ? ",zone," : ",sensor,";
  append_number(out, row.sightings->count());
  out += ',';
  append_cell(out, [&] { append_shown_rdata(out, row.type, row.rdata); });
  out += ',';
  append_time_text(out, row.sightings->first);
  out += ',';
  append_time_text(out, row.sightings->last);
  out += '\n';
}

}  // namespace spoor::feed
