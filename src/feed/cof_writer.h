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

/// rrname, rrtype (a number when the type has no mnemonic), rdata (an array of one), count,
/// time_first and time_last (or zone_time_first and zone_time_last), bailiwick if known. Names have
/// their final dot.
void append_cof(std::string& out, const RowView& row, const CofExtras& extras = {});

/// How times stand in a line.
enum class TimeStyle : std::uint8_t {
  kUnix = 0,  ///< Seconds, a number.
  kIso = 1,   ///< "2019-07-17T19:52:00Z", a string.
};

struct JsonOptions {
  TimeStyle times = TimeStyle::kUnix;
  bool days = false;  ///< On how many days it was seen, and on how many at most.
  bool ttl = false;   ///< The least and the greatest, where they are known.
  [[nodiscard]] bool has_details() const noexcept { return days || ttl; }
};

/// `days`, `ttl` or both with a comma between, each once. False when it is something else.
bool parse_details(std::string_view text, JsonOptions& options) noexcept;

/// The same fields with `source` (or, where sources are merged, `sources` and, when some are left
/// out, `sources_total`) and `how`: every row of an answer. rrtype is always text here. Days and
/// TTL need sightings that have them.
void append_json(std::string& out, const RowView& row, JsonOptions options = {});

}  // namespace spoor::feed
