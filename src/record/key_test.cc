// SPDX-License-Identifier: Apache-2.0
// Keys say where they end, and their bytes compare as their parts do.
#include "record/key.h"

#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "dns/name.h"

namespace spoor::record {
namespace {

std::string type_bytes(std::uint32_t number) {
  std::string out;
  append_type(out, static_cast<dns::RrType>(number));
  return out;
}

TEST(TypeInKey, round_trips_in_numeric_order) {
  std::string before;
  for (std::uint32_t number = 0; number < 70000; ++number) {
    const std::string bytes = type_bytes(number);
    dns::RrType back{};
    ASSERT_TRUE(read_type(bytes, back));
    ASSERT_EQ(dns::to_number(back), number);
    ASSERT_TRUE(number == 0 || before < bytes) << number;
    for (std::size_t size = 0; size < bytes.size(); ++size)
      ASSERT_FALSE(read_type(bytes.substr(0, size), back));
    before = bytes;
  }
  EXPECT_LT(before, type_bytes(0x3FFFFFFF));
}

TEST(TypeInKey, is_nothing_else) {
  dns::RrType type{};
  for (const std::string_view wrong :
       {std::string_view(), std::string_view("\x80", 1), std::string_view("\x01\x01", 2),
        std::string_view("\xC0\0\0", 3), std::string_view("\x80\0\0\0", 4)}) {
    EXPECT_FALSE(read_type(wrong, type));
  }
}

TEST(Escape, keeps_prefixes_and_order) {
  std::mt19937 random(3);
  for (int i = 0; i < 20000; ++i) {
    std::string a, b;
    for (auto n = random() % 5; n > 0; --n) a += static_cast<char>(random() % 3);
    for (auto n = random() % 5; n > 0; --n) b += static_cast<char>(random() % 3);
    std::string ea, eb;
    append_escaped(ea, a);
    append_escaped(eb, b);
    ASSERT_EQ(ea.find('\0'), std::string::npos);
    ASSERT_EQ(eb.starts_with(ea), b.starts_with(a));
    ASSERT_EQ(ea + '\0' < eb + '\0', a < b);
  }
}

TEST(ValueLength, says_where_the_value_ends) {
  dns::NameBuilder builder;
  ASSERT_TRUE(builder.push(as_bytes("example")));
  std::string name;
  dns::append_sort_form(name, builder.finish().wire());
  const std::vector<std::string> values = {std::string("\x01", 1) + "abcd",
                                           std::string("\x02", 1) + std::string(16, 'x'),
                                           "\x03" + name,
                                           "\x04" + name,
                                           std::string("\x05token\0", 7),
                                           std::string("\x06\0", 2)};
  for (const std::string& value : values) {
    EXPECT_EQ(value_length(value + "what follows" + std::string(1, '\0')), value.size());
    for (std::size_t size = 0; size < value.size(); ++size)
      EXPECT_EQ(value_length(value.substr(0, size)), 0U);
  }
  EXPECT_EQ(value_length("\x07xxxx"), 0U);
}

TEST(AfterPrefix, is_the_least_bound) {
  EXPECT_EQ(after_prefix("a"), "b");
  EXPECT_EQ(after_prefix("a\xFF\xFF"), "b");
  EXPECT_EQ(after_prefix("\xFF"), "");
  EXPECT_EQ(after_prefix(""), "");
}

TEST(RowKey, empty_parts_compare) {
  EXPECT_EQ(compare(RowKey{}, RowKey{}), 0);
  EXPECT_LT(compare(RowKey{}, RowKey{"a", {}, 0}), 0);
  EXPECT_LT(compare(RowKey{"a", "", 1}, RowKey{"a", "", 2}), 0);
  OwnedKey owned;
  owned.assign(RowKey{"head", "rdata", 3});
  EXPECT_EQ(compare(owned.view(), RowKey{"head", "rdata", 3}), 0);
}

}  // namespace
}  // namespace spoor::record
