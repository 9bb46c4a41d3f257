// SPDX-License-Identifier: Apache-2.0
#include "record/rewrite.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::record {
namespace {

constexpr std::size_t kMostNames = 64;  // HIP may list that many servers within reason

/// Sort forms end with 0x00 behind the last label's own: what begins with the rest is at or below.
bool is_at_or_below(std::string_view sort_form, std::string_view top) {
  top.remove_suffix(1);
  return sort_form.starts_with(top);
}

bool is_erased(const Rewrite& rewrite, std::string_view sort_form) {
  return std::any_of(rewrite.erased.begin(), rewrite.erased.end(),
                     [&](const std::string& top) { return is_at_or_below(sort_form, top); });
}

bool holds_erased(const Rewrite& rewrite, const StoredRecord& record) {
  std::array<dns::RdataName, kMostNames> names;
  const std::size_t count =
      dns::find_rdata_names(record.type, as_bytes(record.key.rdata), names.data(), names.size());
  std::string form;
  for (std::size_t i = 0; i < count; ++i) {
    form.clear();
    dns::append_sort_form(form, as_bytes(record.key.rdata.substr(names[i].offset, names[i].size)));
    if (is_erased(rewrite, form)) return true;
  }
  return false;
}

void add(std::vector<SourcedSightings>& kept, const SourcedSightings& one, SourceId source) {
  const auto place = std::lower_bound(
      kept.begin(), kept.end(), std::tie(source, one.how),
      [](const SourcedSightings& a, const auto& key) { return std::tie(a.source, a.how) < key; });
  if (place != kept.end() && place->source == source && place->how == one.how) {
    place->sightings.merge(one.sightings);
    return;
  }
  kept.insert(place, {source, one.how, one.sightings});
}

void tell(FirstSeenTrace& trace, const SourcedSightings& one, SourceId source, bool goes) {
  if (source == one.source) return goes ? trace.goes(one) : trace.stays(one);
  const SourcedSightings renamed{source, one.how, one.sightings};
  goes ? trace.goes(renamed) : trace.stays(renamed);
}

}  // namespace

std::vector<SourcedSightings> joined(std::span<const SourcedSightings> some,
                                     std::span<const SourcedSightings> others) {
  std::vector<SourcedSightings> all(some.begin(), some.end());
  for (const SourcedSightings& one : others) add(all, one, one.source);
  return all;
}

std::optional<SourceId> rewrite_source(const Rewrite& rewrite, SourceId source) {
  const auto found = rewrite.sources.find(source);
  return found == rewrite.sources.end() ? std::optional(source) : found->second;
}

bool rewrite_record(const Rewrite& rewrite, const StoredRecord& record,
                    std::vector<SourcedSightings>& kept, FirstSeenTrace* trace) {
  kept.clear();
  if (record.type == kFirstSeenType) trace = nullptr;  // tells of what went before
  if (is_erased(rewrite, record.name) || (rewrite.erases_holders && holds_erased(rewrite, record)))
    return true;
  bool is_changed = false;
  for (const SourcedSightings& one : record.sightings) {
    const auto source = rewrite_source(rewrite, one.source);
    const RetentionRule* const rule = rule_for(rewrite.retention, record.type, one.source);
    const bool is_too_old = rule != nullptr && one.sightings.last < rule->before;
    is_changed = is_changed || is_too_old || source != one.source;
    if (source && !is_too_old) add(kept, one, *source);
    if (source && trace != nullptr) tell(*trace, one, *source, is_too_old);
  }
  return is_changed;
}

Status check_rewrite(const Rewrite& rewrite, const std::vector<KnownSource>& all) {
  const auto find = [&](SourceId id) {
    return std::find_if(all.begin(), all.end(),
                        [&](const KnownSource& each) { return each.id == id; });
  };
  for (const auto& [from, to] : rewrite.sources) {
    const auto source = find(from);
    if (source == all.end()) return Error{ErrorCode::kNotFound, "no such source", from.v, {}};
    if (!to) continue;
    const auto other = find(*to);
    if (other == all.end()) return Error{ErrorCode::kNotFound, "no such source", to->v, {}};
    if (rewrite.sources.contains(*to))
      return Error{ErrorCode::kInvalid, "a source cannot become itself, or one that goes as well",
                   0, source->spec.name};
    if (source->spec.mode != other->spec.mode)
      return Error{ErrorCode::kInvalid,
                   "one brings increments (delta) and the other totals: they cannot be one", 0,
                   source->spec.name + ", " + other->spec.name};
  }
  return {};
}

}  // namespace spoor::record
