// SPDX-License-Identifier: Apache-2.0
// Grouping of sightings into rows.
#include "search/row_stream.h"

#include <algorithm>
#include <utility>

namespace spoor::search {
namespace {

using record::How;
using record::SourceId;

std::size_t slot(How how) noexcept {
  return how == How::kZone ? 1 : 0;
}

/// Streams begin again at the record (or group) of the position and skip what was shown of it.
std::optional<record::OwnedKey> scan_start(const SearchRequest& request,
                                           const std::optional<Position>& from) {
  if (!from) return std::nullopt;
  record::OwnedKey key = from->key;
  if (request.grouping == Grouping::kMergeBailiwicks) key.bailiwick = 0;
  return key;
}

}  // namespace

RowStream::RowStream(const record::RecordStore& store, SearchRequest request,
                     std::optional<Position> from, std::shared_ptr<const record::Snapshot> state)
    : store_(store),
      request_(std::move(request)),
      from_(std::move(from)),
      sources_(store),
      scan_(std::move(state), request_, scan_start(request_, from_)) {
  if (from_ && from_->place == Place::kAtKey) from_.reset();  // nothing of that key was shown
  tells_sources_ = request_.with_sources && request_.grouping != Grouping::kPerSource;
}

Result<std::unique_ptr<RowStream>> RowStream::open(const record::RecordStore& store,
                                                   SearchRequest request,
                                                   std::optional<Position> from,
                                                   std::shared_ptr<const record::Snapshot> state) {
  if (request.filters.fences.asks_days()) request.with_details = true;
  SPOOR_CHECK(check_pattern(request.query));
  std::unique_ptr<RowStream> stream(new RowStream(store, std::move(request), std::move(from),
                                                  state ? std::move(state) : store.snapshot()));
  SPOOR_TRY(stream->choice_, SourceChoice::of(store, stream->request_.filters));
  return stream;
}

bool RowStream::accepts_row(const record::Sightings& s) const {
  const Filters& filters = request_.filters;
  if (!filters.fences.accept(s)) return false;
  if (!filters.count_min && !filters.count_max) return true;
  const std::uint64_t count = s.count();
  return count >= filters.count_min.value_or(0) && count <= filters.count_max.value_or(kNoLimit);
}

void RowStream::take_key(const record::StoredRecord& found) {
  key_ = found.key;
  name_ = found.name;
  bailiwick_ = found.key.bailiwick;
  is_shown_ = false;
  if (forward_name_ != scan_.forward_name())
    forward_name_ = scan_.forward_name();  // the scan may look ahead
  if (!has_type_text_ || found.type != type_) {
    type_ = found.type;
    type_text_ = dns::is_wire_type(type_) ? dns::rr_type_mnemonic(type_) : std::string_view();
    if (type_text_.empty()) type_text_ = type_text_held_ = store_.type_text(type_);
    has_type_text_ = true;
  }
}

void RowStream::pick_each(const record::StoredRecord& found) {
  for (const auto& each : found.sightings) {
    if (choice_.accepts(each.source)) picks_.push_back({&each.sightings, each.source, each.how});
  }
  if (picks_.size() < 2) return;
  std::sort(picks_.begin(), picks_.end(), [&](const Pick& a, const Pick& b) {
    if (a.source.v != b.source.v) return sources_.name(a.source) < sources_.name(b.source);
    return a.how < b.how;
  });
}

bool RowStream::fold(const record::StoredRecord& found) {
  bool any = false;
  for (const auto& each : found.sightings) {
    if (!choice_.accepts(each.source)) continue;
    any = true;
    const std::size_t at = slot(each.how);
    if (tells_sources_) merged_sources_[at].add(each.source);
    if (has_merged_[at]) {
      merge_told(merged_[at], each.sightings);
    } else {
      merged_[at] = each.sightings;
      has_merged_[at] = true;
    }
  }
  return any;
}

void RowStream::pick_merged(const record::StoredRecord& found) {
  if (found.sightings.size() == 1) {  // nothing to merge: no copy
    pick_each(found);
    return;
  }
  begin_fold();
  fold(found);
  pick_folded();
}

void RowStream::begin_fold() {
  has_merged_ = {};
  for (SourceList& sources : merged_sources_) sources.clear();
}

void RowStream::pick_folded() {
  for (const How how : {How::kSensor, How::kZone}) {
    if (has_merged_[slot(how)]) picks_.push_back({&merged_[slot(how)], {}, how});
  }
}

bool RowStream::is_in_group(const record::RowKey& key) const noexcept {
  return key.head == group_key_.head && key.rdata == group_key_.rdata;
}

void RowStream::begin_group() {
  const record::StoredRecord& found = scan_.record();
  take_key(found);
  group_key_.assign(found.key);
  group_name_.assign(found.name);
  key_ = group_key_.view();
  name_ = group_name_;
  bailiwick_ = record::kBailiwickUnknown;
  begin_fold();
  group_agrees_ = true;
  is_grouping_ = true;
}

void RowStream::add_to_group() {
  const record::StoredRecord& found = scan_.record();
  const std::uint8_t zone = fold(found) ? found.key.bailiwick : record::kBailiwickUnknown;
  if (bailiwick_ == record::kBailiwickUnknown) {
    bailiwick_ = zone;
  } else if (zone != record::kBailiwickUnknown && zone != bailiwick_) {
    group_agrees_ = false;
  }
  has_pending_ = false;
}

void RowStream::end_group() {
  is_grouping_ = false;
  if (!group_agrees_) bailiwick_ = record::kBailiwickUnknown;
  pick_folded();
}

Result<Step> RowStream::fill_group(Budget& budget) {
  while (true) {
    if (has_pending_) {
      if (!is_grouping_) begin_group();
      if (!is_in_group(scan_.record().key)) break;
      add_to_group();
    }
    SPOOR_TRY(const Step step, scan_.next(budget));
    has_pending_ = step == Step::kRow;
    if (has_pending_) continue;
    if (!is_grouping_) return step;
    if (step == Step::kEnd) break;
    const auto place = scan_.place();
    if (!place || is_in_group(place->view())) return step;
    break;  // paused, but already behind the group: it is whole
  }
  end_group();
  return Step::kRow;
}

Result<Step> RowStream::fill(Budget& budget) {
  picks_.clear();
  next_pick_ = 0;
  if (request_.grouping == Grouping::kMergeBailiwicks) return fill_group(budget);
  SPOOR_TRY(const Step step, scan_.next(budget));
  if (step != Step::kRow) return step;
  take_key(scan_.record());
  if (request_.grouping == Grouping::kPerSource) {
    pick_each(scan_.record());
  } else {
    pick_merged(scan_.record());
  }
  return step;
}

bool RowStream::is_from(const record::RowKey& key) const noexcept {
  return from_ && key.head == from_->key.head && key.rdata == from_->key.rdata &&
         (request_.grouping == Grouping::kMergeBailiwicks || key.bailiwick == from_->key.bailiwick);
}

bool RowStream::skip_shown(const Pick& pick) {
  if (!is_from(key_)) {
    from_.reset();
    return false;
  }
  if (request_.grouping == Grouping::kPerSource) {
    const std::string_view name = sources_.name(pick.source);
    if (name != from_->source) return name < from_->source;
  }
  return pick.how <= from_->how;
}

Status RowStream::show(const Pick& pick) {
  if (owner_form_ != name_ || owner_form_.empty()) {
    owner_size_ = dns::write_wire_from_sort_form(owner_.data(), name_);
    if (owner_size_ == 0) return dns::name_from_sort_form(name_).error();
    owner_form_.assign(name_);
  }
  row_.owner = Bytes(owner_).first(owner_size_);
  row_.type = type_;
  row_.type_text = type_text_;
  row_.rdata = key_.rdata;
  row_.bailiwick = bailiwick_;
  row_.how = pick.how;
  row_.sightings = pick.sightings;
  row_.presence = request_.filters.fences.presence(*pick.sightings);
  show_source(pick);
  is_shown_ = true;
  return {};
}

void RowStream::show_source(const Pick& pick) {
  if (request_.grouping == Grouping::kPerSource) {
    row_.source = pick.source;
    row_.source_name = sources_.name(pick.source);
  } else if (tells_sources_) {
    SourceList& sources = merged_sources_[slot(pick.how)];
    if (pick.source.v != 0) {  // a record of one source: nothing was folded
      sources.clear();
      sources.add(pick.source);
    }
    sources.finish(sources_);
    row_.sources = sources.view();
  }
}

Result<Step> RowStream::next(Budget& budget) {
  while (true) {
    while (next_pick_ < picks_.size()) {
      const Pick& pick = picks_[next_pick_++];
      if (from_ && skip_shown(pick)) continue;
      if (!accepts_row(*pick.sightings)) continue;
      SPOOR_CHECK(show(pick));
      return Step::kRow;
    }
    SPOOR_TRY(const Step step, fill(budget));
    if (step != Step::kRow) return step;
  }
}

Position RowStream::position() const {
  Position position;
  position.key.assign(key_);
  position.source = row_.source_name;
  position.how = row_.how;
  return position;
}

std::optional<Position> RowStream::place() const {
  Position position;
  position.place = Place::kAtKey;
  if (is_grouping_) {
    if (is_from(group_key_.view())) return std::nullopt;
    position.key = group_key_;
    return position;
  }
  if (scan_.is_at_match() && is_shown_) return this->position();
  auto key = scan_.place();
  if (!key || is_from(key->view())) return std::nullopt;
  position.key = *std::move(key);
  return position;
}

}  // namespace spoor::search
