// SPDX-License-Identifier: Apache-2.0
// What a live sensor tells, cut into batches by time and size.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/result.h"
#include "record/aggregator.h"

namespace spoor::intake {

/// Where batches end. Unlike a file's, a live stream is never read again: time may have a say.
struct LiveLimits {
  std::chrono::milliseconds every = std::chrono::seconds(10);
  std::size_t rows = 100'000;
  std::size_t key_bytes = std::size_t{64} << 20;
};

/// Decides when a batch ends.
class LiveStream {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// Takes a batch without an identity; it ends the stream if it says so. Errors: then the stream
  /// cannot go on.
  using Put = std::function<Status(record::Batch batch)>;

  LiveStream(Put put, const LiveLimits& limits) : put_(std::move(put)), limits_(limits) {}

  /// Where what is seen goes.
  [[nodiscard]] record::ObservationSink& sink() noexcept { return aggregator_; }
  /// Hands on what was gathered when it is time, or when it is much. Errors: those of `put`; what
  /// was gathered is then lost.
  Status look(Time now);
  /// Hands on the rest as the last batch; nothing where there never was any. Errors: likewise.
  Status finish();

  [[nodiscard]] std::uint64_t batches() const noexcept { return batches_; }  ///< Handed on.

 private:
  Status hand_on(bool is_last);

  Put put_;
  LiveLimits limits_;
  record::Aggregator aggregator_;
  Time begun_{};  // when the batch at hand got its first record
  bool has_begun_ = false;
  std::uint64_t batches_ = 0;
};

}  // namespace spoor::intake
