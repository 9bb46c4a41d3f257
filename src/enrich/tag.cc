// SPDX-License-Identifier: Apache-2.0
#include "enrich/tag.h"

namespace spoor::enrich {
namespace {

constexpr std::array<std::string_view, kTags> kTexts = {
    "cdn", "cloud", "parking", "sinkhole", "dynamic-dns", "public-resolver", "popular"};

}  // namespace

std::string_view tag_text(Tag tag) noexcept {
  return kTexts[static_cast<std::size_t>(tag)];
}

std::optional<Tag> parse_tag(std::string_view text) noexcept {
  for (const Tag tag : kAllTags) {
    if (tag_text(tag) == text) return tag;
  }
  return std::nullopt;
}

}  // namespace spoor::enrich
