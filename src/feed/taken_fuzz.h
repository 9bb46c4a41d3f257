// SPDX-License-Identifier: Apache-2.0
// What holds of every format, whatever octets it is given: the oracle of their fuzz targets.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "feed/native_writer.h"
#include "feed/sink_test.h"

namespace spoor::feed {

inline bool is_sound(const Added& a) {
  return a.sightings.first != 0 && a.sightings.first <= a.sightings.last &&
         (a.bailiwick == record::kBailiwickUnknown ||
          a.bailiwick <= dns::count_labels(as_bytes(a.owner)));
}

/// Reads `text` as a feed of that format. Every line is accounted for; what was taken is sound, and
/// the same when it is written in the native form and read again.
inline void check_format(std::string_view format, std::string_view text,
                         std::uint32_t zone_time_s = 0) {
  FeedOptions options = named(format);
  options.zone_time_s = zone_time_s;
  const Taken taken = take(text, options);
  if (!taken.opened || !taken.error.empty()) return;
  const FeedStats& stats = taken.stats;
  if (stats.accepted > stats.lines || stats.records != taken.added.size() + taken.observed.size())
    __builtin_trap();
  if (stats.lines > stats.accepted + stats.rejected.total() + stats.skipped.total())
    __builtin_trap();
  if (!std::all_of(taken.added.begin(), taken.added.end(), is_sound)) __builtin_trap();
  std::string out;
  append_native_header(out);
  for (const Added& a : taken.added) {
    const auto spec = std::find_if(taken.specs.begin(), taken.specs.end(),
                                   [&](const auto& s) { return s.name == a.source; });
    append_native(out,
                  {as_bytes(a.owner), a.type, a.type_text, a.rdata, a.bailiwick, a.source, a.how,
                   &a.sightings},
                  *spec);
  }
  if (take(out).added != taken.added) __builtin_trap();
}

}  // namespace spoor::feed
