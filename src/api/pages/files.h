// SPDX-License-Identifier: Apache-2.0
// Where the pages' files come from: the program itself, or a folder while they are being developed.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace spoor::api::pages {

inline constexpr std::size_t kMostOctets = std::size_t{8} << 20;  ///< Of one file.

/// A file as it stands in the program (written by tools/pack_pages.py).
struct PackedFile {
  std::string_view name;    ///< "index.html", "favicon.svg", "assets/NAME".
  std::string_view plain;   ///< As it was built.
  std::string_view gzip;    ///< The same compressed; empty where that is not worth it.
  std::string_view digest;  ///< Of `plain`, in hex.
};

/// What this program was built with; empty when that was done without Node. Made by scripts/pages.
std::span<const PackedFile> built_in_pack() noexcept;

/// A file to be sent.
struct PageFile {
  std::string octets;
  std::string tag;  ///< ETag, with its quotes. Another one for the compressed form.
  bool is_gzip = false;
  bool is_lasting = false;  ///< Under this name there never will be another content.
};

/// Thread-safe.
class PageFiles {
 public:
  PageFiles() = default;
  PageFiles(const PageFiles&) = delete;
  PageFiles& operator=(const PageFiles&) = delete;
  virtual ~PageFiles() = default;
  /// Compressed only where `takes_gzip`. Errors: kNotFound; kLimit and kIo of a folder.
  [[nodiscard]] virtual Result<PageFile> read(std::string_view name, bool takes_gzip) const = 0;
};

/// Files of a pack, which must outlive them. Null when it is empty.
std::shared_ptr<const PageFiles> packed_files(std::span<const PackedFile> pack);

/// Files of a folder, read at each request: index.html, favicon.*, assets/*. No name leads out of
/// it. Errors: kInvalid when there is no index.html in it.
Result<std::shared_ptr<const PageFiles>> folder_files(const std::string& folder);

}  // namespace spoor::api::pages
