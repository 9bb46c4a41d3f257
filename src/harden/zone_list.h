// SPDX-License-Identifier: Apache-2.0
// The list of zones that an authority serves, as a person writes it.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/name.h"

namespace spoor::harden {

/// One zone a line, `#` comments, blank lines; each zone once, in the order of the text. An empty
/// list is fine. Errors: kMalformed with the line number as offset.
Result<std::vector<dns::Name>> parse_zone_list(std::string_view text);

}  // namespace spoor::harden
