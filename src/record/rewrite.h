// SPDX-License-Identifier: Apache-2.0
// A change to everything that a store holds: names that are erased, sources that go or become
// another, what is too old.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "record/record_store.h"
#include "record/retention.h"
#include "record/source.h"

namespace spoor::record {

struct Rewrite {
  /// Sort forms of names that go with everything below them: all records that they own.
  std::vector<std::string> erased;
  /// So do the records that hold such a name (NS, CNAME, MX …), whoever owns them.
  bool erases_holders = false;
  /// What one of these sources told is told by the other from now on; by nobody where there is no
  /// other. Two that become one merge by the law of Sightings, as if both had delivered under one
  /// name: the counts of increments add up, of two snapshots the greater counts.
  std::map<SourceId, std::optional<SourceId>> sources;
  /// Sightings that go by age, before their sources change. Where a name would appear later for it,
  /// a record of kFirstSeenType stays.
  std::vector<RetentionRule> retention;

  [[nodiscard]] bool is_empty() const noexcept {
    return erased.empty() && sources.empty() && retention.empty();
  }
};

/// What becomes of a record's sightings, in `kept`: by (source, how), each once; nothing when the
/// record goes. True when it is another than before. `trace` is told what goes and stays of its
/// name, where it is given; all records of the name then go through here.
bool rewrite_record(const Rewrite& rewrite, const StoredRecord& record,
                    std::vector<SourcedSightings>& kept, FirstSeenTrace* trace = nullptr);

/// Two lists by (source, how) as one: what both have merges.
std::vector<SourcedSightings> joined(std::span<const SourcedSightings> some,
                                     std::span<const SourcedSightings> others);

/// The number by which a source goes on; nothing when it is gone.
std::optional<SourceId> rewrite_source(const Rewrite& rewrite, SourceId source);

/// Whether the rewrite can be done to a store with these sources. Errors: kNotFound, kInvalid (a
/// source that becomes itself or one that goes too; increments and snapshots cannot be one).
Status check_rewrite(const Rewrite& rewrite, const std::vector<KnownSource>& all);

}  // namespace spoor::record
