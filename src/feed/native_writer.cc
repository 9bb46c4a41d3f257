// SPDX-License-Identifier: Apache-2.0
// Every field of a row, days as gaps and counts.
#include "feed/native_writer.h"

#include "feed/json_text.h"
#include "feed/native_words.h"
#include "feed/rdata_field.h"

namespace spoor::feed {
namespace {

void append_raw(std::string& out, std::string_view octets) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : octets) {
    out += kHex[static_cast<std::uint8_t>(c) >> 4];
    out += kHex[static_cast<std::uint8_t>(c) & 15];
  }
  out += '"';
}

void append_days(std::string& out, const record::Days& days) {
  if (days.empty()) return;
  out += ",\"days\":[";
  std::uint32_t last = 0;
  bool is_first = true;
  for (const record::DayCount& day : days.all()) {
    if (!is_first) out += ',';
    is_first = false;
    append_number(out, day.day - last);
    append_field(out, ",", day.count);
    last = day.day;
  }
  out += ']';
}

void append_sightings(std::string& out, const record::Sightings& s) {
  append_field(out, ",\"first\":", s.first);
  append_field(out, ",\"last\":", s.last);
  if (s.has_ttl()) {
    append_field(out, ",\"ttl\":[", s.ttl_min);
    append_field(out, ",", s.ttl_max);
    out += ']';
  }
  if (s.undated != 0) append_field(out, ",\"undated\":", s.undated);
  if (s.told != 0) append_field(out, ",\"told\":", s.told);
  append_days(out, s.days);
}

}  // namespace

void append_native_header(std::string& out) {
  out += "{\"spoor\":\"records\",\"version\":";
  append_number(out, kNativeVersion);
  out += "}\n";
}

void append_native(std::string& out, const RowView& row, const record::SourceSpec& source) {
  out += "{\"name\":";
  append_name_field(out, row.owner);
  out += ",\"type\":";
  append_json_string(out, row.type_text);
  if (dns::is_wire_type(row.type) || is_utf8(row.rdata)) {
    out += ",\"rdata\":";
    append_rdata_field(out, row.type, row.rdata);
  } else {
    out += ",\"raw\":";
    append_raw(out, row.rdata);
  }
  if (row.bailiwick != record::kBailiwickUnknown)
    append_field(out, ",\"bailiwick\":", row.bailiwick);
  out += ",\"source\":";
  append_json_string(out, source.name);
  out += ",\"kind\":\"";
  out += word_of(kKindWords, source.kind);
  out += "\",\"mode\":\"";
  out += word_of(kModeWords, source.mode);
  out += "\",\"how\":\"";
  out += word_of(kHowWords, row.how);
  out += '"';
  append_sightings(out, *row.sightings);
  out += "}\n";
}

}  // namespace spoor::feed
