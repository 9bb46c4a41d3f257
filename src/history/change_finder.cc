// SPDX-License-Identifier: Apache-2.0
// Everything follows from stays: a value arrives with its first, comes back with each further one,
// and is gone when one ends.
#include "history/change_finder.h"

#include <algorithm>
#include <utility>

namespace spoor::history {
namespace {

using dns::RrType;
using record::DayRun;

bool tells_moves(RrType type) {
  return type == RrType::kA || type == RrType::kAaaa || type == RrType::kCname;
}

ChangeKind kind_of_first(RrType type) {
  switch (type) {
    case RrType::kNs:
      return ChangeKind::kNewNs;
    case RrType::kMx:
      return ChangeKind::kNewMx;
    case RrType::kTxt:
      return ChangeKind::kFirstTxt;
    default:
      return ChangeKind::kNewType;
  }
}

std::uint32_t first_day(const NameValue& value) {
  return value.stays.front().days.first;
}

const Stay* stay_on(const NameValue& value, std::uint32_t day) {
  for (const Stay& stay : value.stays) {
    if (stay.days.contains(day)) return &stay;
  }
  return nullptr;
}

bool starts_on(const std::vector<Stay>& stays, std::uint32_t day) {
  return std::any_of(stays.begin() + 1, stays.end(),
                     [day](const Stay& stay) { return stay.days.first == day; });
}

bool ends_on(const std::vector<Stay>& stays, std::uint32_t day) {
  return std::any_of(stays.begin(), stays.end(),
                     [day](const Stay& stay) { return stay.ends && stay.days.last == day; });
}

void add_value(std::vector<std::string>& values, std::size_t& total, const std::string& rdata) {
  ++total;
  if (values.size() < Change::kMostValues) values.push_back(rdata);
}

}  // namespace

Change ChangeFinder::make(ChangeKind kind, std::uint32_t day) const {
  Change change;
  change.kind = kind;
  change.owner = name_.owner();
  change.day = day;
  return change;
}

void ChangeFinder::add_rows(Change& change, const NameValue& value) {
  change.rows_total += value.rows.size();
  for (const ChangeRow& row : value.rows) {
    if (change.rows.size() == Change::kMostRows) return;
    change.rows.push_back(row);
    change.rows.back().rdata = value.rdata;
  }
}

void ChangeFinder::add_subject(Change& change, const NameValue* value, std::uint32_t day) const {
  change.is_whole_name = value == nullptr;
  if (value != nullptr) {
    change.type = value->type;
    change.value = value->rdata;
    add_rows(change, *value);
    return;
  }
  for (const NameValue& each : name_.values()) {
    if (each.presence.confirmed.contains(day)) add_rows(change, each);
  }
}

// The day after the last one on which it was certainly not seen.
std::optional<std::uint32_t> ChangeFinder::arrived_since(const Presence& presence,
                                                         std::uint32_t day) const {
  if (day == 0) return std::nullopt;
  std::optional<std::uint32_t> before;
  if (presence.possible.empty()) {
    before = watched_.previous(day - 1);
  } else {
    record::DaySet vain = watched_;
    vain.subtract(presence.possible);
    before = vain.previous(day - 1);
  }
  if (!before) return std::nullopt;
  return *before + 1;
}

void ChangeFinder::tell_gone(const Presence& presence, const Stay& stay, const NameValue* value) {
  // The first day that was watched in vain.
  record::DaySet vain = watched_;
  vain.subtract(presence.possible);
  const auto day = vain.next(stay.days.last + 1);
  if (!day || !wants_(ChangeKind::kGone, *day)) return;
  Change change = make(ChangeKind::kGone, *day);
  change.since = stay.days.last + 1;
  const auto back = presence.confirmed.next(stay.days.last + 1);
  const std::uint32_t end = back ? *back - 1 : watched_.bounds().last;
  change.silent_days = silent_days(presence, watched_, {stay.days.last + 1, end});
  add_subject(change, value, stay.days.last);
  take_(std::move(change));
}

void ChangeFinder::tell_back(const Presence& presence, const Stay& before, const Stay& stay,
                             const NameValue* value) {
  if (!wants_(ChangeKind::kCameBack, stay.days.first)) return;
  Change change = make(ChangeKind::kCameBack, stay.days.first);
  change.since = arrived_since(presence, stay.days.first);
  change.silent_days = silent_days(presence, watched_, {before.days.last + 1, stay.days.first - 1});
  add_subject(change, value, stay.days.first);
  take_(std::move(change));
}

void ChangeFinder::find_of_name() {
  const Presence& presence = name_.presence();
  const std::vector<Stay>& stays = name_.stays();
  const std::uint32_t day = stays.front().days.first;
  if (wants_(ChangeKind::kAppeared, day)) {
    Change change = make(ChangeKind::kAppeared, day);
    change.since = arrived_since(presence, day);
    for (const NameValue& each : name_.values()) {
      if (first_day(each) == day) add_rows(change, each);
    }
    take_(std::move(change));
  }
  for (std::size_t i = 0; i < stays.size(); ++i) {
    if (stays[i].ends) tell_gone(presence, stays[i], nullptr);
    if (i > 0) tell_back(presence, stays[i - 1], stays[i], nullptr);
  }
}

void ChangeFinder::find_move(Values values, std::uint32_t day, std::uint32_t day_before) {
  const auto is_new = [&](const NameValue& value) {
    const Stay* const stay = stay_on(value, day);
    return stay != nullptr && stay->days.first == day && stay_on(value, day_before) == nullptr;
  };
  if (std::none_of(values.begin(), values.end(), is_new)) return;
  if (!wants_(ChangeKind::kMoved, day)) return;
  Change change = make(ChangeKind::kMoved, day);
  change.type = values.front().type;
  change.since = day;
  for (const NameValue& value : values) {
    if (stay_on(value, day_before) != nullptr)
      add_value(change.from, change.from_total, value.rdata);
    if (stay_on(value, day) == nullptr) continue;
    add_value(change.to, change.to_total, value.rdata);
    if (!is_new(value)) continue;
    add_rows(change, value);
    const auto since = arrived_since(value.presence, day);
    if (change.since && (!since || *since < *change.since)) change.since = since;
  }
  take_(std::move(change));
}

void ChangeFinder::find_moves(Values values) {
  if (values.size() < 2) return;
  std::vector<std::uint32_t> starts;
  record::DaySet confirmed;
  for (const NameValue& value : values) {
    for (const Stay& stay : value.stays) starts.push_back(stay.days.first);
    confirmed.merge(value.presence.confirmed);
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  for (std::size_t i = 1; i < starts.size(); ++i) {
    if (const auto before = confirmed.previous(starts[i] - 1))
      find_move(values, starts[i], *before);
  }
}

// First records of a type, and each new name server and mail exchanger.
void ChangeFinder::find_arrivals(Values values, std::uint32_t type_day) {
  const RrType type = values.front().type;
  const ChangeKind kind = kind_of_first(type);
  const bool is_each = kind == ChangeKind::kNewNs || kind == ChangeKind::kNewMx;
  const std::uint32_t name_day = name_.stays().front().days.first;
  for (const NameValue& value : values) {
    const std::uint32_t day = first_day(value);
    if (day == name_day || (!is_each && day != type_day)) continue;
    if (!wants_(kind, day)) {
      if (!is_each) return;
      continue;
    }
    Change change = make(kind, day);
    change.type = type;
    change.value = value.rdata;
    change.since = arrived_since(value.presence, day);
    add_rows(change, value);
    take_(std::move(change));
    if (!is_each) return;  // once a type
  }
}

// What went and came with the whole name was told of the name.
void ChangeFinder::find_returns(const NameValue& value) {
  for (std::size_t i = 0; i < value.stays.size(); ++i) {
    const Stay& stay = value.stays[i];
    if (stay.ends && !ends_on(name_.stays(), stay.days.last))
      tell_gone(value.presence, stay, &value);
    if (i > 0 && !tells_moves(value.type) && !starts_on(name_.stays(), stay.days.first))
      tell_back(value.presence, value.stays[i - 1], stay, &value);
  }
}

void ChangeFinder::find_of_type(Values values) {
  std::uint32_t type_day = first_day(values.front());
  for (const NameValue& value : values) type_day = std::min(type_day, first_day(value));
  if (tells_moves(values.front().type)) find_moves(values);
  find_arrivals(values, type_day);
}

void ChangeFinder::find() {
  find_of_name();
  const Values values = name_.values();
  if (values.size() == 1) return;  // all that happens to it happens to the name
  for (std::size_t begin = 0; begin < values.size();) {
    std::size_t end = begin + 1;
    while (end < values.size() && values[end].type == values[begin].type) ++end;
    find_of_type(values.subspan(begin, end - begin));
    begin = end;
  }
  for (const NameValue& value : values) find_returns(value);
}

}  // namespace spoor::history
