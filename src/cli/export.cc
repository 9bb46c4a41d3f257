// SPDX-License-Identifier: Apache-2.0
// spoor export: all rows of a question, or of the store, in one form, as they are found.
#include <ctime>

#include <fmt/format.h>

#include "cli/progress_bar.h"
#include "cli/question.h"
#include "cli/row_output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "search/search.h"

namespace spoor::cli {
namespace {

constexpr std::uint64_t kRowsBetweenProgress = 16384;

/// Rows as they come. Errors: the store's.
Result<std::uint64_t> write_rows(const Session& session, const record::RecordStore& store,
                                 search::RowCursor& rows) {
  RowOutput writer(session, store);
  ProgressBar bar(session.terminal.has_progress && !session.terminal.out_is_terminal,
                  ProgressBar::Unit::kRecords);
  bar.set_label("exporting");
  for (std::uint64_t written = 0;; ++written) {
    SPOOR_TRY(const search::Row* const row, rows.next());
    if (row == nullptr || session.stop.load()) {
      writer.finish();
      bar.clear();
      return written;
    }
    writer.add(*row);
    if (!session.out.check()) return written;
    if (written % kRowsBetweenProgress == 0) bar.update(written, 0);
  }
}

}  // namespace

int run_export(const Session& session) {
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  auto request =
      to_request(session.command.question, **store, static_cast<std::uint32_t>(std::time(nullptr)));
  if (!request) return fail_question(request.error());
  if (const Status page = add_page(*request, session.command.lookup); !page)
    return fail_question(page.error());
  if (const Status added = add_enrichment(session.command, *request); !added)
    return fail(added.error());
  auto rows = search::search(**store, *request);
  if (!rows) return fail_question(rows.error());
  const auto written = write_rows(session, **store, **rows);
  if (!written) {
    session.out.flush();
    return fail(written.error());
  }
  if (session.stop.load()) {
    session.out.flush();
    complain("interrupted: what was written is not all");
    return kExitInterrupted;
  }
  const int code = finish(session.out);
  if (code == kExitOk)
    fmt::print(stderr, "{} {}\n", grouped(*written), *written == 1 ? "row" : "rows");
  return code;
}

}  // namespace spoor::cli
