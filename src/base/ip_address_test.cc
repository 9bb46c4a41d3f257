// SPDX-License-Identifier: Apache-2.0
#include "base/ip_address.h"

#include <array>
#include <random>
#include <string>

#include <arpa/inet.h>
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

TEST(IpAddress, ReadsAndWritesIpv6AsTheSystemDoes) {
  std::mt19937 random(1);
  const auto below = [&](unsigned bound) { return random() % bound; };
  constexpr std::string_view kLetters = "0123456789abcdefF:::..x";
  for (int round = 0; round < 200'000; ++round) {
    IpAddress address;  // many zero groups, so that every run and tie occurs
    address.is_v6 = true;
    for (std::size_t i = 0; i < 16; i += 2) {
      if (below(2) == 0) continue;
      address.octets[i] = static_cast<std::uint8_t>(below(3) == 0 ? 0xFF : below(2));
      address.octets[i + 1] = static_cast<std::uint8_t>(below(3) == 0 ? 0xFF : below(256));
    }
    std::array<char, INET6_ADDRSTRLEN> want{};
    ASSERT_NE(inet_ntop(AF_INET6, address.octets.data(), want.data(), want.size()), nullptr);
    std::string text;
    append_ip_text(text, address.bytes());
    ASSERT_EQ(text, want.data());
    ASSERT_EQ(parse_ip_address(text), address) << text;

    // The same text with a letter changed, added or left out: both take it, or neither.
    const std::size_t at = below(static_cast<unsigned>(text.size()));
    const char letter = kLetters[below(static_cast<unsigned>(kLetters.size()))];
    if (below(3) == 0) {
      text.erase(at, 1);
    } else if (below(2) == 0) {
      text.insert(at, 1, letter);
    } else {
      text[at] = letter;
    }
    if (text.find(':') == std::string::npos) continue;
    std::array<std::uint8_t, 16> octets{};
    const bool taken = inet_pton(AF_INET6, text.c_str(), octets.data()) == 1;
    const auto ours = parse_ip_address(text);
    ASSERT_EQ(ours.has_value(), taken) << text;
    if (taken) {
      ASSERT_EQ(ours->octets, octets) << text;
    }
  }
}

}  // namespace
}  // namespace spoor
