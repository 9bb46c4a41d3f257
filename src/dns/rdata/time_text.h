// SPDX-License-Identifier: Apache-2.0
// Times and periods as zone files write them. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::dns {

/// Whether two words are the same without regard to ASCII case.
bool same_word(std::string_view a, std::string_view b) noexcept;

/// Digits only, at most `max`.
bool parse_decimal(std::string_view digits, std::uint64_t max, std::uint64_t& value) noexcept;

/// Appends YYYYMMDDHHmmSS, UTC (RFC 4034 section 3.2), for Unix seconds up to 2106.
void append_time(std::string& out, std::uint32_t time_s);
/// Reads fourteen digits, or at most ten digits of Unix seconds. Times count modulo 2^32 (RFC 4034
/// section 3.1.5), so that what others write for a time before 1970 or after 2106 is the same
/// number.
bool parse_time(std::string_view text, std::uint32_t& time_s) noexcept;

/// Seconds, or numbers with the units w d h m s: `1h30m`.
bool parse_period(std::string_view text, std::uint32_t& period_s) noexcept;

}  // namespace spoor::dns
