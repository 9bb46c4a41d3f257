// SPDX-License-Identifier: Apache-2.0
// SvcParams of SVCB and HTTPS (RFC 9460 sections 2.1, 2.2, 7, appendix A; ohttp: RFC 9540; dohpath:
// RFC 9461). Private to this room.
#pragma once

#include <string>

#include "base/bytes.h"

namespace spoor::dns {

class RdataTextReader;

/// Whether `octets` is a list of parameters with keys in strictly rising order and values of the
/// shape that each known key wants (RFC 9460 section 2.2: all else is malformed).
bool are_svc_params(Bytes octets) noexcept;

/// Appends ` key=value` for each. False when the parameters contradict each other (a mandatory key
/// that is absent, no-default-alpn without alpn): on the wire such are kept, in text they are an
/// error.
bool append_svc_params(std::string& out, Bytes octets);

/// Reads parameters in any order up to the end of the text and writes them sorted.
bool read_svc_params(RdataTextReader& in) noexcept;

}  // namespace spoor::dns
