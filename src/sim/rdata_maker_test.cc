// SPDX-License-Identifier: Apache-2.0
// Rdata made by hand against what the dns room reads and writes: two opinions on every layout.
#include "sim/rdata_maker.h"

#include <gtest/gtest.h>

#include "dns/rdata.h"

namespace spoor::sim {
namespace {

using dns::RrType;

struct RdataCase {
  const char* name;
  RrType type;
  std::string made;
  const char* text;
};

class MadeRdata : public ::testing::TestWithParam<RdataCase> {};

TEST_P(MadeRdata, IsWhatItsTextSays) {
  const auto parsed = dns::parse_rdata(GetParam().type, GetParam().text);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, GetParam().made);
}

INSTANTIATE_TEST_SUITE_P(
    Table, MadeRdata,
    ::testing::Values(
        RdataCase{"mx", RrType::kMx, mx_rdata(10, "mail.example."), "10 mail.example."},
        RdataCase{"txt", RrType::kTxt, txt_rdata("v=spf1 -all"), "\"v=spf1 -all\""},
        RdataCase{"empty_txt", RrType::kTxt, txt_rdata(""), "\"\""},
        RdataCase{"soa", RrType::kSoa,
                  soa_rdata({.mname = "ns1.example.", .rname = "hostmaster.example."}),
                  "ns1.example. hostmaster.example. 2019071001 7200 3600 1209600 900"},
        RdataCase{"srv", RrType::kSrv, srv_rdata(5060, "sip.example."), "10 5 5060 sip.example."},
        RdataCase{"caa", RrType::kCaa, caa_rdata("issue", "ca.example"), "0 issue \"ca.example\""},
        RdataCase{"https", RrType::kHttps, svcb_rdata("."), "1 . alpn=h2"},
        RdataCase{"svcb", RrType::kSvcb, svcb_rdata("dns.example."), "1 dns.example. alpn=h2"},
        RdataCase{"nsec", RrType::kNsec,
                  nsec_rdata("b.example.", {RrType::kA, RrType::kRrsig, RrType::kNsec}),
                  "b.example. A RRSIG NSEC"}),
    [](const auto& row) { return std::string(row.param.name); });

// Random octets inside: that they fit their type shows in a text that is not the generic `\# …`.
TEST(MadeRdata, FitsItsType) {
  const std::vector<std::pair<RrType, std::string>> made = {
      {RrType::kDs, ds_rdata("example.")},
      {RrType::kDnskey, dnskey_rdata("example.", 257, 64)},
      {RrType::kDnskey, dnskey_rdata("example.", 256, 260)},
      {RrType::kRrsig, rrsig_rdata({"www.example.", RrType::kA, 300, "example.", 64})},
      {RrType::kNsec3, nsec3_rdata(std::string(20, 'h'), {RrType::kNs})}};
  for (const auto& [type, rdata] : made) {
    const std::string text = dns::rdata_text(type, as_bytes(rdata));
    EXPECT_NE(text.substr(0, 2), "\\#") << dns::rr_type_text(type);
    const auto back = dns::parse_rdata(type, text);
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(*back, rdata) << text;
  }
}

TEST(TxtRdata, SplitsLongText) {
  const std::string made = txt_rdata(std::string(300, 'x'));
  EXPECT_EQ(made.size(), 302U);
  EXPECT_EQ(static_cast<unsigned char>(made[0]), 255U);
  EXPECT_EQ(made[256], 45);
}

TEST(Names, WireAndBack) {
  for (const std::string name : {".", "example.", "a.b-c.example."}) {
    std::size_t at = 0;
    const std::string wire = name_wire(name);
    EXPECT_EQ(name_text(wire, at), name);
    EXPECT_EQ(at, wire.size());
  }
  EXPECT_EQ(parent_name("www.example."), "example.");
  EXPECT_EQ(parent_name("example."), ".");
  EXPECT_TRUE(is_below("www.example.", "example."));
  EXPECT_TRUE(is_below("example.", "example."));
  EXPECT_TRUE(is_below("example.", "."));
  EXPECT_FALSE(is_below("badexample.", "example."));
}

// RFC 4648 section 10.
TEST(Base32Hex, StandardVectors) {
  EXPECT_EQ(base32hex(""), "");
  EXPECT_EQ(base32hex("f"), "co");
  EXPECT_EQ(base32hex("foo"), "cpnmu");
  EXPECT_EQ(base32hex("foobar"), "cpnmuoj1e8");
}

}  // namespace
}  // namespace spoor::sim
