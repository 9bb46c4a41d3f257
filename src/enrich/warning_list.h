// SPDX-License-Identifier: Apache-2.0
// Lists of names and addresses in the format of the MISP warning lists, each bound to one tag.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "enrich/range_map.h"
#include "enrich/source_file.h"
#include "enrich/tag.h"

namespace spoor::enrich {

inline constexpr std::size_t kMostListItems = 4'000'000;  ///< Of one list.
inline constexpr std::size_t kMostSubstrings = 256;       ///< Of one list.

/// What one list names.
struct WarningList {
  Tag tag{};
  std::vector<std::uint64_t> exact;        ///< name_hash() of names.
  std::vector<std::uint64_t> at_or_below;  ///< And of names that stand for all below too.
  std::vector<std::string> substrings;     ///< Of names in presentation form, lower case.
  std::vector<Range<std::uint32_t>> v4;
  std::vector<Range<Wide>> v6;
};

/// Reads the JSON object of a list: `type` string, hostname, substring or cidr; addresses and
/// prefixes may stand in each but substring. Items that cannot be read are counted in `file`, whose
/// date is `version` where that is a date. Errors: kMalformed; kInvalid for regular expressions,
/// which are not looked for.
Result<std::shared_ptr<const WarningList>> parse_warning_list(std::string_view json, Tag tag,
                                                              SourceFile& file);

/// The tag that a list bears by its name in the MISP collection ("cloudflare", "sinkholes").
std::optional<Tag> tag_of_list(std::string_view name) noexcept;

}  // namespace spoor::enrich
