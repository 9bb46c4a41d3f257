// SPDX-License-Identifier: Apache-2.0
// Rows as lines of JSON: the Common Output Format (draft-dulaunoy-dnsop-passive-dns-cof-13), and
// our own `--json`. Always valid UTF-8, one line each, ended by LF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "feed/row_view.h"

namespace spoor::feed {

/// Fields of COF that are not in the row.
struct CofExtras {
  std::string_view origin = {};     ///< A URI; left out when empty.
  std::string_view sensor_id = {};  ///< Left out when empty.
};

/// rrname, rrtype (a number when the type has no mnemonic), rdata (a string), count, time_first and
/// time_last (or zone_time_first and zone_time_last), bailiwick if known. Names have their final
/// dot.
void append_cof(std::string& out, const RowView& row, const CofExtras& extras = {});

/// How times stand in a line.
enum class TimeStyle : std::uint8_t {
  kUnix = 0,  ///< Seconds, a number.
  kIso = 1,   ///< "2019-07-17T19:52:00Z", a string.
};

struct JsonOptions {
  TimeStyle times = TimeStyle::kUnix;
};

/// The same fields with `source` and `how`: every row of an answer. rrtype is always text here.
void append_json(std::string& out, const RowView& row, JsonOptions options = {});

}  // namespace spoor::feed
