// SPDX-License-Identifier: Apache-2.0
// What is kept for how long, and what stays of a name whose records go: when it first appeared.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"

namespace spoor::record {

/// The type under which a name's first appearance stays when the record that told of it goes: a
/// record without rdata, of unknown bailiwick, with times and no count. The greatest number that a
/// key can hold, so that it stands behind all other records of its name. On disk: never renumber.
inline constexpr auto kFirstSeenType = static_cast<dns::RrType>(0x3FFFFFFF);
inline constexpr std::string_view kFirstSeenText = "FIRST-SEEN";
/// In any case.
bool is_first_seen_text(std::string_view text) noexcept;

/// Sightings of these types by these sources go when the last of them lies before `before`.
struct RetentionRule {
  std::vector<dns::RrType> types;  ///< None: all but kFirstSeenType, which goes where it is named.
  std::optional<std::vector<SourceId>> sources;  ///< None: all.
  std::uint32_t before = 0;                      ///< Unix seconds; 0: kept for good.
};

/// The first that speaks of this type and source, null when none does: then it is kept.
const RetentionRule* rule_for(std::span<const RetentionRule> rules, dns::RrType type,
                              SourceId source) noexcept;

/// Of one name: what goes and what stays, and so what must be left as kFirstSeenType: for each
/// source and how of which no record that stays appeared as early as one that goes, from the first
/// to the last of what goes.
class FirstSeenTrace {
 public:
  void clear() noexcept { seen_.clear(); }
  void goes(const SourcedSightings& sightings);
  void stays(const SourcedSightings& sightings);
  /// Ordered by (source, how); valid until the next call.
  std::span<const SourcedSightings> left();

 private:
  struct Seen {
    SourceId source;
    How how = How::kSensor;
    std::uint32_t gone_first = 0, gone_last = 0;  ///< 0: nothing goes.
    std::uint32_t kept_first = 0;                 ///< 0: nothing stays.
  };
  Seen& seen(const SourcedSightings& sightings);

  std::vector<Seen> seen_;  // by (source, how)
  std::vector<SourcedSightings> left_;
};

/// What rules would do to a store.
struct RetentionCount {
  std::vector<std::uint64_t> by_rule;  ///< Rows (record, source, how) that go.
  std::uint64_t rows = 0;              ///< All rows.
  std::uint64_t rows_gone = 0;
  std::uint64_t records_gone = 0;  ///< Those of which no row stays.
  std::uint64_t traces = 0;        ///< Names of which kFirstSeenType is left or grows.
};

/// Walks the whole index by name. Errors: kLimit (`progress` said to stop; its total is 0),
/// kCorrupt, kIo.
Result<RetentionCount> count_retention(const Snapshot& state, std::span<const RetentionRule> rules,
                                       const Progress& progress);

}  // namespace spoor::record
