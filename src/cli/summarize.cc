// SPDX-License-Identifier: Apache-2.0
// spoor summarize: exact totals over everything that a lookup would find.
#include <ctime>
#include <iterator>

#include <fmt/format.h>

#include "cli/question.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/text.h"
#include "search/search.h"

namespace spoor::cli {
namespace {

void append_json(std::string& out, const search::Summary& summary) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "{{\"num_results\":{},\"count\":{}", summary.num_results, summary.count);
  if (summary.seen)
    fmt::format_to(at, ",\"time_first\":{},\"time_last\":{}", summary.seen->first,
                   summary.seen->last);
  if (summary.zone_seen) {
    fmt::format_to(at, ",\"zone_time_first\":{},\"zone_time_last\":{}", summary.zone_seen->first,
                   summary.zone_seen->last);
  }
  if (summary.names) fmt::format_to(at, ",\"names\":{}", *summary.names);
  out += ",\"rows_by_type\":{";
  bool is_first = true;
  for (const auto& [type, rows] : summary.rows_by_type) {
    if (!is_first) out += ',';
    append_json_string(out, type);
    fmt::format_to(at, ":{}", rows);
    is_first = false;
  }
  out += "}}\n";
}

void append_lines(std::string& out, const search::Summary& summary) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "Rows        {}\nCount       {}\n", grouped(summary.num_results),
                 grouped(summary.count));
  if (summary.names) fmt::format_to(at, "Names       {}\n", grouped(*summary.names));
  if (summary.seen) {
    fmt::format_to(at, "First seen  {}\nLast seen   {}\n", time_text(summary.seen->first),
                   time_text(summary.seen->last));
  }
  if (summary.zone_seen) {
    fmt::format_to(at, "In zones    {}  to  {}\n", time_text(summary.zone_seen->first),
                   time_text(summary.zone_seen->last));
  }
  for (const auto& [type, rows] : summary.rows_by_type) {
    fmt::format_to(at, "  {:<10}{}\n", printable(type), grouped(rows));
  }
}

int run_remote_summary(const Session& session) {
  const auto answer =
      make_client(session.command).summary(to_remote_question(session.command.question));
  if (!answer) return fail_remote(answer.error());
  session.command.as_json ? append_json(session.out.buffer(), answer->summary)
                          : append_lines(session.out.buffer(), answer->summary);
  if (!answer->complete) complain("the server's time was up: these are totals of a part");
  return finish(session.out);
}

}  // namespace

int run_summarize(const Session& session) {
  if (is_remote(session.command)) return run_remote_summary(session);
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  auto request =
      to_request(session.command.question, **store, static_cast<std::uint32_t>(std::time(nullptr)));
  if (!request) return fail_question(request.error());
  if (const Status added = add_enrichment(session.command, *request); !added)
    return fail(added.error());
  const auto summary = search::summarize(**store, *request);
  if (!summary) return fail_question(summary.error());
  session.command.as_json ? append_json(session.out.buffer(), *summary)
                          : append_lines(session.out.buffer(), *summary);
  return finish(session.out);
}

}  // namespace spoor::cli
