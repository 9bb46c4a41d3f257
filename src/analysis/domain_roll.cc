// SPDX-License-Identifier: Apache-2.0
#include "analysis/domain_roll.h"

namespace spoor::analysis {
namespace {

constexpr std::uint32_t kWeekDays = 7;
constexpr std::uint32_t kMonthDays = 30;

constexpr std::uint32_t kNamed = 1;
constexpr std::uint32_t kActive = 2;
constexpr std::uint32_t kActiveInWeek = 4;
/// Slots of a table are at most four times as many as what it holds, just after it grew.
constexpr std::size_t kSlotBytes = 4 * 12;

std::uint32_t days_before(std::uint32_t moment_s, std::uint32_t days) noexcept {
  const std::uint32_t span_s = days * record::kSecondsPerDay;
  return moment_s > span_s ? moment_s - span_s : 0;
}

}  // namespace

Windows::Windows(std::uint32_t moment) noexcept
    : moment_s(moment),
      month_s(days_before(moment, kMonthDays)),
      week_s(days_before(moment, kWeekDays)) {}

DomainRoll::DomainRoll(const enrich::Enrichment& enrichment, const Windows& windows,
                       std::size_t memory_bytes, bool are_distinct)
    : enrichment_(enrichment),
      windows_(windows),
      memory_bytes_(memory_bytes),
      are_distinct_(are_distinct) {}

DomainRoll::Entry* DomainRoll::entry_of(Bytes domain) {
  const std::uint64_t hash = enrich::name_hash(domain);
  if (const std::uint32_t number = numbers_.find(hash); number != 0) return &entries_[number - 1];
  const std::size_t bytes = (numbers_.size() + told_.size()) * kSlotBytes +
                            2 * entries_.size() * sizeof(Entry) + 2 * octets_.size();
  if (bytes >= memory_bytes_) {
    is_complete_ = false;
    return nullptr;
  }
  Entry entry;
  entry.at = static_cast<std::uint32_t>(octets_.size());
  entry.size = static_cast<std::uint8_t>(domain.size());
  octets_ += as_chars(domain);
  entries_.push_back(entry);
  numbers_[hash] = static_cast<std::uint32_t>(entries_.size());
  return &entries_.back();
}

std::uint32_t DomainRoll::note(Bytes wire, const SeenBefore& seen) {
  std::uint32_t bits = kNamed;
  if (windows_.is_active(seen)) bits |= kActive;
  if (windows_.is_active_in_week(seen)) bits |= kActiveInWeek;
  if (are_distinct_) return bits;
  const std::uint64_t hash = enrich::name_hash(wire);
  if (told_.find(hash) == 0 && (told_.size() + 1) * kSlotBytes >= memory_bytes_ / 2) {
    is_complete_ = false;
    return 0;
  }
  std::uint32_t& told = told_[hash];
  const std::uint32_t is_new = bits & ~told;
  told |= bits;
  return is_new;
}

bool DomainRoll::add(Bytes wire, const SeenBefore& seen) {
  Entry* const entry = entry_of(wire.subspan(enrichment_.registered_at(wire).value_or(0)));
  if (entry == nullptr) return false;
  const std::uint32_t is_new = note(wire, seen);
  entry->seen.merge(seen);
  if ((is_new & kNamed) != 0) {
    ++entry->names;
    ++names_.all;
  }
  if ((is_new & kActiveInWeek) != 0) ++names_.active_in_week;
  if ((is_new & kActive) == 0) return false;
  ++entry->active_names;
  ++names_.active;
  return true;
}

}  // namespace spoor::analysis
