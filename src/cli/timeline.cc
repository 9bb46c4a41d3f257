// SPDX-License-Identifier: Apache-2.0
// spoor timeline: presence as lanes, or counts as a calendar.
#include <algorithm>

#include <fmt/format.h>

#include "api/v1/history_json.h"
#include "cli/chart.h"
#include "cli/history.h"
#include "cli/remote.h"
#include "cli/text.h"
#include "history/day_text.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kUsualWidth = 100;
constexpr std::size_t kWidestValue = 32;
constexpr std::size_t kLeastBar = 10;

std::string cut(std::string text, std::size_t width) {
  if (text.size() > width) text = text.substr(0, width - 3) + "...";
  return text;
}

/// Labels before the bars and times behind them, at one width.
struct LaneTexts {
  std::vector<std::string> before, behind;
  std::size_t before_width = 0, behind_width = 0;
};

LaneTexts texts_of(const history::LaneCursor& cursor) {
  LaneTexts texts;
  std::size_t type_width = 0, count_width = 0;
  for (const history::Lane& lane : cursor.lanes()) {
    type_width = std::max(type_width, lane.type_text.size());
    count_width = std::max(count_width, grouped(lane.count).size());
  }
  for (const history::Lane& lane : cursor.lanes()) {
    std::string value =
        cursor.are_names() ? shown_name(lane.value) : shown_rdata(lane.type, lane.value);
    texts.before.push_back(fmt::format("{:<{}}  {}", printable(lane.type_text), type_width,
                                       cut(std::move(value), kWidestValue)));
    texts.behind.push_back(fmt::format(
        "{}  {}  {:>{}}", history::day_text(record::day_of(lane.first)),
        history::day_text(record::day_of(lane.last)), grouped(lane.count), count_width));
    texts.before_width = std::max(texts.before_width, texts.before.back().size());
    texts.behind_width = std::max(texts.behind_width, texts.behind.back().size());
  }
  return texts;
}

void append_lanes(std::string& out, const history::LaneCursor& cursor, const Terminal& terminal) {
  const auto window = cursor.window();
  if (cursor.lanes().empty() || !window) return;
  const Glyphs glyphs = Glyphs::of(is_utf8_wanted());
  const LaneTexts texts = texts_of(cursor);
  const std::size_t width = terminal.width > 0 ? terminal.width : kUsualWidth;
  const std::size_t others = texts.before_width + texts.behind_width + 4;
  const LaneScale scale =
      LaneScale::of(*window, width > others + kLeastBar ? width - others : kLeastBar);
  out += fmt::format("{}; one character is {} {}\n", run_text(*window), scale.days_a_column,
                     scale.days_a_column == 1 ? "day" : "days");
  out += fmt::format("{} seen   {} perhaps   {} nobody watched   blank: watched, not seen\n\n",
                     glyphs.confirmed, glyphs.possible, glyphs.not_watched);
  const record::DaySet missing = cursor.watch().missing(*window);
  for (std::size_t i = 0; i < cursor.lanes().size(); ++i) {
    out += fmt::format("{:<{}}  ", texts.before[i], texts.before_width);
    append_lane(out, scale, cursor.lanes()[i].presence, missing, glyphs);
    out += "  " + texts.behind[i] + "\n";
  }
  if (cursor.lanes().size() < cursor.total()) {
    out += fmt::format("\n{} of {}{} shown: --limit shows more, --sort others\n",
                       grouped(cursor.lanes().size()), cursor.is_total_exact() ? "" : "at least ",
                       grouped(cursor.total()));
  }
  out += '\n';
  append_not_watched(out, cursor.watch(), window);
}

/// "east      seen on 12 days, 33 times".
void append_source_line(std::string& out, const history::SourceCalendar& source,
                        std::size_t width) {
  std::uint64_t count = 0;
  std::size_t days = 0;
  for (const history::CalendarDay& each : source.tally.days()) {
    count = record::add_counts(count, each.count);
    days += each.rows > 0 || each.confirmed > 0 ? 1U : 0U;
  }
  out += fmt::format("  {:<{}}  seen on {} {}", printable(source.name), width, grouped(days),
                     days == 1 ? "day" : "days");
  if (count > 0) out += fmt::format(", counted by day {}", grouped(count));
  out += '\n';
}

void append_calendar(std::string& out, const history::CalendarCursor& cursor) {
  const auto window = cursor.window();
  if (!window || cursor.rows() == 0) return;
  const Glyphs glyphs = Glyphs::of(is_utf8_wanted());
  const record::DayRun shown = heat_map_window(*window);
  append_heat_map(out, cursor.all().days(), cursor.watch().missing(shown), *window, glyphs);
  out +=
      fmt::format("\n{}; {}{}{}{} counted, few to many   + seen   ? perhaps   {} nobody watched\n",
                  run_text(shown), glyphs.shades[0], glyphs.shades[1], glyphs.shades[2],
                  glyphs.shades[3], glyphs.not_watched);
  if (shown.first > window->first)
    out += fmt::format("Before that from {} on: --day-to shows it\n",
                       history::day_text(window->first));
  std::size_t width = 0;
  for (const auto& [id, source] : cursor.sources()) width = std::max(width, source.name.size());
  for (const auto& [id, source] : cursor.sources()) append_source_line(out, source, width);
  append_not_watched(out, cursor.watch(), window);
}

int run_calendar(const Session& session, const std::optional<record::DayRun>& window) {
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        return history::CalendarCursor::open(store, {request, window});
      },
      [&](std::string& out, const history::CalendarCursor& cursor,
          const api::v1::RollupStyle& style) {
        if (session.command.as_json) {
          api::v1::write_all(api::v1::CalendarWriter(cursor, {style.query, style.times, false}),
                             out);
        } else if (cursor.rows() == 0) {
          complain("nothing found");
        } else {
          append_calendar(out, cursor);
        }
      });
}

}  // namespace

int run_timeline(const Session& session) {
  const HistoryOptions& o = session.command.history;
  if (is_remote(session.command)) {
    if (o.is_calendar) return run_remote_history(session, "calendar", {});
    return run_remote_history(session, "lanes", {{"sort", o.sort}});
  }
  const auto window = read_window(o);
  if (!window) return fail(window.error());
  if (o.is_calendar) return run_calendar(session, *window);
  const auto order = search::parse_order(o.sort);
  if (!order) return fail_flag(order.error(), "--sort", o.sort);
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        history::LaneQuestion question;
        question.request = request;
        question.window = *window;
        question.request.order = *order;
        if (o.limit > 0) question.most = o.limit;
        return history::LaneCursor::open(store, question);
      },
      [&](std::string& out, const history::LaneCursor& cursor, const api::v1::RollupStyle& style) {
        if (session.command.as_json) {
          api::v1::write_all(api::v1::LaneWriter(cursor, {style.query, style.times, false}), out);
        } else if (cursor.lanes().empty()) {
          complain("nothing found");
        } else {
          append_lanes(out, cursor, session.terminal);
        }
      });
}

}  // namespace spoor::cli
