// SPDX-License-Identifier: Apache-2.0
#include "enrich/list_date.h"

#include <chrono>

namespace spoor::enrich {

std::uint32_t parse_list_date(std::string_view text) noexcept {
  unsigned digits[8] = {};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash = text.size() == 10 && (i == 4 || i == 7);
    if (is_dash && text[i] == '-') continue;
    if (is_dash || text[i] < '0' || text[i] > '9' || count == 8) return 0;
    digits[count++] = static_cast<unsigned>(text[i] - '0');
  }
  if (count != 8) return 0;
  const unsigned year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{digits[4] * 10 + digits[5]},
                                         std::chrono::day{digits[6] * 10 + digits[7]}};
  if (!date.ok() || year < 1990 || year > 2105) return 0;
  const auto days = std::chrono::sys_days{date}.time_since_epoch();
  return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(days).count());
}

}  // namespace spoor::enrich
