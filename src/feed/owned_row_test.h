// SPDX-License-Identifier: Apache-2.0
// A row to write, for the tests of this room.
#pragma once

#include <string>
#include <utility>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/row_view.h"

namespace spoor::feed {

/// A row that owns its parts.
struct OwnedRow {
  dns::Name owner;
  std::string type_text, rdata;
  record::Sightings sightings;
  RowView view;

  OwnedRow(const char* name, dns::RrType type, const std::string& text, record::Sightings s)
      : owner(*dns::parse_name(name)), sightings(std::move(s)) {
    type_text = dns::is_wire_type(type) ? dns::rr_type_text(type) : "NAME";
    rdata = dns::is_wire_type(type) ? *dns::parse_rdata(type, text) : text;
    view = {owner.wire(),         type,      type_text, rdata, record::kBailiwickUnknown, "s1",
            record::How::kSensor, &sightings};
  }
  OwnedRow(const OwnedRow&) = delete;
  OwnedRow& operator=(const OwnedRow&) = delete;
  ~OwnedRow() = default;
};

}  // namespace spoor::feed
