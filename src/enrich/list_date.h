// SPDX-License-Identifier: Apache-2.0
// The dates that lists give themselves.
#pragma once

#include <cstdint>
#include <string_view>

namespace spoor::enrich {

/// "20230209" or "2023-02-09" as Unix seconds, UTC; 0 when it is no date of 1990 to 2105.
std::uint32_t parse_list_date(std::string_view text) noexcept;

}  // namespace spoor::enrich
