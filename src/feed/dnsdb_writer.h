// SPDX-License-Identifier: Apache-2.0
// Rows as DNSDB's JSON objects: what its API answers with, with and without a frame around them,
// and what dnsdbq -j prints.
#pragma once

#include <cstdint>
#include <string>

#include "feed/cof_writer.h"
#include "feed/row_view.h"

namespace spoor::feed {

struct DnsdbOptions {
  TimeStyle times = TimeStyle::kUnix;
  bool has_bailiwick = true;   ///< Where it is known.
  bool rdata_is_array = true;  ///< Of one; else a string.
};

/// One object, without LF. Keys in the order of the original engine; what is not known is left out.
void append_dnsdb(std::string& out, const RowView& row, const DnsdbOptions& options = {});

/// `,"time_first":…,"time_last":…`, or the two of a zone.
void append_dnsdb_times(std::string& out, std::uint32_t first, std::uint32_t last, record::How how,
                        TimeStyle style);

}  // namespace spoor::feed
