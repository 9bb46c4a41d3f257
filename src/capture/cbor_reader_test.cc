// SPDX-License-Identifier: Apache-2.0
#include "capture/cbor_reader.h"

#include <limits>

#include <gtest/gtest.h>

#include "capture/cdns_builder.h"

namespace spoor::capture {
namespace {

namespace cbor = testing::cbor;

TEST(CborReader, ReadsWholeNumbersOfEverySize) {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{23}, std::int64_t{24}, std::int64_t{255}, std::int64_t{256},
        std::int64_t{65'536}, std::int64_t{1} << 32, std::numeric_limits<std::int64_t>::max(),
        std::int64_t{-1}, std::int64_t{-24}, std::int64_t{-25}, std::int64_t{-70'000},
        std::numeric_limits<std::int64_t>::min()}) {
    const std::string octets = cbor::number(value);
    CborReader reader(as_bytes(octets));
    EXPECT_EQ(reader.integer(), value);
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.left(), 0U);
    CborReader skipping(as_bytes(octets));
    EXPECT_EQ(skipping.skip().size(), octets.size());
  }
}

TEST(CborReader, RefusesNumbersThatAreNone) {
  for (const std::string& octets :
       {cbor::number(-1), cbor::octets("x"), cbor::array({}), std::string("\x1F"),
        std::string("\x1C"), std::string("\xFF"), std::string("\xF5")}) {
    CborReader reader(as_bytes(octets));
    EXPECT_EQ(reader.number(), 0U);
    EXPECT_FALSE(reader.ok());
    EXPECT_FALSE(reader.ran_out());
  }
  const std::string beyond = "\x3B" + std::string(8, '\xFF');  // -2^64
  CborReader reader(as_bytes(beyond));
  static_cast<void>(reader.integer());
  EXPECT_FALSE(reader.ok());
}

TEST(CborReader, WalksContainersOfBothKinds) {
  const std::vector<std::string> items{cbor::number(1), cbor::octets("two"), cbor::array({})};
  for (const std::string& octets : {cbor::array(items), cbor::open_array(items)}) {
    CborReader reader(as_bytes(octets));
    auto array = reader.array();
    EXPECT_TRUE(reader.more(array));
    EXPECT_EQ(reader.number(), 1U);
    EXPECT_TRUE(reader.more(array));
    EXPECT_EQ(as_chars(reader.octets()), "two");
    EXPECT_TRUE(reader.more(array));
    auto inner = reader.array();
    EXPECT_FALSE(reader.more(inner));
    EXPECT_FALSE(reader.more(array));
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.left(), 0U);
  }
}

TEST(CborReader, StepsOverAnything) {
  const std::string float64 = "\xFB" + std::string(8, '\x11');
  const std::string tagged = std::string("\xC1") + cbor::number(1'600'000'000);
  const std::string all = cbor::map({{0, cbor::open_array({float64, tagged, "\xF6", "\xF8\x20"})},
                                     {-5, cbor::map({{1, cbor::text("text")}})},
                                     {2, cbor::open_array({})}});
  const std::string octets = all + cbor::number(9);
  CborReader reader(as_bytes(octets));
  EXPECT_EQ(as_chars(reader.skip()), all);
  EXPECT_EQ(reader.number(), 9U);
  EXPECT_TRUE(reader.ok());
}

TEST(CborReader, TellsTooFewOctetsFromWrongOnes) {
  const std::string whole =
      cbor::map({{0, cbor::open_array({cbor::number(70'000), cbor::octets("abc")})},
                 {1, std::string("\xC1") + cbor::array({cbor::text("x")})}});
  for (std::size_t n = 0; n < whole.size(); ++n) {
    CborReader reader(as_bytes(whole).first(n));
    EXPECT_TRUE(reader.skip().empty());
    EXPECT_TRUE(reader.ran_out()) << n;
  }
  for (const std::string& wrong :
       {std::string("\xFF"), std::string("\x5F\x41x\xFF"), std::string("\x1D"), std::string("\xDF"),
        "\x9B" + std::string(8, '\x7F'), "\x5B" + std::string(8, '\x7F'), std::string(17, '\x81'),
        std::string(17, '\xC1')}) {
    CborReader reader(as_bytes(wrong));
    EXPECT_TRUE(reader.skip().empty());
    EXPECT_FALSE(reader.ok() || reader.ran_out()) << wrong.size();
  }
}

TEST(CborReader, GoesSixteenDeep) {
  const std::string deep = std::string(15, '\x81') + cbor::array({});
  CborReader reader(as_bytes(deep));
  EXPECT_EQ(reader.skip().size(), deep.size());
}

}  // namespace
}  // namespace spoor::capture
