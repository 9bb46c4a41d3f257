// SPDX-License-Identifier: Apache-2.0
// Small texts for people and scripts: grouped numbers, JSON strings and marks under a character,
// beside times and hostile text made harmless (base/plain_text.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/plain_text.h"

namespace spoor::cli {

/// "1,234,567".
std::string grouped(std::uint64_t number);

/// Appends a JSON string with its quotes; octets that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

/// Appends rows of as many cells each, with at least two blanks between.
void append_columns(std::string& out, const std::vector<std::vector<std::string>>& rows);

/// The line of `text` in which `offset` lies, and below it a mark under the character; empty when
/// the line is long or would not be harmless.
std::string pointed_at(std::string_view text, std::size_t offset);

}  // namespace spoor::cli
