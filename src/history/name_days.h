// SPDX-License-Identifier: Apache-2.0
// All that is known of one name, by value: what its changes are told from. Inside the room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "history/presence.h"
#include "search/search.h"

namespace spoor::history {

/// One row as an event shows it, without the owner.
struct ChangeRow {
  dns::RrType type{};
  std::string rdata;
  std::uint8_t bailiwick = record::kBailiwickUnknown;
  record::SourceId source;
  record::How how = record::How::kSensor;
  std::uint32_t first = 0;  ///< Unix seconds.
  std::uint32_t last = 0;
  std::uint64_t count = 0;
};

/// An unbroken presence: confirmed on its first and last day, and between them never missed on as
/// many watched days as silence takes.
struct Stay {
  record::DayRun days;
  bool ends = false;  ///< Watched in vain long enough afterwards.
};

/// One value (type, rdata) of a name, over all sources and bailiwicks.
struct NameValue {
  dns::RrType type{};
  std::string rdata;
  Presence presence;
  std::vector<ChangeRow> rows;
  std::vector<Stay> stays;
};

/// Of one name at a time; its memory is used again for the next one.
class NameDays {
 public:
  static constexpr std::size_t kMostRows = 20'000;  ///< Of one name; what is beyond is left out.

  void begin(Bytes owner);
  /// Rows of one value come one after the other.
  void add(const search::Row& row);
  /// Finds the stays; `watched` are the days on which those watched who told of this name.
  void settle(const record::DaySet& watched, std::uint32_t silence_days);

  [[nodiscard]] const std::string& owner() const noexcept { return owner_; }
  [[nodiscard]] bool empty() const noexcept { return used_ == 0; }
  [[nodiscard]] bool is_whole() const noexcept { return rows_ < kMostRows; }
  /// By type, then rdata.
  [[nodiscard]] std::span<const NameValue> values() const noexcept {
    return {values_.data(), used_};
  }
  /// Of the name as a whole, after settle().
  [[nodiscard]] const Presence& presence() const noexcept { return whole_; }
  [[nodiscard]] const std::vector<Stay>& stays() const noexcept { return stays_; }
  /// Sources that told of it, ascending.
  [[nodiscard]] const std::vector<record::SourceId>& sources() const noexcept { return sources_; }

 private:
  NameValue& value_of(const search::Row& row);

  std::string owner_;
  std::vector<NameValue> values_;
  std::size_t used_ = 0;
  std::size_t rows_ = 0;
  Presence whole_;
  std::vector<Stay> stays_;
  std::vector<record::SourceId> sources_;
};

/// The stays of something confirmed on at least one day.
void find_stays(std::vector<Stay>& stays, const Presence& presence, const record::DaySet& watched,
                std::uint32_t silence_days);

/// How many days of `run` were watched while the thing was neither seen nor possible.
std::uint32_t silent_days(const Presence& presence, const record::DaySet& watched,
                          record::DayRun run);

}  // namespace spoor::history
