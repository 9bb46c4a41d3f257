// SPDX-License-Identifier: Apache-2.0
// Random octets as the content of a frame whose digest fits: what is taken must be sorted, and must
// come out of the writer as something that reads back to the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <zstd.h>

#include "base/octet_codec.h"
#include "transport/sensor_batch.h"
#include "transport/sensor_batch_format.h"

using namespace spoor;
using namespace spoor::transport;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

/// The first octet is the flags, the rest the content.
std::string frame_of(std::string_view octets) {
  const std::string_view content = octets.substr(octets.empty() ? 0 : 1);
  std::string packed(ZSTD_compressBound(content.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), content.data(), content.size(), 1));
  std::string frame(kFrameMagic);
  frame += octets.empty() ? '\0' : octets.front();
  frame.append(3 + 16, '\0');
  put_u64(frame, 7);
  put_u32(frame, 1);
  put_u32(frame, 0);
  put_u32(frame, static_cast<std::uint32_t>(content.size()));
  put_u32(frame, static_cast<std::uint32_t>(packed.size()));
  put_u64(frame, frame_digest(frame, packed));
  return frame + packed;
}

void round_trips(const SensorBatch& read) {
  static SensorBatchWriter writer;
  const record::BatchRows& rows = read.batch.rows;
  for (std::size_t i = 1; i < rows.size(); ++i) require(record::compare(rows[i - 1], rows[i]) < 0);
  std::span<const record::BatchRow> left(rows.data(), rows.size());
  const auto frame = read.head.is_gap ? writer.write_gap(read.head, read.delivered)
                                      : writer.write(read.head, left, read.delivered);
  require(static_cast<bool>(frame) && (read.head.is_gap || left.empty()));
  const auto again = read_sensor_batch(*frame);
  require(static_cast<bool>(again) && again->head == read.head);
  require(again->delivered.delivery.figures == read.delivered.delivery.figures);
  require(again->batch.rows.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    require(record::compare(again->batch.rows[i], rows[i]) == 0);
    require(again->batch.rows[i].sightings == rows[i].sightings);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  (void)read_sensor_batch(octets);
  if (const auto read = read_sensor_batch(frame_of(octets))) round_trips(*read);
  return 0;
}
