// SPDX-License-Identifier: Apache-2.0
#include "capture/listen_address.h"

#include <gtest/gtest.h>

namespace spoor::capture {
namespace {

TEST(ParseListenAddress, KnowsUnixAndTcp) {
  for (const char* const text :
       {"unix:/run/spoor.sock", "tcp:127.0.0.1:6000", "tcp:[::1]:6000", "tcp:192.0.2.1:0"}) {
    const auto address = parse_listen_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(address->text(), text);
    EXPECT_EQ(address->is_unix(), std::string_view(text).starts_with("unix:"));
  }
}

TEST(ParseListenAddress, RefusesWhatIsNeither) {
  for (const std::string& text :
       {std::string(), std::string("unix:"), std::string("unix:spoor.sock"), std::string("/run/x"),
        std::string("tcp:"), std::string("tcp:6000"), std::string("tcp:127.0.0.1"),
        std::string("tcp:127.0.0.1:"), std::string("tcp:127.0.0.1:65536"),
        std::string("tcp:127.0.0.1:-1"), std::string("tcp:localhost:1"),
        std::string("tcp:::1:6000"), std::string("tcp:[127.0.0.1]:1"),
        "unix:/" + std::string(107, 'x')}) {
    const auto address = parse_listen_address(text);
    ASSERT_FALSE(address) << text;
    EXPECT_EQ(address.error().code, ErrorCode::kInvalid);
    EXPECT_NE(address.error().where.find(text), std::string::npos);
  }
}

TEST(ParseIpNetwork, HoldsWhatBeginsAlike) {
  struct Case {
    const char* network;
    const char* address;
    bool is_inside;
  };
  const Case cases[] = {
      {"192.0.2.0/24", "192.0.2.255", true},       {"192.0.2.0/24", "192.0.3.0", false},
      {"192.0.2.128/25", "192.0.2.127", false},    {"192.0.2.7", "192.0.2.7", true},
      {"192.0.2.7/32", "192.0.2.6", false},        {"0.0.0.0/0", "203.0.113.1", true},
      {"0.0.0.0/0", "2001:db8::1", false},         {"2001:db8::/32", "2001:db8:ffff::1", true},
      {"2001:db8::/33", "2001:db8:8000::", false}, {"::/0", "192.0.2.1", false},
  };
  for (const Case& row : cases) {
    const auto network = parse_ip_network(row.network);
    ASSERT_TRUE(network) << row.network;
    EXPECT_EQ(network->contains(*parse_ip_address(row.address)), row.is_inside)
        << row.network << " " << row.address;
  }
}

TEST(ParseIpNetwork, RefusesWhatIsNone) {
  for (const char* const text : {"", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/24x",
                                 "192.0.2.1/24", "2001:db8::1/64", "2001:db8::/129", "any"}) {
    EXPECT_FALSE(parse_ip_network(text)) << text;
  }
}

TEST(IsLoopback, IsThisMachineAlone) {
  for (const char* const text : {"127.0.0.1", "127.255.0.9", "::1"})
    EXPECT_TRUE(is_loopback(*parse_ip_address(text))) << text;
  for (const char* const text : {"126.0.0.1", "192.0.2.1", "::", "::2", "2001:db8::1"})
    EXPECT_FALSE(is_loopback(*parse_ip_address(text))) << text;
}

}  // namespace
}  // namespace spoor::capture
