// SPDX-License-Identifier: Apache-2.0
// The wire form that a value of the index by value stands for: rdata is written around it.
#pragma once

#include <string>
#include <string_view>

namespace spoor::store {

/// Replaces `out` by the octets that `value` (kind octet first) stands for inside rdata: an
/// address, a name in wire form, whole raw rdata. Empty for tokens. False when the value is
/// malformed.
bool value_to_wire(std::string_view value, std::string& out);

}  // namespace spoor::store
