// SPDX-License-Identifier: Apache-2.0
// Presence as lanes: of a name (or a domain) on its values, or of a value on its names, one lane
// each.
#pragma once

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
#include "history/value_match.h"
#include "history/watch.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::history {

inline constexpr std::uint32_t kMostLanes = 1000;  ///< That may be asked for.

struct LaneQuestion {
  search::SearchRequest request;  ///< Page and grouping do not matter; its order is that of lanes.
  std::optional<record::DayRun> window;
  std::uint32_t most = 100;  ///< Lanes in full; 1..kMostLanes. The total is exact all the same.
};

/// One value of the names asked for, or one name of the values asked for; over all sources and
/// bailiwicks together.
struct Lane {
  dns::RrType type{};
  std::string type_text;
  std::string value;  ///< Rdata in canonical form; under lanes of names the owner in wire form.
  std::uint64_t count = 0;
  std::uint32_t first = 0;  ///< Unix seconds.
  std::uint32_t last = 0;
  std::uint32_t names = 0;                ///< Distinct owners; 1 under lanes of names.
  std::vector<record::SourceId> sources;  ///< Ascending.
  /// Clipped to the window. A day between first and last in neither was not seen, or not watched.
  Presence presence;
};

/// The days between a lane's first and last (and in `window`) that are neither confirmed nor
/// possible, and on which none of the question's sources watched.
record::DaySet not_watched_in(const Lane& lane, const Watch& watch,
                              const std::optional<record::DayRun>& window);

/// Two walks: the first finds all lanes and which come first, the second the days of those.
class LaneCursor {
 public:
  /// Errors: kInvalid (order, most), search()'s. `store` must outlive the cursor.
  static Result<std::unique_ptr<LaneCursor>> open(const record::RecordStore& store,
                                                  const LaneQuestion& question);
  /// Looks at about `records` further records; true when all is done. Errors: kCorrupt, kIo.
  Result<bool> advance(std::uint64_t records);

  /// Ends early: what was found so far counts as all, and says nothing of days.
  void stop();

  /// Whether a lane is a name: the question was about rdata.
  [[nodiscard]] bool are_names() const noexcept { return are_names_; }
  /// In the order asked.
  [[nodiscard]] const std::vector<Lane>& lanes() const noexcept { return lanes_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return found_.size(); }
  /// False: there were more lanes than memory allows, and the total is a lower bound.
  [[nodiscard]] bool is_total_exact() const noexcept { return !is_full_; }
  [[nodiscard]] const Watch& watch() const noexcept { return watch_; }
  /// The window asked, else the days from the first to the last seen of the lanes shown.
  [[nodiscard]] std::optional<record::DayRun> window() const noexcept;

 private:
  /// What the first walk keeps of each lane.
  struct Sketch {
    std::uint64_t count = 0;
    std::uint32_t first = 0, last = 0;
    std::uint32_t names = 0;
    std::uint32_t last_owner = 0;
    std::uint32_t place = 0;  // in lanes_, + 1
  };
  LaneCursor(const record::RecordStore& store, LaneQuestion question, RowWalk walk, Watch watch);
  void sketch(const search::Row& row);
  void note_owner(Bytes owner);
  std::string_view key_of(const search::Row& row);
  void choose();
  Status begin_details();
  Result<bool> next_detail_walk();
  void fill(const search::Row& row);

  const record::RecordStore& store_;
  LaneQuestion question_;
  bool are_names_;
  std::optional<ValueMatch> match_;  // when days are asked name by name
  std::optional<RowWalk> walk_;
  Watch watch_;
  KeyTable<Sketch> found_;
  bool is_full_ = false;
  bool is_sketched_ = false;
  std::uint32_t owner_number_ = 0;
  std::string owner_, key_;
  std::vector<Lane> lanes_;
  std::size_t next_lane_ = 0;  // to be asked for, when lanes are names
};

}  // namespace spoor::history
