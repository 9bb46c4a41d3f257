// SPDX-License-Identifier: Apache-2.0
#include "api/v1/history_pieces.h"

#include <algorithm>

#include "api/v1/history_json.h"
#include "api/v1/question.h"
#include "history/day_text.h"

namespace spoor::api::v1 {

void append_day_field(std::string& out, std::uint32_t day) {
  out += '"';
  history::append_day(out, day);
  out += '"';
}

void append_day_run(std::string& out, record::DayRun run) {
  out += '[';
  append_day_field(out, run.first);
  out += ',';
  append_day_field(out, run.last);
  out += ']';
}

void append_beginning(std::string& out, const search::Query& query) {
  out += "{\"query\":";
  append_query(out, query);
}

void append_window(std::string& out, const std::optional<record::DayRun>& window) {
  if (!window) return;
  out += ",\"window\":";
  append_day_run(out, *window);
}

void append_not_watched(std::string& out, const history::Watch& watch,
                        const std::optional<record::DayRun>& window) {
  out += ",\"not_watched\":";
  append_days(out, window ? watch.missing(*window) : record::DaySet());
  out += watch.is_complete() ? ",\"watch_complete\":true" : ",\"watch_complete\":false";
}

void append_ending(std::string& out, bool is_time_up, bool is_cut) {
  out += is_time_up ? ",\"complete\":false,\"reason\":\"time\"}\n"
         : is_cut   ? ",\"complete\":false,\"reason\":\"limit\"}\n"
                    : ",\"complete\":true}\n";
}

std::string_view source_name(const history::Watch& watch, record::SourceId id) {
  const auto& sources = watch.sources();
  const auto at = std::lower_bound(
      sources.begin(), sources.end(), id,
      [](const history::SourceWatch& each, record::SourceId wanted) { return each.id < wanted; });
  return at != sources.end() && at->id == id ? std::string_view(at->name) : std::string_view();
}

}  // namespace spoor::api::v1
