// SPDX-License-Identifier: Apache-2.0
// Absent names by day and registered domain, on their way into the book of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "enrich/public_suffixes.h"
#include "harden/absence.h"
#include "ledger/absence_book.h"

namespace spoor::intake {

/// Bounded: where more domains are absent between two notes than there is room for, those that were
/// absent least go, and how much that may be of any is told.
class AbsenceTally final : public harden::AbsenceSink {
 public:
  static constexpr std::size_t kMostDomains = 16'384;  ///< Of a day.

  /// `suffixes` must outlive it.
  explicit AbsenceTally(const enrich::PublicSuffixes& suffixes) : suffixes_(suffixes) {}

  void absent(const harden::Absence& absence) override;
  /// Whether a note would make room.
  [[nodiscard]] bool is_full() const noexcept { return is_full_; }
  /// What came since it was last taken.
  [[nodiscard]] const std::map<std::uint32_t, ledger::AbsenceDay>& days() const noexcept {
    return days_;
  }
  void start_over();

 private:
  static void make_room(ledger::AbsenceDay& day);

  const enrich::PublicSuffixes& suffixes_;
  std::map<std::uint32_t, ledger::AbsenceDay> days_;
  std::string text_;  // a buffer
  bool is_full_ = false;
};

}  // namespace spoor::intake
