// SPDX-License-Identifier: Apache-2.0
// The fields of COF, which DNSDB's objects have as well. Inside the room only.
#pragma once

#include <string_view>

#include "feed/json_value.h"
#include "feed/totals_outlet.h"

namespace spoor::feed {

/// Reads the value of `key` into the row; other keys mean nothing. A fault is set in the row.
void read_cof_field(std::string_view key, ondemand::value value, TotalsRow& row);

}  // namespace spoor::feed
