// SPDX-License-Identifier: Apache-2.0
// The names of an answer as a tree, with what lies below each counted.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/name.h"
#include "record/record_store.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::search {

enum class TreeOrder : std::uint8_t {
  kFirstSeen = 0,
  kLastSeen = 1,
  kNames = 2,
  kRows = 3,
  kCount = 4,
  kName = 5,
};

/// How the children of a name are ordered; ties by name, ascending.
struct TreeSort {
  TreeOrder by = TreeOrder::kFirstSeen;
  bool descending = true;
  bool operator==(const TreeSort&) const = default;
};

/// `first_seen`, `last_seen`, `names`, `rows`, `count` or `name`, with `-` before it for
/// descending. Errors: kInvalid.
Result<TreeSort> parse_tree_sort(std::string_view text);

inline constexpr std::uint32_t kMostChildren = 1000;  ///< Told of one name.
inline constexpr std::uint32_t kDeepestTree = 3;      ///< Levels of children told.
inline constexpr std::uint32_t kChildrenBelow = 10;   ///< Told of each name below the first level.

inline constexpr std::uint64_t kManyOneShots = 1000;
inline constexpr std::uint64_t kManyMachineMade = 64;
inline constexpr std::uint64_t kOneShotCount = 4;

struct TreeOptions {
  /// Only names at or below this one. By default the name of a question for names, else the root.
  std::optional<dns::Name> under;
  TreeSort sort;
  std::uint32_t depth = 1;         ///< Levels of children, 1 to kDeepestTree.
  std::uint32_t limit = 100;       ///< Children of the first level, kMostChildren at most.
  std::optional<TimeSpan> new_in;  ///< Names first seen in it are new.
  bool collapses = true;
};

/// What is known of a name and of all below it.
struct TreeTotals {
  std::uint64_t names = 0;  ///< Distinct owners.
  std::uint64_t rows = 0;
  std::uint64_t count = 0;                                          ///< Saturates.
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();  ///< Unix seconds.
  std::uint32_t last = 0;
  std::uint64_t new_names = 0;  ///< Owners first seen in `new_in`.
  bool operator==(const TreeTotals&) const = default;
};

/// Children that nobody wants to read one by one, in one line. A child is one-shot when it is one
/// name alone that was counted kOneShotCount times at most and seen on one day only; it is
/// machine-made when its label looks so (label_look.h). From kManyOneShots or kManyMachineMade of
/// one parent on they are collapsed.
struct CollapsedChildren {
  std::uint64_t children = 0;
  std::uint64_t one_shot = 0;
  std::uint64_t machine_made = 0;
  std::uint64_t new_children = 0;
  TreeTotals totals;
  std::vector<std::string> examples;  ///< Sort forms; the first three in the order asked.
  bool operator==(const CollapsedChildren&) const = default;
};

struct TreeNode {
  std::string name;  ///< Sort form.
  TreeTotals totals;
  std::uint64_t own_rows = 0;      ///< Of the name itself; 0: it only has names below.
  bool is_new = false;             ///< All of it first seen in `new_in`.
  std::uint64_t num_children = 0;  ///< Names one label longer, collapsed ones too.
  std::uint64_t new_children = 0;
  std::vector<TreeNode> children;  ///< As many as are told.
  std::optional<CollapsedChildren> collapsed;
  bool operator==(const TreeNode&) const = default;
};

/// A tree in the making.
class TreeCursor {
 public:
  virtual ~TreeCursor() = default;
  /// As FacetCursor's.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  virtual void stop() = 0;
  /// After advance() was true: the name that the tree is of.
  [[nodiscard]] virtual const TreeNode& root() const = 0;
};

/// A tree step by step, in bounded memory; limit, offset, order and token of the request do not
/// matter. `store` must outlive the cursor. Errors as search(); kInvalid (limit, depth).
Result<std::unique_ptr<TreeCursor>> open_tree(const record::RecordStore& store,
                                              const SearchRequest& request, TreeOptions options);

}  // namespace spoor::search
