// SPDX-License-Identifier: Apache-2.0
// Which segments to merge next. Segments have no order among themselves (merging is commutative),
// so any may go together.
#pragma once

#include <cstdint>
#include <vector>

#include "store/rocks/catalogue.h"

namespace spoor::store {

/// Numbers of the segments to merge into one, empty when the store is settled.
///
/// Settled means: ordered by size, each segment is at least kRatio times as large as all smaller
/// ones together. Their number then grows with the logarithm of the store, and each octet is
/// rewritten about as often.
///
/// A segment that is not packed is never settled.
std::vector<std::uint32_t> choose_segments(std::vector<SegmentEntry> segments);

}  // namespace spoor::store
