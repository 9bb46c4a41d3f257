// SPDX-License-Identifier: Apache-2.0
// How the rows of an answer spread over types, sources, domains …: exact counts over all of it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "enrich/enrichment.h"
#include "record/record_store.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::search {

enum class Facet : std::uint8_t {
  kType = 0,
  kSource = 1,
  kTld = 2,     ///< The owner's last label.
  kDomain = 3,  ///< The owner's registered domain.
  kAsn = 4,     ///< Of the address in an A or AAAA record.
  kCountry = 5,
  kBailiwick = 6,
  kTag = 7,   ///< Of the owner and of the address; a row may have several.
  kName = 8,  ///< The owner.
};
inline constexpr std::size_t kFacets = 9;
inline constexpr std::size_t kUsualFacets = 8;  ///< Those before kName, which are many.

/// "type", "source", "tld", "domain", "asn", "country", "bailiwick", "tag", "name".
std::string_view facet_text(Facet facet) noexcept;
/// Several with commas between, each once. Errors: kInvalid.
Result<std::vector<Facet>> parse_facets(std::string_view text);

struct FacetOptions {
  std::vector<Facet> which;  ///< Empty: the usual ones.
  std::uint32_t top = 20;    ///< Values told of each; all are counted.
  std::shared_ptr<const enrich::Enrichment> enrichment = enrich::default_enrichment();
};

struct FacetValue {
  std::string value;  ///< As the filter takes it: names in presentation form, "AS64500".
  std::string label;  ///< Who holds an AS; else empty.
  std::uint64_t rows = 0;
  bool operator==(const FacetValue&) const = default;
};

struct FacetCounts {
  Facet facet{};
  std::uint64_t distinct = 0;      ///< Values there are.
  std::uint64_t without = 0;       ///< Rows that have no value.
  std::vector<FacetValue> values;  ///< The commonest first; ties by value.
  bool operator==(const FacetCounts&) const = default;
};

struct FacetAnswer {
  std::uint64_t num_results = 0;  ///< Rows, in the request's grouping.
  std::uint64_t count = 0;        ///< Sum of their counts; saturates.
  std::optional<TimeSpan> seen;
  std::optional<TimeSpan> zone_seen;
  std::vector<FacetCounts> facets;
};

/// Facets in the making.
class FacetCursor {
 public:
  virtual ~FacetCursor() = default;
  /// Looks at no more than about `records` further records or values (one at least); true when all
  /// is counted. Errors: kCorrupt, kIo.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  /// Reads no more rows: advance() then comes to an end soon, with what was counted.
  virtual void stop() = 0;
  /// After advance() was true. Lives as long as the cursor.
  [[nodiscard]] virtual const FacetAnswer& answer() const = 0;
};

/// Counts step by step, in `request.sort_bytes` of memory, and on disk where that is not enough;
/// limit, offset, order and token do not matter. `store` must outlive the cursor. Errors as
/// search().
Result<std::unique_ptr<FacetCursor>> open_facets(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 FacetOptions options);

}  // namespace spoor::search
