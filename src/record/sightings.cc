// SPDX-License-Identifier: Apache-2.0
// The merge law. Days keep one entry in place and go to the heap with the second.
#include "record/sightings.h"

#include <algorithm>
#include <utility>

namespace spoor::record {
namespace {

bool is_before(const DayCount& entry, std::uint32_t day) noexcept {
  return entry.day < day;
}

/// Adds to the entry of `day`, which is inserted in order where it is new.
void add_to(std::vector<DayCount>& days, std::uint32_t day, std::uint64_t count) {
  if (days.back().day < day) {
    days.push_back({day, count});
    return;
  }
  const auto at = days.back().day == day
                      ? std::prev(days.end())
                      : std::lower_bound(days.begin(), days.end(), day, is_before);
  if (at->day == day) {
    at->count = add_counts(at->count, count);
  } else {
    days.insert(at, {day, count});
  }
}

/// `days` as if every end had been listed; the caller drops those that are still ends.
void list_ends(Days& days, std::uint32_t first, std::uint32_t last) {
  days.add(day_of(first), 0);
  days.add(day_of(last), 0);
}

}  // namespace

Days::Days(const Days& other)
    : one_(other.one_),
      has_one_(other.has_one_),
      more_(other.more_ ? std::make_unique<std::vector<DayCount>>(*other.more_) : nullptr) {}

Days& Days::operator=(const Days& other) {
  if (this != &other) *this = Days(other);
  return *this;
}

void Days::add(std::uint32_t day, std::uint64_t count) {
  if (more_) {
    add_to(*more_, day, count);
    one_.count = add_counts(one_.count, count);
  } else if (!has_one_) {
    one_ = {day, count};
    has_one_ = true;
  } else if (one_.day == day) {
    one_.count = add_counts(one_.count, count);
  } else {
    more_ = std::make_unique<std::vector<DayCount>>(1, one_);
    has_one_ = false;
    add_to(*more_, day, count);
    one_.count = add_counts(one_.count, count);
  }
}

void Days::merge(const Days& other) {
  if (!other.more_) {
    if (other.has_one_) add(other.one_.day, other.one_.count);
    return;
  }
  const auto mine = all();
  const auto theirs = other.all();
  std::vector<DayCount> both;
  both.reserve(mine.size() + theirs.size());
  auto a = mine.begin();
  auto b = theirs.begin();
  while (a != mine.end() && b != theirs.end()) {
    if (a->day != b->day) {
      both.push_back(a->day < b->day ? *a++ : *b++);
    } else {
      both.push_back({a->day, add_counts(a->count, b->count)});
      ++a, ++b;
    }
  }
  both.insert(both.end(), a, mine.end());
  both.insert(both.end(), b, theirs.end());
  adopt(std::move(both));
}

void Days::drop_unknown(std::uint32_t a, std::uint32_t b) {
  const auto is_dropped = [a, b](const DayCount& entry) {
    return entry.count == 0 && (entry.day == a || entry.day == b);
  };
  if (!more_) {
    if (has_one_ && is_dropped(one_)) clear();
    return;
  }
  if (std::none_of(more_->begin(), more_->end(), is_dropped) && more_->size() > 1) return;
  std::erase_if(*more_, is_dropped);
  adopt(std::move(*more_));
}

void Days::clear() noexcept {
  more_.reset();
  has_one_ = false;
  one_ = {};
}

bool Days::operator==(const Days& other) const noexcept {
  const auto a = all();
  const auto b = other.all();
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

void Days::adopt(std::vector<DayCount>&& days) {
  if (days.size() > 1) {
    std::vector<DayCount> kept = std::move(days);  // `days` may be *more_
    one_ = {};
    for (const DayCount& entry : kept) one_.count = add_counts(one_.count, entry.count);
    if (more_) {
      *more_ = std::move(kept);
    } else {
      more_ = std::make_unique<std::vector<DayCount>>(std::move(kept));
    }
    has_one_ = false;
    return;
  }
  const bool has_one = !days.empty();
  const DayCount one = has_one ? days.front() : DayCount{};
  clear();
  has_one_ = has_one;
  one_ = one;
}

Sightings Sightings::seen(std::uint32_t first, std::uint32_t last, std::uint64_t count) {
  Sightings s;
  s.first = first;
  s.last = last;
  if (count == 0) return s;
  if (day_of(first) == day_of(last)) {
    s.days.add(day_of(first), std::min(count, kMaxCount));
  } else {
    s.undated = std::min(count, kMaxCount);
  }
  return s;
}

Sightings Sightings::seen(std::uint32_t first, std::uint32_t last, std::uint64_t count,
                          std::uint32_t ttl_s) {
  Sightings s = seen(first, last, count);
  s.widen_ttl(ttl_s);
  return s;
}

Sightings Sightings::told_total(std::uint32_t first, std::uint32_t last, std::uint64_t count) {
  Sightings s;
  s.first = first;
  s.last = last;
  s.told = std::min(count, kMaxCount);
  return s;
}

std::uint64_t Sightings::seen_count() const noexcept {
  return add_counts(undated, days.total());
}

bool Sightings::confirmed_on(std::uint32_t day) const noexcept {
  if (day == day_of(first) || day == day_of(last)) return true;
  const auto listed = days.all();
  const auto at = std::lower_bound(listed.begin(), listed.end(), day, is_before);
  return at != listed.end() && at->day == day;
}

void Sightings::add_observation(std::uint32_t unix_s, std::uint32_t ttl_s) {
  widen_ttl(ttl_s);
  const std::uint32_t day = day_of(unix_s);
  const std::uint32_t first_day = day_of(first);
  const std::uint32_t last_day = day_of(last);
  if (day < first_day && first_day != last_day)
    days.add(first_day, 0);  // it ends to be an end: list it
  if (day > last_day && first_day != last_day) days.add(last_day, 0);
  days.add(day, 1);
  first = std::min(first, unix_s);
  last = std::max(last, unix_s);
}

void Sightings::merge(const Sightings& other) {
  if (other.first == 0) return;
  if (first == 0) {
    *this = other;
    return;
  }
  const std::uint32_t new_first = std::min(first, other.first);
  const std::uint32_t new_last = std::max(last, other.last);
  const bool same_ends = day_of(first) == day_of(other.first) && day_of(last) == day_of(other.last);
  days.merge(other.days);
  if (!same_ends) {
    list_ends(days, first, last);
    list_ends(days, other.first, other.last);
    days.drop_unknown(day_of(new_first), day_of(new_last));
  }
  first = new_first;
  last = new_last;
  ttl_min = std::min(ttl_min, other.ttl_min);
  ttl_max = std::max(ttl_max, other.ttl_max);
  undated = add_counts(undated, other.undated);
  told = std::max(told, other.told);
}

std::uint32_t count_confirmed_days(const Sightings& s) noexcept {
  const auto days = s.days.all();
  const std::uint32_t first = day_of(s.first), last = day_of(s.last);
  auto count = static_cast<std::uint32_t>(days.size());
  if (days.empty() || days.front().day != first) ++count;
  if (last != first && (days.empty() || days.back().day != last)) ++count;
  return count;
}

std::uint32_t count_possible_days(const Sightings& s) noexcept {
  if (s.undated == 0 && s.told == 0) return count_confirmed_days(s);
  return day_of(s.last) - day_of(s.first) + 1;
}

}  // namespace spoor::record
