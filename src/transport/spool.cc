// SPDX-License-Identifier: Apache-2.0
// Files are numbered for ever. A stream lasts as long as the process: so a disk that was copied, or
// set back to an earlier state, never gives other batches the identity of batches that were sent.
#include "transport/spool.h"

#include <algorithm>
#include <random>
#include <utility>

namespace spoor::transport {
namespace {

/// So that a collector merges a gap within a request.
constexpr std::uint32_t kMostCovered = 4096;
constexpr std::string_view kSpoolFull = "spool full";
constexpr std::string_view kSpoolDamaged = "damaged in the spool";
constexpr std::string_view kCollectorRefused = "refused by the collector";

/// Nobody may guess it, and no two spools may ever share it.
record::StreamId random_stream() {
  std::random_device device;
  record::StreamId id;
  for (std::uint8_t& octet : id.octets) octet = static_cast<std::uint8_t>(device());
  return id;
}

/// What was delivered, when its records are lost for `reason`.
ledger::Entry as_lost(ledger::Entry delivered, std::string_view reason) {
  ledger::Figures& figures = delivered.delivery.figures;
  figures.left_out[ledger::Left::kRefused][std::string(reason)] +=
      std::exchange(figures.records, 0);
  for (ledger::DataDay& day : delivered.days) day.records = 0;
  return delivered;
}

}  // namespace

Spool::Spool(SpoolOptions options, SpoolFiles files)
    : options_(std::move(options)),
      files_(std::move(files)),
      writer_(options_.full_octets),
      stream_(random_stream()) {}
Spool::~Spool() = default;

Result<std::unique_ptr<Spool>> Spool::open(SpoolOptions options) {
  SPOOR_TRY(SpoolFiles files, SpoolFiles::open(options.directory));
  std::unique_ptr<Spool> spool(new Spool(std::move(options), std::move(files)));
  SPOOR_CHECK(spool->recover());
  return spool;
}

Status Spool::recover() {
  SPOOR_TRY(saved_next_, files_.read_next());
  next_ = saved_next_;
  SPOOR_TRY(const auto found, files_.list());
  for (const auto& [number, octets] : found) SPOOR_CHECK(recover_one(number, octets));
  return {};
}

Status Spool::recover_one(std::uint64_t number, std::uint64_t octets) {
  if (!queue_.empty()) {
    const auto& [before, waiting] = *queue_.rbegin();
    if (number - before < waiting.head.covers)
      return files_.remove(number);  // dropped into the gap, and a crash came
  }
  Waiting waiting{octets, {}};
  SPOOR_TRY(const std::string frame, files_.read(number));
  if (const auto head = read_frame_head(frame)) waiting.head = *head;
  next_ = std::max(next_, number + waiting.head.covers);
  counts_.octets += octets;
  queue_.emplace(number, waiting);
  return {};
}

Status Spool::put(const record::Batch& batch, const ledger::Entry& delivered, std::uint32_t now_s) {
  std::span<const record::BatchRow> rows(batch.rows.data(), batch.rows.size());
  ledger::Entry told = delivered;
  {
    const std::scoped_lock lock(mutex_);
    if (lost_) told.add(*std::exchange(lost_, std::nullopt));
  }
  do {
    const std::size_t before = rows.size();
    FrameHead head;
    head.stream = stream_;
    head.sequence = sequence_;
    head.made = now_s;
    SPOOR_TRY(const std::string frame, writer_.write(head, rows, told));
    SPOOR_CHECK(
        put_frame(head, frame, before - rows.size(), rows.empty() ? told : ledger::Entry()));
  } while (!rows.empty());
  return {};
}

Status Spool::put_frame(const FrameHead& head, const std::string& frame, std::uint64_t records,
                        const ledger::Entry& delivered) {
  const std::scoped_lock lock(mutex_);
  SPOOR_TRY(const bool has_room, make_room(frame.size()));
  if (!has_room) {
    drop_newest(records, delivered);
    return {};
  }
  const Status written = write_frame(next_, frame, head);
  if (!written && written.error().what == kNoRoom) {
    drop_newest(records, delivered);
    return {};
  }
  SPOOR_CHECK(written);
  ++next_;
  ++sequence_;
  ++counts_.batches;
  counts_.records += records;
  came_.notify_all();
  return {};
}

/// Under the mutex.
Status Spool::write_frame(std::uint64_t number, const std::string& frame, const FrameHead& head) {
  SPOOR_CHECK(files_.write(number, frame));
  Waiting& slot = queue_[number];
  counts_.octets += frame.size() - slot.octets;
  slot = {frame.size(), head};
  return {};
}

/// Under the mutex. Whether there is room for `octets`, after the oldest were dropped if that is
/// what shall go.
Result<bool> Spool::make_room(std::uint64_t octets) {
  if (octets > options_.most_octets) return false;
  while (counts_.octets + octets > options_.most_octets) {
    if (options_.drop == Drop::kNewest) return false;
    SPOOR_TRY(const bool has_dropped, drop_oldest());
    if (!has_dropped) return false;
  }
  return true;
}

/// Under the mutex. A gap takes the place of the oldest batch that is not on its way, one with the
/// gap before it; false when there is no such batch, or no room even for the gap.
Result<bool> Spool::drop_oldest() {
  const auto oldest = std::find_if(queue_.begin(), queue_.end(), [&](const auto& entry) {
    return !entry.second.head.is_gap && entry.first != taken_;
  });
  if (oldest == queue_.end()) return false;
  SPOOR_TRY(const std::string frame, files_.read(oldest->first));
  const auto delivered = read_delivered_rows(frame);
  const std::uint64_t records = delivered ? delivered->rows : 0;
  ledger::Entry lost = delivered ? as_lost(delivered->delivered, kSpoolFull) : ledger::Entry();
  const auto gap = gap_before(oldest);
  Status written;
  if (gap == queue_.end()) {
    written = put_gap(oldest->first, oldest->second.head, lost);
  } else {
    SPOOR_TRY(const std::string earlier, files_.read(gap->first));
    if (const auto told = read_delivered_rows(earlier)) lost.add(told->delivered);
    FrameHead head = gap->second.head;
    ++head.covers;
    written = put_gap(gap->first, head, lost);
    if (written) written = forget(oldest);
  }
  if (!written && written.error().what == kNoRoom) return false;
  SPOOR_CHECK(written);
  ++counts_.dropped_batches;
  counts_.dropped_records += records;
  return true;
}

/// Under the mutex. The gap that can grow by this batch; the end when there is none.
Spool::Queue::iterator Spool::gap_before(Queue::iterator batch) {
  if (batch == queue_.begin()) return queue_.end();
  const auto before = std::prev(batch);
  const FrameHead& gap = before->second.head;
  const FrameHead& head = batch->second.head;
  const bool fits = gap.is_gap && before->first != taken_ && gap.covers < kMostCovered &&
                    before->first + gap.covers == batch->first && gap.stream == head.stream &&
                    gap.sequence + gap.covers == head.sequence;
  return fits ? before : queue_.end();
}

/// Under the mutex.
Status Spool::forget(Queue::iterator batch) {
  SPOOR_CHECK(files_.remove(batch->first));
  counts_.octets -= batch->second.octets;
  queue_.erase(batch);
  return {};
}

/// Under the mutex. A gap in the place and with the identity of `head`.
Status Spool::put_gap(std::uint64_t number, FrameHead head, const ledger::Entry& lost) {
  head.is_gap = true;
  SPOOR_TRY(const std::string frame, gap_writer_.write_gap(head, lost));
  return write_frame(number, frame, head);
}

/// Under the mutex.
void Spool::drop_newest(std::uint64_t records, const ledger::Entry& delivered) {
  ++counts_.dropped_batches;
  counts_.dropped_records += records;
  ledger::Entry lost = as_lost(delivered, kSpoolFull);
  if (lost_) lost.add(*lost_);
  lost_ = std::move(lost);
}

Result<std::optional<SpooledBatch>> Spool::take() {
  const std::scoped_lock lock(mutex_);
  while (!queue_.empty()) {
    const auto oldest = queue_.begin();
    SPOOR_TRY(std::string frame, files_.read(oldest->first));
    const auto head = read_frame_head(frame);
    if (!head) {
      SPOOR_CHECK(set_aside(oldest->first, kSpoolDamaged));
      continue;
    }
    taken_ = oldest->first;
    return std::optional(SpooledBatch{*head, std::move(frame)});
  }
  return std::optional<SpooledBatch>();
}

Status Spool::accept() {
  const std::scoped_lock lock(mutex_);
  const auto taken = taken_ ? queue_.find(*std::exchange(taken_, std::nullopt)) : queue_.end();
  if (taken == queue_.end()) return {};
  // The numbers on disk say what comes next, until the last of them goes.
  if (std::next(taken) == queue_.end() && saved_next_ != next_) {
    SPOOR_CHECK(files_.write_next(next_));
    saved_next_ = next_;
  }
  return forget(taken);
}

Status Spool::refuse() {
  const std::scoped_lock lock(mutex_);
  if (!taken_) return {};
  return set_aside(*std::exchange(taken_, std::nullopt), kCollectorRefused);
}

/// Under the mutex. A batch that will never be taken is kept for people to look at, as long as all
/// such need no more than a quarter of the spool. Of a damaged one not even the identity is known:
/// a gap of no sensor's stream tells that it was there.
Status Spool::set_aside(std::uint64_t number, std::string_view reason) {
  const auto found = queue_.find(number);
  if (found == queue_.end()) return {};
  SPOOR_TRY(const std::uint64_t kept, files_.refused_octets());
  if (kept + found->second.octets <= options_.most_octets / 4)
    SPOOR_CHECK(files_.keep_refused(number));
  SPOOR_TRY(const std::string frame, files_.read(number));
  FrameHead head = found->second.head;
  ledger::Entry lost;
  if (const auto delivered = read_delivered_rows(frame)) {
    lost = as_lost(delivered->delivered, reason);
  } else {
    lost.delivery.figures.left_out[ledger::Left::kSkipped][std::string(reason)] = 1;
  }
  if (head.stream == record::StreamId{}) head.stream = random_stream();
  SPOOR_CHECK(put_gap(number, head, lost));
  ++counts_.refused_batches;
  return {};
}

void Spool::release() {
  const std::scoped_lock lock(mutex_);
  taken_.reset();
}

void Spool::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  came_.wait_for(lock, time, [&] { return !queue_.empty(); });
}

SpoolCounts Spool::counts() const {
  const std::scoped_lock lock(mutex_);
  SpoolCounts counts = counts_;
  counts.waiting = queue_.size();
  return counts;
}

std::uint64_t Spool::next_number() const {
  const std::scoped_lock lock(mutex_);
  return next_;
}

}  // namespace spoor::transport
