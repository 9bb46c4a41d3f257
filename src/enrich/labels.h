// SPDX-License-Identifier: Apache-2.0
// All warning lists together: the tags of a name or an address.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/ip_address.h"
#include "enrich/name_table.h"
#include "enrich/range_map.h"
#include "enrich/tag.h"
#include "enrich/warning_list.h"

namespace spoor::enrich {

class Labels {
 public:
  Labels() = default;
  explicit Labels(const std::vector<std::shared_ptr<const WarningList>>& lists);

  /// Of a valid lower-cased wire name: as it stands in a list, or below a name that does.
  [[nodiscard]] TagSet tags(Bytes wire) const;
  [[nodiscard]] TagSet tags(const IpAddress& address) const noexcept;

 private:
  NameTable names_;  // to bits: tags of the name alone, and those of all below it, shifted
  std::array<RangeMap<std::uint32_t>, kTags> v4_;
  std::array<RangeMap<Wide>, kTags> v6_;
  std::vector<std::pair<std::string, Tag>> substrings_;
};

}  // namespace spoor::enrich
