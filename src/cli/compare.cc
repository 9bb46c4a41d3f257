// SPDX-License-Identifier: Apache-2.0
// spoor compare: two dates, two names or two sources side by side.
#include <array>

#include <fmt/format.h>

#include "api/v1/history_json.h"
#include "cli/columns.h"
#include "cli/history.h"
#include "cli/remote.h"
#include "cli/text.h"
#include "history/day_text.h"

namespace spoor::cli {
namespace {

using history::Fate;

constexpr std::array<std::string_view, history::kFates> kFates{"came", "went", "stayed"};

std::string span_text(const history::SideSeen& seen) {
  if (seen.certainty == history::Certainty::kNo) return "";
  const std::string text = run_text({record::day_of(seen.first), record::day_of(seen.last)});
  return seen.certainty == history::Certainty::kCertain ? text : "perhaps: " + text;
}

void append_side(std::string& out, std::string_view name, const history::CompareSide& side,
                 const history::Watch& watch) {
  out += fmt::format("{}  {}", name, search::query_text(side.request.query));
  for (std::size_t i = 0; i < side.request.filters.sources.size(); ++i)
    out += (i == 0 ? "  " : ", ") + printable(side.request.filters.sources[i]);
  if (side.span) out += "  " + run_text(*side.span);
  out += '\n';
  append_not_watched(out, watch, side.span);
}

void append_lines(std::string& out, const history::CompareCursor& cursor,
                  const history::CompareQuestion& question, const Terminal& terminal) {
  append_side(out, "Before", question.before, cursor.watch_before());
  append_side(out, "After ", question.after, cursor.watch_after());
  out += '\n';
  Columns table({{"Fate"}, {"Query"}, {"Type"}, {"Response"}, {"Before"}, {"After"}, {"Certain"}});
  for (const Fate fate : {Fate::kCame, Fate::kWent, Fate::kStayed}) {
    for (const history::CompareItem& item : cursor.items(fate)) {
      table.add({std::string(kFates[static_cast<std::size_t>(fate)]),
                 item.owner.empty() ? "" : shown_name(item.owner), printable(item.type_text),
                 history::shape_of(question).by_rdata ? shown_rdata(item.type, item.rdata) : "",
                 span_text(item.before), span_text(item.after), item.is_certain ? "yes" : "no"});
    }
  }
  table.write(out, terminal);
  if (!table.is_empty()) out += '\n';
  for (const Fate fate : {Fate::kCame, Fate::kWent, Fate::kStayed}) {
    out += fmt::format("{:<6}  {}  ({} certain)\n", kFates[static_cast<std::size_t>(fate)],
                       grouped(cursor.total(fate)), grouped(cursor.certain(fate)));
  }
}

RemoteParameters remote_parameters(const HistoryOptions& o) {
  RemoteParameters more;
  if (!o.with.empty()) more.emplace_back("with", o.with);
  for (const std::string& source : o.with_sources) more.emplace_back("with_source", source);
  if (!o.before.empty()) more.emplace_back("before", o.before);
  if (!o.after.empty()) more.emplace_back("after", o.after);
  return more;
}

Result<std::optional<record::DayRun>> read_span(const std::string& text, std::string_view flag) {
  if (text.empty()) return std::optional<record::DayRun>();
  auto days = history::parse_days(text, now_s());
  if (days) return std::optional(*days);
  Error error = days.error();
  error.where = std::string(flag) + " '" + text + "'";
  return error;
}

/// The flags; the request of the first side comes later.
Result<history::CompareQuestion> read_question(const HistoryOptions& o) {
  history::CompareQuestion question;
  SPOOR_TRY(question.before.span, read_span(o.before, "--before"));
  SPOOR_TRY(question.after.span, read_span(o.after, "--after"));
  if (o.limit > 0) question.most = o.limit;
  if (question.before.span.has_value() != question.after.span.has_value())
    return Error{ErrorCode::kInvalid, "expected --before and --after, or neither", 0, {}};
  if (o.before.empty() && o.with.empty() && o.with_sources.empty())
    return Error{
        ErrorCode::kInvalid, "expected --before and --after, or --with, or --with-source", 0, {}};
  return question;
}

Status fill_sides(const HistoryOptions& o, const search::SearchRequest& request,
                  history::CompareQuestion& question) {
  question.before.request = question.after.request = request;
  if (!o.with_sources.empty()) question.after.request.filters.sources = o.with_sources;
  if (o.with.empty()) return {};
  auto query = search::parse_query(o.with, request.query.in);
  if (!query) return at_flag(query.error(), "--with", o.with);
  question.after.request.query = *std::move(query);
  return {};
}

}  // namespace

int run_compare(const Session& session) {
  const HistoryOptions& o = session.command.history;
  if (is_remote(session.command))
    return run_remote_history(session, "compare", remote_parameters(o));
  auto question = read_question(o);
  if (!question) return fail(question.error());
  return run_rollup(
      session,
      [&](const record::RecordStore& store,
          const search::SearchRequest& request) -> Result<std::unique_ptr<history::CompareCursor>> {
        SPOOR_CHECK(fill_sides(o, request, *question));
        return history::CompareCursor::open(store, *question);
      },
      [&](std::string& out, const history::CompareCursor& cursor,
          const api::v1::RollupStyle& style) {
        session.command.as_json
            ? api::v1::write_all(
                  api::v1::CompareWriter(cursor, {style.query, style.times, false}, *question), out)
            : append_lines(out, cursor, *question, session.terminal);
      });
}

}  // namespace spoor::cli
