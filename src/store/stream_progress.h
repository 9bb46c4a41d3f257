// SPDX-License-Identifier: Apache-2.0
// How a stream's state moves on when one more of its batches is merged.
#pragma once

#include <algorithm>

#include "record/record_store.h"

namespace spoor::store {

/// Adds a sequence that the state does not have yet; closes up the watermark over what had come
/// early.
inline void mark_merged(record::StreamState& state, std::uint64_t sequence, bool ends_stream) {
  if (ends_stream) state.length = sequence + 1;
  if (sequence != state.watermark) {
    state.later.insert(std::lower_bound(state.later.begin(), state.later.end(), sequence),
                       sequence);
    return;
  }
  ++state.watermark;
  auto early = state.later.begin();
  while (early != state.later.end() && *early == state.watermark) {
    ++state.watermark;
    ++early;
  }
  state.later.erase(state.later.begin(), early);
}

}  // namespace spoor::store
