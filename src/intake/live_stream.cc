// SPDX-License-Identifier: Apache-2.0
#include "intake/live_stream.h"

namespace spoor::intake {

Status LiveStream::look(Time now) {
  if (aggregator_.observations() == 0) return {};
  if (!has_begun_) {
    has_begun_ = true;
    begun_ = now;
  }
  const bool is_full =
      aggregator_.rows() >= limits_.rows || aggregator_.key_bytes() >= limits_.key_bytes;
  return is_full || now - begun_ >= limits_.every ? hand_on(false) : Status();
}

Status LiveStream::finish() {
  const bool has_nothing = aggregator_.observations() == 0 && batches_ == 0;
  return has_nothing ? Status() : hand_on(true);
}

Status LiveStream::hand_on(bool is_last) {
  record::Batch batch = aggregator_.take();
  has_begun_ = false;
  batch.ends_stream = is_last;
  SPOOR_CHECK(put_(std::move(batch)));
  ++batches_;
  return {};
}

}  // namespace spoor::intake
