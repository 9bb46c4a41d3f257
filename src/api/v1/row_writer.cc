// SPDX-License-Identifier: Apache-2.0
// Lines are feed's; what is added here makes an answer of them.
#include "api/v1/row_writer.h"

#include <utility>

#include <fmt/format.h>

#include "api/row_view.h"
#include "api/v1/enrichment_text.h"
#include "api/v1/question.h"
#include "feed/csv_writer.h"
#include "feed/dnsdb_writer.h"
#include "feed/json_text.h"
#include "feed/native_writer.h"

namespace spoor::api::v1 {
void RowWriter::begin(std::string& out) {
  if (has_begun_) return;
  has_begun_ = true;
  switch (format_) {
    case Format::kJson:
      out += '{';
      out += head_;
      out += head_.empty() ? "\"query\":" : ",\"query\":";
      append_query(out, query_);
      out += ",\"rows\":[";
      return;
    case Format::kCsv:
      out += feed::csv_head();
      return;
    case Format::kNative:
      feed::append_native_header(out);
      return;
    case Format::kZone:
      feed::ZoneWriter::begin(out);
      return;
    case Format::kNdjson:
    case Format::kCof:
    case Format::kDnsdb:
      return;
  }
}

void RowWriter::add(std::string& out, const search::Row& row, const record::RecordStore& store) {
  begin(out);
  switch (format_) {
    case Format::kJson:
      out += has_rows_ ? ",\n" : "\n";
      add_json(out, row);
      out.pop_back();  // its LF: a comma may have to come first
      break;
    case Format::kNdjson:
      add_json(out, row);
      break;
    case Format::kCof:
      feed::append_cof(out, to_view(row));
      break;
    case Format::kCsv:
      feed::append_csv(out, to_view(row));
      break;
    case Format::kNative:
      add_native(out, row, store);
      break;
    case Format::kDnsdb:
      feed::append_dnsdb(out, to_view(row));
      out += '\n';
      break;
    case Format::kZone:
      zone_.add(out, to_view(row));
      break;
  }
  has_rows_ = true;
}

void RowWriter::add_json(std::string& out, const search::Row& row) const {
  feed::append_json(out, to_view(row), style_);
  if (!enrichment_) return;
  out.resize(out.size() - 2);  // "}\n"
  append_row_enrichment(out, *enrichment_, row);
  out += "}\n";
}

void RowWriter::add_native(std::string& out, const search::Row& row,
                           const record::RecordStore& store) {
  if (!row.source) return;  // never: native rows are not merged
  if (const auto spec = store.source(*row.source)) feed::append_native(out, to_view(row), *spec);
}

void RowWriter::end(std::string& out, const Ending& ending) {
  begin(out);
  if (format_ == Format::kJson) {
    out += has_rows_ ? "\n],\"returned\":" : "],\"returned\":";
    feed::append_number(out, ending.returned);
    if (ending.total) feed::append_field(out, ",\"total\":", *ending.total);
    out += ending.reason.empty() ? ",\"complete\":true" : ",\"complete\":false";
    append_ending(out, ending);
  } else if (format_ == Format::kNdjson) {
    out += ending.reason.empty() ? "{\"complete\":true" : "{\"complete\":false";
    feed::append_field(out, ",\"returned\":", ending.returned);
    if (ending.total) feed::append_field(out, ",\"total\":", *ending.total);
    append_ending(out, ending);
  }
}

void RowWriter::append_ending(std::string& out, const Ending& ending) const {
  if (!tail_.empty()) out.append(",").append(tail_);
  if (!ending.reason.empty()) {
    out += ",\"reason\":\"";
    out += ending.reason;
    out += '"';
  }
  if (!ending.next.empty()) {
    out += ",\"next\":\"";  // a token is URL-safe text
    out += ending.next;
    out += '"';
  }
  if (!ending.answer.empty()) {
    out += ",\"answer\":\"";  // hex digits
    out += ending.answer;
    out += "\",\"expires\":";
    append_time(out, ending.expires, style_.times);
  }
  if (ending.problem) {
    out += ",\"problem\":";
    out += render_problem(*ending.problem, Dialect::kNative).body;
    out.pop_back();  // its LF
  }
  out += "}\n";
}

std::vector<http::Field> to_trailers(const Ending& ending) {
  std::vector<http::Field> fields;
  fields.push_back({"Spoor-Complete", ending.reason.empty() ? "true" : "false"});
  fields.push_back({"Spoor-Returned", fmt::format("{}", ending.returned)});
  if (ending.total) fields.push_back({"Spoor-Total", fmt::format("{}", *ending.total)});
  if (!ending.reason.empty()) fields.push_back({"Spoor-Reason", std::string(ending.reason)});
  if (!ending.next.empty()) fields.push_back({"Spoor-Next", ending.next});
  if (!ending.answer.empty()) fields.push_back({"Spoor-Answer", ending.answer});
  return fields;
}

}  // namespace spoor::api::v1
