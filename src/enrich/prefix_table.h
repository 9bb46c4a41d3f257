// SPDX-License-Identifier: Apache-2.0
// ASN, country and holder of address ranges from a table of text (docs/formats/enrichment.md).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "enrich/origin.h"
#include "enrich/range_map.h"
#include "enrich/source_file.h"

namespace spoor::enrich {

inline constexpr std::size_t kMostPrefixes = 4'000'000;  ///< Of one file.

/// Longest prefix first: some 8 octets for an IPv4 range and 20 for one of IPv6, and each holder
/// once.
class PrefixTable final : public OriginTable {
 public:
  /// Reads `prefix,asn,country,holder` or `start,end,asn,country,holder`, by comma or tab, the
  /// columns in any order where a head names them. Lines that cannot be read are counted in `file`
  /// and left out. Errors: kMalformed when no line can be read.
  static Result<std::shared_ptr<const PrefixTable>> parse(std::string_view text, SourceFile& file);

  void complete(const IpAddress& address, Origin& origin) const override;
  [[nodiscard]] std::size_t pieces() const noexcept { return v4_.pieces() + v6_.pieces(); }

 private:
  friend class PrefixReader;
  struct Owner {
    std::uint32_t asn = 0;
    std::string_view country;  // static
    std::uint32_t holder = 0;  // in holders_
  };

  RangeMap<std::uint32_t> v4_;  // to owners_
  RangeMap<Wide> v6_;
  std::vector<Owner> owners_;
  std::vector<std::string> holders_;
};

}  // namespace spoor::enrich
