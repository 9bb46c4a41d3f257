// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/compaction_policy.h"

#include <algorithm>

namespace spoor::store {
namespace {

constexpr std::uint64_t kRatio = 2;

}  // namespace

std::vector<std::uint32_t> choose_segments(std::vector<SegmentEntry> segments) {
  std::sort(segments.begin(), segments.end(), [](const SegmentEntry& a, const SegmentEntry& b) {
    return a.bytes != b.bytes ? a.bytes < b.bytes : a.number < b.number;
  });
  // The largest segment that is too small for what is below it, and all of that, become one.
  std::uint64_t below = 0;
  std::size_t take = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (segments[i].is_plain || (i > 0 && segments[i].bytes < kRatio * below)) take = i + 1;
    below += segments[i].bytes;
  }
  std::vector<std::uint32_t> chosen;
  chosen.reserve(take);
  for (std::size_t i = 0; i < take; ++i) chosen.push_back(segments[i].number);
  return chosen;
}

}  // namespace spoor::store
