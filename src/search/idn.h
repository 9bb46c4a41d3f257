// SPDX-License-Identifier: Apache-2.0
// Internationalised names: IDNA 2008, non-transitional, by libidn2.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::search {

/// The `xn--` form of a name in UTF-8; ASCII is left as it is. Errors: kInvalid.
Result<std::string> to_punycode(std::string_view name);

/// The Unicode form of a name in ASCII; empty when it has none, or is no valid IDN.
std::string to_unicode(std::string_view name);

}  // namespace spoor::search
