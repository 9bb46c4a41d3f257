// SPDX-License-Identifier: Apache-2.0
#include "feed/dnsdb_writer.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "feed/json_text.h"
#include "feed/rdata_field.h"

namespace spoor::feed {
namespace {

void append_time(std::string& out, std::uint32_t unix_s, TimeStyle style) {
  if (style == TimeStyle::kUnix) return append_number(out, unix_s);
  out += '"';
  append_iso_time(out, unix_s);
  out += '"';
}

}  // namespace

void append_dnsdb_times(std::string& out, std::uint32_t first, std::uint32_t last, record::How how,
                        TimeStyle style) {
  const bool is_zone = how == record::How::kZone;
  out += is_zone ? ",\"zone_time_first\":" : ",\"time_first\":";
  append_time(out, first, style);
  out += is_zone ? ",\"zone_time_last\":" : ",\"time_last\":";
  append_time(out, last, style);
}

void append_dnsdb(std::string& out, const RowView& row, const DnsdbOptions& options) {
  out += "{\"count\":";
  append_number(out, row.sightings->count());
  append_dnsdb_times(out, row.sightings->first, row.sightings->last, row.how, options.times);
  out += ",\"rrname\":";
  append_name_field(out, row.owner);
  out += ",\"rrtype\":";
  append_json_string(out, row.type_text);
  if (options.has_bailiwick && row.bailiwick != record::kBailiwickUnknown &&
      row.bailiwick <= dns::count_labels(row.owner)) {
    out += ",\"bailiwick\":";
    append_name_field(out, dns::ancestor(row.owner, row.bailiwick));
  }
  out += options.rdata_is_array ? ",\"rdata\":[" : ",\"rdata\":";
  append_rdata_field(out, row.type, row.rdata);
  out += options.rdata_is_array ? "]}" : "}";
}

}  // namespace spoor::feed
