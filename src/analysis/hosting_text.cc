// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "analysis/hosting.h"

namespace spoor::analysis {

std::string_view hosting_text(HostingClass value) noexcept {
  constexpr std::array<std::string_view, 9> kTexts = {
      "unused", "dedicated", "small", "shared", "mass", "cdn", "cloud", "parking", "sinkhole"};
  return kTexts[static_cast<std::size_t>(value)];
}

HostingClass class_of_size(std::uint64_t active_domains) noexcept {
  constexpr std::uint64_t kMostDedicated = 3;
  constexpr std::uint64_t kMostSmall = 20;
  constexpr std::uint64_t kMostShared = 1000;
  if (active_domains == 0) return HostingClass::kUnused;
  if (active_domains <= kMostDedicated) return HostingClass::kDedicated;
  if (active_domains <= kMostSmall) return HostingClass::kSmall;
  return active_domains <= kMostShared ? HostingClass::kShared : HostingClass::kMass;
}

HostingClass class_of(enrich::TagSet tags, HostingClass by_size) noexcept {
  if (tags.has(enrich::Tag::kSinkhole)) return HostingClass::kSinkhole;
  if (tags.has(enrich::Tag::kParking)) return HostingClass::kParking;
  if (tags.has(enrich::Tag::kCdn)) return HostingClass::kCdn;
  if (tags.has(enrich::Tag::kCloud)) return HostingClass::kCloud;
  return by_size;
}

}  // namespace spoor::analysis
