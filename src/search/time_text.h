// SPDX-License-Identifier: Apache-2.0
// Times as people type them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace spoor::search {

/// A second of a time fence.
struct Moment {
  std::uint32_t unix_s = 0;
  std::optional<std::uint32_t>
      ago_s;  ///< How it was said, when relative to now: the same question next page.
  bool operator==(const Moment&) const = default;
};

/// Unix seconds; `2019-07-14`, `2019-07-14T16:42`, `2019-07-14 16:42:05+02:00` (UTC unless it says
/// otherwise, a fraction of a second is dropped, a date alone is its first second); `-7d -12h -30m
/// -45s -2w` and `-90` (seconds) before `now_s`; `now`. Errors: kInvalid.
Result<Moment> parse_time(std::string_view text, std::uint32_t now_s);

}  // namespace spoor::search
