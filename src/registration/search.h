// SPDX-License-Identifier: Apache-2.0
// Which domains were registered with a value: exact, from its beginning, or by its words.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "registration/registration.h"
#include "registration/searched_values.h"

namespace spoor::registration {

enum class Match : std::uint8_t {
  kExact = 1,  ///< The whole value; `example*`: its beginning.
  kWords,      ///< All of these words, anywhere in the value; `exam*` alone: a word's beginning.
};

struct SearchRequest {
  Field field = Field::kMailbox;
  std::string query;  ///< As typed; to_searched() reads it.
  Match match = Match::kExact;
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;  ///< At most kMaxResults.
};

inline constexpr std::uint64_t kMaxResults = 10'000;
/// Questions for a beginning gather their domains to sort them; beyond this many they are cut.
inline constexpr std::size_t kMaxGathered = 100'000;

/// A domain that was found.
struct Found {
  Version version;          ///< Of those that hold the value, the one observed last.
  bool is_current = false;  ///< Whether its source said nothing else since.
};

/// Finds in slices. Not thread-safe.
class SearchCursor {
 public:
  SearchCursor() = default;
  SearchCursor(const SearchCursor&) = delete;
  SearchCursor& operator=(const SearchCursor&) = delete;
  virtual ~SearchCursor() = default;

  /// Over the file `path`. Errors: kInvalid with what was expected of the query; of the file.
  static Result<std::unique_ptr<SearchCursor>> open(const std::string& path,
                                                    const SearchRequest& request);

  /// Looks at `rows` index rows more; true once all is found. Errors: of the file.
  virtual Result<bool> advance(std::uint32_t rows) = 0;

  /// Domains in order, one each; valid once advance() said true.
  [[nodiscard]] const std::vector<Found>& results() const noexcept { return results_; }
  /// How many domains there are in all.
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
  /// False when there are more than kMaxGathered: total() and what is sorted are of the first.
  [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }
  /// What was looked for, as it is compared.
  [[nodiscard]] const std::string& value() const noexcept { return value_; }

 protected:
  std::vector<Found> results_;
  std::uint64_t total_ = 0;
  bool is_complete_ = true;
  std::string value_;
};

}  // namespace spoor::registration
