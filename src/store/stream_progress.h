// SPDX-License-Identifier: Apache-2.0
// How a stream's state moves on when one more of its batches is merged.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

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

/// Adds what another state of the same stream has: a sequence that either merged is merged.
inline void join_states(record::StreamState& state, const record::StreamState& more) {
  std::vector<std::uint64_t> later(state.later);
  later.insert(later.end(), more.later.begin(), more.later.end());
  std::sort(later.begin(), later.end());
  later.erase(std::unique(later.begin(), later.end()), later.end());
  state.watermark = std::max(state.watermark, more.watermark);
  state.later.clear();
  for (const std::uint64_t sequence : later) {
    if (sequence > state.watermark) state.later.push_back(sequence);
    if (sequence == state.watermark) ++state.watermark;
  }
  if (!state.length) state.length = more.length;
}

}  // namespace spoor::store
