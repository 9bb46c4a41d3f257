// SPDX-License-Identifier: Apache-2.0
// Small texts that every way out shares: times, and hostile text made harmless.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spoor {

/// Appends "2019-07-17 19:52:07", UTC.
void append_time_text(std::string& out, std::uint32_t unix_s);
std::string time_text(std::uint32_t unix_s);

/// Appends "2019-07-17T19:52:07Z" (RFC 3339 section 5.6).
void append_iso_time(std::string& out, std::uint32_t unix_s);

/// ASCII 0x20..0x7e as it is, every other octet as \DDD: no terminal obeys it.
std::string printable(std::string_view text);
/// The same, in place, for what stands in `out` from `at` on.
void make_printable(std::string& out, std::size_t at);

/// Characters of a text in UTF-8; an octet that belongs to none begins none.
std::size_t count_characters(std::string_view text);

}  // namespace spoor
