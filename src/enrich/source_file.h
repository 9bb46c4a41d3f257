// SPDX-License-Identifier: Apache-2.0
// What a file of the enrichment directory gave, and what was wrong with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::enrich {

enum class FileKind : std::uint8_t {
  kPublicSuffixes,
  kPrefixes,     ///< CSV: ASN, country, holder of address ranges.
  kMmdb,         ///< MaxMind DB: the same.
  kPopularity,   ///< CSV: rank, domain.
  kWarningList,  ///< MISP warning list.
};

/// "public-suffixes", "prefixes", "mmdb", "popularity", "warning-list".
std::string_view kind_text(FileKind kind) noexcept;

/// One line (or list item) that was left out.
struct LineFault {
  std::uint64_t line = 0;  ///< From 1; in a JSON list the item's number from 1.
  std::string_view what;   ///< Static text.
  bool operator==(const LineFault&) const = default;
};

inline constexpr std::size_t kMostFaultsTold = 10;

/// One file, loaded or refused.
struct SourceFile {
  std::string name;  ///< Relative to the directory; "built in" when it is none of its files.
  FileKind kind{};
  std::uint64_t entries = 0;
  std::uint32_t date_s = 0;   ///< Unix seconds: what the file says of itself, else its mtime.
  std::uint64_t skipped = 0;  ///< Lines left out.
  std::vector<LineFault> faults = {};  ///< The first kMostFaultsTold of them.
  std::string error = {};              ///< Why nothing of this file is in force; empty: it is.
  bool is_older = false;  ///< Besides: what an earlier state of it said stays in force.

  void skip(std::uint64_t line, std::string_view what) {
    ++skipped;
    if (faults.size() < kMostFaultsTold) faults.push_back({line, what});
  }
};

}  // namespace spoor::enrich
