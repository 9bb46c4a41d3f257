// SPDX-License-Identifier: Apache-2.0
#include "intake/absence_tally.h"

#include <algorithm>
#include <vector>

#include <xxhash.h>

#include "dns/name.h"

namespace spoor::intake {
namespace {

constexpr std::uint32_t kSecondsPerDay = 86'400;

/// Part of the format: the same name must fall on the same register for ever.
std::uint64_t hash_of(Bytes name) {
  return XXH3_64bits(name.data(), name.size());
}

}  // namespace

// Of a name of a single label there is no domain but the root: browsers ask for random ones.
void AbsenceTally::absent(const harden::Absence& absence) {
  ledger::AbsenceDay& day = days_[absence.time_s / kSecondsPerDay];
  ++(absence.is_name ? day.nxdomain : day.nodata);
  const bool has_domain = dns::count_labels(absence.name) > 1;
  const std::size_t at = has_domain ? suffixes_.domain_at(absence.name) : absence.name.size() - 1;
  text_.clear();
  dns::append_name_text(text_, absence.name.subspan(at));
  auto found = day.domains.find(text_);
  if (found == day.domains.end()) {
    if (day.domains.size() >= kMostDomains) make_room(day);
    found = day.domains.emplace(text_, ledger::AbsenceCounts{}).first;
    is_full_ = is_full_ || day.domains.size() >= kMostDomains;
  }
  ++(absence.is_name ? found->second.nxdomain : found->second.nodata);
  found->second.names.add(hash_of(absence.name));
}

void AbsenceTally::make_room(ledger::AbsenceDay& day) {
  std::vector<std::uint64_t> totals;
  totals.reserve(day.domains.size());
  for (const auto& [domain, counts] : day.domains) totals.push_back(counts.total());
  const auto middle = totals.begin() + static_cast<std::ptrdiff_t>(totals.size() / 2);
  std::nth_element(totals.begin(), middle, totals.end());
  const std::uint64_t greatest = *middle;
  std::erase_if(day.domains, [&](const auto& each) { return each.second.total() <= greatest; });
  day.missed += greatest;
}

void AbsenceTally::start_over() {
  days_.clear();
  is_full_ = false;
}

}  // namespace spoor::intake
