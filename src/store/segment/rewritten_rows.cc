// SPDX-License-Identifier: Apache-2.0
// All records of a name lie together and its trace behind all but other records of its type, so one
// name is all that is remembered.
#include "store/segment/rewritten_rows.h"

namespace spoor::store {

using record::StoredRecord;

void RewrittenRows::begin_name(std::string_view name) {
  name_.assign(name);
  head_ = name_;
  record::append_type(head_, record::kFirstSeenType);
  trace_.clear();
  is_trace_placed_ = false;
}

/// Whether `row` (null: the end) lies at or behind where the trace of the name belongs.
bool RewrittenRows::is_place_of_trace(const StoredRecord* row) const {
  if (is_trace_placed_ || name_.empty()) return false;
  return row == nullptr || record::compare(row->key, {head_, {}, record::kBailiwickUnknown}) >= 0;
}

const StoredRecord* RewrittenRows::change(const StoredRecord& row) {
  if (rewrite_ == nullptr ||
      !record::rewrite_record(*rewrite_, row, kept_, leaves_traces_ ? &trace_ : nullptr))
    return &row;
  record_ = row;
  record_.sightings = kept_;
  return &record_;
}

const StoredRecord* RewrittenRows::leave_trace(std::span<const record::SourcedSightings> left) {
  record_ = {};
  record_.key = {head_, {}, record::kBailiwickUnknown};
  record_.name = name_;
  record_.type = record::kFirstSeenType;
  record_.sightings = left;
  return &record_;
}

Result<const StoredRecord*> RewrittenRows::next() {
  if (!has_held_) {
    SPOOR_TRY(held_, rows_.next());
  }
  has_held_ = false;
  if (!leaves_traces_) return held_ == nullptr ? nullptr : change(*held_);
  if (is_place_of_trace(held_)) {
    is_trace_placed_ = true;
    const auto left = trace_.left();
    const bool is_there = held_ != nullptr &&
                          record::compare(held_->key, {head_, {}, record::kBailiwickUnknown}) == 0;
    if (is_there && !left.empty()) {
      const StoredRecord* const told = change(*held_);
      kept_ = record::joined(told->sightings, left);
      record_ = *told;
      record_.sightings = kept_;
      return &record_;
    }
    if (!left.empty()) {
      has_held_ = true;
      return leave_trace(left);
    }
  }
  if (held_ == nullptr) return nullptr;
  if (held_->name != name_) begin_name(held_->name);
  return change(*held_);
}

}  // namespace spoor::store
