// SPDX-License-Identifier: Apache-2.0
#include "enrich/enrichment.h"

#include <utility>

namespace spoor::enrich {

std::string_view kind_text(FileKind kind) noexcept {
  switch (kind) {
    case FileKind::kPublicSuffixes:
      return "public-suffixes";
    case FileKind::kPrefixes:
      return "prefixes";
    case FileKind::kMmdb:
      return "mmdb";
    case FileKind::kPopularity:
      return "popularity";
    case FileKind::kWarningList:
      return "warning-list";
  }
  return {};
}

Enrichment::Enrichment(PublicSuffixes suffixes) : suffixes_(std::move(suffixes)) {
  files_.push_back(
      {"built in", FileKind::kPublicSuffixes, suffixes_.rules(), suffixes_.date_s(), 0});
}

Origin Enrichment::origin(const IpAddress& /*address*/) const {
  return {};
}

std::optional<std::size_t> Enrichment::registered_at(Bytes wire_name) const noexcept {
  const std::size_t suffix = suffix_at(wire_name);
  if (suffix == 0) return std::nullopt;
  std::size_t at = 0;
  while (at + wire_name[at] + 1U < suffix) at += wire_name[at] + 1U;
  return at;
}

std::size_t Enrichment::suffix_at(Bytes wire_name) const noexcept {
  return suffixes_.suffix_at(wire_name);
}

std::optional<std::uint32_t> Enrichment::rank(Bytes /*wire_name*/) const {
  return std::nullopt;
}

TagSet Enrichment::tags(Bytes /*wire_name*/) const {
  return {};
}

TagSet Enrichment::tags(const IpAddress& /*address*/) const {
  return {};
}

std::shared_ptr<const Enrichment> default_enrichment() {
  static const std::shared_ptr<const Enrichment> kDefault =
      std::make_shared<Enrichment>(PublicSuffixes::builtin());
  return kDefault;
}

}  // namespace spoor::enrich
