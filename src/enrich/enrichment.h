// SPDX-License-Identifier: Apache-2.0
// What is known of names and addresses from local, dated files. Nothing is ever asked of the
// network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/ip_address.h"
#include "enrich/labels.h"
#include "enrich/origin.h"
#include "enrich/popularity.h"
#include "enrich/public_suffixes.h"
#include "enrich/source_file.h"
#include "enrich/tag.h"

namespace spoor::enrich {

/// One file and what it gave; of the pointers at most one is set, none where it was refused.
struct LoadedFile {
  SourceFile file;
  std::shared_ptr<const PublicSuffixes> suffixes = {};
  std::shared_ptr<const OriginTable> origins = {};
  std::shared_ptr<const Popularity> popularity = {};
  std::shared_ptr<const WarningList> labels = {};

  [[nodiscard]] bool has_any() const noexcept {
    return suffixes || origins || popularity || labels;
  }
};

/// From this rank on a ranked domain is not tagged "popular".
inline constexpr std::uint32_t kPopularRank = 100'000;

/// Immutable and thread-safe; held as std::shared_ptr<const Enrichment>. Names are valid
/// lower-cased wire names.
class Enrichment {
 public:
  /// Files earlier in the list go before later ones. Without a suffix list the built-in one.
  explicit Enrichment(std::vector<LoadedFile> files);

  /// The first file that knows an ASN gives it with its holder, the first that knows a country
  /// that.
  [[nodiscard]] Origin origin(const IpAddress& address) const;

  /// Where the registered domain (public suffix and one label) begins: octet offset; empty when
  /// the name is itself a suffix, or the root.
  [[nodiscard]] std::optional<std::size_t> registered_at(Bytes wire_name) const noexcept {
    return suffixes_->registered_at(wire_name);
  }
  /// Where the public suffix begins; 0 when the name is one.
  [[nodiscard]] std::size_t suffix_at(Bytes wire_name) const noexcept {
    return suffixes_->suffix_at(wire_name);
  }

  /// Popularity of the registered domain, 1 = most popular.
  [[nodiscard]] std::optional<std::uint32_t> rank(Bytes wire_name) const noexcept;
  /// Labels of the name or of one above it; "popular" also by rank.
  [[nodiscard]] TagSet tags(Bytes wire_name) const;
  [[nodiscard]] TagSet tags(const IpAddress& address) const noexcept;

  /// Every file that was looked at, refused ones too, and what was built in.
  [[nodiscard]] const std::vector<LoadedFile>& files() const noexcept { return files_; }
  /// Whether any address can have an origin.
  [[nodiscard]] bool has_origins() const noexcept { return !origins_.empty(); }

 private:
  std::vector<LoadedFile> files_;
  std::shared_ptr<const PublicSuffixes> suffixes_;
  std::vector<std::shared_ptr<const OriginTable>> origins_;
  std::shared_ptr<const Popularity> popularity_;  // null: none
  Labels labels_;
};

/// The public suffix list that libpsl brings, nothing else. Never null.
std::shared_ptr<const Enrichment> default_enrichment();

}  // namespace spoor::enrich
