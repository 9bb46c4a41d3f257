// SPDX-License-Identifier: Apache-2.0
// spoor lookup: rows in one of five forms, streamed.
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "cli/history.h"
#include "cli/question.h"
#include "cli/remote.h"
#include "cli/row_output.h"
#include "cli/session.h"
#include "cli/text.h"
#include "search/search.h"

namespace spoor::cli {
namespace {

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

/// Beside rows that were seen on some days: on which of them nobody watched.
void tell_watch(const record::RecordStore& store, const search::SearchRequest& request) {
  if (!request.filters.fences.asks_days()) return;
  const auto watch = history::Watch::read(store, request.filters.sources);
  if (!watch) return;
  std::string text;
  append_not_watched(text, *watch, history::asked_days(request.filters.fences, *watch));
  if (text.ends_with('\n')) text.pop_back();
  for (char& c : text) c = c == '\n' ? ' ' : c;
  if (!text.empty()) complain(text);
}

}  // namespace

int run_lookup(const Session& session) {
  if (is_remote(session.command)) return run_remote_lookup(session);
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
  RowOutput writer(session, **store);
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
      tell_watch(**store, *request);
      return code;
    }
    writer.add(**row);
    if (!session.out.check()) return finish(session.out);
  }
}

}  // namespace spoor::cli
