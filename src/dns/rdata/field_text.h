// SPDX-License-Identifier: Apache-2.0
// The presentation form of whole rdata by its layout; reading stands in text_reader.h
// (read_fields). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"
#include "dns/rdata/layout.h"

namespace spoor::dns {

/// Appends the fields with spaces between. False when `rdata` does not fit the layout, or when no
/// text of this type says exactly these octets: `out` then holds rubbish behind its old end.
bool append_fields(std::string& out, const Layout& layout, Bytes rdata);

}  // namespace spoor::dns
