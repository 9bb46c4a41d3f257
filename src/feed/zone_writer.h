// SPDX-License-Identifier: Apache-2.0
// Rows as zone-file text (RFC 1035 section 5).
#pragma once

#include <string>

#include "feed/row_view.h"

namespace spoor::feed {

/// Lines of `NAME TTL IN TYPE RDATA`, names in full, and behind each as a remark when it was first
/// and last seen and how often. The TTL is the greatest that was seen; where none is known, none
/// stands there and `$TTL` counts. Not a zone that a server would load: records of all times
/// together, perhaps without a SOA.
class ZoneWriter {
 public:
  /// What stands before the rows.
  static void begin(std::string& out);
  /// One line and LF. Nothing for types that the DNS does not have, and for the record of the row
  /// before (what sensors and zone files told of one record are two rows). Sightings should have
  /// their TTL.
  void add(std::string& out, const RowView& row);

 private:
  std::string owner_, rdata_;  // of the row before
  dns::RrType type_{};
};

}  // namespace spoor::feed
