// SPDX-License-Identifier: Apache-2.0
#include "enrich/enrichment.h"

#include <utility>

namespace spoor::enrich {
namespace {

const std::shared_ptr<const PublicSuffixes>& builtin_suffixes() {
  static const auto kSuffixes = std::make_shared<const PublicSuffixes>(PublicSuffixes::builtin());
  return kSuffixes;
}

}  // namespace

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

Enrichment::Enrichment(std::vector<LoadedFile> files) : files_(std::move(files)) {
  std::vector<std::shared_ptr<const WarningList>> lists;
  for (const LoadedFile& loaded : files_) {
    if (loaded.suffixes && !suffixes_) suffixes_ = loaded.suffixes;
    if (loaded.origins) origins_.push_back(loaded.origins);
    if (loaded.popularity && !popularity_) popularity_ = loaded.popularity;
    if (loaded.labels) lists.push_back(loaded.labels);
  }
  labels_ = Labels(lists);
  if (suffixes_) return;
  suffixes_ = builtin_suffixes();
  SourceFile file{.name = "built in", .kind = FileKind::kPublicSuffixes};
  file.entries = suffixes_->rules();
  file.date_s = suffixes_->date_s();
  files_.push_back({.file = std::move(file), .suffixes = suffixes_});
}

Origin Enrichment::origin(const IpAddress& address) const {
  Origin origin;
  for (const auto& table : origins_) {
    table->complete(address, origin);
    if (origin.is_whole()) break;
  }
  return origin;
}

std::optional<std::uint32_t> Enrichment::rank(Bytes wire_name) const noexcept {
  if (!popularity_) return std::nullopt;
  const std::uint32_t rank = popularity_->rank(wire_name.subspan(suffixes_->domain_at(wire_name)));
  return rank == 0 ? std::nullopt : std::optional(rank);
}

TagSet Enrichment::tags(Bytes wire_name) const {
  TagSet tags = labels_.tags(wire_name);
  if (const auto found = rank(wire_name); found && *found <= kPopularRank) tags.add(Tag::kPopular);
  return tags;
}

TagSet Enrichment::tags(const IpAddress& address) const noexcept {
  return labels_.tags(address);
}

std::shared_ptr<const Enrichment> default_enrichment() {
  static const auto kDefault = std::make_shared<const Enrichment>(std::vector<LoadedFile>{});
  return kDefault;
}

}  // namespace spoor::enrich
