// SPDX-License-Identifier: Apache-2.0
// Names come one after the other; of their events the newest are kept.
#include "history/changes.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "history/change_finder.h"

namespace spoor::history {
namespace {

constexpr std::array<std::string_view, kChangeKinds> kKindTexts{
    "appeared", "moved", "new_ns", "new_mx", "first_txt", "new_type", "gone", "came_back"};

}  // namespace

std::string_view change_kind_text(ChangeKind kind) noexcept {
  return kKindTexts[static_cast<std::size_t>(kind)];
}

std::optional<ChangeKind> parse_change_kind(std::string_view text) noexcept {
  const auto at = std::find(kKindTexts.begin(), kKindTexts.end(), text);
  if (at == kKindTexts.end()) return std::nullopt;
  return static_cast<ChangeKind>(at - kKindTexts.begin());
}

bool comes_first(const Change& a, const Change& b) {
  if (a.day != b.day) return a.day > b.day;
  return std::tie(a.owner, a.kind, a.type, a.value) < std::tie(b.owner, b.kind, b.type, b.value);
}

ChangeCursor::ChangeCursor(ChangeQuestion question, RowWalk walk, Watch watch)
    : question_(std::move(question)), walk_(std::move(walk)), watch_(std::move(watch)) {}
ChangeCursor::~ChangeCursor() = default;

Result<std::unique_ptr<ChangeCursor>> ChangeCursor::open(const record::RecordStore& store,
                                                         const ChangeQuestion& question) {
  if (question.request.query.in != search::QueryIn::kName)
    return Error{ErrorCode::kInvalid, "expected a name or *.name: changes are told of names", 0,
                 "q"};
  if (question.most < 1 || question.most > kMostChanges)
    return Error{ErrorCode::kInvalid, "expected 1 to 10000 events", 0, "limit"};
  if (question.silence_days < 1)
    return Error{ErrorCode::kInvalid, "expected 1 day of silence or more", 0, "silence"};
  SPOOR_TRY(Watch watch, Watch::read(store, question.request.filters.sources));
  SPOOR_TRY(RowWalk walk, RowWalk::open(store, question.request, Details::kWanted));
  return std::unique_ptr<ChangeCursor>(
      new ChangeCursor(question, std::move(walk), std::move(watch)));
}

Result<bool> ChangeCursor::advance(std::uint64_t records) {
  if (is_done_) return true;
  SPOOR_TRY(is_done_, walk_.advance(records, [this](const search::Row& row) { add(row); }));
  if (!is_done_) return false;
  finish_name();
  std::sort_heap(kept_.begin(), kept_.end(), comes_first);
  return true;
}

void ChangeCursor::stop() {
  if (is_done_) return;
  is_done_ = true;
  is_whole_ = false;
  finish_name();
  std::sort_heap(kept_.begin(), kept_.end(), comes_first);
}

void ChangeCursor::add(const search::Row& row) {
  if (name_.empty() || name_.owner() != as_chars(row.owner)) {
    finish_name();
    name_.begin(row.owner);
  }
  name_.add(row);
}

const record::DaySet& ChangeCursor::watched_by(const std::vector<record::SourceId>& sources) {
  if (sources.size() == 1) return watch_.of(sources.front());
  constexpr std::size_t kMostHeld = 4096;
  if (const auto held = watched_.find(sources); held != watched_.end()) return held->second;
  if (watched_.size() == kMostHeld) watched_.clear();
  record::DaySet& days = watched_[sources];
  for (const record::SourceId source : sources) days.merge(watch_.of(source));
  return days;
}

void ChangeCursor::finish_name() {
  if (name_.empty()) return;
  ++names_;
  is_whole_ = is_whole_ && name_.is_whole();
  const record::DaySet& watched = watched_by(name_.sources());
  name_.settle(watched, question_.silence_days);
  const ChangeFinder::Wants wants = [this](ChangeKind kind, std::uint32_t day) {
    if (question_.window && !question_.window->contains(day)) return false;
    if (question_.kinds && !question_.kinds->contains(kind)) return false;
    ++by_kind_[static_cast<std::size_t>(kind)];
    return kept_.size() < question_.most || day >= kept_.front().day;
  };
  const ChangeFinder::Take take = [this](Change&& change) {
    if (kept_.size() == question_.most) {
      if (!comes_first(change, kept_.front())) return;
      std::pop_heap(kept_.begin(), kept_.end(), comes_first);
      kept_.pop_back();
    }
    kept_.push_back(std::move(change));
    std::push_heap(kept_.begin(), kept_.end(), comes_first);
  };
  ChangeFinder(name_, watched, wants, take).find();
}

std::uint64_t ChangeCursor::total() const noexcept {
  return std::accumulate(by_kind_.begin(), by_kind_.end(), std::uint64_t{0});
}

}  // namespace spoor::history
