// SPDX-License-Identifier: Apache-2.0
// Days by value are dear: they are asked only of the lanes that are shown, name by name.
#include "history/lanes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace spoor::history {
namespace {

using record::day_of;
using record::DayRun;
using search::OrderKey;

}  // namespace

record::DaySet not_watched_in(const Lane& lane, const Watch& watch,
                              const std::optional<DayRun>& window) {
  DayRun span{day_of(lane.first), day_of(lane.last)};
  if (window) span = {std::max(span.first, window->first), std::min(span.last, window->last)};
  if (span.first > span.last) return {};
  record::DaySet days = watch.missing(span);
  days.subtract(lane.presence.confirmed);
  days.subtract(lane.presence.possible);
  return days;
}

LaneCursor::LaneCursor(const record::RecordStore& store, LaneQuestion question, RowWalk walk,
                       Watch watch)
    : store_(store),
      question_(std::move(question)),
      are_names_(question_.request.query.in != search::QueryIn::kName),
      walk_(std::move(walk)),
      watch_(std::move(watch)) {
  if (are_names_ && ValueMatch::can_tell(question_.request.query))
    match_.emplace(question_.request.query);
}

Result<std::unique_ptr<LaneCursor>> LaneCursor::open(const record::RecordStore& store,
                                                     const LaneQuestion& question) {
  if (question.most < 1 || question.most > kMostLanes)
    return Error{ErrorCode::kInvalid, "expected 1 to 1000 lanes", 0, "limit"};
  SPOOR_TRY(Watch watch, Watch::read(store, question.request.filters.sources));
  SPOOR_TRY(RowWalk walk, RowWalk::open(store, question.request, Details::kLeftOut));
  return std::unique_ptr<LaneCursor>(
      new LaneCursor(store, question, std::move(walk), std::move(watch)));
}

Result<bool> LaneCursor::advance(std::uint64_t records) {
  if (!is_sketched_) {
    SPOOR_TRY(is_sketched_,
              walk_->advance(records, [this](const search::Row& row) { sketch(row); }));
    if (!is_sketched_) return false;
    choose();
    SPOOR_CHECK(begin_details());
    return !walk_;
  }
  if (!walk_) return true;
  SPOOR_TRY(const bool is_done,
            walk_->advance(records, [this](const search::Row& row) { fill(row); }));
  if (!is_done) return false;
  walk_.reset();
  if (match_) {
    SPOOR_TRY(const bool has_next, next_detail_walk());
    if (has_next) return false;
  }
  for (Lane& lane : lanes_) lane.presence.settle();
  return true;
}

void LaneCursor::stop() {
  if (!is_sketched_) choose();
  is_sketched_ = true;
  is_full_ = true;
  walk_.reset();
  for (Lane& lane : lanes_) lane.presence.settle();
}

std::string_view LaneCursor::key_of(const search::Row& row) {
  key_.clear();
  record::append_type(key_, row.type);
  key_ += are_names_ ? as_chars(row.owner) : row.rdata;
  return key_;
}

void LaneCursor::note_owner(Bytes owner) {
  if (owner_number_ != 0 && owner_ == as_chars(owner)) return;
  owner_.assign(as_chars(owner));
  ++owner_number_;
}

void LaneCursor::sketch(const search::Row& row) {
  const record::Sightings& s = *row.sightings;
  if (question_.window &&
      (day_of(s.first) > question_.window->last || day_of(s.last) < question_.window->first))
    return;
  note_owner(row.owner);
  Sketch* const found = found_.find_or_add(key_of(row), Sketch{0, s.first, s.last, 0, 0, 0});
  if (found == nullptr) {
    is_full_ = true;
    return;
  }
  Sketch& lane = *found;
  lane.count = record::add_counts(lane.count, s.count());
  lane.first = std::min(lane.first, s.first);
  lane.last = std::max(lane.last, s.last);
  // By value the rows of one owner may lie apart: a lane is one owner then.
  if (lane.last_owner != owner_number_ && (!are_names_ || lane.names == 0)) ++lane.names;
  lane.last_owner = owner_number_;
}

void LaneCursor::choose() {
  std::vector<KeyTable<Sketch>::Entry*> all;
  all.reserve(found_.size());
  for (auto& each : found_.entries()) all.push_back(&each);
  const search::Order order = question_.request.order;
  const auto rank = [order](const Sketch& lane) -> std::uint64_t {
    switch (order.key) {
      case OrderKey::kFirstSeen:
        return lane.first;
      case OrderKey::kLastSeen:
        return lane.last;
      case OrderKey::kCount:
        return lane.count;
      default:
        return 0;
    }
  };
  const auto comes_first = [&](const auto* a, const auto* b) {
    const std::uint64_t left = rank(a->value), right = rank(b->value);
    if (left != right) return order.descending ? left > right : left < right;
    return a->key < b->key;
  };
  const std::size_t shown = std::min<std::size_t>(question_.most, all.size());
  std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown), all.end(),
                    comes_first);
  lanes_.reserve(shown);
  for (std::size_t i = 0; i < shown; ++i) {
    Sketch& sketched = all[i]->value;
    sketched.place = static_cast<std::uint32_t>(i + 1);
    Lane lane;
    const std::string_view octets = all[i]->key;
    const auto lead = static_cast<std::uint8_t>(octets.front());
    const std::size_t type_octets = lead < 0x80 ? 1 : lead < 0xC0 ? 2 : 4;
    record::read_type(octets.substr(0, type_octets), lane.type);
    lane.type_text = store_.type_text(lane.type);
    lane.value = octets.substr(type_octets);
    lane.count = sketched.count;
    lane.first = sketched.first;
    lane.last = sketched.last;
    lane.names = sketched.names;
    lanes_.push_back(std::move(lane));
  }
}

Status LaneCursor::begin_details() {
  walk_.reset();
  if (lanes_.empty()) return {};
  if (match_) {
    SPOOR_TRY([[maybe_unused]] const bool has_next, next_detail_walk());
    return {};
  }
  SPOOR_TRY(walk_, RowWalk::open(store_, question_.request, Details::kWanted));
  return {};
}

/// Opens the walk over the records of the next lane's name; false when there is none.
Result<bool> LaneCursor::next_detail_walk() {
  if (next_lane_ == lanes_.size()) return false;
  const Lane& lane = lanes_[next_lane_++];
  search::SearchRequest request = question_.request;
  request.query = {};
  SPOOR_TRY(request.query.name, dns::name_from_wire(as_bytes(lane.value)));
  request.filters.types = {};
  request.filters.types.add(lane.type);
  SPOOR_TRY(walk_, RowWalk::open(store_, request, Details::kWanted));
  return true;
}

void LaneCursor::fill(const search::Row& row) {
  if (match_ && !match_->matches(row.type, row.rdata)) return;
  const Sketch* const found = found_.find(key_of(row));
  if (found == nullptr || found->place == 0) return;
  Lane& lane = lanes_[found->place - 1];
  const auto source = row.source.value_or(record::SourceId{});
  const auto place = std::lower_bound(lane.sources.begin(), lane.sources.end(), source);
  if (place == lane.sources.end() || *place != source) lane.sources.insert(place, source);
  lane.presence.add(*row.sightings);
  if (question_.window) {
    lane.presence.confirmed.clip(*question_.window);
    lane.presence.possible.clip(*question_.window);
  }
}

std::optional<DayRun> LaneCursor::window() const noexcept {
  if (lanes_.empty()) return shown_window(question_.window, std::nullopt);
  DayRun seen{day_of(lanes_.front().first), day_of(lanes_.front().last)};
  for (const Lane& lane : lanes_) {
    seen.first = std::min(seen.first, day_of(lane.first));
    seen.last = std::max(seen.last, day_of(lane.last));
  }
  return shown_window(question_.window, seen);
}

}  // namespace spoor::history
