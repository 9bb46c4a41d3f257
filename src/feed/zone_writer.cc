// SPDX-License-Identifier: Apache-2.0
#include "feed/zone_writer.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_text.h"

namespace spoor::feed {

void ZoneWriter::begin(std::string& out) {
  out +=
      "; Records as they were seen, of all times together: no zone to be loaded.\n"
      "; Behind each: first seen, last seen, how often. TTLs are the greatest seen.\n"
      "$TTL 0\n";
}

void ZoneWriter::add(std::string& out, const RowView& row) {
  if (!dns::is_wire_type(row.type)) return;
  if (row.type == type_ && row.rdata == rdata_ && as_chars(row.owner) == owner_) return;
  owner_ = as_chars(row.owner);
  rdata_ = row.rdata;
  type_ = row.type;
  dns::append_name_text(out, row.owner);
  out += ' ';
  if (row.sightings->has_ttl()) {
    append_number(out, row.sightings->ttl_max);
    out += ' ';
  }
  out += "IN ";
  out += row.type_text;
  out += ' ';
  dns::append_rdata_text(out, row.type, as_bytes(row.rdata));
  out += " ; ";
  append_iso_time(out, row.sightings->first);
  out += ' ';
  append_iso_time(out, row.sightings->last);
  out += ' ';
  append_number(out, row.sightings->count());
  out += '\n';
}

}  // namespace spoor::feed
