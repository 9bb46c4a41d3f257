// SPDX-License-Identifier: Apache-2.0
// An answer rolled up by registered domain.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "enrich/enrichment.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

enum class GroupOrder : std::uint8_t {
  kDomain = 0,  ///< By labels from the right.
  kNames = 1,
  kRows = 2,
  kCount = 3,
  kFirstSeen = 4,
  kLastSeen = 5,
};

/// How groups are ordered; ties by domain, ascending.
struct GroupSort {
  GroupOrder by = GroupOrder::kNames;
  bool descending = true;
  bool operator==(const GroupSort&) const = default;
};

/// `domain`, `names`, `rows`, `count`, `first_seen` or `last_seen`, with `-` before it for
/// descending. Errors: kInvalid.
Result<GroupSort> parse_group_sort(std::string_view text);

inline constexpr std::uint64_t kMostGroups = 10'000;     ///< On one page.
inline constexpr std::uint64_t kDeepestGroup = 100'000;  ///< A page begins no further.

struct GroupOptions {
  GroupSort sort;
  std::uint64_t limit = 100;  ///< kMostGroups at most.
  std::uint64_t offset = 0;   ///< kDeepestGroup at most.
  std::shared_ptr<const enrich::Enrichment> enrichment = enrich::default_enrichment();
};

/// All that an answer knows of one registered domain.
struct Group {
  std::string domain;       ///< Sort form of the registered domain, or of an owner that is at or
                            ///< above a public suffix.
  bool is_suffix = false;   ///< The latter.
  std::uint64_t names = 0;  ///< Distinct owners.
  std::uint64_t rows = 0;
  std::uint64_t count = 0;  ///< Saturates.
  std::uint32_t first = 0;  ///< Unix seconds.
  std::uint32_t last = 0;
  bool operator==(const Group&) const = default;
};

struct GroupAnswer {
  std::uint64_t num_results = 0;  ///< Rows.
  std::uint64_t names = 0;        ///< Distinct owners.
  std::uint64_t num_groups = 0;   ///< Of the whole answer.
  std::vector<Group> groups;      ///< The page.
};

/// Groups in the making.
class GroupCursor {
 public:
  virtual ~GroupCursor() = default;
  /// As FacetCursor's.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  virtual void stop() = 0;
  [[nodiscard]] virtual const GroupAnswer& answer() const = 0;
};

/// Groups step by step, in bounded memory; limit, offset, order and token of the request do not
/// matter. `store` must outlive the cursor. Errors as search(); kInvalid (limit, offset).
Result<std::unique_ptr<GroupCursor>> open_groups(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 GroupOptions options);

}  // namespace spoor::search
