// SPDX-License-Identifier: Apache-2.0
// Registered domains with what is known of the names in them, in bounded memory. Inside the room
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/seen_before.h"
#include "base/bytes.h"
#include "dns/name.h"
#include "enrich/enrichment.h"
#include "enrich/name_table.h"

namespace spoor::analysis {

/// Since when something counts as active.
struct Windows {
  std::uint32_t moment_s = 0;
  std::uint32_t month_s = 0;  ///< moment - 30 days.
  std::uint32_t week_s = 0;   ///< moment - 7 days.

  explicit Windows(std::uint32_t moment) noexcept;
  /// Confirmed within the month.
  [[nodiscard]] bool is_active(const SeenBefore& seen) const noexcept {
    return seen.last >= month_s && seen.is_any();
  }
  [[nodiscard]] bool is_active_in_week(const SeenBefore& seen) const noexcept {
    return seen.last >= week_s && seen.is_any();
  }
  /// Not confirmed within the month, but before it and after the moment.
  [[nodiscard]] bool is_possible(const SeenBefore& seen) const noexcept {
    return seen.is_any() && !is_active(seen) && seen.goes_on;
  }
};

class DomainRoll {
 public:
  struct Entry {
    std::uint32_t at = 0;  // of its wire name in names()
    std::uint8_t size = 0;
    std::uint64_t names = 0;
    std::uint64_t active_names = 0;
    SeenBefore seen;
  };

  /// Distinct names that were handed in, and those of them that are active.
  struct Names {
    std::uint64_t all = 0;
    std::uint64_t active = 0;
    std::uint64_t active_in_week = 0;
  };

  /// `are_distinct`: no name is handed in twice, so that they need not be remembered.
  DomainRoll(const enrich::Enrichment& enrichment, const Windows& windows, std::size_t memory_bytes,
             bool are_distinct);

  /// A name with all that was seen of it at one address. Whether it is active and was not before.
  bool add(Bytes wire, const SeenBefore& seen);

  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  [[nodiscard]] Bytes domain(const Entry& entry) const noexcept {
    return as_bytes(octets_).subspan(entry.at, entry.size);
  }
  [[nodiscard]] const Names& names() const noexcept { return names_; }
  /// False: more domains or names than there is memory for; later new ones were left out.
  [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

 private:
  /// What is remembered of a name: whether it was counted as each.
  std::uint32_t note(Bytes wire, const SeenBefore& seen);
  Entry* entry_of(Bytes domain);

  const enrich::Enrichment& enrichment_;
  Windows windows_;
  std::size_t memory_bytes_;
  bool are_distinct_;
  bool is_complete_ = true;
  enrich::NameTable numbers_;  // of a domain: its entry's number, from 1
  enrich::NameTable told_;     // of a name: bits
  std::vector<Entry> entries_;
  std::string octets_;
  Names names_;
};

}  // namespace spoor::analysis
