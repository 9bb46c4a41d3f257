// SPDX-License-Identifier: Apache-2.0
// Calendars, lanes and first appearances. Changes and comparisons are in history_change_json.cc.
#include "api/v1/history_json.h"

#include <utility>

#include "api/v1/history_pieces.h"
#include "api/v1/question.h"
#include "feed/json_text.h"
#include "feed/rdata_field.h"
#include "feed/row_view.h"

namespace spoor::api::v1 {
namespace {

using history::CalendarDay;
using record::DayRun;
using record::DaySet;

void append_calendar_days(std::string& out, const std::vector<CalendarDay>& days) {
  out += '[';
  for (const CalendarDay& each : days) {
    if (out.back() != '[') out += ',';
    out += "\n{\"day\":";
    append_day_field(out, each.day);
    feed::append_field(out, ",\"count\":", each.count);
    feed::append_field(out, ",\"rows\":", each.rows);
    feed::append_field(out, ",\"confirmed\":", each.confirmed);
    feed::append_field(out, ",\"possible\":", each.possible);
    out += '}';
  }
  out += ']';
}

feed::RowView to_view(const history::HeldRow& row) {
  feed::RowView view;
  view.owner = as_bytes(row.owner);
  view.type = row.type;
  view.type_text = row.type_text;
  view.rdata = row.rdata;
  view.bailiwick = row.bailiwick;
  view.source = row.source;
  view.how = row.how;
  view.sightings = &row.sightings;
  return view;
}

void append_first_seen(std::string& out, const history::FirstSeen& seen, feed::TimeStyle times) {
  out += "{\"row\":";
  feed::append_json(out, to_view(seen.row), {times});
  out.back() = ',';  // for its LF
  out += "\"time_first\":";
  append_time(out, seen.row.sightings.first, times);
  out += ",\"time_last\":";
  append_time(out, seen.last, times);
  feed::append_field(out, ",\"rows\":", seen.rows);
  feed::append_field(out, ",\"count\":", seen.count);
  out += '}';
}

void append_all_first_seen(std::string& out, const std::vector<const history::FirstSeen*>& all,
                           feed::TimeStyle times) {
  out += '[';
  for (const history::FirstSeen* each : all) {
    out += out.back() == '[' ? "\n" : ",\n";
    append_first_seen(out, *each, times);
  }
  out += ']';
}

}  // namespace

void append_days(std::string& out, const DaySet& days) {
  out += '[';
  for (const DayRun& run : days.runs()) {
    if (out.back() != '[') out += ',';
    append_day_run(out, run);
  }
  out += ']';
}

void append_seen_in(std::string& out, const history::Watch& watch, DayRun days) {
  out += "{\"window\":";
  append_day_run(out, days);
  append_not_watched(out, watch, days);
  out += ",\"sources\":[";
  for (const history::SourceWatch& each : watch.sources()) {
    out += out.back() == '[' ? "{\"source\":" : ",{\"source\":";
    feed::append_json_string(out, each.name);
    out += ",\"not_watched\":";
    append_days(out, record::days_missing(each.days, days));
    out += '}';
  }
  out += "]}";
}

void write_watched(std::string& out, const history::Watch& watch,
                   const std::optional<DayRun>& days) {
  const std::optional<DayRun> seen =
      watch.any().empty() ? std::nullopt : std::optional(watch.any().bounds());
  const std::optional<DayRun> window = history::shown_window(days, seen);
  out += "{\"sources\":[";
  for (const history::SourceWatch& each : watch.sources()) {
    out += out.back() == '[' ? "\n{\"source\":" : ",\n{\"source\":";
    feed::append_json_string(out, each.name);
    DaySet watched = each.days;
    if (window) watched.clip(*window);
    out += ",\"watched\":";
    append_days(out, watched);
    feed::append_field(out, ",\"days\":", watched.count());
    out += ",\"not_watched\":";
    append_days(out, window ? record::days_missing(each.days, *window) : DaySet());
    out += '}';
  }
  out += ']';
  append_window(out, window);
  append_not_watched(out, watch, window);
  append_ending(out, false, false);
}

CalendarWriter::CalendarWriter(const history::CalendarCursor& cursor, HistoryFrame frame)
    : cursor_(cursor), frame_(std::move(frame)), next_(cursor.sources().begin()) {}

void CalendarWriter::begin(std::string& out) {
  append_beginning(out, frame_.query);
  append_window(out, cursor_.window());
  feed::append_field(out, ",\"rows\":", cursor_.rows());
  out += ",\"days\":";
  append_calendar_days(out, cursor_.all().days());
  append_not_watched(out, cursor_.watch(), cursor_.window());
  out += ",\"sources\":[";
}

void CalendarWriter::write_source(std::string& out, const history::SourceCalendar& source,
                                  const DaySet& watched) const {
  out += "{\"source\":";
  feed::append_json_string(out, source.name);
  out += ",\"days\":";
  append_calendar_days(out, source.tally.days());
  out += ",\"not_watched\":";
  append_days(out, cursor_.window() ? record::days_missing(watched, *cursor_.window()) : DaySet());
  out += '}';
}

void CalendarWriter::end(std::string& out) const {
  out +=
      cursor_.left_sources_out() ? "],\"sources_left_out\":true" : "],\"sources_left_out\":false";
  if (cursor_.is_by_type()) {
    out += ",\"types\":[";
    for (const history::TypeDays& each : cursor_.types()) {
      out += out.back() == '[' ? "\n{\"type\":" : ",\n{\"type\":";
      feed::append_json_string(out, each.type);
      out += ",\"days\":";
      append_calendar_days(out, each.days);
      out += '}';
    }
    out += ']';
  }
  append_ending(out, frame_.is_time_up, false);
}

bool CalendarWriter::write(std::string& out) {
  if (!has_begun_) {
    has_begun_ = true;
    begin(out);
    return true;
  }
  if (next_ != cursor_.sources().end()) {
    out += next_ == cursor_.sources().begin() ? "\n" : ",\n";
    write_source(out, next_->second, cursor_.watch().of(next_->first));
    ++next_;
    return true;
  }
  end(out);
  return false;
}

void LaneWriter::begin(std::string& out) const {
  append_beginning(out, frame_.query);
  append_window(out, cursor_.window());
  out += cursor_.are_names() ? ",\"of\":\"names\",\"lanes\":[" : ",\"of\":\"values\",\"lanes\":[";
}

void LaneWriter::write_lane(std::string& out, const history::Lane& lane) const {
  out += "{\"rrtype\":";
  feed::append_json_string(out, lane.type_text);
  if (cursor_.are_names()) {
    out += ",\"rrname\":";
    feed::append_name_field(out, as_bytes(lane.value));
  } else {
    out += ",\"rdata\":";
    feed::append_rdata_field(out, lane.type, lane.value);
  }
  feed::append_field(out, ",\"count\":", lane.count);
  out += ",\"time_first\":";
  append_time(out, lane.first, frame_.times);
  out += ",\"time_last\":";
  append_time(out, lane.last, frame_.times);
  feed::append_field(out, ",\"names\":", lane.names);
  out += ",\"sources\":[";
  for (const record::SourceId id : lane.sources) {
    if (out.back() != '[') out += ',';
    feed::append_json_string(out, source_name(cursor_.watch(), id));
  }
  out += "],\"confirmed\":";
  append_days(out, lane.presence.confirmed);
  out += ",\"possible\":";
  append_days(out, lane.presence.possible);
  out += ",\"not_watched\":";
  append_days(out, history::not_watched_in(lane, cursor_.watch(), cursor_.window()));
  out += '}';
}

void LaneWriter::end(std::string& out) const {
  feed::append_field(out, "],\"returned\":", cursor_.lanes().size());
  feed::append_field(out, ",\"total\":", cursor_.total());
  out += cursor_.is_total_exact() ? ",\"total_exact\":true" : ",\"total_exact\":false";
  append_not_watched(out, cursor_.watch(), cursor_.window());
  append_ending(out, frame_.is_time_up,
                cursor_.lanes().size() < cursor_.total() || !cursor_.is_total_exact());
}

bool LaneWriter::write(std::string& out) {
  if (!has_begun_) {
    has_begun_ = true;
    begin(out);
    return true;
  }
  if (next_ == cursor_.lanes().size()) {
    end(out);
    return false;
  }
  out += next_ == 0 ? "\n" : ",\n";
  write_lane(out, cursor_.lanes()[next_++]);
  return true;
}

bool FirstSeenWriter::write(std::string& out) {
  append_beginning(out, frame_.query);
  if (cursor_.first()) {
    out += ",\"first\":";
    append_first_seen(out, *cursor_.first(), frame_.times);
  }
  out += ",\"sources\":";
  append_all_first_seen(out, cursor_.by_source(), frame_.times);
  out += ",\"types\":";
  append_all_first_seen(out, cursor_.by_type(), frame_.times);
  append_ending(out, frame_.is_time_up, false);
  return false;
}

}  // namespace spoor::api::v1
