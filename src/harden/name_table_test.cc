// SPDX-License-Identifier: Apache-2.0
// The bounded table of names against a list in order of last touch; and the ancestors of a name.
#include "harden/name_table.h"

#include <algorithm>
#include <list>
#include <random>

#include <gtest/gtest.h>

#include "dns/name.h"
#include "harden/name_suffixes.h"

namespace spoor::harden {
namespace {

TEST(NameTable, DoesWhatAListInOrderOfLastTouchWouldDo) {
  constexpr std::size_t kMax = 20;
  NameTable<int> table(kMax);
  std::list<std::pair<std::string, int>> model;  // newest first
  std::mt19937 random(3);
  for (int i = 0; i < 100'000; ++i) {
    const std::string name = std::to_string(random() % 40);
    const std::uint64_t hash = name.size() % 2 == 0 ? 5 : 3;  // nearly all names collide
    const auto held =
        std::find_if(model.begin(), model.end(), [&](const auto& m) { return m.first == name; });
    const std::uint32_t at = table.find(as_bytes(name), hash);
    ASSERT_EQ(at != NameTable<int>::kNone, held != model.end()) << i;
    if (held == model.end()) {
      if (model.size() == kMax) model.pop_back();
      model.emplace_front(name, i);
      table[table.insert(as_bytes(name), hash)] = i;
    } else if (random() % 3 == 0) {
      table.erase(at);
      model.erase(held);
    } else {
      ASSERT_EQ(table[at], held->second);
      table.touch(at);
      model.splice(model.begin(), model, held);
    }
    ASSERT_EQ(table.size(), model.size());
  }
  EXPECT_GT(table.evicted(), 0U);
}

TEST(NameTable, TellsByGenerationThatAnEntryLeft) {
  NameTable<int> table(1);
  const std::uint32_t first = table.insert(as_bytes("a"), 1);
  const std::uint32_t generation = table.generation(first);
  const std::uint32_t second = table.insert(as_bytes("b"), 2);
  EXPECT_EQ(first, second);
  EXPECT_NE(table.generation(second), generation);
  EXPECT_EQ(table.find(as_bytes("a"), 1), NameTable<int>::kNone);
}

TEST(NameSuffixes, AreTheAncestorsFromTheRootDown) {
  const dns::Name name = *dns::parse_name("www.example.com.");
  const dns::Name parent = *dns::parse_name("example.com.");
  const NameSuffixes suffixes(name.wire(), 7);
  ASSERT_EQ(suffixes.labels(), 3U);
  EXPECT_EQ(suffixes.name(0).size(), 1U);
  EXPECT_EQ(as_chars(suffixes.name(2)), as_chars(parent.wire()));
  EXPECT_EQ(as_chars(suffixes.name(3)), as_chars(name.wire()));
  const NameSuffixes of_parent(parent.wire(), 7);
  for (std::size_t k = 0; k <= 2; ++k) EXPECT_EQ(suffixes.hash(k), of_parent.hash(k));
  EXPECT_NE(suffixes.hash(3), suffixes.hash(2));
}

TEST(NameSuffixes, TakeTheMostLabelsANameCanHave) {
  std::string wire;
  for (int i = 0; i < 127; ++i) wire += "\x01x";
  wire += '\0';
  const NameSuffixes suffixes(as_bytes(wire), 1);
  EXPECT_EQ(suffixes.labels(), 127U);
  EXPECT_EQ(suffixes.name(127).size(), 255U);
  const NameSuffixes root(as_bytes(std::string_view("\0", 1)), 1);
  EXPECT_EQ(root.labels(), 0U);
}

}  // namespace
}  // namespace spoor::harden
