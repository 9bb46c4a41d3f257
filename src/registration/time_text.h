// SPDX-License-Identifier: Apache-2.0
// The times of registries and registrars, which agree on nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::registration {

/// Unix seconds of "2020-01-02T03:04:05.6+07:00", "2020-01-02 03:04:05 UTC", "2020/01/02",
/// "20200102", "02-Jan-2020", "2.1.2020", "2 January 2020", "Thu Jan 02 03:04:05 GMT 2020" and
/// their like; without a zone UTC is meant. Day and month in figures: day first, unless the second
/// is above 12. Empty when it is no time of the years 1970 to 9999.
std::optional<std::int64_t> parse_time(std::string_view text) noexcept;

}  // namespace spoor::registration
