// SPDX-License-Identifier: Apache-2.0
#include "record/retention.h"

#include <algorithm>
#include <cctype>
#include <tuple>

namespace spoor::record {
namespace {

constexpr std::uint64_t kStepsBetweenProgress = 65536;

template <class List, class Value>
bool has(const List& list, const Value& value) noexcept {
  return std::find(list.begin(), list.end(), value) != list.end();
}

bool speaks_of(const RetentionRule& rule, dns::RrType type, SourceId source) noexcept {
  const bool of_type = rule.types.empty() ? type != kFirstSeenType : has(rule.types, type);
  return of_type && (!rule.sources || has(*rule.sources, source));
}

/// Counts name by name.
class Counter {
 public:
  Counter(std::span<const RetentionRule> rules, RetentionCount& count)
      : rules_(rules), count_(count) {
    count_.by_rule.resize(rules.size());
  }

  void add(const StoredRecord& record) {
    if (record.name != name_) end_name();
    name_.assign(record.name);
    std::size_t gone = 0;
    for (const SourcedSightings& one : record.sightings) {
      ++count_.rows;
      const RetentionRule* const rule = rule_for(rules_, record.type, one.source);
      if (rule != nullptr && one.sightings.last < rule->before) {
        ++gone;
        ++count_.by_rule[static_cast<std::size_t>(rule - rules_.data())];
        if (record.type != kFirstSeenType) trace_.goes(one);
      } else if (record.type != kFirstSeenType) {
        trace_.stays(one);
      }
    }
    count_.rows_gone += gone;
    if (gone > 0 && gone == record.sightings.size()) ++count_.records_gone;
  }
  void end_name() {
    if (!trace_.left().empty()) ++count_.traces;
    trace_.clear();
  }

 private:
  std::span<const RetentionRule> rules_;
  RetentionCount& count_;
  FirstSeenTrace trace_;
  std::string name_;
};

}  // namespace

bool is_first_seen_text(std::string_view text) noexcept {
  return std::equal(
      text.begin(), text.end(), kFirstSeenText.begin(), kFirstSeenText.end(),
      [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
}

const RetentionRule* rule_for(std::span<const RetentionRule> rules, dns::RrType type,
                              SourceId source) noexcept {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const RetentionRule& rule) {
    return speaks_of(rule, type, source);
  });
  return found == rules.end() ? nullptr : &*found;
}

FirstSeenTrace::Seen& FirstSeenTrace::seen(const SourcedSightings& sightings) {
  const auto place = std::lower_bound(
      seen_.begin(), seen_.end(), std::tie(sightings.source, sightings.how),
      [](const Seen& a, const auto& key) { return std::tie(a.source, a.how) < key; });
  if (place != seen_.end() && place->source == sightings.source && place->how == sightings.how)
    return *place;
  Seen added;
  added.source = sightings.source;
  added.how = sightings.how;
  return *seen_.insert(place, added);
}

void FirstSeenTrace::goes(const SourcedSightings& sightings) {
  Seen& of = seen(sightings);
  const Sightings& s = sightings.sightings;
  of.gone_first = of.gone_first == 0 ? s.first : std::min(of.gone_first, s.first);
  of.gone_last = std::max(of.gone_last, s.last);
}

void FirstSeenTrace::stays(const SourcedSightings& sightings) {
  Seen& of = seen(sightings);
  const std::uint32_t first = sightings.sightings.first;
  of.kept_first = of.kept_first == 0 ? first : std::min(of.kept_first, first);
}

std::span<const SourcedSightings> FirstSeenTrace::left() {
  left_.clear();
  for (const Seen& of : seen_) {
    if (of.gone_first == 0 || (of.kept_first != 0 && of.kept_first <= of.gone_first)) continue;
    left_.push_back({of.source, of.how, Sightings::seen(of.gone_first, of.gone_last, 0)});
  }
  return left_;
}

Result<RetentionCount> count_retention(const Snapshot& state, std::span<const RetentionRule> rules,
                                       const Progress& progress) {
  RetentionCount count;
  Counter counter(rules, count);
  SPOOR_TRY(const auto records, state.find({}));
  for (std::uint64_t steps = 1;; ++steps) {
    SPOOR_TRY(const StoredRecord* const record, records->next());
    if (record == nullptr) break;
    counter.add(*record);
    if (steps % kStepsBetweenProgress == 0 && progress && !progress(steps, 0))
      return Error{ErrorCode::kLimit, "stopped", 0, {}};
  }
  counter.end_name();
  return count;
}

}  // namespace spoor::record
