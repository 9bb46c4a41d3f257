// SPDX-License-Identifier: Apache-2.0
// Lines written by hand: no streams, no formatting library.
#include "feed/cof_writer.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_text.h"
#include "feed/rdata_field.h"

namespace spoor::feed {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kUsualLine = 320;

void append_time(std::string& out, std::uint32_t unix_s, TimeStyle style) {
  if (style == TimeStyle::kUnix) return append_number(out, unix_s);
  out += '"';
  append_iso_time(out, unix_s);
  out += '"';
}

void append_times(std::string& out, const RowView& row, TimeStyle style) {
  const bool is_zone = row.how == record::How::kZone;
  append_field(out, ",\"count\":", row.sightings->count());
  out += is_zone ? ",\"zone_time_first\":"sv : ",\"time_first\":"sv;
  append_time(out, row.sightings->first, style);
  out += is_zone ? ",\"zone_time_last\":"sv : ",\"time_last\":"sv;
  append_time(out, row.sightings->last, style);
}

void append_bailiwick(std::string& out, const RowView& row) {
  if (row.bailiwick == record::kBailiwickUnknown || row.bailiwick > dns::count_labels(row.owner))
    return;
  out += ",\"bailiwick\":";
  append_name_field(out, dns::ancestor(row.owner, row.bailiwick));
}

void append_sources(std::string& out, const RowView& row) {
  if (!row.source.empty()) {
    out += ",\"source\":";
    append_json_string(out, row.source);
  }
  if (row.sources.empty()) return;
  out += ",\"sources\":";
  char before = '[';
  for (const std::string_view source : row.sources) {
    out += before;
    append_json_string(out, source);
    before = ',';
  }
  out += ']';
  if (row.all_sources > row.sources.size())
    append_field(out, ",\"sources_total\":", row.all_sources);
}

void append_details(std::string& out, const record::Sightings& s, const JsonOptions& options) {
  if (options.days) {
    append_field(out, ",\"days\":", record::count_confirmed_days(s));
    append_field(out, ",\"days_possible\":", record::count_possible_days(s));
  }
  if (options.ttl && s.has_ttl()) {
    append_field(out, ",\"ttl_min\":", s.ttl_min);
    append_field(out, ",\"ttl_max\":", s.ttl_max);
  }
}

void make_room(std::string& out, const RowView& row) {
  const std::size_t wanted = out.size() + kUsualLine + row.rdata.size();
  if (wanted > out.capacity())
    out.reserve(wanted < 2 * out.capacity() ? 2 * out.capacity() : wanted);
}

}  // namespace

bool parse_details(std::string_view text, JsonOptions& options) noexcept {
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view word = text.substr(0, comma);
    bool* const wanted = word == "days" ? &options.days : word == "ttl" ? &options.ttl : nullptr;
    if (wanted == nullptr || *wanted) return false;
    *wanted = true;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

void append_cof(std::string& out, const RowView& row, const CofExtras& extras) {
  make_room(out, row);
  out += "{\"rrname\":";
  append_name_field(out, row.owner);
  out += ",\"rrtype\":";
  if (dns::is_wire_type(row.type) && dns::rr_type_mnemonic(row.type).empty()) {
    append_number(out, dns::to_number(row.type));
  } else {
    append_json_string(out, row.type_text);
  }
  out += ",\"rdata\":[";
  append_rdata_field(out, row.type, row.rdata);
  out += ']';
  append_times(out, row, TimeStyle::kUnix);
  append_bailiwick(out, row);
  if (!extras.sensor_id.empty()) {
    out += ",\"sensor_id\":";
    append_json_string(out, extras.sensor_id);
  }
  if (!extras.origin.empty()) {
    out += ",\"origin\":";
    append_json_string(out, extras.origin);
  }
  out += "}\n";
}

void append_json(std::string& out, const RowView& row, JsonOptions options) {
  make_room(out, row);
  out += "{\"rrname\":";
  append_name_field(out, row.owner);
  out += ",\"rrtype\":";
  append_json_string(out, row.type_text);
  out += ",\"rdata\":";
  append_rdata_field(out, row.type, row.rdata);
  append_bailiwick(out, row);
  append_sources(out, row);
  out += row.how == record::How::kZone ? ",\"how\":\"zone\""sv : ",\"how\":\"sensor\""sv;
  append_times(out, row, options.times);
  append_details(out, *row.sightings, options);
  if (!row.seen.empty()) {
    out += ",\"seen\":\"";
    out += row.seen;
    out += '"';
  }
  out += "}\n";
}

}  // namespace spoor::feed
