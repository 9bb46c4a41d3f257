// SPDX-License-Identifier: Apache-2.0
// Rows as comma-separated values for spreadsheets (RFC 4180, but lines end with LF). Always
// printable ASCII.
#pragma once

#include <string>
#include <string_view>

#include "feed/row_view.h"

namespace spoor::feed {

/// "Query,Type,Bailiwick,Source,How,Count,Response,First seen,Last seen" and LF.
std::string_view csv_head();

/// One row and LF. Names without their final dot, times as "2019-07-17 19:52:07"; where sources are
/// merged, their names with blanks between ("(3 more)" behind the first 64). A cell that a
/// spreadsheet would take for a formula (it begins with = + - @, tab or CR) gets a ' in front.
void append_csv(std::string& out, const RowView& row);

}  // namespace spoor::feed
