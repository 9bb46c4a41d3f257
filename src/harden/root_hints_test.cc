// SPDX-License-Identifier: Apache-2.0
#include "harden/root_hints.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/zone_list.h"

namespace spoor::harden {
namespace {

std::string text_of(const RootHint& hint) {
  std::string text = dns::name_to_text(hint.server) + " ";
  append_ip_text(text, hint.address.bytes());
  return text;
}

TEST(RootHints, ReadsTheFormOfNamedRoot) {
  const auto hints = parse_root_hints(
      "; a comment\r\n"
      "$TTL 3600000\n"
      "$ORIGIN .\n"
      ".                        3600000  IN  NS    A.Root.EXAMPLE.  ; formerly another\n"
      "A.ROOT.EXAMPLE.          3600000      A     192.0.2.1\n"
      "                         6D           AAAA  2001:DB8::1\n"
      "@ IN 3600 ns b.root.example.\n"
      "\n"
      "b.root.example a 192.0.2.2\n"
      "c.root.example. A 192.0.2.3");
  ASSERT_TRUE(hints);
  std::vector<std::string> texts;
  for (const RootHint& hint : *hints) texts.push_back(text_of(hint));
  EXPECT_THAT(texts,
              ::testing::ElementsAre("a.root.example. 192.0.2.1", "a.root.example. 2001:db8::1",
                                     "b.root.example. 192.0.2.2"))
      << "c is named by no NS record";
}

struct BadHints {
  const char* name;
  const char* text;
  std::size_t line;
};
class RootHintsFault : public ::testing::TestWithParam<BadHints> {};

TEST_P(RootHintsFault, SaysWhichLine) {
  const auto hints = parse_root_hints(GetParam().text);
  ASSERT_FALSE(hints);
  EXPECT_EQ(hints.error().offset, GetParam().line) << describe(hints.error());
}

INSTANTIATE_TEST_SUITE_P(
    Table, RootHintsFault,
    ::testing::Values(BadHints{"empty", "", 0}, BadHints{"no_address", ". NS a.example.\n", 0},
                      BadHints{"no_server", "a.example. A 192.0.2.1\n", 0},
                      BadHints{"bad_address", ". NS a.example.\na.example. A 192.0.2.256\n", 2},
                      BadHints{"wrong_family", ". NS a.example.\na.example. AAAA 192.0.2.1\n", 2},
                      BadHints{"no_value", ". NS\n", 1},
                      BadHints{"too_much", "\n\n. NS a.example. b.example.\n", 3},
                      BadHints{"other_type", "a.example. TXT x\n", 1},
                      BadHints{"other_class", ". CH NS a.example.\n", 1},
                      BadHints{"other_zone", "example. NS a.example.\n", 1},
                      BadHints{"no_owner", " NS a.example.\n", 1},
                      BadHints{"bad_owner", "a..b A 192.0.2.1\n", 1},
                      BadHints{"bad_server", ". NS a..b\n", 1},
                      BadHints{"include", "$INCLUDE other\n", 1},
                      BadHints{"origin", "$ORIGIN example.\n", 1}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RootHints, AreBuiltInForAllThirteenInBothFamilies) {
  std::map<std::string, std::set<bool>> families;
  std::set<std::string> texts;
  for (const RootHint& hint : builtin_root_hints()) {
    families[dns::name_to_text(hint.server)].insert(hint.address.is_v6);
    EXPECT_TRUE(texts.insert(text_of(hint)).second) << text_of(hint) << " stands twice";
  }
  ASSERT_EQ(families.size(), 13U);
  for (const auto& [server, both] : families) EXPECT_EQ(both.size(), 2U) << server;
  for (const char* past :
       {"b.root-servers.net. 128.9.0.107", "d.root-servers.net. 128.8.10.90",
        "h.root-servers.net. 128.63.2.53", "j.root-servers.net. 198.41.0.10",
        "l.root-servers.net. 198.32.64.12", "b.root-servers.net. 192.228.79.201"}) {
    EXPECT_EQ(texts.count(past), 1U) << past;
  }
}

TEST(ZoneList, ReadsOneZoneALine) {
  const auto zones =
      parse_zone_list("# ours\nExample.COM\n\n  a.example.com.  # deeper\r\nexample.com.\n.\n");
  ASSERT_TRUE(zones);
  std::vector<std::string> texts;
  for (const dns::Name& zone : *zones) texts.push_back(dns::name_to_text(zone));
  EXPECT_THAT(texts, ::testing::ElementsAre("example.com.", "a.example.com.", "."));
  EXPECT_TRUE(parse_zone_list("").operator bool());
}

TEST(ZoneList, SaysWhichLineIsWrong) {
  EXPECT_EQ(parse_zone_list("example.com\na..b\n").error().offset, 2U);
  EXPECT_EQ(parse_zone_list("example.com example.net\n").error().offset, 1U);
}

}  // namespace
}  // namespace spoor::harden
