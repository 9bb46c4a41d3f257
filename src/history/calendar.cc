// SPDX-License-Identifier: Apache-2.0
// Possible days are kept as changes from one day to the next, so that a row costs the same however
// far apart its ends are.
#include "history/calendar.h"

#include <algorithm>
#include <utility>

#include "history/presence.h"

namespace spoor::history {
namespace {

using record::day_of;
using record::DayRun;

constexpr std::uint32_t kGrowDays = 64;
constexpr DayRun kAllDays{0, record::kLastDay};

}  // namespace

DayTally::Cell& DayTally::at(std::uint32_t day) {
  if (cells_.empty()) base_ = day / kGrowDays * kGrowDays;
  if (day < base_) {
    const std::uint32_t base = day / kGrowDays * kGrowDays;
    cells_.insert(cells_.begin(), base_ - base, Cell{});
    base_ = base;
  }
  const std::size_t place = day - base_;
  if (place >= cells_.size()) cells_.resize((place / kGrowDays + 1) * kGrowDays);
  return cells_[place];
}

void DayTally::change_possible(DayRun run, std::int32_t by) {
  at(run.first).possible_change += by;
  at(run.last + 1).possible_change -= by;
}

void DayTally::add(const record::Sightings& s, DayRun window) {
  std::optional<DayRun> possible = possible_run(s);
  if (possible) {
    possible =
        DayRun{std::max(possible->first, window.first), std::min(possible->last, window.last)};
    if (possible->first > possible->last) possible.reset();
  }
  if (possible) change_possible(*possible, 1);
  const std::uint32_t first = day_of(s.first), last = day_of(s.last);
  bool has_first = false, has_last = false;
  for (const record::DayCount& each : s.days.all()) {
    has_first = has_first || each.day == first;
    has_last = has_last || each.day == last;
    if (!window.contains(each.day)) continue;
    Cell& cell = at(each.day);
    cell.count = record::add_counts(cell.count, each.count);
    ++(each.count > 0 ? cell.rows : cell.confirmed);
    if (possible && possible->contains(each.day)) change_possible({each.day, each.day}, -1);
  }
  if (!has_first && window.contains(first)) ++at(first).confirmed;
  if (!has_last && last != first && window.contains(last)) ++at(last).confirmed;
}

void DayTally::merge(const DayTally& other) {
  for (std::size_t i = 0; i < other.cells_.size(); ++i) {
    const Cell& more = other.cells_[i];
    if (more.rows == 0 && more.confirmed == 0 && more.possible_change == 0) continue;
    Cell& cell = at(other.base_ + static_cast<std::uint32_t>(i));
    cell.count = record::add_counts(cell.count, more.count);
    cell.rows += more.rows;
    cell.confirmed += more.confirmed;
    cell.possible_change += more.possible_change;
  }
}

std::vector<CalendarDay> DayTally::days() const {
  std::vector<CalendarDay> days;
  std::int32_t possible = 0;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const Cell& cell = cells_[i];
    possible += cell.possible_change;
    const CalendarDay day{base_ + static_cast<std::uint32_t>(i), cell.count, cell.rows,
                          cell.confirmed, static_cast<std::uint32_t>(possible)};
    if (day.rows > 0 || day.confirmed > 0 || day.possible > 0) days.push_back(day);
  }
  return days;
}

Result<std::unique_ptr<CalendarCursor>> CalendarCursor::open(const record::RecordStore& store,
                                                             const CalendarQuestion& question) {
  SPOOR_TRY(Watch watch, Watch::read(store, question.request.filters.sources));
  SPOOR_TRY(RowWalk walk, RowWalk::open(store, question.request, Details::kWanted));
  return std::unique_ptr<CalendarCursor>(
      new CalendarCursor(std::move(walk), std::move(watch), question));
}

Result<bool> CalendarCursor::advance(std::uint64_t records) {
  return walk_.advance(records, [this](const search::Row& row) { add(row); });
}

void CalendarCursor::add(const search::Row& row) {
  const record::Sightings& s = *row.sightings;
  const DayRun window = window_.value_or(kAllDays);
  const DayRun span{day_of(s.first), day_of(s.last)};
  if (span.first > window.last || span.last < window.first) return;
  ++rows_;
  seen_ =
      seen_ ? DayRun{std::min(seen_->first, span.first), std::max(seen_->last, span.last)} : span;
  all_.add(s, window);
  add_to_source(row, window);
  if (by_type_) add_to_type(row, window);
}

void CalendarCursor::add_to_source(const search::Row& row, DayRun window) {
  const record::SourceId id = row.source.value_or(record::SourceId{});
  auto found = sources_.find(id);
  if (found == sources_.end()) {
    if (sources_.size() == kMostCalendarSources) {
      left_out_ = true;
      return;
    }
    found = sources_.emplace(id, SourceCalendar{std::string(row.source_name), {}}).first;
  }
  found->second.tally.add(*row.sightings, window);
}

void CalendarCursor::add_to_type(const search::Row& row, DayRun window) {
  auto found = types_.find(row.type);
  if (found == types_.end()) {
    if (types_.size() == kMostTalliedTypes) return late_types_.add(*row.sightings, window);
    found = types_.emplace(row.type, TypeTally{std::string(row.type_text), 0, {}}).first;
  }
  ++found->second.rows;
  found->second.tally.add(*row.sightings, window);
}

std::vector<TypeDays> CalendarCursor::types() const {
  std::vector<const TypeTally*> order;
  order.reserve(types_.size());
  for (const auto& [type, tally] : types_) order.push_back(&tally);
  std::stable_sort(order.begin(), order.end(), [](const TypeTally* a, const TypeTally* b) {
    return a->rows > b->rows;  // ties by number, as they stand in the map
  });
  std::vector<TypeDays> told;
  DayTally others = late_types_;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i < kMostCalendarTypes) {
      told.push_back({order[i]->text, order[i]->tally.days()});
    } else {
      others.merge(order[i]->tally);
    }
  }
  std::vector<CalendarDay> days = others.days();
  if (!days.empty()) told.push_back({std::string(kOtherTypes), std::move(days)});
  return told;
}

std::optional<DayRun> CalendarCursor::window() const noexcept {
  return shown_window(window_, seen_);
}

}  // namespace spoor::history
