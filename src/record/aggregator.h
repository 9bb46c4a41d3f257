// SPDX-License-Identifier: Apache-2.0
// Merges observations by (record, source, how) in memory until a batch is taken.
#pragma once

#include <cstdint>
#include <memory>

#include "record/batch.h"
#include "record/observation.h"

namespace spoor::record {

/// Not thread-safe: one aggregator per stream.
class Aggregator final : public ObservationSink {
 public:
  Aggregator();
  ~Aggregator() override;
  Aggregator(const Aggregator&) = delete;
  Aggregator& operator=(const Aggregator&) = delete;

  void observe(const Observation& observation) override;
  void add(const RecordView& record, SourceId source, How how, const Sightings& sightings) override;

  [[nodiscard]] std::size_t rows() const;  ///< Distinct (record, source, how) held.
  [[nodiscard]] std::size_t memory_bytes() const noexcept;  ///< Table, arena and days.
  /// Octets of the keys and days held: a function of the input alone.
  [[nodiscard]] std::size_t key_bytes() const;
  [[nodiscard]] std::uint64_t observations() const noexcept;  ///< Taken since the last batch.

  /// Everything so far as a sorted batch (id, notes and ends_stream are the caller's); empties the
  /// aggregator and keeps its table's memory for the next one.
  Batch take();

 private:
  struct Table;
  std::unique_ptr<Table> table_;
};

}  // namespace spoor::record
