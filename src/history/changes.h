// SPDX-License-Identifier: Apache-2.0
// What happened to a name, or to the names of a domain: moved, new name server, gone, back again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "history/name_days.h"
#include "history/row_walk.h"
#include "history/watch.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

enum class ChangeKind : std::uint8_t {
  kAppeared = 0,  ///< The name was first seen.
  kMoved = 1,     ///< The set of its A, AAAA or CNAME values gained one.
  kNewNs = 2,     ///< A name server that the name, known before, did not have.
  kNewMx = 3,     ///< A mail exchanger, likewise.
  kFirstTxt = 4,  ///< The first TXT record of a name known before.
  kNewType = 5,   ///< The first record of any other type.
  kGone = 6,      ///< A value, or all of the name: watched in vain on so many days.
  kCameBack = 7,  ///< Seen again after being gone.
};
inline constexpr std::size_t kChangeKinds = 8;

/// `appeared`, `moved`, `new_ns`, `new_mx`, `first_txt`, `new_type`, `gone`, `came_back`.
std::string_view change_kind_text(ChangeKind kind) noexcept;
std::optional<ChangeKind> parse_change_kind(std::string_view text) noexcept;

/// One event.
struct Change {
  static constexpr std::size_t kMostRows = 8;
  static constexpr std::size_t kMostValues = 64;

  ChangeKind kind{};
  std::string owner;      ///< Wire form.
  std::uint32_t day = 0;  ///< On which it shows: seen so, or (gone) first watched in vain.
  /// The earliest day on which it can have happened; empty: no one watched before.
  std::optional<std::uint32_t> since;
  bool is_whole_name = false;         ///< kGone, kCameBack: every record of the name.
  std::optional<dns::RrType> type;    ///< Absent where it is the name as a whole.
  std::string value;                  ///< Rdata of kGone, kCameBack, kNewNs, kNewMx, …
  std::vector<std::string> from, to;  ///< kMoved: rdata before and after; at most kMostValues.
  std::size_t from_total = 0, to_total = 0;
  std::uint32_t silent_days = 0;  ///< kGone, kCameBack: watched days without it.
  std::vector<ChangeRow> rows;    ///< That support it; at most kMostRows.
  std::size_t rows_total = 0;

  /// Whether it happened on `day` and not earlier.
  [[nodiscard]] bool is_certain() const noexcept { return since == day; }
};

/// Newest first, then by name, kind and value.
bool comes_first(const Change& a, const Change& b);

inline constexpr std::uint32_t kMostChanges = 10'000;  ///< That may be asked for.
inline constexpr std::uint32_t kDefaultSilenceDays = 10;

struct ChangeQuestion {
  search::SearchRequest request;  ///< By name. Page, order and grouping do not matter.
  std::optional<record::DayRun> window;
  std::uint32_t silence_days = kDefaultSilenceDays;  ///< At least 1.
  std::uint32_t most = 1000;                         ///< Events, the newest; 1..kMostChanges.
  std::optional<std::set<ChangeKind>> kinds;         ///< Only these.
};

class ChangeCursor {
 public:
  /// `store` must outlive the cursor. Errors: kInvalid (by value, most, silence), search()'s.
  static Result<std::unique_ptr<ChangeCursor>> open(const record::RecordStore& store,
                                                    const ChangeQuestion& question);
  ~ChangeCursor();
  ChangeCursor(const ChangeCursor&) = delete;
  ChangeCursor& operator=(const ChangeCursor&) = delete;

  /// Looks at about `records` further records; true when all were looked at. Errors: kCorrupt, kIo.
  Result<bool> advance(std::uint64_t records);

  /// Ends early: what was found so far counts as all.
  void stop();

  /// After the end: newest first.
  [[nodiscard]] const std::vector<Change>& changes() const noexcept { return kept_; }
  /// All of the window and the kinds asked for, kept or not.
  [[nodiscard]] std::uint64_t total() const noexcept;
  [[nodiscard]] const std::array<std::uint64_t, kChangeKinds>& by_kind() const noexcept {
    return by_kind_;
  }
  [[nodiscard]] std::uint64_t names() const noexcept { return names_; }
  /// False when a name had more rows than NameDays::kMostRows.
  [[nodiscard]] bool is_whole() const noexcept { return is_whole_; }
  [[nodiscard]] const Watch& watch() const noexcept { return watch_; }

 private:
  friend class ChangeFinder;
  ChangeCursor(ChangeQuestion question, RowWalk walk, Watch watch);
  void add(const search::Row& row);
  void finish_name();
  const record::DaySet& watched_by(const std::vector<record::SourceId>& sources);

  ChangeQuestion question_;
  RowWalk walk_;
  Watch watch_;
  NameDays name_;
  std::vector<Change> kept_;  // a heap while in the making: the last to come on top
  std::array<std::uint64_t, kChangeKinds> by_kind_{};
  std::uint64_t names_ = 0;
  bool is_whole_ = true;
  bool is_done_ = false;
  std::map<std::vector<record::SourceId>, record::DaySet> watched_;  // by sources of a name
};

}  // namespace spoor::history
