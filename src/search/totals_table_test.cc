// SPDX-License-Identifier: Apache-2.0
// A table of totals against std::map, in memory and on disk.
#include "search/totals_table.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace spoor::search {
namespace {

using Expected = std::map<std::string, Totals>;

std::string random_key(std::mt19937& random, unsigned keys) {
  std::string key = std::to_string(random() % keys);
  if (random() % 4 == 0) key += std::string("\0 and more", 10);
  return key + std::string(random() % 3 == 0 ? 40 : 0, 'x');
}

/// Adds `count` random totals in steps of few.
Expected fill(TotalsTable& table, std::mt19937& random, int count, unsigned keys) {
  Expected expected;
  for (int i = 0; i < count; ++i) {
    while (true) {
      Budget budget(100);
      const auto is_ready = table.work(budget);
      EXPECT_TRUE(is_ready) << describe(is_ready.error());
      if (!is_ready || *is_ready) break;
    }
    const auto first = static_cast<std::uint32_t>(1 + random() % 1000);
    const Totals totals{random() % 2, 1, random() % 9, first, first + 5};
    const std::string key = random_key(random, keys);
    table.add(key, totals);
    expected[key].add(totals);
  }
  return expected;
}

Expected read(TotalsTable& table, TotalsTable::Reading reading) {
  Expected found;
  table.finish(reading);
  std::string last;
  while (true) {
    Budget budget(100);
    const auto is_ready = table.work(budget);
    EXPECT_TRUE(is_ready) << describe(is_ready.error());
    if (!is_ready) return found;
    if (!*is_ready) continue;
    const auto has = table.next();
    EXPECT_TRUE(has);
    if (!has || !*has) return found;
    EXPECT_TRUE(found.emplace(table.key(), table.totals()).second) << "each key once";
    if (reading == TotalsTable::Reading::kByKey) {
      EXPECT_LE(last, std::string(table.key()));
    }
    last = table.key();
  }
}

TEST(TotalsTable, AddsUpLikeAMapInMemory) {
  for (const unsigned keys : {1U, 10U, 2000U}) {
    for (const auto reading : {TotalsTable::Reading::kByKey, TotalsTable::Reading::kInAnyOrder}) {
      std::mt19937 random(keys);
      TotalsTable table(std::size_t{16} << 20, {});
      const Expected expected = fill(table, random, 3000, keys);
      EXPECT_EQ(read(table, reading), expected);
      EXPECT_EQ(table.spilled_runs(), 0U);
    }
  }
}

TEST(TotalsTable, AddsUpLikeAMapOnDisk) {
  for (const auto reading : {TotalsTable::Reading::kByKey, TotalsTable::Reading::kInAnyOrder}) {
    std::mt19937 random(3);
    TotalsTable table(0, {});
    const Expected expected = fill(table, random, 60'000, 20'000);
    EXPECT_EQ(read(table, reading), expected);
    EXPECT_GT(table.spilled_runs(), 32U) << "runs were joined";
  }
}

TEST(TotalsTable, HoldsNothingWhenNothingWasAdded) {
  TotalsTable table(0, {});
  EXPECT_TRUE(read(table, TotalsTable::Reading::kByKey).empty());
}

TEST(TotalsTable, SaysWhereItCannotSpill) {
  std::mt19937 random(3);
  TotalsTable table(0, "/nonexistent");
  for (int i = 0; i < 5000; ++i) {
    Budget budget(100);
    const auto is_ready = table.work(budget);
    if (!is_ready) {
      EXPECT_EQ(is_ready.error().code, ErrorCode::kIo);
      return;
    }
    if (*is_ready) table.add(std::to_string(i), {});
  }
  FAIL() << "it never spilled";
}

}  // namespace
}  // namespace spoor::search
