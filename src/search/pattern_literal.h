// SPDX-License-Identifier: Apache-2.0
// A string that stands in every text that a pattern matches. Inside the room only.
#pragma once

#include <string>

#include "search/pattern.h"

namespace spoor::search {

/// In lower case; the one that is likely to be in the fewest texts. Empty when none of two octets
/// is sure.
std::string needed_literal(const PatternNode& pattern);

}  // namespace spoor::search
