// SPDX-License-Identifier: Apache-2.0
// One filter as a person says it: `type:MX` in the box, `type=MX` in an address, `--type MX` on the
// command line. The same keys and values everywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

enum class FilterKey : std::uint8_t {
  kType = 0,
  kNotType,
  kSource,
  kNotSource,
  kBailiwick,
  kFirstAfter,
  kFirstBefore,
  kLastAfter,
  kLastBefore,
  kSince,
  kUntil,
  kSeen,
  kOnly,
  kCountMin,
  kCountMax,
  kAsn,
  kNotAsn,
  kCountry,
  kNotCountry,
  kTag,
  kNotTag,
  kMerge,
  kSort,
  kLimit,
  kExclude,  ///< Of a pattern: what matches this one as well is left out.
  kNotBailiwick,
  kName,
  kNotName,
  kRdata,  ///< The whole value is one: texts hold commas.
  kNotRdata,
  kTld,
  kNotTld,
  kDomain,
  kNotDomain,
};
inline constexpr std::size_t kFilterKeys = 34;

/// As a bailiwick: those that are not known. A zone of that name has a final dot.
inline constexpr std::string_view kUnknownBailiwick = "unknown";

/// Its parameter in an address; with `-` for `_`, its flag.
std::string_view filter_parameter(FilterKey key) noexcept;

struct FilterWord {
  FilterKey key{};
  std::string value;
  std::size_t offset = 0;  ///< Of its first octet in what was pasted.
  std::size_t value_offset = 0;
  bool operator==(const FilterWord& other) const {
    return key == other.key && value == other.value;
  }
};

/// What filters are read against.
struct FilterContext {
  std::uint32_t now_s = 0;
  /// Knows partners' own types; null: any word that could be one will do.
  const record::RecordStore* store = nullptr;
};

/// Adds one filter to a request. Values with commas are several (but of rdata); in names a comma
/// behind a backslash is their own. Errors: kInvalid with the offset
/// in the value; also when a bound is set twice.
Status apply_filter(const FilterWord& word, const FilterContext& context, SearchRequest& request);

/// `AS64500`, `as64500` or `64500`. Errors: kInvalid.
Result<std::uint32_t> parse_asn(std::string_view text);
/// Two letters; upper case. Errors: kInvalid.
Result<std::string> parse_country(std::string_view text);

}  // namespace spoor::search
