// SPDX-License-Identifier: Apache-2.0
// What an input adds to the store, by source: what the ledger is told. Inside the room only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "capture/capture_stats.h"
#include "feed/feed_reader.h"
#include "harden/captured_message.h"
#include "harden/hardener.h"
#include "ledger/delivery.h"
#include "record/observation.h"
#include "record/record_store.h"

namespace spoor::intake {

/// Figures of an input as far as it was read, without its records: the tally counts those.
ledger::Figures figures_of(const capture::CaptureStats& capture, const harden::HardenStats& harden,
                           std::uint64_t octets);
ledger::Figures figures_of(const feed::FeedStats& stats, std::uint64_t octets);

/// Counts what passes on its way into batches. What came since the last end of a batch stands for
/// itself until it is known whether that batch was new.
class DeliveryTally final : public record::ObservationSink {
 public:
  /// `next` must outlive the tally.
  explicit DeliveryTally(record::ObservationSink& next) : next_(next) {}

  void observe(const record::Observation& observation) override;
  void add(const record::RecordView& record, record::SourceId source, record::How how,
           const record::Sightings& sightings) override;
  /// Responses accepted at a time, for `source`.
  void add_responses(record::SourceId source, std::uint32_t time_s, std::uint64_t count);

  /// A batch ended, and `so_far` is what was read up to there: it counts if the batch was merged
  /// now.
  void end_batch(bool was_merged, const ledger::Figures& so_far);

  /// What was kept was noted: from here on only what comes later counts.
  void start_over();

  /// What was told for `main`, to which the figures belong, and its days; without the source's
  /// name.
  [[nodiscard]] ledger::Entry entry(record::SourceId main) const;
  /// An entry for `main`, to which the figures belong, and one for each other source that told
  /// something. Only sources, figures, times and days are filled in.
  [[nodiscard]] std::vector<ledger::Entry> entries(const record::RecordStore& store,
                                                   record::SourceId main) const;

 private:
  struct DayCounts {
    std::uint64_t responses = 0;
    std::uint64_t records = 0;
  };
  struct Part {
    std::uint64_t records = 0;
    ledger::DataSpan span;  // last = 0: of nothing
    std::map<std::uint32_t, DayCounts> days;

    void widen(ledger::DataSpan other) noexcept;
    void add(const Part& other);
  };
  Part& part_of(record::SourceId source);
  DayCounts& day_of(record::SourceId source, std::uint32_t time_s);
  [[nodiscard]] static ledger::Entry entry_of(const Part& part);

  record::ObservationSink& next_;
  std::map<record::SourceId, Part> pending_, kept_;
  ledger::Figures kept_figures_, base_;

  // Where the one before was counted: most often the next one belongs there too.
  record::SourceId last_source_;
  Part* last_part_ = nullptr;
  std::uint32_t last_day_ = 0;
  DayCounts* last_counts_ = nullptr;  // of last_part_
};

/// Tells the tally on which days a capture's responses were accepted.
class DatedResponses final : public harden::MessageSink {
 public:
  /// All must outlive it.
  DatedResponses(harden::Hardener& hardener, DeliveryTally& tally, record::SourceId source)
      : hardener_(hardener), tally_(tally), source_(source) {}
  void take(const harden::CapturedMessage& message) override;

 private:
  harden::Hardener& hardener_;
  DeliveryTally& tally_;
  record::SourceId source_;
};

}  // namespace spoor::intake
