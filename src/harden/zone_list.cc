// SPDX-License-Identifier: Apache-2.0
#include "harden/zone_list.h"

#include <algorithm>

namespace spoor::harden {

Result<std::vector<dns::Name>> parse_zone_list(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  std::vector<dns::Name> zones;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    line = line.substr(0, line.find('#'));
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    line = line.substr(0, line.find_last_not_of(kBlank) + 1);
    if (line.empty()) continue;
    if (line.find_first_of(kBlank) != std::string_view::npos) {
      return Error{ErrorCode::kMalformed, "zone list: expected one zone a line (line)", number};
    }
    auto zone = dns::parse_name(line);
    if (!zone) return Error{ErrorCode::kMalformed, "zone list: not a name (line)", number};
    if (std::find(zones.begin(), zones.end(), *zone) == zones.end()) zones.push_back(*zone);
  }
  return zones;
}

}  // namespace spoor::harden
