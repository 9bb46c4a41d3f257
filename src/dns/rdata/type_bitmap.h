// SPDX-License-Identifier: Apache-2.0
// The sets of types in NSEC, NSEC3, CSYNC (windows, RFC 4034 section 4.1.2) and NXT (one bitmap,
// RFC 2535 section 5.2). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"

namespace spoor::dns {

class RdataTextReader;

/// Whether `octets` is a set of windows in rising order, none empty and none with trailing zero
/// octets.
bool is_type_bitmap(Bytes octets) noexcept;
/// Whether `octets` is an NXT bitmap: 1 to 16 octets, the last not zero, bit 0 (another format) not
/// set.
bool is_nxt_bitmap(Bytes octets) noexcept;

/// Appends the mnemonics, each with a space before it but the first; both need a set that the above
/// accept.
void append_type_bitmap(std::string& out, Bytes octets);
void append_nxt_bitmap(std::string& out, Bytes octets);

/// Reads mnemonics up to the end of the text; false after in.fail().
bool read_type_bitmap(RdataTextReader& in) noexcept;
bool read_nxt_bitmap(RdataTextReader& in) noexcept;

}  // namespace spoor::dns
