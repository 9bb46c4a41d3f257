// SPDX-License-Identifier: Apache-2.0
// A sensor's batches on its own disk until a collector has them durably
// (docs/formats/sensor-batch.md). Bounded: when full, the oldest or the newest is dropped, counted,
// and told to the collector.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "ledger/delivery.h"
#include "record/batch.h"
#include "transport/sensor_batch.h"
#include "transport/spool_files.h"

namespace spoor::transport {

/// What goes when the spool is full.
enum class Drop : std::uint8_t { kOldest = 1, kNewest = 2 };

struct SpoolOptions {
  std::string directory;
  std::uint64_t most_octets = std::uint64_t{1} << 30;
  Drop drop = Drop::kOldest;
  std::size_t full_octets = kFullContentOctets;  ///< As SensorBatchWriter's.
};

struct SpoolCounts {
  std::uint64_t batches = 0;          ///< Written since it was opened,
  std::uint64_t records = 0;          ///< and their rows.
  std::uint64_t waiting = 0;          ///< Batches on disk now,
  std::uint64_t octets = 0;           ///< and their octets.
  std::uint64_t dropped_batches = 0;  ///< Because it was full, or because the disk was.
  std::uint64_t dropped_records = 0;
  std::uint64_t refused_batches = 0;  ///< The collector would never take them: kept aside.
};

/// A batch to send.
struct SpooledBatch {
  FrameHead head;
  std::string frame;
};

/// One writer and one sender, in threads of their own.
class Spool {
 public:
  /// Makes the folder where there is none. Errors: kDenied (another sensor uses it), kIo, kCorrupt
  /// (its state cannot be read).
  static Result<std::unique_ptr<Spool>> open(SpoolOptions options);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  /// Writes a batch, whose identity is the spool's business, and what was delivered with it:
  /// durable when it returns, or dropped and counted. `now_s` is Unix seconds. Errors: kIo where
  /// the disk fails in other ways than by being full.
  Status put(const record::Batch& batch, const ledger::Entry& delivered, std::uint32_t now_s);

  /// The oldest batch; nothing when nothing waits. It is never dropped before accept(), refuse() or
  /// release(). Errors: kIo. A file that is damaged is set aside as refused, and the next is tried.
  Result<std::optional<SpooledBatch>> take();
  /// The collector has the batch that was taken.
  Status accept();
  /// The collector will never take it: it is set aside, and a gap stands in its place.
  Status refuse();
  /// It may be tried again.
  void release();

  /// Until something waits, or `time` is over.
  void wait(std::chrono::milliseconds time);
  [[nodiscard]] SpoolCounts counts() const;
  /// How many batches were ever put durably.
  [[nodiscard]] std::uint64_t next_number() const;

 private:
  struct Waiting {
    std::uint64_t octets = 0;
    FrameHead head;  // of a file that is damaged: one sequence of no stream
  };
  using Queue = std::map<std::uint64_t, Waiting>;

  Spool(SpoolOptions options, SpoolFiles files);
  Status recover();
  Status recover_one(std::uint64_t number, std::uint64_t octets);
  Status put_frame(const FrameHead& head, const std::string& frame, std::uint64_t records,
                   const ledger::Entry& delivered);
  Status write_frame(std::uint64_t number, const std::string& frame, const FrameHead& head);
  Result<bool> make_room(std::uint64_t octets);
  Result<bool> drop_oldest();
  Status put_gap(std::uint64_t number, FrameHead head, const ledger::Entry& lost);
  Queue::iterator gap_before(Queue::iterator batch);
  Status forget(Queue::iterator batch);
  void drop_newest(std::uint64_t records, const ledger::Entry& delivered);
  Status set_aside(std::uint64_t number, std::string_view reason);
  Status save_state();

  SpoolOptions options_;
  SpoolFiles files_;
  mutable std::mutex mutex_;
  std::condition_variable came_;
  SensorBatchWriter writer_;      // of put(), outside of the mutex
  SensorBatchWriter gap_writer_;  // under it
  record::StreamId stream_;       // of what is put from now on
  std::uint64_t sequence_ = 0;    // likewise
  std::uint64_t next_ = 0;        // number of the file that comes next
  std::uint64_t saved_next_ = 0;  // as on disk: it may lag behind
  Queue queue_;
  std::optional<std::uint64_t> taken_;
  std::optional<ledger::Entry> lost_;  // dropped as newest: told with the next batch
  SpoolCounts counts_;
};

}  // namespace spoor::transport
