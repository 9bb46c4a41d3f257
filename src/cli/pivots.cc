// SPDX-License-Identifier: Apache-2.0
// spoor pivots: the values inside a question's records, and how many names share each.
#include "search/pivots.h"

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/remote.h"
#include "cli/rollup.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

void append_lines(std::string& out, const search::PivotAnswer& answer, const Terminal& terminal) {
  Columns table({{"Role"}, {"Value"}, {"Rows here", true}, {"Names", true}});
  for (const search::SharedPivot& shared : answer.pivots) {
    table.add({std::string(search::role_text(shared.pivot.role)), printable(shared.pivot.text),
               grouped(shared.rows), (shared.is_more ? "> " : "") + grouped(shared.names)});
  }
  table.write(out, terminal);
}

}  // namespace

int run_pivots(const Session& session) {
  const RollupOptions& o = session.command.rollup;
  if (is_remote(session.command))
    return run_remote_rollup(session, "pivots",
                             {{"limit", std::to_string(o.limit)}, {"cap", std::to_string(o.cap)}});
  search::PivotOptions options;
  options.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(o.limit, UINT32_MAX));
  options.cap = o.cap;
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        return search::open_pivots(store, request, options);
      },
      [&](std::string& out, const search::PivotCursor& cursor, const api::v1::RollupStyle& style) {
        session.command.as_json ? api::v1::append_pivots(out, cursor.answer(), style)
                                : append_lines(out, cursor.answer(), session.terminal);
        if (cursor.answer().has_more_pivots || cursor.answer().has_more_rows)
          complain("there are more values: raise --limit, or ask for less");
      });
}

}  // namespace spoor::cli
