// SPDX-License-Identifier: Apache-2.0
// Who saw a record.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

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

/// How far what a source told may travel (FIRST's Traffic Light Protocol 2.0), the freest first. On
/// disk: never renumber.
enum class Tlp : std::uint8_t { kClear = 0, kGreen = 1, kAmber = 2, kAmberStrict = 3, kRed = 4 };

/// `clear`, `green`, `amber`, `amber+strict`, `red`.
std::string_view tlp_text(Tlp tlp) noexcept;
/// The same, in any case, with or without `TLP:` before it; `white` is clear.
std::optional<Tlp> parse_tlp(std::string_view text) noexcept;

/// `sensor`, `feed`, `resolver`, `crawl`, `zone`.
std::string_view kind_text(SourceKind kind) noexcept;
/// The same, and what others call them: `partner` is a feed, `active` a resolver.
std::optional<SourceKind> parse_kind(std::string_view text) noexcept;

/// What people write about a source. Nothing of it changes what the source told.
struct SourceCard {
  std::string label;     ///< Short, for columns; unique among the sources that have one.
  std::string position;  ///< Where it watches: `above the resolver, Luxembourg`.
  std::string owner;
  std::string notes;
  Tlp tlp = Tlp::kClear;  ///< Who is cleared for less does not see it.
  bool operator==(const SourceCard&) const = default;
};

inline constexpr std::size_t kMaxSourceLabel = 12;    ///< Octets.
inline constexpr std::size_t kMaxSourceField = 256;   ///< Octets of position and owner.
inline constexpr std::size_t kMaxSourceNotes = 4096;  ///< Octets.

/// Whether every text is without control characters (notes may have line feeds) and not too long.
/// Errors: kInvalid with the field in `where`.
Status check_source_card(const SourceCard& card);

/// A source as a store knows it.
struct KnownSource {
  SourceId id;
  SourceSpec spec;
  SourceCard card;
  bool operator==(const KnownSource&) const = default;
};

/// Whether `card` may become that of `id` among `all`. Errors: kNotFound (no such source),
/// check_source_card()'s, kInvalid when another source has the label.
Status check_source_edit(const std::vector<KnownSource>& all, SourceId id, const SourceCard& card);

}  // namespace spoor::record
