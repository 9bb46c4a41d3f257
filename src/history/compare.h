// SPDX-License-Identifier: Apache-2.0
// Two dates, two names or two sources side by side: what came, what went, what stayed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/key_table.h"
#include "history/presence.h"
#include "history/row_walk.h"
#include "history/watch.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

/// One side: a question, and the days that count.
struct CompareSide {
  search::SearchRequest request;  ///< Page, order and grouping do not matter.
  std::optional<record::DayRun> span;
};

struct CompareQuestion {
  CompareSide before, after;
  std::uint32_t most = 1000;  ///< Items of each kind in full; 1..kMostCompared.
};
inline constexpr std::uint32_t kMostCompared = 10'000;

/// What one side knows of an item.
struct SideSeen {
  Certainty certainty = Certainty::kNo;
  std::uint32_t first = 0;  ///< Unix seconds, of all its time, not of the span.
  std::uint32_t last = 0;
  std::uint64_t count = 0;
  std::uint32_t rows = 0;
};

enum class Fate : std::uint8_t { kCame = 0, kWent = 1, kStayed = 2 };
inline constexpr std::size_t kFates = 3;

/// What is compared: a value (type and rdata), with its owner where that says more.
struct CompareItem {
  dns::RrType type{};
  std::string type_text;
  std::string owner;  ///< Wire form; empty where only values are compared.
  std::string rdata;  ///< Empty where only owners are compared.
  SideSeen before, after;
  Fate fate = Fate::kStayed;
  /// Stayed: confirmed on both sides. Came and went: confirmed on one, and the other span was
  /// watched on all its days.
  bool is_certain = false;
};

/// Both sides of one question: what is compared. One name's values, or one value's names, by
/// themselves where the two sides ask for different ones.
struct CompareShape {
  bool by_owner = false;
  bool by_rdata = false;
};
CompareShape shape_of(const CompareQuestion& question);

class CompareCursor {
 public:
  /// `store` must outlive the cursor. Errors: kInvalid (sides of different kinds, most),
  /// search()'s.
  static Result<std::unique_ptr<CompareCursor>> open(const record::RecordStore& store,
                                                     const CompareQuestion& question);
  /// Looks at about `records` further records; true when both sides were walked. Errors: kCorrupt,
  /// kIo.
  Result<bool> advance(std::uint64_t records);

  /// Ends early: what was found so far counts as all.
  void stop();

  /// After the end: by type, then owner and value; at most as many as asked of each fate.
  [[nodiscard]] const std::vector<CompareItem>& items(Fate fate) const noexcept {
    return items_[static_cast<std::size_t>(fate)];
  }
  [[nodiscard]] std::uint64_t total(Fate fate) const noexcept {
    return totals_[static_cast<std::size_t>(fate)];
  }
  [[nodiscard]] std::uint64_t certain(Fate fate) const noexcept {
    return certain_[static_cast<std::size_t>(fate)];
  }
  /// False: there were more items than memory allows; the totals are lower bounds, and what came
  /// may be among what was left out.
  [[nodiscard]] bool is_whole() const noexcept { return !is_full_; }
  [[nodiscard]] const Watch& watch_before() const noexcept { return *watches_[0]; }
  [[nodiscard]] const Watch& watch_after() const noexcept { return *watches_[1]; }

 private:
  using Sides = std::array<SideSeen, 2>;

  CompareCursor(const record::RecordStore& store, CompareQuestion question);
  [[nodiscard]] const CompareSide& side(std::size_t at) const noexcept {
    return at == 0 ? question_.before : question_.after;
  }
  void add(const search::Row& row);
  [[nodiscard]] bool was_watched(std::size_t at) const;
  void finish();
  void keep(std::string_view key, const Sides& seen);

  const record::RecordStore& store_;
  CompareQuestion question_;
  CompareShape shape_;
  std::array<std::optional<Watch>, 2> watches_;
  std::array<bool, 2> was_watched_{};
  std::optional<RowWalk> walk_;
  std::size_t at_ = 0;  // the side that is walked; 2 at the end
  KeyTable<Sides> found_;
  bool is_full_ = false;
  std::string key_;
  std::array<std::vector<CompareItem>, kFates> items_;
  std::array<std::uint64_t, kFates> totals_{}, certain_{};
};

}  // namespace spoor::history
