// SPDX-License-Identifier: Apache-2.0
#include "enrich/range_map.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace spoor::enrich {
namespace {

using Small = Range<std::uint32_t>;

/// The narrowest range around `key`, of equally wide ones that which begins last, of equal ones the
/// last.
template <class Key>
std::uint32_t slow_find(const std::vector<Range<Key>>& ranges, const Key& key) {
  const Range<Key>* best = nullptr;
  for (const Range<Key>& range : ranges) {
    if (key < range.first || range.last < key) continue;
    if (best != nullptr) {
      const Key own = internal::minus(range.last, range.first);
      const Key least = internal::minus(best->last, best->first);
      if (least < own || (own == least && range.first < best->first)) continue;
    }
    best = &range;
  }
  return best == nullptr ? 0 : best->value;
}

TEST(RangeMap, FindsTheNarrowestRange) {
  const RangeMap<std::uint32_t> map({{10, 99, 1}, {20, 29, 2}, {25, 25, 3}, {200, 200, 4}});
  for (const auto& [key, value] :
       std::vector<std::pair<std::uint32_t, std::uint32_t>>{{9, 0},
                                                            {10, 1},
                                                            {19, 1},
                                                            {20, 2},
                                                            {24, 2},
                                                            {25, 3},
                                                            {26, 2},
                                                            {29, 2},
                                                            {30, 1},
                                                            {99, 1},
                                                            {100, 0},
                                                            {199, 0},
                                                            {200, 4},
                                                            {201, 0},
                                                            {0, 0},
                                                            {0xFFFFFFFF, 0}}) {
    EXPECT_EQ(map.find(key), value) << key;
  }
}

TEST(RangeMap, ReachesBothEndsOfTheNumbers) {
  const RangeMap<std::uint32_t> map({{0, 0xFFFFFFFF, 1}, {0xFFFFFFFF, 0xFFFFFFFF, 2}, {0, 0, 3}});
  EXPECT_EQ(map.find(0), 3U);
  EXPECT_EQ(map.find(1), 1U);
  EXPECT_EQ(map.find(0xFFFFFFFE), 1U);
  EXPECT_EQ(map.find(0xFFFFFFFF), 2U);
  const Wide last{~std::uint64_t{0}, ~std::uint64_t{0}};
  const RangeMap<Wide> wide({{{0, 0}, last, 1}, {{1, 0}, {1, ~std::uint64_t{0}}, 2}});
  EXPECT_EQ(wide.find({0, 7}), 1U);
  EXPECT_EQ(wide.find({1, 7}), 2U);
  EXPECT_EQ(wide.find({2, 0}), 1U);
  EXPECT_EQ(wide.find(last), 1U);
  EXPECT_EQ(RangeMap<Wide>().find(last), 0U);
}

TEST(RangeMap, AgreesWithASlowReference) {
  std::mt19937 engine(7);
  const auto random = [&] { return static_cast<std::uint32_t>(engine()); };
  for (int round = 0; round < 2000; ++round) {
    std::vector<Small> ranges(random() % 12);
    for (Small& range : ranges) {
      const std::uint32_t base = round % 2 == 0 ? 0 : 0xFFFFFFFF - 63;
      range.first = base + random() % 64;
      range.last = range.first + random() % (base + 64 - range.first);
      range.value = 1 + random() % 5;
    }
    const RangeMap<std::uint32_t> map(ranges);
    for (std::uint32_t i = 0; i < 70; ++i) {
      const std::uint32_t key = (round % 2 == 0 ? 0 : 0xFFFFFFFF - 66) + i;
      ASSERT_EQ(map.find(key), slow_find(ranges, key)) << "round " << round << " key " << key;
    }
  }
}

}  // namespace
}  // namespace spoor::enrich
