// SPDX-License-Identifier: Apache-2.0
// Small texts for people and scripts: times, grouped numbers, JSON strings, and hostile text made
// harmless.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::cli {

/// "2019-07-17 19:52:07", UTC.
std::string time_text(std::uint32_t unix_s);

/// "1,234,567".
std::string grouped(std::uint64_t number);

/// ASCII 0x20..0x7e as it is, every other octet as \DDD: no terminal obeys it.
std::string printable(std::string_view text);

/// Appends a JSON string with its quotes; octets that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace spoor::cli
