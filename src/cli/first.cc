// SPDX-License-Identifier: Apache-2.0
// spoor first: when something first appeared, and who saw it first.
#include <fmt/format.h>

#include "api/v1/history_json.h"
#include "cli/columns.h"
#include "cli/enrichment.h"
#include "cli/history.h"
#include "cli/remote.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

using history::FirstSeen;

std::string source_text(const history::HeldRow& row) {
  return printable(row.source) + (row.how == record::How::kZone ? " (zone)" : "");
}

void append_table(std::string& out, std::string_view head, const std::vector<const FirstSeen*>& all,
                  const Terminal& terminal) {
  Columns table({{std::string(head)},
                 {"First seen"},
                 {"Last seen"},
                 {"Rows", true},
                 {"Count", true},
                 {"Query"},
                 {"Response"}});
  for (const FirstSeen* each : all) {
    const history::HeldRow& row = each->row;
    table.add({head == "Source" ? source_text(row) : printable(row.type_text),
               time_text(row.sightings.first), time_text(each->last), grouped(each->rows),
               grouped(each->count), shown_name(row.owner), shown_rdata(row.type, row.rdata)});
  }
  table.write(out, terminal);
}

void append_lines(std::string& out, const history::FirstSeenCursor& cursor,
                  const Terminal& terminal) {
  const FirstSeen& first = *cursor.first();
  out += fmt::format("First seen  {}  by {}\n            {}  {}  {}\n\n",
                     time_text(first.row.sightings.first), source_text(first.row),
                     shown_name(first.row.owner), printable(first.row.type_text),
                     shown_rdata(first.row.type, first.row.rdata));
  append_table(out, "Source", cursor.by_source(), terminal);
  out += '\n';
  append_table(out, "Type", cursor.by_type(), terminal);
}

/// The registered domain of the name, and all below it.
Status widen(const Session& session, search::SearchRequest& request) {
  search::Query& query = request.query;
  if (query.in != search::QueryIn::kName || query.kind != search::QueryKind::kExact)
    return Error{ErrorCode::kInvalid, "expected one name as QUERY", 0, "--of"};
  SPOOR_TRY(const auto enrichment, open_enrichment(session.command));
  const auto at = enrichment->current()->registered_at(query.name.wire());
  if (!at) return Error{ErrorCode::kInvalid, "QUERY is a public suffix itself", 0, "--of"};
  SPOOR_TRY(query.name, dns::name_from_wire(query.name.wire().subspan(*at)));
  query.kind = search::QueryKind::kBelow;
  return {};
}

}  // namespace

int run_first(const Session& session) {
  const HistoryOptions& o = session.command.history;
  if (is_remote(session.command)) {
    RemoteParameters more;
    if (!o.value.empty()) more.emplace_back("value", o.value);
    if (o.is_domain) more.emplace_back("of", "domain");
    return run_remote_history(session, "first", std::move(more));
  }
  history::FirstSeenQuestion question;
  if (!o.value.empty()) {
    auto value = search::parse_query(o.value, search::QueryIn::kRdata);
    if (!value) return fail_flag(value.error(), "--value", o.value);
    question.value = *std::move(value);
  }
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request)
          -> Result<std::unique_ptr<history::FirstSeenCursor>> {
        question.request = request;
        if (o.is_domain) SPOOR_CHECK(widen(session, question.request));
        return history::FirstSeenCursor::open(store, question);
      },
      [&](std::string& out, const history::FirstSeenCursor& cursor,
          const api::v1::RollupStyle& style) {
        if (session.command.as_json) {
          api::v1::write_all(
              api::v1::FirstSeenWriter(cursor, {question.request.query, style.times, false}), out);
        } else if (!cursor.first()) {
          complain("nothing found");
        } else {
          append_lines(out, cursor, session.terminal);
        }
      });
}

}  // namespace spoor::cli
