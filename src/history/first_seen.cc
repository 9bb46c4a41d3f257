// SPDX-License-Identifier: Apache-2.0
#include "history/first_seen.h"

#include <algorithm>

namespace spoor::history {
namespace {

void join(FirstSeen& seen, const search::Row& row) {
  const record::Sightings& s = *row.sightings;
  if (seen.rows == 0 || s.first < seen.row.sightings.first) seen.row = HeldRow::of(row);
  seen.last = std::max(seen.last, s.last);
  ++seen.rows;
  seen.count = record::add_counts(seen.count, s.count());
}

template <class Map>
std::vector<const FirstSeen*> earliest_first(const Map& map) {
  std::vector<const FirstSeen*> all;
  all.reserve(map.size());
  for (const auto& [key, seen] : map) all.push_back(&seen);
  std::stable_sort(all.begin(), all.end(), [](const FirstSeen* a, const FirstSeen* b) {
    return a->row.sightings.first < b->row.sightings.first;
  });
  return all;
}

}  // namespace

HeldRow HeldRow::of(const search::Row& row) {
  HeldRow held;
  held.owner = as_chars(row.owner);
  held.type = row.type;
  held.type_text = row.type_text;
  held.rdata = row.rdata;
  held.bailiwick = row.bailiwick;
  held.source = row.source_name;
  held.how = row.how;
  held.sightings.first = row.sightings->first;
  held.sightings.last = row.sightings->last;
  held.sightings.ttl_min = row.sightings->ttl_min;
  held.sightings.ttl_max = row.sightings->ttl_max;
  held.sightings.undated = row.sightings->seen_count();
  held.sightings.told = row.sightings->told;
  return held;
}

Result<std::unique_ptr<FirstSeenCursor>> FirstSeenCursor::open(const record::RecordStore& store,
                                                               const FirstSeenQuestion& question) {
  if (question.value && !ValueMatch::can_tell(*question.value))
    return Error{ErrorCode::kInvalid,
                 "expected an address, a host, a mailbox or a text: no pattern", 0, "value"};
  SPOOR_TRY(RowWalk walk, RowWalk::open(store, question.request, Details::kLeftOut));
  return std::unique_ptr<FirstSeenCursor>(new FirstSeenCursor(std::move(walk), question.value));
}

Result<bool> FirstSeenCursor::advance(std::uint64_t records) {
  return walk_.advance(records, [this](const search::Row& row) { add(row); });
}

void FirstSeenCursor::add(const search::Row& row) {
  if (match_ && !match_->matches(row.type, row.rdata)) return;
  if (!first_) first_.emplace();
  join(*first_, row);
  join(by_source_[{row.source.value_or(record::SourceId{}), row.how}], row);
  join(by_type_[row.type], row);
}

std::vector<const FirstSeen*> FirstSeenCursor::by_source() const {
  return earliest_first(by_source_);
}

std::vector<const FirstSeen*> FirstSeenCursor::by_type() const {
  return earliest_first(by_type_);
}

}  // namespace spoor::history
