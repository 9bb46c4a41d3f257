// SPDX-License-Identifier: Apache-2.0
// What a live sensor tells, cut into batches by time and size and each merged exactly once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/result.h"
#include "record/aggregator.h"
#include "record/record_store.h"

namespace spoor::intake {

/// Where batches end. Unlike a file's, a live stream is never read again: time may have a say.
struct LiveLimits {
  std::chrono::milliseconds every = std::chrono::seconds(10);
  std::size_t rows = 100'000;
  std::size_t key_bytes = std::size_t{64} << 20;
};

/// One unbroken sequence of batches under a random id of 128 bits, numbered from 0.
class LiveStream {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `store` must outlive the stream.
  LiveStream(record::RecordStore& store, record::SourceId source, const LiveLimits& limits);

  /// Where what is seen goes.
  [[nodiscard]] record::ObservationSink& sink() noexcept { return aggregator_; }
  /// Merges what was gathered when it is time, or when it is much. Errors: the store's; what was
  /// gathered is then lost, and the stream cannot go on.
  Status look(Time now);
  /// Merges the rest and ends the stream. Errors: likewise.
  Status finish();
  /// `told()` is called whenever a batch was merged.
  void tell_merges(std::function<void()> told) { told_ = std::move(told); }

  [[nodiscard]] const record::StreamId& id() const noexcept { return id_; }
  [[nodiscard]] std::uint64_t merged() const noexcept { return sequence_; }  ///< Batches.

 private:
  Status merge(bool is_last);

  record::RecordStore& store_;
  record::SourceId source_;
  LiveLimits limits_;
  record::StreamId id_;
  record::Aggregator aggregator_;
  std::function<void()> told_;
  Time begun_{};  // when the batch at hand got its first record
  bool has_begun_ = false;
  std::uint64_t sequence_ = 0;
};

}  // namespace spoor::intake
