// SPDX-License-Identifier: Apache-2.0
#include "enrich/labels.h"

#include <algorithm>

#include "dns/name.h"

namespace spoor::enrich {
namespace {

constexpr unsigned kBelowShift = 8;

TagSet to_set(std::uint32_t bits) noexcept {
  TagSet set;
  for (const Tag tag : kAllTags) {
    if ((bits >> static_cast<unsigned>(tag) & 1U) != 0) set.add(tag);
  }
  return set;
}

}  // namespace

Labels::Labels(const std::vector<std::shared_ptr<const WarningList>>& lists) {
  std::array<std::vector<Range<std::uint32_t>>, kTags> v4;
  std::array<std::vector<Range<Wide>>, kTags> v6;
  for (const auto& list : lists) {
    const auto number = static_cast<std::size_t>(list->tag);
    for (const std::uint64_t hash : list->exact) names_[hash] |= 1U << number;
    for (const std::uint64_t hash : list->at_or_below) names_[hash] |= 1U << number << kBelowShift;
    for (const std::string& part : list->substrings) substrings_.emplace_back(part, list->tag);
    v4[number].insert(v4[number].end(), list->v4.begin(), list->v4.end());
    v6[number].insert(v6[number].end(), list->v6.begin(), list->v6.end());
  }
  for (std::size_t tag = 0; tag < kTags; ++tag) {
    v4_[tag] = RangeMap<std::uint32_t>(std::move(v4[tag]));
    v6_[tag] = RangeMap<Wide>(std::move(v6[tag]));
  }
}

TagSet Labels::tags(Bytes wire) const {
  std::uint32_t bits = names_.find(name_hash(wire));
  bits |= bits >> kBelowShift;
  if (names_.size() > 0) {
    for (std::size_t at = 0; wire[at] != 0;) {
      at += wire[at] + 1U;
      bits |= names_.find(name_hash(wire.subspan(at))) >> kBelowShift;
    }
  }
  TagSet set = to_set(bits);
  if (substrings_.empty()) return set;
  std::string text;
  dns::append_name_text(text, wire);
  for (const auto& [part, tag] : substrings_) {
    if (!set.has(tag) && text.find(part) != std::string::npos) set.add(tag);
  }
  return set;
}

TagSet Labels::tags(const IpAddress& address) const noexcept {
  TagSet set;
  for (const Tag tag : kAllTags) {
    const auto number = static_cast<std::size_t>(tag);
    const std::uint32_t found = address.is_v6 ? v6_[number].find(to_v6_number(address))
                                              : v4_[number].find(to_v4_number(address));
    if (found != 0) set.add(tag);
  }
  return set;
}

}  // namespace spoor::enrich
