// SPDX-License-Identifier: Apache-2.0
// The texts of a store that match a pattern, in the order of their list. Inside the room only.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "search/budget.h"
#include "search/pattern_matcher.h"
#include "search/query.h"
#include "search/search.h"

namespace spoor::search {

class PatternScan {
 public:
  /// `query` is a pattern; entries of the list below `lower` are left out. Errors: those of the
  /// pattern, with "pattern" or "exclude" in `where`.
  static Result<std::unique_ptr<PatternScan>> open(const record::Snapshot& snapshot,
                                                   const Query& query, const std::string& lower);

  /// Goes to the next text that matches.
  Result<Step> next(Budget& budget);
  /// After kRow: the list's entry (a forward form, or record::append_value_entry()'s).
  [[nodiscard]] const std::string& entry() const noexcept { return entry_; }
  /// How far a scan has come.
  struct Place {
    std::string entry;
    bool is_behind = false;  ///< Behind the entry; else at it.
    auto operator<=>(const Place&) const = default;
  };
  /// After kPaused: what is still to come. Nothing while that is all there was at the beginning.
  [[nodiscard]] const std::optional<Place>& place() const noexcept { return place_; }

 private:
  /// One part of the store.
  struct Part {
    std::unique_ptr<record::TextCursor> texts;
    record::TextBlock block;
    std::vector<std::uint32_t> lines;  // of block, that match
    std::size_t next = 0;              // in lines
    std::string head;                  // the entry at lines[next]; empty: none at hand
    std::string last;                  // the last entry of the block
    bool is_done = false;
  };

  PatternScan() = default;
  Result<bool> read_head(Part& part, Budget& budget);
  Status take_block(Part& part);
  Status take_line(Part& part);
  [[nodiscard]] Result<std::string> entry_of(const record::TextBlock& block,
                                             std::size_t line) const;
  void note_place();

  record::TextList list_ = record::TextList::kNames;
  std::unique_ptr<PatternMatcher> matcher_, exclude_;
  std::vector<Part> parts_;
  std::string entry_;
  bool has_read_ = false;
  std::optional<Place> place_;
};

}  // namespace spoor::search
