// SPDX-License-Identifier: Apache-2.0
// Lists inside old types: address prefixes (APL, RFC 3123) and well known services (WKS, RFC 1035
// section 3.4.2). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"

namespace spoor::dns {

class RdataTextReader;

/// Whether `octets` is a list of APL items whose parts end without a zero octet (RFC 3123 section
/// 4). Any family.
bool is_address_list(Bytes octets) noexcept;

/// Appends `[!]family:address/prefix`, space between. False for families other than 1 and 2 and for
/// prefixes longer than an address: then nothing useful was appended.
bool append_address_list(std::string& out, Bytes octets);
bool read_address_list(RdataTextReader& in) noexcept;

/// Appends protocol and ports as numbers. False where the bitmap ends in a zero octet, which no
/// text can say.
bool append_wks_services(std::string& out, Bytes octets);
bool read_wks_services(RdataTextReader& in) noexcept;

}  // namespace spoor::dns
