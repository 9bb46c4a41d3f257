// SPDX-License-Identifier: Apache-2.0
// Parts of a row as people see them in a table or a spreadsheet: printable ASCII, whatever came in.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "dns/rr_type.h"

namespace spoor::feed {

/// A name without its final dot; the root is ".".
void append_shown_name(std::string& out, Bytes wire);

/// Presentation form of canonical rdata; never nothing: what is empty shows as "".
void append_shown_rdata(std::string& out, dns::RrType type, std::string_view rdata);

}  // namespace spoor::feed
