// SPDX-License-Identifier: Apache-2.0
// Changes and comparisons as JSON.
#include <utility>

#include "api/v1/history_json.h"
#include "api/v1/history_pieces.h"
#include "api/v1/question.h"
#include "feed/json_text.h"
#include "feed/rdata_field.h"
#include "feed/row_view.h"

namespace spoor::api::v1 {
namespace {

using history::Change;
using history::ChangeKind;
using history::Fate;

constexpr std::array<std::string_view, history::kFates> kFateTexts{"came", "went", "stayed"};

void append_values(std::string& out, dns::RrType type, const std::vector<std::string>& values) {
  out += '[';
  for (const std::string& value : values) {
    if (out.back() != '[') out += ',';
    feed::append_rdata_field(out, type, value);
  }
  out += ']';
}

void append_move(std::string& out, const Change& change) {
  out += ",\"from\":";
  append_values(out, *change.type, change.from);
  out += ",\"to\":";
  append_values(out, *change.type, change.to);
  feed::append_field(out, ",\"from_total\":", change.from_total);
  feed::append_field(out, ",\"to_total\":", change.to_total);
}

void append_side(std::string& out, const history::CompareSide& side, const history::Watch& watch) {
  append_beginning(out, side.request.query);
  append_window(out, side.span);
  append_not_watched(out, watch, side.span);
  out += '}';
}

}  // namespace

void ChangeWriter::write_rows(std::string& out, const Change& change) const {
  out += ",\"rows\":[";
  for (const history::ChangeRow& row : change.rows) {
    record::Sightings sightings;
    sightings.first = row.first;
    sightings.last = row.last;
    sightings.undated = row.count;
    const std::string type_text = store_.type_text(row.type);
    feed::RowView view;
    view.owner = as_bytes(change.owner);
    view.type = row.type;
    view.type_text = type_text;
    view.rdata = row.rdata;
    view.bailiwick = row.bailiwick;
    view.source = source_name(cursor_.watch(), row.source);
    view.how = row.how;
    view.sightings = &sightings;
    if (out.back() != '[') out += ',';
    feed::append_json(out, view, {frame_.times});
    out.pop_back();  // its LF
  }
  feed::append_field(out, "],\"rows_total\":", change.rows_total);
}

void ChangeWriter::write_change(std::string& out, const Change& change) const {
  out += "{\"kind\":\"";
  out += history::change_kind_text(change.kind);
  out += "\",\"rrname\":";
  feed::append_name_field(out, as_bytes(change.owner));
  out += ",\"day\":";
  append_day_field(out, change.day);
  if (change.since) {
    out += ",\"since\":";
    append_day_field(out, *change.since);
  }
  out += change.is_certain() ? ",\"certain\":true" : ",\"certain\":false";
  if (change.type) {
    out += ",\"rrtype\":";
    feed::append_json_string(out, store_.type_text(*change.type));
    if (change.kind == ChangeKind::kMoved) {
      append_move(out, change);
    } else {
      out += ",\"rdata\":";
      feed::append_rdata_field(out, *change.type, change.value);
    }
  }
  if (change.kind == ChangeKind::kGone || change.kind == ChangeKind::kCameBack)
    feed::append_field(out, ",\"silent_days\":", change.silent_days);
  write_rows(out, change);
  out += '}';
}

void ChangeWriter::end(std::string& out) const {
  feed::append_field(out, "],\"returned\":", cursor_.changes().size());
  feed::append_field(out, ",\"total\":", cursor_.total());
  out += ",\"by_kind\":{";
  for (std::size_t kind = 0; kind < history::kChangeKinds; ++kind) {
    out += kind == 0 ? "\"" : ",\"";
    out += history::change_kind_text(static_cast<ChangeKind>(kind));
    feed::append_field(out, "\":", cursor_.by_kind()[kind]);
  }
  feed::append_field(out, "},\"names\":", cursor_.names());
  out += cursor_.watch().is_complete() ? ",\"watch_complete\":true" : ",\"watch_complete\":false";
  append_ending(out, frame_.is_time_up,
                cursor_.changes().size() < cursor_.total() || !cursor_.is_whole());
}

bool ChangeWriter::write(std::string& out) {
  if (!has_begun_) {
    has_begun_ = true;
    append_beginning(out, frame_.query);
    out += ",\"changes\":[";
    return true;
  }
  if (next_ == cursor_.changes().size()) {
    end(out);
    return false;
  }
  out += next_ == 0 ? "\n" : ",\n";
  write_change(out, cursor_.changes()[next_++]);
  return true;
}

void CompareWriter::begin(std::string& out) const {
  append_beginning(out, frame_.query);
  out += ",\"before\":";
  append_side(out, question_.before, cursor_.watch_before());
  out += ",\"after\":";
  append_side(out, question_.after, cursor_.watch_after());
}

void CompareWriter::write_seen(std::string& out, std::string_view name,
                               const history::SideSeen& seen) const {
  if (seen.certainty == history::Certainty::kNo) return;
  out += name;
  out +=
      seen.certainty == history::Certainty::kCertain ? "{\"certain\":true" : "{\"certain\":false";
  out += ",\"time_first\":";
  append_time(out, seen.first, frame_.times);
  out += ",\"time_last\":";
  append_time(out, seen.last, frame_.times);
  feed::append_field(out, ",\"count\":", seen.count);
  feed::append_field(out, ",\"rows\":", seen.rows);
  out += '}';
}

void CompareWriter::write_item(std::string& out, const history::CompareItem& item) const {
  out += "{\"rrtype\":";
  feed::append_json_string(out, item.type_text);
  const history::CompareShape shape = history::shape_of(question_);
  if (shape.by_owner) {
    out += ",\"rrname\":";
    feed::append_name_field(out, as_bytes(item.owner));
  }
  if (shape.by_rdata) {
    out += ",\"rdata\":";
    feed::append_rdata_field(out, item.type, item.rdata);
  }
  out += item.is_certain ? ",\"certain\":true" : ",\"certain\":false";
  write_seen(out, ",\"before\":", item.before);
  write_seen(out, ",\"after\":", item.after);
  out += '}';
}

void CompareWriter::end(std::string& out) const {
  bool is_cut = !cursor_.is_whole();
  for (std::size_t fate = 0; fate < history::kFates; ++fate) {
    const auto each = static_cast<Fate>(fate);
    is_cut = is_cut || cursor_.items(each).size() < cursor_.total(each);
  }
  append_ending(out, frame_.is_time_up, is_cut);
}

// A head, the items and a tail for each fate.
bool CompareWriter::write(std::string& out) {
  if (!has_begun_) {
    has_begun_ = true;
    begin(out);
    return true;
  }
  if (fate_ == history::kFates) {
    end(out);
    return false;
  }
  const auto fate = static_cast<Fate>(fate_);
  const auto& items = cursor_.items(fate);
  if (next_ == 0) {
    out += ",\"";
    out += kFateTexts[fate_];
    out += "\":{\"items\":[";
  }
  if (next_ < items.size()) {
    out += next_ == 0 ? "\n" : ",\n";
    write_item(out, items[next_++]);
    return true;
  }
  feed::append_field(out, "],\"returned\":", items.size());
  feed::append_field(out, ",\"total\":", cursor_.total(fate));
  feed::append_field(out, ",\"certain\":", cursor_.certain(fate));
  out += '}';
  ++fate_;
  next_ = 0;
  return true;
}

}  // namespace spoor::api::v1
