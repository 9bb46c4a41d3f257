// SPDX-License-Identifier: Apache-2.0
// Octets as text in quotes (RFC 1035 section 5.1). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"

namespace spoor::dns {

/// Appends `octets` in quotes; `"` and `\` escaped with `\`, octets outside 0x20..0x7e as `\DDD`.
void append_quoted(std::string& out, Bytes octets);

}  // namespace spoor::dns
