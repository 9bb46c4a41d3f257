// SPDX-License-Identifier: Apache-2.0
// How popular domains are, from a list `rank,domain` (Tranco, Umbrella and the like).
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "enrich/name_table.h"
#include "enrich/public_suffixes.h"
#include "enrich/source_file.h"

namespace spoor::enrich {

inline constexpr std::size_t kMostRanked = 10'000'000;

/// Ranks by registered domain; of a host name the domain takes the rank, the best that it gets.
class Popularity {
 public:
  /// A head, a third column and lists of bare names (the line is the rank) are fine. Lines that
  /// cannot be read are counted in `file`. Errors: kMalformed when no line can be read.
  static Result<std::shared_ptr<const Popularity>> parse(std::string_view text,
                                                         const PublicSuffixes& suffixes,
                                                         SourceFile& file);
  /// 1 = most popular, 0 = not ranked. `domain`: registered domain, or a public suffix.
  [[nodiscard]] std::uint32_t rank(Bytes domain) const noexcept {
    return ranks_.find(name_hash(domain));
  }

 private:
  NameTable ranks_;
};

}  // namespace spoor::enrich
