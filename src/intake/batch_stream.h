// SPDX-License-Identifier: Apache-2.0
// Cuts what is read from one input into batches and merges each exactly once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "base/input_stream.h"
#include "base/result.h"
#include "intake/stream_identity.h"
#include "record/aggregator.h"
#include "record/record_store.h"

namespace spoor::intake {

/// Where batches are cut: functions of the input and these figures alone, never of time, memory or
/// threads. To change them changes the identity of every batch, so that files imported before would
/// count again: never do.
struct BatchLimits {
  std::size_t rows = 1'000'000;
  std::size_t key_bytes = std::size_t{128} << 20;
  std::uint64_t input_bytes = std::uint64_t{1} << 30;
  std::uint32_t steps_between_checks = 64;  ///< A step is a packet; 1 where it is a thousand lines.
};

/// One input on its way into a store.
///
/// A batch covers [begin, end) of the decompressed content, and is known again by one of two
/// identities:
///
/// *By content*: (source, digest of the salt and of all content up to `end`). Neither name nor
/// compression of a file matters, and what stands behind `end` neither. So a file that was read
/// before is recognised batch by batch, and a log that grew goes on where it ended: when reading
/// comes by an end that was used before and the batch up to there is merged, what was gathered is
/// dropped.
///
/// *By key*: (source, digest of the salt and the sender's key, number of the batch). A second try
/// under the key is passed over as far as the first came, and refused (kInvalid, "Idempotency-Key")
/// if its content is another.
///
/// When the input's source fails (InputStream::source_failed), what was gathered since the last cut
/// is dropped: it may be torn anywhere, and the next try brings it whole.
class BatchStream {
 public:
  /// `in` is at its start. All references must outlive the stream.
  BatchStream(record::RecordStore& store, BatchOrigin origin, InputStream& in,
              const BatchLimits& limits = {});

  /// Where the reader of the input puts what it sees.
  [[nodiscard]] record::ObservationSink& sink() noexcept { return aggregator_; }

  /// Before the reader is opened: may look ahead in the input. Errors: the store's.
  Status begin() { return begin_batch(); }
  /// The next offset at which the reader must stop between two steps, if it can pass it within one.
  [[nodiscard]] std::uint64_t next_stop() const noexcept { return next_stop_; }
  /// After each step of the reader. Errors: the store's, and the import cannot go on; kInvalid: the
  /// input is refused.
  Status after_step() {
    const bool is_due = ++steps_ % limits_.steps_between_checks == 0;
    return is_due || next_stop_ != kNoEnd ? check() : Status();
  }
  /// Where an input that grows had no more, and all that it had was taken: what was gathered is
  /// merged, unless the batch is younger than `every`. The end is noted like any other, so that
  /// who reads the input again passes by it.
  Status after_wait(std::chrono::steady_clock::duration every);
  /// `told(was_merged)` is called whenever a batch has ended: true when it was merged now, false
  /// when it was known or dropped.
  void tell_ends(std::function<void(bool was_merged)> told) { told_ = std::move(told); }
  /// At the end of the input (or of what can be read of it). Errors: likewise.
  Status finish();

  [[nodiscard]] std::uint64_t merged() const noexcept { return merged_; }  ///< Batches merged now.
  [[nodiscard]] std::uint64_t known() const noexcept { return known_; }  ///< Batches merged before.
  [[nodiscard]] std::uint64_t observations() const noexcept {
    return observations_;
  }  ///< In the batches merged now.

 private:
  Status begin_batch();
  Status check();
  Status cut(bool is_last);
  Status pass_over();
  [[nodiscard]] bool is_full() const;
  void drop_gathered();
  void tell_end(bool was_merged) const {
    if (told_) told_(was_merged);
  }

  record::RecordStore& store_;
  InputStream& in_;
  BatchLimits limits_;
  std::function<std::pair<std::string, std::string>()> more_note_;
  std::unique_ptr<StreamIdentity> identity_;
  record::Aggregator aggregator_;
  std::function<void(bool was_merged)> told_;
  std::uint64_t begin_ = 0;
  std::chrono::steady_clock::time_point began_{};
  std::uint64_t next_stop_ = kNoEnd;
  std::uint32_t steps_ = 0;
  std::uint64_t merged_ = 0;
  std::uint64_t known_ = 0;
  std::uint64_t observations_ = 0;
};

}  // namespace spoor::intake
