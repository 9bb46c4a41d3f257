// SPDX-License-Identifier: Apache-2.0
#include "cli/import_totals.h"

#include <gtest/gtest.h>

namespace spoor::cli {
namespace {

using intake::InputOutcome;
using intake::InputReport;

TEST(ImportTotals, add_up) {
  InputReport read, unknown, known;
  read.packets = 5;
  read.batches = 1;
  read.skipped_octets = 700;
  read.rejected.add("x", 2);
  unknown.outcome = InputOutcome::kUnknown;
  known.known_batches = 1;
  ImportTotals totals;
  for (const InputReport& report : {read, unknown, known, read}) totals.add(report);
  EXPECT_EQ(totals.inputs, 4U);
  EXPECT_EQ(totals.read, 3U);
  EXPECT_EQ(totals.unknown, 1U);
  EXPECT_EQ(totals.known, 1U);
  EXPECT_EQ(totals.sums.rejected.total(), 4U);
  const std::string text = render_totals(totals);
  EXPECT_NE(text.find("3 of 4 inputs read, 1 of no known format"), std::string::npos);
  EXPECT_NE(text.find("1,400 octets stepped over"), std::string::npos);
}

}  // namespace
}  // namespace spoor::cli
