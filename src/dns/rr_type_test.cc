// SPDX-License-Identifier: Apache-2.0
#include "dns/rr_type.h"

#include <string>

#include <gtest/gtest.h>

namespace spoor::dns {
namespace {

TEST(RrType, EveryNumberReadsBackFromItsText) {
  for (std::uint32_t number = 0; number < kFirstLabelType; ++number) {
    const auto type = static_cast<RrType>(number);
    const std::string text = rr_type_text(type);
    ASSERT_EQ(parse_rr_type(text), type) << text;
    ASSERT_EQ(parse_rr_type("TYPE" + std::to_string(number)), type);
  }
}

TEST(RrType, MnemonicsHaveNoCase) {
  EXPECT_EQ(parse_rr_type("aaaa"), RrType::kAaaa);
  EXPECT_EQ(parse_rr_type("Nsec3Param"), RrType::kNsec3param);
  EXPECT_EQ(parse_rr_type("openpgpkey"), RrType::kOpenpgpkey);
  EXPECT_EQ(parse_rr_type("nsap-ptr"), RrType::kNsapPtr);
  EXPECT_EQ(parse_rr_type("type65"), RrType::kHttps);
  EXPECT_EQ(parse_rr_type("dlv"), RrType::kDlv);
}

TEST(RrType, RefusesOtherWords) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "B"sv, "AAAAA"sv, "TYPE"sv, "TYPE65536"sv, "TYPE-1"sv, "TYPE 1"sv, "TYPE1x"sv,
        "TYPE000001"sv, "\0A"sv, "A\0"sv, "NAME"sv, "DOMAIN"sv, "NSEC3PARAMX"sv, "\x41\x80"sv}) {
    EXPECT_FALSE(parse_rr_type(text)) << text;
  }
}

TEST(RrType, KnowsTheRegistry) {
  struct Row {
    const char* text;
    unsigned number;
  };
  for (const Row& row :
       {Row{"A", 1},         Row{"NULL", 10},    Row{"WKS", 11},     Row{"NIMLOC", 32},
        Row{"SINK", 40},     Row{"NINFO", 56},   Row{"RKEY", 57},    Row{"TALINK", 58},
        Row{"DSYNC", 66},    Row{"HHIT", 67},    Row{"BRID", 68},    Row{"UINFO", 100},
        Row{"UNSPEC", 103},  Row{"EUI64", 109},  Row{"NXNAME", 128}, Row{"MAILB", 253},
        Row{"MAILA", 254},   Row{"AVC", 258},    Row{"DOA", 259},    Row{"AMTRELAY", 260},
        Row{"RESINFO", 261}, Row{"WALLET", 262}, Row{"CLA", 263},    Row{"IPN", 264},
        Row{"TA", 32768},    Row{"DLV", 32769}}) {
    EXPECT_EQ(rr_type_text(static_cast<RrType>(row.number)), row.text);
  }
  EXPECT_EQ(rr_type_text(static_cast<RrType>(54)), "TYPE54");
  EXPECT_EQ(rr_type_text(static_cast<RrType>(65280)), "TYPE65280");
  EXPECT_TRUE(rr_type_mnemonic(static_cast<RrType>(kFirstLabelType)).empty());
}

TEST(RrType, MetaTypesAreThoseThatAreNeverStored) {
  unsigned meta = 0;
  for (std::uint32_t number = 0; number < kFirstLabelType; ++number) {
    if (is_meta_type(static_cast<RrType>(number))) ++meta;
  }
  EXPECT_EQ(meta, 129U);  // 128 to 255, and OPT
  EXPECT_TRUE(is_meta_type(RrType::kOpt));
  EXPECT_TRUE(is_meta_type(RrType::kAny));
  EXPECT_FALSE(is_meta_type(RrType::kUri));
}

TEST(RrType, DnssecTypesAreThoseThatAnyLeavesOut) {
  unsigned dnssec = 0;
  for (std::uint32_t number = 0; number < kFirstLabelType; ++number) {
    if (is_dnssec_type(static_cast<RrType>(number))) ++dnssec;
  }
  EXPECT_EQ(dnssec, 10U);
  EXPECT_TRUE(is_dnssec_type(RrType::kDlv));
  EXPECT_FALSE(is_dnssec_type(RrType::kTlsa));
}

}  // namespace
}  // namespace spoor::dns
