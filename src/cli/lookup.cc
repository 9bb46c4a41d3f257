// SPDX-License-Identifier: Apache-2.0
// spoor lookup: rows in one of five forms, streamed.
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "api/row_view.h"
#include "cli/question.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/text.h"
#include "feed/cof_writer.h"
#include "feed/csv_writer.h"
#include "feed/native_writer.h"
#include "search/search.h"

namespace spoor::cli {
namespace {

/// Rows in the form that was asked for, appended to standard output's buffer.
class RowWriter {
 public:
  RowWriter(const Session& session, const record::RecordStore& store)
      : format_(session.command.lookup.format),
        store_(store),
        out_(session.out.buffer()),
        table_(session.terminal.width, session.terminal.has_colour) {
    if (format_ == Format::kCsv) out_ += feed::csv_head();
    if (format_ == Format::kNative) feed::append_native_header(out_);
  }

  void add(const search::Row& row) {
    switch (format_) {
      case Format::kTable:
        table_.add(to_table_row(row), out_);
        break;
      case Format::kCsv:
        feed::append_csv(out_, api::to_view(row));
        break;
      case Format::kJson:
        feed::append_json(out_, api::to_view(row));
        break;
      case Format::kCof:
        feed::append_cof(out_, api::to_view(row));
        break;
      case Format::kNative:
        add_native(row);
        break;
    }
  }
  void finish() {
    if (format_ == Format::kTable) table_.finish(out_);
  }

 private:
  void add_native(const search::Row& row) {
    if (!row.source) return;  // never: native rows are not merged
    if (const auto spec = store_.source(*row.source))
      feed::append_native(out_, api::to_view(row), *spec);
  }

  Format format_;
  const record::RecordStore& store_;
  std::string& out_;
  TableWriter table_;
};

/// The end of the page, on standard error.
void tell_end(const Session& session, const search::RowCursor& rows, std::uint64_t shown) {
  if (rows.more()) {
    complain(fmt::format("{} rows shown and there are more: go on with --from {} or raise --limit",
                         grouped(shown), rows.token()));
  } else if (shown == 0) {
    complain("nothing found");
  } else if (session.terminal.out_is_terminal) {
    fmt::print(stderr, "{} {}\n", grouped(shown), shown == 1 ? "row" : "rows");
  }
}

}  // namespace

int run_lookup(const Session& session) {
  if (is_remote(session.command)) return run_remote_lookup(session);
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  auto request =
      to_request(session.command.question, **store, static_cast<std::uint32_t>(std::time(nullptr)));
  if (!request) return fail(request.error());
  if (const Status page = add_page(*request, session.command.lookup); !page)
    return fail(page.error());
  auto rows = search::search(**store, *request);
  if (!rows) return fail_question(rows.error());
  RowWriter writer(session, **store);
  for (std::uint64_t shown = 0;; ++shown) {
    const auto row = (*rows)->next();
    if (!row) {
      session.out.flush();
      return fail(row.error());
    }
    if (session.stop.load()) return kExitInterrupted;
    if (*row == nullptr) {
      writer.finish();
      const int code = finish(session.out);
      tell_end(session, **rows, shown);
      return code;
    }
    writer.add(**row);
    if (!session.out.check()) return finish(session.out);
  }
}

}  // namespace spoor::cli
