// SPDX-License-Identifier: Apache-2.0
// The text of LOC (RFC 1876 section 3). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"

namespace spoor::dns {

class RdataTextReader;

/// Appends the sixteen octets as text. False for another version, or values that no text can say.
bool append_location(std::string& out, Bytes octets);
bool read_location(RdataTextReader& in) noexcept;

}  // namespace spoor::dns
