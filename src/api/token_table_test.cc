// SPDX-License-Identifier: Apache-2.0
#include "api/token_table.h"

#include <limits>
#include <set>

#include <gtest/gtest.h>

namespace spoor::api {
namespace {

constexpr TokenTable::Time kNow{std::chrono::hours(1)};

TEST(TokenTable, GivesBackToItsOwnerAgainAndAgain) {
  TokenTable table;
  const ShelfOwner one{1}, other{2};
  const std::uint64_t number = table.put(one, "here", kNow);
  EXPECT_EQ(table.find(one, number, kNow), "here");
  EXPECT_EQ(table.find(one, number, kNow), "here");
  EXPECT_EQ(table.find(other, number, kNow), std::nullopt);
  EXPECT_EQ(table.find(one, number + 1, kNow), std::nullopt);
}

TEST(TokenTable, NumbersArePositiveAndFitSignedIntegers) {
  TokenTable table;
  std::set<std::uint64_t> numbers;
  for (int i = 0; i < 1000; ++i) numbers.insert(table.put({}, "", kNow));
  EXPECT_EQ(numbers.size(), 1000U);
  EXPECT_GT(*numbers.begin(), 0U);
  EXPECT_LE(*numbers.rbegin(),
            static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
}

TEST(TokenTable, ForgetsAfterAWhileAndTheOldestWhenFull) {
  TokenTable table;
  const std::uint64_t first = table.put({}, "first", kNow);
  const std::uint64_t second = table.put({}, "second", kNow + std::chrono::minutes(1));
  EXPECT_EQ(table.find({}, first, kNow + TokenTable::kLifetime), std::nullopt);
  EXPECT_EQ(table.find({}, second, kNow + TokenTable::kLifetime), "second");
  for (std::size_t i = 0; i < TokenTable::kMost; ++i)
    (void)table.put({}, "", kNow + std::chrono::minutes(2));
  EXPECT_EQ(table.find({}, second, kNow + std::chrono::minutes(2)), std::nullopt);
}

}  // namespace
}  // namespace spoor::api
