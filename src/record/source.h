// SPDX-License-Identifier: Apache-2.0
// Who saw a record.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace spoor::record {

/// Number of a source in one store's registry; numbered from 1 in order of first use.
struct SourceId {
  std::uint32_t v = 0;
  auto operator<=>(const SourceId&) const = default;
};

/// How a source came to know a record. On disk: never renumber.
enum class How : std::uint8_t { kSensor = 0, kZone = 1 };

/// Whether a feed's counts are increments or totals; fixed at a source's first use. On disk: never
/// renumber.
enum class FeedMode : std::uint8_t { kTotal = 0, kDelta = 1 };

enum class SourceKind : std::uint8_t {
  kSensor = 0,
  kFeed = 1,
  kResolver = 2,
  kCrawl = 3,
  kZone = 4
};

struct SourceSpec {
  std::string name;  ///< 1..128 printable characters, as given with --source.
  SourceKind kind = SourceKind::kSensor;
  FeedMode mode = FeedMode::kDelta;
  bool operator==(const SourceSpec&) const = default;
};

}  // namespace spoor::record
