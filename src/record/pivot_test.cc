// SPDX-License-Identifier: Apache-2.0
// Which values each type of record is found by.
#include "record/pivot.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::record {
namespace {

using dns::RrType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string name_value(ValueKind kind, std::string_view text) {
  const auto name = dns::parse_name(text);
  std::string value(1, static_cast<char>(kind));
  if (name) dns::append_sort_form(value, name->wire());
  return value;
}

std::string raw_value(std::string_view rdata) {
  std::string value(1, static_cast<char>(ValueKind::kRaw));
  append_escaped(value, rdata);
  return value + '\0';
}

std::vector<std::string> find(RrType type, std::string_view rdata) {
  PivotFinder finder;
  std::vector<std::string> values;
  for (const auto value : finder.find(type, rdata)) {
    EXPECT_EQ(value_length(std::string(value) + "tail"), value.size());
    values.emplace_back(value);
  }
  return values;
}

std::vector<std::string> find_text(RrType type, std::string_view text) {
  const auto rdata = dns::parse_rdata(type, text);
  EXPECT_TRUE(rdata) << text;
  return rdata ? find(type, *rdata) : std::vector<std::string>{};
}

/// Tokens alone, without kind and end.
std::vector<std::string> tokens(std::string_view txt) {
  std::vector<std::string> out;
  for (const std::string& value : find_text(RrType::kTxt, txt)) {
    if (value[0] == static_cast<char>(ValueKind::kToken))
      out.push_back(value.substr(1, value.size() - 2));
  }
  return out;
}

TEST(Pivot, addresses) {
  EXPECT_THAT(find(RrType::kA, "\xC0\x01\x02\x07"), ElementsAre("\x01\xC0\x01\x02\x07"));
  EXPECT_THAT(find_text(RrType::kAaaa, "2001:db8::7"),
              ElementsAre(std::string("\x02\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07", 17)));
  EXPECT_THAT(find(RrType::kA, "abc"), ElementsAre(raw_value("abc")))
      << "an A record of three octets";
}

TEST(Pivot, names_and_mailboxes) {
  EXPECT_THAT(find_text(RrType::kNs, "ns1.example.com."),
              ElementsAre(name_value(ValueKind::kName, "ns1.example.com.")));
  EXPECT_THAT(find_text(RrType::kMx, "10 mail.example.com."),
              ElementsAre(name_value(ValueKind::kName, "mail.example.com.")));
  EXPECT_THAT(find_text(RrType::kSoa, "ns1.example.com. host.example.net. 1 2 3 4 5"),
              UnorderedElementsAre(name_value(ValueKind::kName, "ns1.example.com."),
                                   name_value(ValueKind::kMailbox, "host.example.net.")));
  EXPECT_THAT(find_text(RrType::kSoa, "same.example. same.example. 1 2 3 4 5").size(), 2U)
      << "two kinds";
  EXPECT_THAT(find_text(RrType::kMinfo, "a.example. a.example.").size(), 1U) << "each value once";
}

TEST(Pivot, whole_values_of_all_else) {
  EXPECT_THAT(find(static_cast<RrType>(731), std::string_view("\0\1x", 3)),
              ElementsAre(raw_value({"\0\1x", 3})));
  EXPECT_THAT(find(static_cast<RrType>(65536), "label text"), ElementsAre(raw_value("label text")));
  EXPECT_THAT(find(RrType::kNs, "\x3Fno name"), ElementsAre(raw_value("\x3Fno name")));
}

TEST(Pivot, tokens_that_tell) {
  EXPECT_THAT(
      tokens("\"v=spf1 include:_SPF.example.com ip4:192.0.2.0/24 ~all\""),
      UnorderedElementsAre("include:_spf.example.com", "_spf.example.com", "ip4:192.0.2.0/24"));
  EXPECT_THAT(tokens("\"v=DMARC1; p=none; rua=mailto:a@example.com!10m,mailto:b@example.net\""),
              UnorderedElementsAre("rua=mailto:a@example.com!10m,mailto:b@example.net",
                                   "a@example.com", "b@example.net"));
  EXPECT_THAT(tokens("\"google-site-verification=AbC\" \"dEf\""),
              ElementsAre("google-site-verification=abcdef"));
  EXPECT_THAT(tokens("\"just words here\""), IsEmpty());
  EXPECT_THAT(tokens("\"a=1\""), IsEmpty()) << "shorter than four octets";
}

TEST(Pivot, tokens_are_bounded) {
  std::string many = "\"";
  for (int i = 0; i < 40; ++i) many += "t" + std::to_string(1000 + i) + " ";
  EXPECT_EQ(tokens(many + "\"").size(), PivotFinder::kMaxTokens);
  EXPECT_THAT(tokens("\"" + std::string(200, '1') + "\" \"" + std::string(100, '1') + "\""),
              IsEmpty());
}

TEST(Pivot, a_token_is_found_as_typed) {
  const auto values = find_text(RrType::kTxt, "\"MS=ms12345\"");
  EXPECT_THAT(values, ::testing::Contains(token_value_key("ms=MS12345")));
}

TEST(Pivot, any_rdata_has_wellformed_values) {
  std::mt19937 random(5);
  PivotFinder finder;
  for (int i = 0; i < 50000; ++i) {
    std::string rdata;
    for (auto n = random() % 40; n > 0; --n)
      rdata += static_cast<char>(random() % 4 == 0 ? random() : random() % 8);
    const auto type = static_cast<RrType>(random() % 70);
    const auto& values = finder.find(type, rdata);
    ASSERT_FALSE(values.empty());
    ASSERT_LE(values.size(), PivotFinder::kMaxTokens + 16);
    for (const auto value : values) ASSERT_EQ(value_length(value), value.size());
  }
}

}  // namespace
}  // namespace spoor::record
