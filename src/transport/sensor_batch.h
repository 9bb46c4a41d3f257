// SPDX-License-Identifier: Apache-2.0
// The batch of a remote sensor as octets: in its spool, on the wire and in Kafka
// (docs/formats/sensor-batch.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/delivery.h"
#include "record/batch.h"

namespace spoor::transport {

inline constexpr std::size_t kFrameHeadOctets = 56;
inline constexpr std::size_t kMaxContentOctets = std::size_t{24} << 20;
/// Of a frame: so that a few octets cannot stand for much memory.
inline constexpr std::size_t kMaxFrameRows = 500'000;
inline constexpr std::size_t kMaxFrameKeyOctets = std::size_t{128} << 20;  ///< Names and rdata.
/// A writer ends a frame behind the row that comes by one of these; no row has more than 1 MiB.
inline constexpr std::size_t kFullContentOctets = std::size_t{16} << 20;
inline constexpr std::size_t kFullRows = 250'000;
/// For Kafka, whose brokers take messages of 1 MB unless they are told otherwise.
inline constexpr std::size_t kFullMessageOctets = std::size_t{896} << 10;
inline constexpr std::size_t kFullKeyOctets = std::size_t{64} << 20;
inline constexpr std::size_t kMaxFrameOctets = kFrameHeadOctets + kMaxContentOctets;

/// What stands before the content.
struct FrameHead {
  record::StreamId stream;
  std::uint64_t sequence = 0;
  std::uint32_t covers = 1;  ///< Sequences from `sequence` on; 1 but for gaps.
  bool ends_stream = false;
  bool is_gap = false;     ///< What it covers was lost at the sensor.
  std::uint32_t made = 0;  ///< Unix seconds, by the sensor's clock.
  bool operator==(const FrameHead&) const = default;
};

/// Packs batches for the wire. Not thread-safe.
class SensorBatchWriter {
 public:
  /// A frame is full behind the row with which its content, unpacked, comes by `full_octets`.
  explicit SensorBatchWriter(std::size_t full_octets = kFullContentOctets);
  ~SensorBatchWriter();
  SensorBatchWriter(const SensorBatchWriter&) = delete;
  SensorBatchWriter& operator=(const SensorBatchWriter&) = delete;

  /// The frame of as many of `rows` as fill one; `rows` then begins behind them. They are sorted,
  /// each once; their source is not written. `delivered` goes along with the last ones, and until
  /// then the stream does not end. Errors: kInvalid (a partner's type), kLimit (a row beyond all
  /// bounds).
  Result<std::string> write(FrameHead head, std::span<const record::BatchRow>& rows,
                            const ledger::Entry& delivered);
  /// A gap: `lost` has what was delivered and then lost.
  Result<std::string> write_gap(FrameHead head, const ledger::Entry& lost);

 private:
  struct Packer;
  Result<std::string> pack(const FrameHead& head);

  std::size_t full_octets_;
  std::string rows_, content_;
  Packer* packer_;
};

/// A batch as it came in.
struct SensorBatch {
  FrameHead head;
  ledger::Entry delivered;
  record::Batch batch;  ///< Rows without a source; no identity yet.
};

/// The head of a frame whose octets are whole: sizes and digest fit. Errors: kMalformed with the
/// offset, kTruncated, kInvalid (a newer version).
Result<FrameHead> read_frame_head(std::string_view frame);

/// What a frame that is whole says was delivered, and how many rows it has. Errors: likewise;
/// kMalformed for content.
struct DeliveredRows {
  ledger::Entry delivered;
  std::uint64_t rows = 0;
};
Result<DeliveredRows> read_delivered_rows(std::string_view frame);

/// The whole of a frame. Everything in it is checked: names, rdata, times, order. Never holds more
/// than the content and its rows. Errors: as read_frame_head(); kMalformed for content, kLimit.
Result<SensorBatch> read_sensor_batch(std::string_view frame);

}  // namespace spoor::transport
