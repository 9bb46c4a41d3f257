// SPDX-License-Identifier: Apache-2.0
// Names of sources, and whose a row is where sources are merged. Inside the room only.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/record_store.h"
#include "record/sightings.h"
#include "record/source.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::search {

/// Names of a store's sources, asked once each.
class SourceNames {
 public:
  explicit SourceNames(const record::RecordStore& store) : store_(store) {}
  /// Lives as long as this object.
  std::string_view name(record::SourceId id);

 private:
  const record::RecordStore& store_;
  std::deque<std::optional<std::string>> names_;  // grows without moving what was handed out
};

/// The sources that a request looks at.
class SourceChoice {
 public:
  SourceChoice() = default;
  /// Errors: kNotFound when the store knows no source of a name.
  static Result<SourceChoice> of(const record::RecordStore& store, const Filters& filters);
  [[nodiscard]] bool accepts(record::SourceId id) const noexcept {
    const bool is_wanted = wanted_.empty() || (id.v < wanted_.size() && wanted_[id.v]);
    return is_wanted && !(id.v < refused_.size() && refused_[id.v]);
  }

 private:
  std::vector<bool> wanted_;  // by source number; empty: all
  std::vector<bool> refused_;
};

/// What two sources (or two bailiwicks) know of a record in the same way, as one row: totals of one
/// source merge by maximum, but what two were told adds up.
void merge_told(record::Sightings& to, const record::Sightings& more);

/// Sources of one row: add all, then finish once.
class SourceList {
 public:
  void clear() noexcept;
  void add(record::SourceId id) { ids_.push_back(id); }
  /// Sorts by name and keeps the first kMostRowSources, each once.
  void finish(SourceNames& names);
  /// What finish() came to, from one who kept it.
  void restore(const std::vector<record::SourceId>& ids, std::uint32_t total, SourceNames& names);
  /// Lives until the list changes.
  [[nodiscard]] RowSources view() const noexcept { return {ids_, names_, total_}; }

 private:
  void name_all(SourceNames& names);

  std::vector<record::SourceId> ids_;
  std::vector<std::string_view> names_;
  std::uint32_t total_ = 0;
};

/// Appends the numbers of `sources` to a packed row, which has a field for how many there are.
void pack_sources(std::string& out, const RowSources& sources);
/// Reads `count` of them off the front of `packed`. Fewer when it is too short.
std::vector<record::SourceId> unpack_sources(std::string_view& packed, std::uint32_t count);

}  // namespace spoor::search
