// SPDX-License-Identifier: Apache-2.0
#include "history/watch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "history/presence.h"

namespace spoor::history {
namespace {

using record::SourceId;

bool is_wanted(std::string_view name, const std::vector<std::string>& wanted,
               std::vector<bool>& found) {
  bool is_one = wanted.empty();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string_view each = wanted[i];
    const bool fits =
        each == name || (each.ends_with("/*") && name.starts_with(each.substr(0, each.size() - 1)));
    if (fits) is_one = found[i] = true;
  }
  return is_one;
}

}  // namespace

Status Watch::add(const record::RecordStore& store, SourceId id) {
  SPOOR_TRY(record::WatchedDays watched, store.watched_days(id));
  is_complete_ = is_complete_ && watched.is_complete;
  any_.merge(watched.days);
  sources_.back().days = std::move(watched.days);
  return {};
}

Result<Watch> Watch::read(const record::RecordStore& store,
                          const std::vector<std::string>& sources) {
  Watch watch;
  std::vector<bool> found(sources.size());
  for (std::uint32_t number = 1;; ++number) {  // numbered without holes
    auto spec = store.source(SourceId{number});
    if (!spec) break;
    if (!is_wanted(spec->name, sources, found)) continue;
    watch.sources_.push_back({SourceId{number}, std::move(spec->name), {}});
    SPOOR_CHECK(watch.add(store, SourceId{number}));
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!found[i])
      return Error{ErrorCode::kNotFound, "the store knows no source of this name", 0, sources[i]};
  }
  return watch;
}

std::optional<record::DayRun> asked_days(const search::TimeFences& fences, const Watch& watch) {
  if (!fences.asks_days()) return std::nullopt;
  const record::DayRun asked{
      fences.seen_from ? record::day_of(fences.seen_from->unix_s) : 0,
      fences.seen_to ? record::day_of(fences.seen_to->unix_s) : record::kLastDay};
  return shown_window(asked,
                      watch.any().empty() ? std::nullopt : std::optional(watch.any().bounds()));
}

const record::DaySet& Watch::of(SourceId id) const noexcept {
  static const record::DaySet kNone;
  const auto at =
      std::lower_bound(sources_.begin(), sources_.end(), id,
                       [](const SourceWatch& each, SourceId wanted) { return each.id < wanted; });
  return at != sources_.end() && at->id == id ? at->days : kNone;
}

}  // namespace spoor::history
