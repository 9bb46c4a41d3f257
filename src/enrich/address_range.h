// SPDX-License-Identifier: Apache-2.0
// A prefix or an address of a list, as first and last address.
#pragma once

#include <optional>
#include <string_view>

#include "base/ip_address.h"

namespace spoor::enrich {

struct AddressRange {
  IpAddress first, last;  ///< Of one family, not backwards.
  bool operator==(const AddressRange&) const = default;
};

/// "192.0.2.0/24", "2001:db8::/32", or one address. Bits behind the prefix are taken as 0. Empty
/// when it is none.
std::optional<AddressRange> parse_address_range(std::string_view text) noexcept;

}  // namespace spoor::enrich
