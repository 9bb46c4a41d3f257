// SPDX-License-Identifier: Apache-2.0
// Open addressing in memory; on disk, runs in key order that are merged again.
#include "search/totals_table.h"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include <xxhash.h>

#include "record/key.h"

namespace spoor::search {
namespace {

constexpr std::size_t kMinBytes = std::size_t{1} << 17;
constexpr std::size_t kFirstSlots = 64;
constexpr std::size_t kFanIn = 32;
static_assert(std::is_trivially_copyable_v<Totals>);

std::string_view key_in(std::string_view packed) {
  return packed.substr(sizeof(Totals));
}

bool is_later(const SortedRun* a, const SortedRun* b) {
  return record::compare_bytes(key_in(b->current()), key_in(a->current())) < 0;
}

}  // namespace

TotalsTable::TotalsTable(std::size_t bytes, std::string scratch_dir)
    : bytes_(std::max(bytes, kMinBytes)), scratch_dir_(std::move(scratch_dir)) {
  slots_.resize(kFirstSlots);
}

void TotalsTable::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t slot = entries_[i].hash & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

void TotalsTable::add(std::string_view key, const Totals& totals) {
  if (last_ < entries_.size() && key_of(entries_[last_]) == key)
    return entries_[last_].totals.add(totals);
  const std::uint64_t hash = XXH3_64bits(key.data(), key.size());
  if (entries_.size() * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    if (slots_[slot] == 0) {
      last_ = entries_.size();
      slots_[slot] = static_cast<std::uint32_t>(last_ + 1);
      entries_.push_back({hash, arena_.size(), static_cast<std::uint32_t>(key.size()), totals});
      arena_ += key;
      break;
    }
    Entry& entry = entries_[slots_[slot] - 1];
    if (entry.hash != hash || key_of(entry) != key) continue;
    last_ = slots_[slot] - 1;
    return entry.totals.add(totals);
  }
  const std::size_t held =
      arena_.size() + entries_.size() * sizeof(Entry) + slots_.size() * sizeof(slots_[0]);
  if (held > bytes_) phase_ = Phase::kSorting;
}

void TotalsTable::finish(Reading reading) {
  is_whole_ = true;
  reading_ = reading;
  const bool must_sort = reading == Reading::kByKey || !runs_.empty() || phase_ != Phase::kTaking;
  phase_ = must_sort ? Phase::kSorting : Phase::kReading;
}

Result<bool> TotalsTable::work_on(Budget& budget) {
  while (phase_ != Phase::kTaking && phase_ != Phase::kReading) {
    if (budget.is_spent()) return false;
    if (phase_ == Phase::kSorting) {
      budget.take(entries_.size());
      SPOOR_CHECK(sort());
    } else if (phase_ == Phase::kSpilling) {
      budget.take(1);
      SPOOR_CHECK(spill_entry());
    } else {
      budget.take(1);
      SPOOR_CHECK(join_entry());
    }
  }
  return true;
}

Status TotalsTable::sort() {
  std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
    return record::compare_bytes(key_of(a), key_of(b)) < 0;
  });
  next_ = 0;
  if (is_whole_ && (runs_.empty() || entries_.empty())) {
    phase_ = Phase::kReading;
    return {};
  }
  phase_ = Phase::kSpilling;
  SPOOR_TRY(spilling_, SortedRun::create(scratch_dir_));
  return {};
}

Status TotalsTable::write(std::string_view key, const Totals& totals) {
  packed_.assign(reinterpret_cast<const char*>(&totals), sizeof(totals));
  packed_ += key;
  return spilling_->write(packed_);
}

void TotalsTable::drop_held() {
  entries_.clear();
  arena_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
  next_ = last_ = 0;
}

Status TotalsTable::spill_entry() {
  if (next_ < entries_.size()) {
    const Entry& entry = entries_[next_++];
    return write(key_of(entry), entry.totals);
  }
  drop_held();
  SPOOR_CHECK(spilling_->rewind_to_read());
  runs_.push_back(std::move(spilling_));
  ++spilled_;
  if (runs_.size() < kFanIn) {
    phase_ = is_whole_ ? Phase::kReading : Phase::kTaking;
    return {};
  }
  phase_ = Phase::kJoining;
  SPOOR_TRY(spilling_, SortedRun::create(scratch_dir_));
  return {};
}

/// All runs into one.
Status TotalsTable::join_entry() {
  SPOOR_TRY(const bool has, next_of_runs());
  if (has) return write(key_, totals_);
  runs_.clear();
  heap_.clear();
  has_heap_ = false;
  SPOOR_CHECK(spilling_->rewind_to_read());
  runs_.push_back(std::move(spilling_));
  phase_ = is_whole_ ? Phase::kReading : Phase::kTaking;
  return {};
}

Result<bool> TotalsTable::next() {
  if (!runs_.empty()) return next_of_runs();
  if (next_ == entries_.size()) return false;
  const Entry& entry = entries_[next_++];
  key_ = key_of(entry);
  totals_ = entry.totals;
  return true;
}

/// Takes the least entry off the heap into held_key_ and totals_.
Result<bool> TotalsTable::read_run() {
  std::pop_heap(heap_.begin(), heap_.end(), is_later);
  SortedRun* const run = heap_.back();
  Totals totals;
  std::memcpy(&totals, run->current().data(), sizeof(totals));
  totals_.add(totals);
  held_key_.assign(key_in(run->current()));
  SPOOR_TRY(const bool has, run->advance());
  if (has) {
    std::push_heap(heap_.begin(), heap_.end(), is_later);
  } else {
    heap_.pop_back();
  }
  return true;
}

Result<bool> TotalsTable::next_of_runs() {
  if (!has_heap_) {
    has_heap_ = true;
    for (const auto& run : runs_) {
      SPOOR_TRY(const bool has, run->advance());
      if (has) heap_.push_back(run.get());
    }
    std::make_heap(heap_.begin(), heap_.end(), is_later);
  }
  if (heap_.empty()) return false;
  totals_ = {};
  SPOOR_CHECK(read_run());
  while (!heap_.empty() && key_in(heap_.front()->current()) == held_key_) {
    SPOOR_CHECK(read_run());
  }
  key_ = held_key_;
  return true;
}

}  // namespace spoor::search
