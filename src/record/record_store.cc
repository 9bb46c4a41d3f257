// SPDX-License-Identifier: Apache-2.0
// What does not depend on an engine.
#include "record/record_store.h"

#include <algorithm>

namespace spoor::record {

bool StreamState::has(std::uint64_t sequence) const {
  return sequence < watermark || std::binary_search(later.begin(), later.end(), sequence);
}

}  // namespace spoor::record
