// SPDX-License-Identifier: Apache-2.0
// spoor changes: what happened to a name, newest first.
#include <fmt/format.h>

#include "api/v1/history_json.h"
#include "cli/columns.h"
#include "cli/history.h"
#include "cli/remote.h"
#include "cli/text.h"
#include "history/day_text.h"

namespace spoor::cli {
namespace {

using history::Change;
using history::ChangeKind;

std::string values_text(const Change& change, const std::vector<std::string>& values,
                        std::size_t total) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i)
    text += (i == 0 ? "" : ", ") + shown_rdata(*change.type, values[i]);
  if (total > kShown) text += fmt::format(" and {} more", grouped(total - kShown));
  return text;
}

std::string value_text(const Change& change) {
  if (change.kind == ChangeKind::kMoved) {
    return values_text(change, change.from, change.from_total) + " -> " +
           values_text(change, change.to, change.to_total);
  }
  if (!change.type) return change.is_whole_name ? "(the whole name)" : "";
  return shown_rdata(*change.type, change.value);
}

/// "yes", "since 2019-07-14", "or earlier".
std::string certainty_text(const Change& change) {
  if (change.is_certain()) return "yes";
  if (!change.since) return "or earlier";
  return "since " + history::day_text(*change.since);
}

void append_lines(std::string& out, const history::ChangeCursor& cursor, const Session& session,
                  const record::RecordStore& store) {
  Columns table(
      {{"Day"}, {"Event"}, {"Query"}, {"Type"}, {"Response"}, {"Certain"}, {"Silent days", true}});
  for (const Change& change : cursor.changes()) {
    table.add({history::day_text(change.day), std::string(history::change_kind_text(change.kind)),
               shown_name(change.owner),
               change.type ? printable(store.type_text(*change.type)) : "", value_text(change),
               certainty_text(change), change.silent_days > 0 ? grouped(change.silent_days) : ""});
  }
  table.write(out, session.terminal);
  if (cursor.changes().size() < cursor.total()) {
    out += fmt::format("\nThe newest {} of {} events: --limit shows more\n",
                       grouped(cursor.changes().size()), grouped(cursor.total()));
  }
  append_not_watched(out, cursor.watch(), std::nullopt);
}

/// Empty when one of them is no kind; then the flag was told.
bool read_kinds(const HistoryOptions& o, history::ChangeQuestion& question) {
  for (const std::string& text : o.kinds) {
    const auto kind = history::parse_change_kind(text);
    if (!kind) {
      fail_flag(
          {ErrorCode::kInvalid,
           "expected appeared, moved, new_ns, new_mx, first_txt, new_type, gone or came_back"},
          "--kind", text);
      return false;
    }
    if (!question.kinds) question.kinds.emplace();
    question.kinds->insert(*kind);
  }
  return true;
}

}  // namespace

int run_changes(const Session& session) {
  const HistoryOptions& o = session.command.history;
  if (is_remote(session.command)) {
    RemoteParameters more{{"silence", std::to_string(o.silence)}};
    for (const std::string& kind : o.kinds) more.emplace_back("kind", kind);
    return run_remote_history(session, "changes", std::move(more));
  }
  const auto window = read_window(o);
  if (!window) return fail(window.error());
  history::ChangeQuestion question;
  question.window = *window;
  question.silence_days = o.silence;
  if (o.limit > 0) question.most = o.limit;
  if (!read_kinds(o, question)) return kExitUsage;
  const record::RecordStore* asked = nullptr;
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        asked = &store;
        question.request = request;
        return history::ChangeCursor::open(store, question);
      },
      [&](std::string& out, const history::ChangeCursor& cursor,
          const api::v1::RollupStyle& style) {
        if (session.command.as_json) {
          api::v1::write_all(
              api::v1::ChangeWriter(cursor, {style.query, style.times, false}, *asked), out);
        } else if (cursor.names() == 0) {
          complain("nothing found");
        } else {
          append_lines(out, cursor, session, *asked);
        }
      });
}

}  // namespace spoor::cli
