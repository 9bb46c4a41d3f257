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
#include "enrich/public_suffixes.h"
#include "enrich/source_file.h"
#include "enrich/tag.h"

namespace spoor::enrich {

/// Whose an address is. Views live as long as the Enrichment.
struct Origin {
  std::uint32_t asn = 0;     ///< 0: not known.
  std::string_view country;  ///< ISO 3166 alpha-2, upper case; empty: not known.
  std::string_view holder;   ///< Empty: not known.
};

/// Immutable and thread-safe; held as std::shared_ptr<const Enrichment>. Names are valid
/// lower-cased wire names.
class Enrichment {
 public:
  explicit Enrichment(PublicSuffixes suffixes);

  [[nodiscard]] Origin origin(const IpAddress& address) const;

  /// Where the registered domain (public suffix and one label) begins: octet offset; empty when
  /// the name is itself a suffix, or the root.
  [[nodiscard]] std::optional<std::size_t> registered_at(Bytes wire_name) const noexcept;
  /// Where the public suffix begins; 0 when the name is one.
  [[nodiscard]] std::size_t suffix_at(Bytes wire_name) const noexcept;

  /// Popularity of the registered domain, 1 = most popular.
  [[nodiscard]] std::optional<std::uint32_t> rank(Bytes wire_name) const;
  [[nodiscard]] TagSet tags(Bytes wire_name) const;
  [[nodiscard]] TagSet tags(const IpAddress& address) const;

  /// Every file that was looked at, refused ones too, and what was built in.
  [[nodiscard]] const std::vector<SourceFile>& files() const noexcept { return files_; }
  /// Whether any address can have an origin.
  [[nodiscard]] bool has_origins() const noexcept { return false; }

 private:
  PublicSuffixes suffixes_;
  std::vector<SourceFile> files_;
};

/// The public suffix list built into libpsl, nothing else. Never null.
std::shared_ptr<const Enrichment> default_enrichment();

}  // namespace spoor::enrich
