// SPDX-License-Identifier: Apache-2.0
#include "history/name_days.h"

#include <algorithm>

namespace spoor::history {

using record::DayRun;
using record::DaySet;

void NameDays::begin(Bytes owner) {
  owner_.assign(as_chars(owner));
  used_ = 0;
  rows_ = 0;
  sources_.clear();
}

NameValue& NameDays::value_of(const search::Row& row) {
  if (used_ > 0) {
    NameValue& last = values_[used_ - 1];
    if (last.type == row.type && last.rdata == row.rdata) return last;
  }
  if (used_ == values_.size()) values_.emplace_back();
  NameValue& value = values_[used_++];
  value.type = row.type;
  value.rdata.assign(row.rdata);
  value.presence.clear();
  value.rows.clear();
  return value;
}

void NameDays::add(const search::Row& row) {
  if (rows_ == kMostRows) return;
  ++rows_;
  NameValue& value = value_of(row);
  const record::Sightings& s = *row.sightings;
  value.presence.add(s);
  ChangeRow kept;
  kept.type = row.type;
  kept.bailiwick = row.bailiwick;
  kept.source = row.source.value_or(record::SourceId{});
  kept.how = row.how;
  kept.first = s.first;
  kept.last = s.last;
  kept.count = s.count();
  const auto at = std::lower_bound(sources_.begin(), sources_.end(), kept.source);
  if (at == sources_.end() || *at != kept.source) sources_.insert(at, kept.source);
  value.rows.push_back(std::move(kept));  // its rdata is the value's
}

void NameDays::settle(const DaySet& watched, std::uint32_t silence_days) {
  whole_.clear();
  for (std::size_t i = 0; i < used_; ++i) {
    NameValue& value = values_[i];
    value.presence.settle();
    find_stays(value.stays, value.presence, watched, silence_days);
    whole_.confirmed.merge(value.presence.confirmed);
    whole_.possible.merge(value.presence.possible);
  }
  whole_.settle();
  if (used_ == 1) {
    stays_ = values_.front().stays;
  } else {
    find_stays(stays_, whole_, watched, silence_days);
  }
}

std::uint32_t silent_days(const Presence& presence, const DaySet& watched, DayRun run) {
  if (presence.possible.empty()) return watched.count(run);
  DaySet silent = watched;
  silent.clip(run);
  silent.subtract(presence.possible);
  return silent.count();
}

void find_stays(std::vector<Stay>& stays, const Presence& presence, const DaySet& watched,
                std::uint32_t silence_days) {
  stays.clear();
  const auto is_silent = [&](std::uint32_t from, std::uint32_t to) {
    return to - from + 1 >= silence_days &&
           silent_days(presence, watched, {from, to}) >= silence_days;
  };
  const DayRun bounds = presence.confirmed.bounds();
  Stay stay{bounds, false};
  if (presence.confirmed.count() != bounds.days()) {
    const std::vector<DayRun> runs = presence.confirmed.runs();
    stay.days = runs.front();
    for (std::size_t i = 1; i < runs.size(); ++i) {
      if (is_silent(stay.days.last + 1, runs[i].first - 1)) {
        stay.ends = true;
        stays.push_back(stay);
        stay = Stay{runs[i], false};
      }
      stay.days.last = runs[i].last;
    }
  }
  if (!watched.empty()) {
    const std::uint32_t end = watched.bounds().last;
    stay.ends = end > stay.days.last && is_silent(stay.days.last + 1, end);
  }
  stays.push_back(stay);
}

}  // namespace spoor::history
