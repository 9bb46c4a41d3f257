// SPDX-License-Identifier: Apache-2.0
// Days as people read and type them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/day_set.h"

namespace spoor::history {

/// Appends `2019-07-14`.
void append_day(std::string& out, std::uint32_t day);
std::string day_text(std::uint32_t day);

/// The day of a moment as search::parse_time() reads it: `2019-07-14`, `-7d`, `now`. Errors:
/// kInvalid.
Result<std::uint32_t> parse_day(std::string_view text, std::uint32_t now_s);

/// One day, or two with `..` between, the first not after the last. Errors: kInvalid.
Result<record::DayRun> parse_days(std::string_view text, std::uint32_t now_s);

/// The days from `from` to `to`, either of which may be empty for no bound. Errors: kInvalid, with
/// "from" or "to" in `where`.
Result<record::DayRun> parse_day_bounds(std::string_view from, std::string_view to,
                                        std::uint32_t now_s);

}  // namespace spoor::history
