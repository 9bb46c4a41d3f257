// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace spoor {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return Error{ErrorCode::kMalformed, "odd", 7, "input"};
  return value / 2;
}

Result<int> quarter(int value) {
  SPOOR_TRY(const int once, half(value));
  SPOOR_TRY(const int twice, half(once));
  return twice;
}

Status needs_even(int value) {
  SPOOR_CHECK(half(value));
  return {};
}

TEST(Result, PassesValuesAndErrorsOn) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_EQ(quarter(6).error().what, "odd");
  EXPECT_TRUE(needs_even(2));
  EXPECT_EQ(needs_even(3).error().offset, 7U);
}

TEST(Result, CarriesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> held = std::make_unique<int>(3);
  const std::unique_ptr<int> moved = *std::move(held);
  EXPECT_EQ(*moved, 3);
}

TEST(Result, DescribesInOneLine) {
  EXPECT_EQ(describe(Error{ErrorCode::kIo, "cannot read"}), "cannot read");
  EXPECT_EQ(describe(Error{ErrorCode::kIo, "cannot read", 17, "a.pcap"}),
            "a.pcap: cannot read (at 17)");
}

}  // namespace
}  // namespace spoor
