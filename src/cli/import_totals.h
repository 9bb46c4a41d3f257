// SPDX-License-Identifier: Apache-2.0
// What became of all inputs of an import together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "intake/import_report.h"

namespace spoor::cli {

/// Sums over inputs, for the summary at the end.
struct ImportTotals {
  std::uint64_t inputs = 0, read = 0, unknown = 0, failed = 0, known = 0;
  intake::InputReport sums;

  void add(const intake::InputReport& report);
};

/// Appends counts by reason, the greatest first; nothing when there are none.
void append_reasons(std::string& out, std::string_view title, const ReasonCounts& counts);

/// The summary: a few lines for a person, counts by reason.
std::string render_totals(const ImportTotals& totals);

}  // namespace spoor::cli
