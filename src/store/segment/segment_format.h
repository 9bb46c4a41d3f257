// SPDX-License-Identifier: Apache-2.0
// Fixed parts of a segment file: header, footer, trailer. docs/formats/segment.md is the document.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::store {

static_assert(std::endian::native == std::endian::little,
              "formats are little-endian and written as they lie in memory");

inline constexpr std::string_view kSegmentMagic = "SPOORSEG";
inline constexpr std::string_view kSegmentEnd = "SPOOREND";
inline constexpr std::uint32_t kSegmentVersion = 3;  ///< Written; 1 and 2 are read as well.
inline constexpr std::size_t kSegmentHeaderBytes = 16;
inline constexpr std::size_t kSegmentTrailerBytes = 24;

/// The lists of a segment. On disk: never renumber.
enum class Section : std::uint8_t {
  kByName = 0,
  kByValue = 1,
  kNames = 2,
  kValues = 3,      ///< Rdata as text. From version 2 on.
  kNameGrams = 4,   ///< Pages of postings over the names; none in a plain segment.
  kValueGrams = 5,  ///< Likewise over the values.
};
inline constexpr std::size_t kSections = 6;
inline constexpr std::size_t kSectionsOfVersion1 = 3;

/// Texts of a list that postings tell apart together; from version 3 on a segment says it.
inline constexpr std::uint32_t kGroupTexts = 32;
inline constexpr std::uint32_t kGroupTextsOfVersion2 = 128;
inline constexpr std::uint32_t kLeastGroupTexts = 8;
inline constexpr std::uint32_t kMostBlockTexts = 2048;

struct Extent {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// What a segment says of itself.
struct SegmentFooter {
  std::array<std::uint64_t, kSections>
      rows{};  ///< Records, entries by value, names, values, grams.
  std::array<std::uint64_t, kSections> blocks{};
  std::array<Extent, kSections> index{};  ///< Chunk with the first key of every block.
  std::array<Extent, 2> filter{};         ///< Bloom filters: names (and their ancestors), values.
  std::uint64_t sightings = 0;            ///< (record, source, how) by name.
  std::uint32_t min_first = 0, max_last = 0;     ///< Unix seconds, over all sightings.
  std::array<std::uint64_t, kSections> bytes{};  ///< On disk, blocks only.
  std::uint32_t group_texts = kGroupTexts;       ///< A power of two.

  [[nodiscard]] std::string encode() const;
  static Result<SegmentFooter> decode(std::string_view bytes, std::uint32_t version);
};

}  // namespace spoor::store
