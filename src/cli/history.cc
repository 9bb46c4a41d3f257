// SPDX-License-Identifier: Apache-2.0
#include "cli/history.h"

#include <fmt/format.h>

#include "cli/remote.h"
#include "cli/text.h"
#include "feed/row_text.h"
#include "history/day_text.h"

namespace spoor::cli {

int run_remote_history(const Session& session, std::string_view verb, RemoteParameters more) {
  const HistoryOptions& o = session.command.history;
  if (!o.day_from.empty()) more.emplace_back("day_from", o.day_from);
  if (!o.day_to.empty()) more.emplace_back("day_to", o.day_to);
  if (o.limit > 0) more.emplace_back("limit", std::to_string(o.limit));
  api::v1::RemoteQuestion question = to_remote_question(session.command.question);
  question.merge.clear();
  return run_remote_object(
      session, api::v1::question_path("/api/v1/history/" + std::string(verb), question, more));
}

Result<std::optional<record::DayRun>> read_window(const HistoryOptions& options) {
  if (options.day_from.empty() && options.day_to.empty()) return std::optional<record::DayRun>();
  auto days = history::parse_day_bounds(options.day_from, options.day_to, now_s());
  if (days) return std::optional(*days);
  Error error = days.error();
  error.where = error.where == "from" ? "--day-from '" + options.day_from + "'"
                                      : "--day-to '" + options.day_to + "'";
  return error;
}

std::string run_text(record::DayRun run) {
  std::string text = history::day_text(run.first);
  if (run.last != run.first) text += " to " + history::day_text(run.last);
  return text;
}

void append_not_watched(std::string& out, const history::Watch& watch,
                        const std::optional<record::DayRun>& window) {
  constexpr std::size_t kMostRuns = 5;
  if (!watch.is_complete())
    out += "Days watched are not all known: 'spoor compact' finds those of older imports.\n";
  if (!window) return;
  const record::DaySet missing = watch.missing(*window);
  if (missing.empty()) return;
  const auto runs = missing.runs();
  out += fmt::format("Nobody watched on {} of {} days:", grouped(missing.count()),
                     grouped(window->days()));
  for (std::size_t i = 0; i < runs.size() && i < kMostRuns; ++i)
    out += (i == 0 ? " " : ", ") + run_text(runs[i]);
  if (runs.size() > kMostRuns) out += fmt::format(" and {} more spans", runs.size() - kMostRuns);
  out += '\n';
}

std::string shown_name(std::string_view wire) {
  std::string text;
  feed::append_shown_name(text, as_bytes(wire));
  return text;
}

std::string shown_rdata(dns::RrType type, std::string_view rdata) {
  std::string text;
  feed::append_shown_rdata(text, type, rdata);
  return text;
}

}  // namespace spoor::cli
