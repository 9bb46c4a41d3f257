// SPDX-License-Identifier: Apache-2.0
#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace spoor {
namespace {

std::string text_of(std::string_view text) {
  const auto address = parse_ip_address(text);
  if (!address) return "refused";
  std::string out;
  append_ip_text(out, address->bytes());
  return out;
}

struct AddressCase {
  std::string_view text;
  std::string_view expected;
};

class AddressTable : public ::testing::TestWithParam<AddressCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, AddressTable,
    ::testing::Values(
        AddressCase{"192.0.2.1", "192.0.2.1"}, AddressCase{"0.0.0.0", "0.0.0.0"},
        AddressCase{"255.255.255.255", "255.255.255.255"}, AddressCase{"192.0.2", "refused"},
        AddressCase{"192.0.2.1.", "refused"}, AddressCase{"192.0.2.256", "refused"},
        AddressCase{"192.0.02.1", "refused"}, AddressCase{"192.0.2.1 ", "refused"},
        AddressCase{"", "refused"}, AddressCase{"...", "refused"},
        AddressCase{"192.0.2.1/24", "refused"}, AddressCase{"2001:DB8::0001", "2001:db8::1"},
        AddressCase{"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"}, AddressCase{"::", "::"},
        AddressCase{"2001:db8::1::2", "refused"}, AddressCase{"2001:db8", "refused"},
        AddressCase{":", "refused"}, AddressCase{"2001:db8::%eth0", "refused"},
        AddressCase{"2001:db8::192.0.2.1", "2001:db8::c000:201"},
        AddressCase{std::string_view("2001:db8::1\0x", 13), "refused"},
        AddressCase{"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", "refused"}));

TEST_P(AddressTable, ReadsAndWrites) {
  EXPECT_EQ(text_of(GetParam().text), GetParam().expected);
}

TEST(IpAddress, FamiliesDifferEvenWithEqualOctets) {
  const auto v4 = parse_ip_address("0.0.0.0");
  const auto v6 = parse_ip_address("::");
  ASSERT_TRUE(v4 && v6);
  EXPECT_NE(*v4, *v6);
  EXPECT_EQ(v4->bytes().size(), 4U);
  EXPECT_EQ(v6->bytes().size(), 16U);
}

}  // namespace
}  // namespace spoor
