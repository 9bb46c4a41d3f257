// SPDX-License-Identifier: Apache-2.0
// SVCB and HTTPS: the test vectors of RFC 9460 appendix D, and what section 2.2 calls malformed.
#include "dns/rdata/svc_params.h"

#include <string>

#include <gtest/gtest.h>

#include "dns/hex_octets.h"
#include "dns/rdata.h"

namespace spoor::dns {
namespace {

struct Row {
  const char* name;
  const char* text;
  const char* hex;        ///< Empty: refused.
  const char* canonical;  ///< Our text.
};

constexpr const char* kFooExampleCom = "03666f6f076578616d706c6503636f6d00";
constexpr const char* kFooExampleOrg = "03666f6f076578616d706c65036f726700";

class SvcbTable : public ::testing::TestWithParam<Row> {};

TEST_P(SvcbTable, ParsesAndWrites) {
  const Row& row = GetParam();
  for (const RrType type : {RrType::kSvcb, RrType::kHttps}) {
    const auto rdata = parse_rdata(type, row.text);
    if (*row.hex == 0) {
      EXPECT_FALSE(rdata) << row.text;
      continue;
    }
    ASSERT_TRUE(rdata) << rdata.error().what;
    std::string want = row.hex;
    for (const char* name : {kFooExampleCom, kFooExampleOrg}) {
      const std::string mark = name == kFooExampleCom ? "COM" : "ORG";
      if (const std::size_t at = want.find(mark); at != std::string::npos)
        want.replace(at, 3, name);
    }
    EXPECT_EQ(to_hex(as_bytes(*rdata)), to_hex(as_bytes(from_hex(want))));
    EXPECT_EQ(rdata_text(type, as_bytes(*rdata)), row.canonical);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, SvcbTable,
    ::testing::Values(
        Row{"alias", "0 foo.example.com.", "0000 COM", "0 foo.example.com."},
        Row{"target_is_owner", "1 .", "0001 00", "1 ."},
        Row{"port", "16 foo.example.com. port=53", "0010 COM 0003 0002 0035",
            "16 foo.example.com. port=53"},
        Row{"unknown_key", "1 foo.example.com. key667=hello", "0001 COM 029b 0005 68656c6c6f",
            "1 foo.example.com. key667=\"hello\""},
        Row{"unknown_key_quoted", "1 foo.example.com. key667=\"hello\\210qoo\"",
            "0001 COM 029b 0009 68656c6c6fd2716f6f", "1 foo.example.com. key667=\"hello\\210qoo\""},
        Row{"two_ipv6", "1 foo.example.com. ipv6hint=\"2001:db8::1,2001:db8::53:1\"",
            "0001 COM 0006 0020 20010db8000000000000000000000001 20010db8000000000000000000530001",
            "1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1"},
        Row{"mapped_ipv6", "1 foo.example.com. ipv6hint=\"2001:db8:122:344::192.0.2.33\"",
            "0001 COM 0006 0010 20010db8012203440000 0000c0000221",
            "1 foo.example.com. ipv6hint=2001:db8:122:344::c000:221"},
        Row{"sorted",
            "16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
            "0010 ORG 0000 0004 0001 0004 0001 0009 026832 0568332d3139 0004 0004 c0000201",
            "16 foo.example.org. mandatory=alpn,ipv4hint alpn=\"h2,h3-19\" ipv4hint=192.0.2.1"},
        Row{"alpn_escaped_comma", "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\"",
            "0010 ORG 0001 000c 08665c6f6f2c626172 026832",
            "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\""},
        Row{"alpn_escaped_digits", "16 foo.example.org. alpn=f\\\\\\092oo\\092,bar,h2",
            "0010 ORG 0001 000c 08665c6f6f2c626172 026832",
            "16 foo.example.org. alpn=\"f\\\\\\\\oo\\\\,bar,h2\""},
        Row{"no_default_alpn", "1 . alpn=h2 no-default-alpn", "0001 00 0001 0003 026832 0002 0000",
            "1 . alpn=\"h2\" no-default-alpn"},
        Row{"ech", "1 . ech=AEj+DQ==", "0001 00 0005 0004 0048fe0d", "1 . ech=AEj+DQ=="},
        Row{"dohpath", "1 . dohpath=\"/dns-query{?dns}\"",
            "0001 00 0007 0010 2f646e732d71756572797b3f646e737d",
            "1 . dohpath=\"/dns-query{?dns}\""},
        Row{"ohttp", "1 . ohttp", "0001 00 0008 0000", "1 . ohttp"},
        Row{"by_number", "1 . key3=\"53\"", "0001 00 0003 0002 0035", "1 . port=53"},
        Row{"empty_unknown", "1 . key667", "0001 00 029b 0000", "1 . key667"},
        Row{"twice", "1 foo.example.com. key123=abc key123=def", "", ""},
        Row{"mandatory_without_value", "1 foo.example.com. mandatory", "", ""},
        Row{"alpn_without_value", "1 foo.example.com. alpn", "", ""},
        Row{"alpn_empty_item", "1 foo.example.com. alpn=h2,", "", ""},
        Row{"port_without_value", "1 foo.example.com. port", "", ""},
        Row{"port_too_large", "1 foo.example.com. port=65536", "", ""},
        Row{"ipv4hint_without_value", "1 foo.example.com. ipv4hint", "", ""},
        Row{"ipv6hint_without_value", "1 foo.example.com. ipv6hint=", "", ""},
        Row{"ipv4hint_of_ipv6", "1 foo.example.com. ipv4hint=2001:db8::1", "", ""},
        Row{"no_default_alpn_with_value", "1 foo.example.com. alpn=h2 no-default-alpn=abc", "", ""},
        Row{"no_default_alpn_alone", "1 foo.example.com. no-default-alpn", "", ""},
        Row{"mandatory_absent", "1 foo.example.com. mandatory=key123", "", ""},
        Row{"mandatory_itself", "1 foo.example.com. mandatory=mandatory", "", ""},
        Row{"mandatory_twice", "1 foo.example.com. mandatory=key123,key123 key123=abc", "", ""},
        Row{"ech_bad", "1 foo.example.com. ech=A", "", ""},
        Row{"key_unknown_word", "1 foo.example.com. alpm=h2", "", ""},
        Row{"key_leading_zero", "1 foo.example.com. key0667=x", "", ""},
        Row{"key_too_large", "1 foo.example.com. key65536=x", "", ""},
        Row{"quote_open", "1 foo.example.com. key667=\"x", "", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SvcParams, OnTheWireFollowSection22) {
  const auto fits = [](std::string_view hex) { return are_svc_params(as_bytes(from_hex(hex))); };
  EXPECT_TRUE(fits(""));
  EXPECT_TRUE(fits("0001 0003 026832 0003 0002 0035"));
  EXPECT_FALSE(fits("0003 0002 0035 0001 0003 026832")) << "keys out of order";
  EXPECT_FALSE(fits("0003 0002 0035 0003 0002 0035")) << "a key twice";
  EXPECT_FALSE(fits("0003 0003 0035")) << "past the end";
  EXPECT_FALSE(fits("0003 00")) << "cut";
  EXPECT_FALSE(fits("0003 0001 35"));
  EXPECT_FALSE(fits("0001 0000"));
  EXPECT_FALSE(fits("0001 0003 026832 00")) << "an octet behind";
  EXPECT_FALSE(fits("0001 0001 00")) << "an empty identifier";
  EXPECT_FALSE(fits("0001 0002 0268")) << "an identifier past the value";
  EXPECT_FALSE(fits("0000 0002 0000"));
  EXPECT_FALSE(fits("0000 0004 0004 0001"));
  EXPECT_FALSE(fits("0000 0003 000100"));
  EXPECT_FALSE(fits("0004 0005 c000020100"));
  EXPECT_FALSE(fits("0006 0000"));
  EXPECT_FALSE(fits("0002 0001 00"));
}

TEST(SvcParams, ThatContradictThemselvesAreKeptAndWrittenAsHex) {
  const std::string rdata = from_hex("0001 00 0000 0002 0003");  // mandatory=port, and no port
  ASSERT_TRUE(canonical_rdata(RrType::kHttps, as_bytes(rdata)));
  EXPECT_EQ(rdata_text(RrType::kHttps, as_bytes(rdata)), "\\# 9 000100000000020003");
  EXPECT_EQ(*parse_rdata(RrType::kHttps, "\\# 9 000100000000020003"), rdata);
}

TEST(SvcParams, ByTheThousandsAreShownAsHex) {
  std::string rdata("\0\1\0", 3);
  for (unsigned key = 1000; key < 17000; ++key) {
    rdata += static_cast<char>(key >> 8);
    rdata += static_cast<char>(key);
    rdata += std::string(2, '\0');
  }
  ASSERT_TRUE(canonical_rdata(RrType::kSvcb, as_bytes(rdata)));
  const std::string text = rdata_text(RrType::kSvcb, as_bytes(rdata));
  EXPECT_TRUE(text.starts_with("\\# "));
  EXPECT_EQ(*parse_rdata(RrType::kSvcb, text), rdata);
}

}  // namespace
}  // namespace spoor::dns
