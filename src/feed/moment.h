// SPDX-License-Identifier: Apache-2.0
// Times as feeds write them, to Unix seconds.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::feed {

/// A date, or a date and a clock: `2023-11-14`, `2023-11-14T22:13:20.25Z`, `2023-11-14 22:13:20`,
/// `2019-07-17, 19:52`. The zone may be Z, UTC or an offset (+0200, +02:00); without one it is UTC.
/// Fractions are dropped. Nothing where it is no such time, or lies outside 0 < t < 2^32.
std::optional<std::uint32_t> parse_moment(std::string_view text) noexcept;

/// Decimal seconds since 1970, with a fraction (dropped) or without; above 10^11 they are
/// milliseconds, above 10^14 microseconds. Likewise nothing.
std::optional<std::uint32_t> parse_epoch(std::string_view text) noexcept;

/// Either.
std::optional<std::uint32_t> parse_time(std::string_view text) noexcept;

}  // namespace spoor::feed
