// SPDX-License-Identifier: Apache-2.0
// Spans of time as people type them, whole days included.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "search/time_text.h"

namespace spoor::search {

/// From one second to another, both included; an absent end is open.
struct MomentSpan {
  std::optional<Moment> from, to;
};

/// `FROM..TO`, `FROM..`, `..TO`, or one of them alone. Each is a time (parse_time), a UTC month
/// `2019-07`, a year `2019`, `today` or `yesterday`; what names a day, a month or a year stands for
/// all of it, so that `2019-07-01..2019-07-14` holds the last second of the fourteenth. A moment
/// alone is the span of that second; `-7d` alone is from then to now. Errors: kInvalid, with the
/// offset of the end that is wrong; also when the span runs backwards.
Result<MomentSpan> parse_span(std::string_view text, std::uint32_t now_s);

}  // namespace spoor::search
