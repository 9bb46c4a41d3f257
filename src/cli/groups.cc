// SPDX-License-Identifier: Apache-2.0
// spoor groups: the rows of a question by registered domain.
#include "search/groups.h"

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/enrichment.h"
#include "cli/remote.h"
#include "cli/rollup.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

void append_lines(std::string& out, const search::GroupAnswer& answer, const Terminal& terminal) {
  Columns table({{"Domain"},
                 {"Names", true},
                 {"Rows", true},
                 {"Count", true},
                 {"First seen"},
                 {"Last seen"}});
  for (const search::Group& group : answer.groups) {
    table.add({shown_form(group.domain) + (group.is_suffix ? " (suffix)" : ""),
               grouped(group.names), grouped(group.rows), grouped(group.count),
               time_text(group.first), time_text(group.last)});
  }
  table.write(out, terminal);
}

}  // namespace

int run_groups(const Session& session) {
  const RollupOptions& o = session.command.rollup;
  if (is_remote(session.command)) {
    return run_remote_rollup(session, "groups",
                             {{"sort", o.sort},
                              {"limit", std::to_string(o.limit)},
                              {"offset", std::to_string(o.offset)}});
  }
  search::GroupOptions options;
  if (!o.sort.empty()) {
    const auto sort = search::parse_group_sort(o.sort);
    if (!sort) return fail_flag(sort.error(), "--sort", o.sort);
    options.sort = *sort;
  }
  options.limit = o.limit;
  options.offset = o.offset;
  search::GroupAnswer answer;
  auto enrichment = open_enrichment(session.command);
  if (!enrichment) return fail(enrichment.error());
  options.enrichment = (*enrichment)->current();
  const int code = run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        return search::open_groups(store, request, options);
      },
      [&](std::string& out, const search::GroupCursor& cursor, const api::v1::RollupStyle& style) {
        session.command.as_json ? api::v1::append_groups(out, cursor.answer(), o.offset, style)
                                : append_lines(out, cursor.answer(), session.terminal);
        answer.num_groups = cursor.answer().num_groups;
        answer.names = cursor.answer().names;
      });
  if (code == kExitOk && !session.command.as_json) {
    fmt::print(stderr, "{} names in {} groups\n", grouped(answer.names),
               grouped(answer.num_groups));
  }
  return code;
}

}  // namespace spoor::cli
