// SPDX-License-Identifier: Apache-2.0
// What sightings say of the time up to a moment.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "record/record_store.h"

namespace spoor::analysis {

/// Of one record, over all its sources, as it was known at a moment.
struct SeenBefore {
  std::uint32_t first = std::numeric_limits<std::uint32_t>::max();  ///< Unix seconds.
  std::uint32_t last = 0;   ///< Last confirmed at or before the moment; 0: not yet seen then.
  bool goes_on = false;     ///< Seen later too: it may have been there all the time.
  std::uint64_t count = 0;  ///< Of those that had begun, all of it; saturates.

  [[nodiscard]] bool is_any() const noexcept { return last != 0; }
  void merge(const SeenBefore& other) noexcept;
};

/// Days within the sightings count where they are there (details); a listed day that was
/// over by then is taken for its end.
SeenBefore seen_before(std::span<const record::SourcedSightings> sightings,
                       std::uint32_t moment_s) noexcept;

/// Appends the days up to the moment on which any of them is confirmed, in no order and with
/// repeats.
void append_days(std::span<const record::SourcedSightings> sightings, std::uint32_t moment_s,
                 std::vector<std::uint32_t>& days);

}  // namespace spoor::analysis
