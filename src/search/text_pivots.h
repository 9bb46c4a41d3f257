// SPDX-License-Identifier: Apache-2.0
// What the tokens of a TXT record are for. Inside the room only.
#pragma once

#include <string_view>
#include <vector>

#include "search/pivots.h"

namespace spoor::search {

/// Appends the pivots of a TXT or SPF record.
void append_text_pivots(std::vector<Pivot>& out, std::string_view rdata);

}  // namespace spoor::search
