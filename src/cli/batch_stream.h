// SPDX-License-Identifier: Apache-2.0
// Cuts what is read from one input into batches and merges each exactly once.
#pragma once

#include <cstdint>
#include <limits>
#include <set>
#include <string>

#include "base/input_stream.h"
#include "base/result.h"
#include "record/aggregator.h"
#include "record/record_store.h"

namespace spoor::cli {

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
/// A batch covers [begin, end) of the decompressed content. Its identity is (source, digest of the
/// salt and of all content up to `end`): neither name nor compression of a file matters, and what
/// stands behind `end` neither. So a file that was read before is recognised batch by batch, and a
/// log that grew goes on where it ended: with every batch a note "tail/" + digest of the content up
/// to `begin` keeps the ends that were used from there; when reading comes by such an end and the
/// batch up to there is merged, what was gathered is dropped. At the very beginning, where nothing
/// was read yet, the first octets ahead take part in that digest, so that files do not share a
/// note.
class BatchStream {
 public:
  /// `salt` is the canonical text of all options that change records. `in` is at its start.
  BatchStream(record::RecordStore& store, record::SourceId source, std::string salt,
              InputStream& in, const BatchLimits& limits = {});

  /// Where the reader of the input puts what it sees.
  [[nodiscard]] record::ObservationSink& sink() noexcept { return aggregator_; }

  /// Before the reader is opened: looks ahead in the input. Errors: the store's and the input's.
  Status begin();
  /// The next offset at which the reader must stop between two steps, if it can pass it within one.
  [[nodiscard]] std::uint64_t next_stop() const noexcept {
    return ends_.empty() ? std::numeric_limits<std::uint64_t>::max() : *ends_.begin();
  }
  /// After each step of the reader. Errors: the store's; the import cannot go on.
  Status after_step() {
    const bool is_due = ++steps_ % limits_.steps_between_checks == 0;
    return is_due || !ends_.empty() ? check() : Status();
  }
  /// At the end of the input (or of what can be read of it).
  Status finish();

  [[nodiscard]] std::uint64_t merged() const noexcept { return merged_; }  ///< Batches merged now.
  [[nodiscard]] std::uint64_t known() const noexcept { return known_; }  ///< Batches merged before.
  [[nodiscard]] std::uint64_t observations() const noexcept {
    return observations_;
  }  ///< In the batches merged now.

 private:
  Status check();
  Status cut(bool more_follow);
  Status start_at_offset();
  /// Takes up the ends that a note keeps; returns its text.
  Result<std::string> recall(const std::string& key);
  [[nodiscard]] std::string tail_key(Bytes ahead);
  [[nodiscard]] record::BatchId id_here();
  void drop_gathered();

  record::RecordStore& store_;
  record::SourceId source_;
  std::string salt_;
  InputStream& in_;
  BatchLimits limits_;
  record::Aggregator aggregator_;
  std::uint64_t begin_ = 0;
  std::string note_key_;
  std::set<std::uint64_t> ends_;  // of batches that once began here, ahead of where we are
  std::string note_;              // what is kept under note_key_, passed ends too
  std::uint32_t steps_ = 0;
  std::uint64_t merged_ = 0;
  std::uint64_t known_ = 0;
  std::uint64_t observations_ = 0;
};

}  // namespace spoor::cli
