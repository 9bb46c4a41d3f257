// SPDX-License-Identifier: Apache-2.0
#include "resolve/server_address.h"

#include <gtest/gtest.h>

namespace spoor::resolve {
namespace {

TEST(ServerAddress, ReadsAddressesWithAndWithoutPort) {
  const std::pair<const char*, const char*> kRows[] = {
      {"192.0.2.53", "192.0.2.53:53"},          {"192.0.2.53:5353", "192.0.2.53:5353"},
      {"2001:db8::53", "[2001:db8::53]:53"},    {"[2001:db8::53]", "[2001:db8::53]:53"},
      {"[2001:db8::53]:1", "[2001:db8::53]:1"}, {"192.0.2.53:65535", "192.0.2.53:65535"},
  };
  for (const auto& [text, read] : kRows) {
    const auto server = parse_server_address(text);
    ASSERT_TRUE(server) << text;
    EXPECT_EQ(server->text(), read);
  }
}

TEST(ServerAddress, RefusesAllElse) {
  for (const char* text : {"", "dns.example", "192.0.2.53:", "192.0.2.53:0", "192.0.2.53:65536",
                           "192.0.2.53:x", "[192.0.2.53]:53", "[2001:db8::53", "[2001:db8::53]x",
                           "[2001:db8::53]:", "192.0.2.53:53:53", "192.0.2.53 ", ":53", "[]:53"}) {
    const auto server = parse_server_address(text);
    ASSERT_FALSE(server) << text;
    EXPECT_EQ(server.error().code, ErrorCode::kInvalid);
  }
}

}  // namespace
}  // namespace spoor::resolve
