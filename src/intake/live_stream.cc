// SPDX-License-Identifier: Apache-2.0
#include "intake/live_stream.h"

#include <random>

namespace spoor::intake {
namespace {

/// Nobody may guess it, and no two streams may ever share it.
record::StreamId random_stream() {
  std::random_device device;
  record::StreamId id;
  for (std::uint8_t& octet : id.octets) octet = static_cast<std::uint8_t>(device());
  return id;
}

}  // namespace

LiveStream::LiveStream(record::RecordStore& store, record::SourceId source,
                       const LiveLimits& limits)
    : store_(store), source_(source), limits_(limits), id_(random_stream()) {}

Status LiveStream::look(Time now) {
  if (aggregator_.observations() == 0) return {};
  if (!has_begun_) {
    has_begun_ = true;
    begun_ = now;
  }
  const bool is_full =
      aggregator_.rows() >= limits_.rows || aggregator_.key_bytes() >= limits_.key_bytes;
  return is_full || now - begun_ >= limits_.every ? merge(false) : Status();
}

Status LiveStream::finish() {
  const bool has_nothing = aggregator_.observations() == 0 && sequence_ == 0;
  return has_nothing ? Status() : merge(true);
}

Status LiveStream::merge(bool is_last) {
  record::Batch batch = aggregator_.take();
  has_begun_ = false;
  batch.id = {source_, id_, sequence_};
  batch.ends_stream = is_last;
  SPOOR_CHECK(store_.merge(std::move(batch)));
  ++sequence_;
  if (told_) told_();
  return {};
}

}  // namespace spoor::intake
