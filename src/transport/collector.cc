// SPDX-License-Identifier: Apache-2.0
#include "transport/collector.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace spoor::transport {
namespace {

constexpr std::uint32_t kBetweenNotesS = 300;

/// The sequences that a frame stands for, merged. Whether any was new.
Result<bool> merge(record::RecordStore& store, record::SourceId source, SensorBatch& from,
                   const Collector::Notes& notes) {
  const FrameHead& head = from.head;
  for (record::BatchRow& row : from.batch.rows) row.source = source;
  from.batch.id = {source, head.stream, head.sequence};
  if (head.covers == 1) from.batch.notes = notes;
  SPOOR_TRY(const auto outcome, store.merge(std::move(from.batch)));
  bool is_new = outcome == record::MergeOutcome::kMerged;
  for (std::uint32_t i = 1; i < head.covers; ++i) {
    record::Batch nothing;
    nothing.id = {source, head.stream, head.sequence + i};
    if (i + 1 == head.covers) nothing.notes = notes;
    SPOOR_TRY(const auto further, store.merge(std::move(nothing)));
    is_new = is_new || further == record::MergeOutcome::kMerged;
  }
  return is_new;
}

}  // namespace

Collector::~Collector() = default;

Result<Collected> Collector::take(record::RecordStore& store, const std::string& source,
                                  std::string_view frame, std::uint32_t now_s, const Notes& notes) {
  SPOOR_TRY(SensorBatch from, read_sensor_batch(frame));
  SPOOR_TRY(const record::SourceId id,
            store.intern_source({source, record::SourceKind::kSensor, record::FeedMode::kDelta}));
  Collected collected{from.head, from.batch.rows.size(), false};
  SPOOR_TRY(collected.is_new, merge(store, id, from, notes));
  if (collected.is_new) remember(source, from.delivered, now_s);
  return collected;
}

void Collector::remember(const std::string& source, const ledger::Entry& delivered,
                         std::uint32_t now_s) {
  const std::scoped_lock lock(mutex_);
  Since& since = since_[source];
  if (since.started == 0) since.started = now_s;
  since.entry.add(delivered);
}

void Collector::note_if_due(std::uint32_t now_s) {
  {
    const std::scoped_lock lock(mutex_);
    const bool is_due = std::any_of(since_.begin(), since_.end(), [&](const auto& each) {
      return now_s >= each.second.started + kBetweenNotesS;
    });
    if (!is_due) return;
  }
  note(now_s);
}

void Collector::note(std::uint32_t now_s) {
  const std::scoped_lock lock(mutex_);
  std::vector<ledger::Entry> entries;
  for (const auto& [source, since] : since_) {
    ledger::Entry entry = since.entry;
    entry.delivery.source = source;
    entry.delivery.input = "live";
    entry.delivery.format = "sensor";
    entry.delivery.started = since.started;
    entry.delivery.finished = now_s;
    entries.push_back(std::move(entry));
  }
  if (ledger_.add(entries)) since_.clear();  // else noted along with what comes next
}

}  // namespace spoor::transport
