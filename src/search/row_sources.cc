// SPDX-License-Identifier: Apache-2.0
// Numbers while rows are made, names when they are shown.
#include "search/row_sources.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace spoor::search {

using record::SourceId;

namespace {

constexpr std::size_t kMostSources = std::size_t{1} << 20;

constexpr std::string_view kKind = "kind:";

/// Whether `wanted` means this source: its name, `NAME/*` every sensor of NAME, `kind:zone` every
/// source of a kind.
bool means(std::string_view wanted, const record::SourceSpec& spec) {
  if (wanted == spec.name) return true;
  if (wanted.ends_with("/*")) return spec.name.starts_with(wanted.substr(0, wanted.size() - 1));
  return wanted.starts_with(kKind) && record::parse_kind(wanted.substr(kKind.size())) == spec.kind;
}

/// Marks the sources that these words mean by number.
Status choose(const record::RecordStore& store, const std::vector<std::string>& names,
              std::vector<bool>& chosen) {
  const auto mark = [&](SourceId id) {
    if (id.v >= chosen.size()) chosen.resize(id.v + std::size_t{1});
    chosen[id.v] = true;
  };
  if (!names.empty() && chosen.empty()) chosen.resize(1);  // not empty: that means all
  std::vector<record::KnownSource> all;  // asked for once, and only where a name is none
  for (const std::string& wanted : names) {
    if (const auto id = store.find_source(wanted)) {
      mark(*id);
      continue;
    }
    if (all.empty()) all = store.sources();
    bool found = wanted.starts_with(kKind) && record::parse_kind(wanted.substr(kKind.size()));
    for (const record::KnownSource& each : all) {
      if (!means(wanted, each.spec)) continue;
      mark(each.id);
      found = true;
    }
    if (!found)
      return Error{ErrorCode::kNotFound, "the store knows no source of this name", 0, wanted};
  }
  return {};
}

}  // namespace

Result<SourceChoice> SourceChoice::of(const record::RecordStore& store, const Filters& filters) {
  SourceChoice choice;
  SPOOR_CHECK(choose(store, filters.sources, choice.wanted_));
  SPOOR_CHECK(choose(store, filters.refused_sources, choice.refused_));
  return choice;
}

void merge_told(record::Sightings& to, const record::Sightings& more) {
  const std::uint64_t told = record::add_counts(to.told, more.told);
  to.merge(more);
  to.told = told;
}

std::string_view SourceNames::name(SourceId id) {
  if (id.v >= kMostSources) return {};
  if (id.v >= names_.size()) names_.resize(id.v + std::size_t{1});
  auto& held = names_[id.v];
  if (!held) {
    auto spec = store_.source(id);
    held = spec ? std::move(spec->name) : std::string();
  }
  return *held;
}

void SourceList::clear() noexcept {
  ids_.clear();
  names_.clear();
  total_ = 0;
}

void SourceList::finish(SourceNames& names) {
  std::sort(ids_.begin(), ids_.end());
  ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  total_ = static_cast<std::uint32_t>(ids_.size());
  const std::size_t kept = std::min(ids_.size(), kMostRowSources);
  std::partial_sort(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(kept), ids_.end(),
                    [&](SourceId a, SourceId b) { return names.name(a) < names.name(b); });
  ids_.resize(kept);
  name_all(names);
}

void SourceList::restore(const std::vector<SourceId>& ids, std::uint32_t total,
                         SourceNames& names) {
  ids_ = ids;
  total_ = total;
  name_all(names);
}

void SourceList::name_all(SourceNames& names) {
  names_.clear();
  for (const SourceId id : ids_) names_.push_back(names.name(id));
}

void pack_sources(std::string& out, const RowSources& sources) {
  for (const SourceId id : sources.ids)
    out.append(reinterpret_cast<const char*>(&id.v), sizeof(id.v));
}

std::vector<SourceId> unpack_sources(std::string_view& packed, std::uint32_t count) {
  std::vector<SourceId> ids;
  ids.reserve(std::min<std::size_t>(count, kMostRowSources));
  for (; count > 0 && packed.size() >= sizeof(std::uint32_t); --count) {
    SourceId id;
    std::memcpy(&id.v, packed.data(), sizeof(id.v));
    packed.remove_prefix(sizeof(id.v));
    ids.push_back(id);
  }
  return ids;
}

}  // namespace spoor::search
