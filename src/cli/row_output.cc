// SPDX-License-Identifier: Apache-2.0
// One form each.
#include "cli/row_output.h"

#include "api/row_view.h"
#include "cli/question.h"
#include "feed/cof_writer.h"
#include "feed/csv_writer.h"
#include "feed/dnsdb_writer.h"
#include "feed/native_writer.h"

namespace spoor::cli {

RowOutput::RowOutput(const Session& session, const record::RecordStore& store)
    : format_(session.command.lookup.format),
      store_(store),
      out_(session.out.buffer()),
      table_(session.terminal.width, session.terminal.has_colour) {
  if (const auto style = row_style(session.command.lookup)) style_ = *style;
  if (format_ == Format::kCsv) out_ += feed::csv_head();
  if (format_ == Format::kNative) feed::append_native_header(out_);
  if (format_ == Format::kZone) feed::ZoneWriter::begin(out_);
}

void RowOutput::add(const search::Row& row) {
  switch (format_) {
    case Format::kTable:
      table_.add(to_table_row(row), out_);
      break;
    case Format::kCsv:
      feed::append_csv(out_, api::to_view(row));
      break;
    case Format::kJson:
      feed::append_json(out_, api::to_view(row), style_);
      break;
    case Format::kCof:
      feed::append_cof(out_, api::to_view(row));
      break;
    case Format::kNative:
      add_native(row);
      break;
    case Format::kDnsdb:
      feed::append_dnsdb(out_, api::to_view(row));
      out_ += '\n';
      break;
    case Format::kZone:
      zone_.add(out_, api::to_view(row));
      break;
  }
}

void RowOutput::finish() {
  if (format_ == Format::kTable) table_.finish(out_);
}

void RowOutput::add_native(const search::Row& row) {
  if (!row.source) return;  // never: native rows are not merged
  if (const auto spec = store_.source(*row.source))
    feed::append_native(out_, api::to_view(row), *spec);
}

}  // namespace spoor::cli
