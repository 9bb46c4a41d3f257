// SPDX-License-Identifier: Apache-2.0
#include "intake/delivery_tally.h"

#include <algorithm>
#include <utility>

namespace spoor::intake {
namespace {

using ledger::DataSpan;
using ledger::Figures;
using ledger::Left;

void add_reasons(Figures& figures, Left left, const ReasonCounts& counts) {
  for (const auto& [reason, count] : counts.by_reason())
    figures.left_out[left][std::string(reason)] += count;
}

/// What was read between two looks; nothing in it ever becomes less.
Figures since(const Figures& base, Figures now) {
  now.octets -= base.octets;
  now.packets -= base.packets;
  now.queries -= base.queries;
  now.responses -= base.responses;
  now.matched -= base.matched;
  now.unmatched -= base.unmatched;
  now.lines -= base.lines;
  for (const auto& [left, reasons] : base.left_out) {
    ledger::Reasons& mine = now.left_out[left];
    for (const auto& [reason, count] : reasons) mine[reason] -= count;
    std::erase_if(mine, [](const auto& each) { return each.second == 0; });
  }
  std::erase_if(now.left_out, [](const auto& each) { return each.second.empty(); });
  return now;
}

}  // namespace

Figures figures_of(const capture::CaptureStats& capture, const harden::HardenStats& harden,
                   std::uint64_t octets) {
  Figures figures;
  figures.octets = octets;
  figures.packets = capture.packets;
  figures.queries = harden.queries;
  figures.responses = harden.responses;
  figures.matched = harden.responses - harden.unmatched_kept;
  constexpr auto kUnmatched = static_cast<std::size_t>(harden::Rejected::kUnmatched);
  figures.unmatched = harden.unmatched_kept + harden.rejected_by[kUnmatched];
  add_reasons(figures, Left::kRejected, harden.rejected());
  add_reasons(figures, Left::kRefused, harden.records_refused());
  add_reasons(figures, Left::kSkipped, capture.skipped());
  return figures;
}

Figures figures_of(const feed::FeedStats& stats, std::uint64_t octets) {
  Figures figures;
  figures.octets = octets;
  figures.lines = stats.lines;
  add_reasons(figures, Left::kRejected, stats.rejected);
  add_reasons(figures, Left::kRefused, stats.notes);
  return figures;
}

void DeliveryTally::Part::widen(DataSpan other) noexcept {
  if (other.last == 0) return;
  if (span.last == 0) span = other;
  span.first = std::min(span.first, other.first);
  span.last = std::max(span.last, other.last);
}

void DeliveryTally::Part::add(const Part& other) {
  records += other.records;
  widen(other.span);
  for (const auto& [day, counts] : other.days) {
    DayCounts& mine = days[day];
    mine.responses += counts.responses;
    mine.records += counts.records;
  }
}

DeliveryTally::Part& DeliveryTally::part_of(record::SourceId source) {
  if (last_part_ == nullptr || last_source_ != source) {
    last_part_ = &pending_[source];
    last_source_ = source;
    last_counts_ = nullptr;
  }
  return *last_part_;
}

DeliveryTally::DayCounts& DeliveryTally::day_of(record::SourceId source, std::uint32_t time_s) {
  Part& part = part_of(source);
  const std::uint32_t day = record::day_of(time_s);
  if (last_counts_ == nullptr || last_day_ != day) {
    last_counts_ = &part.days[day];
    last_day_ = day;
  }
  return *last_counts_;
}

void DeliveryTally::observe(const record::Observation& observation) {
  Part& part = part_of(observation.source);
  ++part.records;
  part.widen({observation.time_s, observation.time_s});
  ++day_of(observation.source, observation.time_s).records;
  next_.observe(observation);
}

void DeliveryTally::add(const record::RecordView& record, record::SourceId source, record::How how,
                        const record::Sightings& sightings) {
  Part& part = part_of(source);
  ++part.records;
  part.widen({sightings.first, sightings.last});
  ++day_of(source, sightings.last).records;
  next_.add(record, source, how, sightings);
}

void DeliveryTally::add_responses(record::SourceId source, std::uint32_t time_s,
                                  std::uint64_t count) {
  day_of(source, time_s).responses += count;
}

void DeliveryTally::end_batch(bool was_merged, const Figures& so_far) {
  if (was_merged) {
    for (const auto& [source, part] : pending_) kept_[source].add(part);
    kept_figures_.add(since(base_, so_far));
  }
  base_ = so_far;
  pending_.clear();
  last_part_ = nullptr;
  last_counts_ = nullptr;
}

void DeliveryTally::start_over() {
  kept_.clear();
  kept_figures_ = {};
}

ledger::Entry DeliveryTally::entry_of(const Part& part) {
  ledger::Entry entry;
  entry.delivery.figures.records = part.records;
  if (part.span.last != 0) entry.delivery.data = part.span;
  for (const auto& [day, counts] : part.days)
    entry.days.push_back({day, counts.responses, counts.records});
  return entry;
}

ledger::Entry DeliveryTally::entry(record::SourceId main) const {
  const auto found = kept_.find(main);
  ledger::Entry entry = found == kept_.end() ? ledger::Entry() : entry_of(found->second);
  const std::uint64_t records = entry.delivery.figures.records;
  entry.delivery.figures = kept_figures_;
  entry.delivery.figures.records = records;
  return entry;
}

std::vector<ledger::Entry> DeliveryTally::entries(const record::RecordStore& store,
                                                  record::SourceId main) const {
  const auto name = [&](ledger::Entry entry, record::SourceId source) {
    if (const auto spec = store.source(source)) entry.delivery.source = spec->name;
    return entry;
  };
  std::vector<ledger::Entry> all{name(entry(main), main)};
  for (const auto& [source, part] : kept_) {
    if (source != main) all.push_back(name(entry_of(part), source));
  }
  return all;
}

void DatedResponses::take(const harden::CapturedMessage& message) {
  constexpr std::uint64_t kMicroseconds = 1'000'000;
  const std::uint64_t before = hardener_.stats().responses;
  hardener_.take(message);
  const std::uint64_t accepted = hardener_.stats().responses - before;
  if (accepted == 0) return;
  tally_.add_responses(source_, static_cast<std::uint32_t>(message.time_us / kMicroseconds),
                       accepted);
}

}  // namespace spoor::intake
