// SPDX-License-Identifier: Apache-2.0
#include "store/segment/merged_rows.h"

#include <algorithm>
#include <tuple>

namespace spoor::store {

MergedRows::MergedRows(RowOrder order, bool with_details,
                       std::vector<std::unique_ptr<SegmentRowCursor>> cursors)
    : order_(order), with_details_(with_details) {
  for (auto& cursor : cursors) {
    if (cursor->valid()) cursors_.push_back(std::move(cursor));
  }
  for (std::size_t i = 0; i < cursors_.size(); ++i) heap_.push_back(i);
  std::make_heap(heap_.begin(), heap_.end(),
                 [this](std::size_t a, std::size_t b) { return is_behind(a, b); });
}

bool MergedRows::is_behind(std::size_t a, std::size_t b) const noexcept {
  return record::compare(cursors_[a]->row().key(), cursors_[b]->row().key()) > 0;
}

// Moves on the cursors whose record was handed out, then gathers those that stand on the least key.
Status MergedRows::step() {
  const auto behind = [this](std::size_t a, std::size_t b) { return is_behind(a, b); };
  if (at_key_.size() == 1 && !heap_.empty()) {
    // One segment often has several rows in a row: look at the next best alone before sorting.
    const std::size_t last = at_key_.front();
    SPOOR_CHECK(cursors_[last]->advance());
    if (cursors_[last]->valid()) {
      if (record::compare(cursors_[last]->row().key(), cursors_[heap_.front()]->row().key()) < 0)
        return {};
      heap_.push_back(last);
      std::push_heap(heap_.begin(), heap_.end(), behind);
    }
    at_key_.clear();
  }
  for (const std::size_t i : at_key_) {
    SPOOR_CHECK(cursors_[i]->advance());
    if (!cursors_[i]->valid()) continue;
    heap_.push_back(i);
    std::push_heap(heap_.begin(), heap_.end(), behind);
  }
  at_key_.clear();
  while (!heap_.empty()) {
    const std::size_t top = heap_.front();
    if (!at_key_.empty() &&
        record::compare(cursors_[top]->row().key(), cursors_[at_key_.front()]->row().key()) != 0) {
      break;
    }
    std::pop_heap(heap_.begin(), heap_.end(), behind);
    heap_.pop_back();
    at_key_.push_back(top);
  }
  return {};
}

void MergedRows::present_one(const RowBlockCursor& row) {
  record_.key = row.key();
  const std::string_view lead = row.lead();
  record_.name = order_ == RowOrder::kByName ? lead : lead.substr(record::value_length(lead));
  record_.type = row.type();
  record_.sightings = row.sightings();
}

void MergedRows::present_many() {
  present_one(cursors_[at_key_.front()]->row());
  merged_.clear();
  for (const std::size_t i : at_key_) {
    for (const record::SourcedSightings& one : cursors_[i]->row().sightings()) {
      const auto place =
          std::lower_bound(merged_.begin(), merged_.end(), one, [](const auto& a, const auto& b) {
            return std::tie(a.source, a.how) < std::tie(b.source, b.how);
          });
      if (place != merged_.end() && place->source == one.source && place->how == one.how) {
        place->sightings.merge(one.sightings);
        // The law confirms the days of first and last; where days were not read, that would be half
        // the truth.
        if (!with_details_) place->sightings.days.clear();
      } else {
        merged_.insert(place, one);
      }
    }
  }
  record_.sightings = merged_;
}

Result<const record::StoredRecord*> MergedRows::next() {
  if (cursors_.size() == 1) {  // nothing to merge: the common case, and the fast one
    if (at_key_.empty()) {
      at_key_.push_back(0);
    } else {
      SPOOR_CHECK(cursors_[0]->advance());
    }
    if (!cursors_[0]->valid()) return nullptr;
    present_one(cursors_[0]->row());
    return &record_;
  }
  SPOOR_CHECK(step());
  if (at_key_.empty()) return nullptr;
  if (at_key_.size() == 1) {
    present_one(cursors_[at_key_.front()]->row());
  } else {
    present_many();
  }
  return &record_;
}

MergedNames::MergedNames(std::vector<std::unique_ptr<SegmentNameCursor>> cursors) {
  for (auto& cursor : cursors) {
    if (cursor->valid()) cursors_.push_back(std::move(cursor));
  }
}

Result<std::string_view> MergedNames::next() {
  if (started_) {
    for (auto& cursor : cursors_) {
      if (cursor->valid() && cursor->name() == name_) SPOOR_CHECK(cursor->advance());
    }
  }
  started_ = true;
  const SegmentNameCursor* least = nullptr;
  for (const auto& cursor : cursors_) {
    if (!cursor->valid()) continue;
    if (least == nullptr || record::compare_bytes(cursor->name(), least->name()) < 0)
      least = cursor.get();
  }
  if (least == nullptr) return std::string_view();
  name_.assign(least->name());
  return std::string_view(name_);
}

}  // namespace spoor::store
