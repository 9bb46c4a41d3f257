// SPDX-License-Identifier: Apache-2.0
// The native form: every row with all that is known of it, so that importing it gives equal answers
// (docs/formats/native.md).
#pragma once

#include <string>

#include "feed/row_view.h"
#include "record/source.h"

namespace spoor::feed {

inline constexpr int kNativeVersion = 1;

/// The first line of a native file.
void append_native_header(std::string& out);

/// One line. The row's sightings must carry their details (days and TTL), and its sources must not
/// be merged.
void append_native(std::string& out, const RowView& row, const record::SourceSpec& source);

}  // namespace spoor::feed
