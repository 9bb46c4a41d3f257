// SPDX-License-Identifier: Apache-2.0
// The arena never moves what it holds, and stream states answer for every sequence.
#include "record/batch.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "record/record_store.h"

namespace spoor::record {
namespace {

TEST(Arena, keeps_every_copy_where_it_is) {
  std::mt19937 random(1);
  Arena arena;
  std::vector<std::pair<std::string, std::string_view>> held;
  for (int i = 0; i < 3000; ++i) {
    std::string text(random() % (i % 100 == 0 ? 400000 : 900), static_cast<char>('a' + i % 26));
    held.emplace_back(text, arena.copy(text));
  }
  Arena moved = std::move(arena);
  for (const auto& [text, view] : held) ASSERT_EQ(view, text);
  EXPECT_GT(moved.bytes(), std::size_t{1} << 20);  // several chunks
}

TEST(Arena, is_empty_and_usable_after_a_move) {
  Arena arena;
  const std::string_view old = arena.copy("old");
  const Arena moved = std::move(arena);
  EXPECT_EQ(arena.bytes(), 0U);  // NOLINT(bugprone-use-after-move): the contract under test
  EXPECT_EQ(arena.copy("new"), "new");
  EXPECT_EQ(old, "old");
}

TEST(Arena, an_empty_copy_has_an_address) {
  EXPECT_NE(Arena().copy({}).data(), nullptr);
}

TEST(BatchRow, order_goes_part_by_part) {
  BatchRow low;
  low.name = "a";
  low.rdata = "r";
  low.type = dns::RrType::kA;
  low.source = {1};
  low.bailiwick = 1;
  std::vector<BatchRow> above(6);
  for (BatchRow& row : above) {
    row.name = low.name, row.rdata = low.rdata, row.type = low.type, row.source = low.source;
    row.bailiwick = low.bailiwick;
  }
  above[0].name = "b";
  above[1].type = dns::RrType::kNs;
  above[2].rdata = std::string_view("r\0", 2);
  above[3].bailiwick = 2;
  above[4].source = {2};
  above[5].how = How::kZone;
  for (const BatchRow& row : above) {
    EXPECT_LT(compare(low, row), 0);
    EXPECT_GT(compare(row, low), 0);
  }
  for (std::size_t i = 1; i < above.size(); ++i) EXPECT_LT(compare(above[i], above[i - 1]), 0) << i;
  EXPECT_EQ(compare(low, low), 0);
}

TEST(StreamState, knows_what_it_has) {
  StreamState state;
  EXPECT_FALSE(state.has(0));
  EXPECT_FALSE(state.is_complete());
  state.watermark = 2;
  state.later = {3, 7};
  for (const std::uint64_t there : {0U, 1U, 3U, 7U}) EXPECT_TRUE(state.has(there)) << there;
  for (const std::uint64_t missing : {2U, 4U, 6U, 8U}) EXPECT_FALSE(state.has(missing)) << missing;
  state.length = 2;
  EXPECT_TRUE(state.is_complete());
  state.length = 8;
  EXPECT_FALSE(state.is_complete());
}

}  // namespace
}  // namespace spoor::record
