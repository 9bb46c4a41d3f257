// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dns/hex_octets.h"
#include "dns/name.h"
#include "dns/random_rdata.h"

namespace spoor::dns {
namespace {

std::string canonical_text(RrType type, std::string_view text) {
  const auto rdata = parse_rdata(type, text);
  return rdata ? rdata_text(type, as_bytes(*rdata)) : "refused: " + std::string(rdata.error().what);
}

/// Rdata at `at` of a message, as hex of its canonical form; "bad" when refused.
std::string read_hex(RrType type, std::string_view message_hex, std::size_t at,
                     std::size_t rdlength) {
  const std::string message = from_hex(message_hex);
  const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  WireReader r(as_bytes(message));
  r.seek(at);
  const std::size_t size = read_canonical_rdata(r, type, rdlength, out.get());
  if (size == kBadRdata) return "bad";
  EXPECT_EQ(r.pos(), at + rdlength);
  return to_hex(Bytes(out.get(), size));
}

struct WireCase {
  RrType type;
  const char* text;  ///< Canonical.
  const char* hex;
};

const WireCase kWireCases[] = {
    WireCase{RrType::kA, "192.0.2.1", "c0000201"},
    WireCase{RrType::kAaaa, "2001:db8::1", "20010db8000000000000000000000001"},
    WireCase{RrType::kMx, "10 a.", "000a016100"},
    WireCase{RrType::kSoa, "a. b.c. 1 3600 900 1209600 300",
             "016100"
             "0162016300"
             "00000001"
             "00000e10"
             "00000384"
             "00127500"
             "0000012c"},
    WireCase{RrType::kTxt, "\"a b\" \"\"",
             "03612062"
             "00"},
    WireCase{RrType::kTxt, "\"\\\"\\\\\\000\\255;\"", "05225c00ff3b"},
    WireCase{RrType::kHinfo, "\"cpu\" \"os\"",
             "03637075"
             "026f73"},
    WireCase{RrType::kWks, "192.0.2.1 6 25 80",
             "c0000201"
             "06"
             "0000004000000000000080"},
    WireCase{RrType::kLoc, "42 21 54.000 N 71 6 18.000 W -24.00m 30m 10000m 10m",
             "00331613"
             "89172dd0"
             "70be15f0"
             "00988d20"},
    WireCase{RrType::kSrv, "0 5 5060 sip.example.",
             "0000"
             "0005"
             "13c4"
             "03736970076578616d706c6500"},
    WireCase{RrType::kApl, "1:192.168.32.0/21 !1:192.168.38.0/28",
             "00011503c0a820"
             "00011c83c0a826"},
    WireCase{RrType::kDs, "60485 5 1 2BB183AF",
             "ec45"
             "05"
             "01"
             "2bb183af"},
    WireCase{RrType::kRrsig, "A 8 2 3600 20220901000000 20220801000000 1 example. AQID",
             "0001"
             "08"
             "02"
             "00000e10"
             "630ff600"
             "62e71780"
             "0001"
             "076578616d706c6500"
             "010203"},
    WireCase{RrType::kNsec, "a. A MX RRSIG NSEC TYPE1234",
             "016100"
             "00064001000000030"
             "41b000000000000000000000000000000000000000000000000000020"},
    WireCase{RrType::kNsec3, "1 1 12 AABB 2VPTU5TI A",
             "01"
             "01"
             "000c"
             "02aabb"
             "0517f3df17b2"
             "000140"},
    WireCase{RrType::kNsec3param, "1 0 0 -",
             "01"
             "00"
             "0000"
             "00"},
    WireCase{RrType::kCaa, "128 issue \"ca.example\"",
             "80"
             "056973737565"
             "63612e6578616d706c65"},
    WireCase{RrType::kUri, "10 1 \"\"",
             "000a"
             "0001"},
    WireCase{RrType::kCert, "PKIX 1 5 AQID",
             "0001"
             "0001"
             "05"
             "010203"},
    WireCase{RrType::kIpseckey, "10 0 2 . AQID",
             "0a"
             "00"
             "02"
             "010203"},
    WireCase{RrType::kIpseckey, "10 3 2 a. AQID",
             "0a"
             "03"
             "02"
             "016100"
             "010203"},
    WireCase{RrType::kAmtrelay, "10 1 1 192.0.2.1",
             "0a"
             "81"
             "c0000201"},
    WireCase{RrType::kAmtrelay, "10 0 0 .",
             "0a"
             "00"},
    WireCase{RrType::kA6, "64 ::1:2:3:4 a.",
             "40"
             "0001000200030004"
             "016100"},
    WireCase{RrType::kA6, "0 2001:db8::1",
             "00"
             "20010db8000000000000000000000001"},
    WireCase{RrType::kA6, "128 a.",
             "80"
             "016100"},
    WireCase{RrType::kHip, "2 AABB AQID a. b.",
             "02"
             "02"
             "0003"
             "aabb"
             "010203"
             "016100"
             "016200"},
    WireCase{RrType::kNsap, "0x4700", "4700"},
    WireCase{RrType::kEui48, "00-00-5e-00-53-2a", "00005e00532a"},
    WireCase{RrType::kNid, "10 0014:4fff:ff20:ee64",
             "000a"
             "00144fffff20ee64"},
    WireCase{RrType::kNxt, "a. A NXT",
             "016100"
             "40000002"},
    WireCase{RrType::kDoa, "0 1 2 \"\" -",
             "00000000"
             "00000001"
             "02"
             "00"},
    WireCase{RrType::kDsync, "CDS NOTIFY 53 a.",
             "003b"
             "01"
             "0035"
             "016100"},
    WireCase{RrType::kIpn, "18446744073709551615", "ffffffffffffffff"},
    WireCase{RrType::kKey, "49152 3 0",
             "c000"
             "03"
             "00"},
    WireCase{static_cast<RrType>(731), "\\# 3 ABCDEF", "abcdef"},
    WireCase{static_cast<RrType>(731), "\\# 0", ""},
    WireCase{RrType::kNull, "\\# 1 00", "00"},
    WireCase{RrType::kA, "\\# 3 C00002", "c00002"},
    WireCase{RrType::kTxt, "\\# 0", ""},
};

TEST(RdataText, IsTheOctetsOfTheTable) {
  for (const WireCase& row : kWireCases) {
    const std::string octets = from_hex(row.hex);
    EXPECT_EQ(rdata_text(row.type, as_bytes(octets)), row.text);
    const auto parsed = parse_rdata(row.type, row.text);
    ASSERT_TRUE(parsed) << row.text;
    EXPECT_EQ(to_hex(as_bytes(*parsed)), row.hex) << row.text;
  }
}

TEST(RdataText, TakesOtherSpellings) {
  struct Row {
    RrType type;
    const char* text;
    const char* canonical;
  };
  for (const Row& row : {
           Row{RrType::kNs, "NS1.Example.COM", "ns1.example.com."},
           Row{RrType::kNs, "  a.  ", "a."},
           Row{RrType::kA, " 192.0.2.1\t", "192.0.2.1"},
           Row{RrType::kA, "\\# 4 C0000201", "192.0.2.1"},
           Row{RrType::kA, "\\#\t4  C000 0201 ", "192.0.2.1"},
           Row{RrType::kNs, "\\# 3 014100", "a."},
           Row{RrType::kMx, "10\tA.", "10 a."},
           Row{RrType::kTxt, "plain \"quo ted\" v=x;y", "\"plain\" \"quo ted\" \"v=x;y\""},
           Row{RrType::kTxt, "\\097\\\"", "\"a\\\"\""},
           Row{RrType::kTxt, "a\\ b", "\"a b\""},
           Row{RrType::kSoa, "a b 1 1h 1h30m 2w 5M", "a. b. 1 3600 5400 1209600 300"},
           Row{RrType::kDnskey, "256 3 RSASHA256 AQ I D", "256 3 8 AQID"},
           Row{RrType::kCert, "6 1 RSASHA1 AQID", "IPGP 1 5 AQID"},
           Row{RrType::kRrsig, "A 8 2 3600 1661990400 20220801000000 1 . AQID",
               "A 8 2 3600 20220901000000 20220801000000 1 . AQID"},
           Row{RrType::kLoc, "42 N 71 W 1", "42 0 0.000 N 71 0 0.000 W 1.00m 1m 10000m 10m"},
           Row{RrType::kLoc, "42 0 0.5 S 71 E -0.5m 0.1m",
               "42 0 0.500 S 71 0 0.000 E -0.50m 0.10m 10000m 10m"},
           Row{RrType::kWks, "192.0.2.1 TCP smtp 110", "192.0.2.1 6 25 110"},
           Row{RrType::kNsap, "0x47.0005.80", "0x47000580"},
           Row{RrType::kApl, "", "\\# 0"},
           Row{RrType::kDs, "1 ECDSAP256SHA256 2 ab\tcd", "1 13 2 ABCD"},
           Row{RrType::kNsec, "a. MX A mx", "a. A MX"},
       }) {
    EXPECT_EQ(canonical_text(row.type, row.text), row.canonical) << row.text;
  }
}

struct RefusedRow {
  RrType type;
  const char* text;
};

const RefusedRow kRefused[] = {
    RefusedRow{RrType::kA, ""},
    RefusedRow{RrType::kA, "192.0.2"},
    RefusedRow{RrType::kA, "192.0.2.1 x"},
    RefusedRow{RrType::kA, "::1"},
    RefusedRow{RrType::kAaaa, "192.0.2.1"},
    RefusedRow{RrType::kNs, ""},
    RefusedRow{RrType::kNs, "a..b"},
    RefusedRow{RrType::kNs, "a. b."},
    RefusedRow{RrType::kMx, "a."},
    RefusedRow{RrType::kMx, "65536 a."},
    RefusedRow{RrType::kMx, "10"},
    RefusedRow{RrType::kMx, "-1 a."},
    RefusedRow{RrType::kTxt, ""},
    RefusedRow{RrType::kTxt, "\"a"},
    RefusedRow{RrType::kTxt, "\\"},
    RefusedRow{RrType::kTxt, "\\256"},
    RefusedRow{RrType::kSoa, "a. b. 1 2 3 4"},
    RefusedRow{RrType::kSoa, "a. b. 1 2 3 4 5 6"},
    RefusedRow{RrType::kSoa, "a. b. 4294967296 2 3 4 5"},
    RefusedRow{RrType::kSoa, "a. b. 1 1x 3 4 5"},
    RefusedRow{RrType::kDs, "1 8 2"},
    RefusedRow{RrType::kDs, "1 8 2 ABC"},
    RefusedRow{RrType::kDs, "1 8 2 XY"},
    RefusedRow{RrType::kDnskey, "256 3 8 A"},
    RefusedRow{RrType::kDnskey, "256 3 8 AQI"},
    RefusedRow{RrType::kDnskey, "256 3 8 AQ=D"},
    RefusedRow{RrType::kCaa, "0 is-sue \"x\""},
    RefusedRow{RrType::kCaa, "0 \"\" \"x\""},
    RefusedRow{RrType::kCaa, "0 issue a b"},
    RefusedRow{RrType::kLoc, "91 N 0 E 0"},
    RefusedRow{RrType::kLoc, "90 0 1 N 0 E 0"},
    RefusedRow{RrType::kLoc, "1 60 N 0 E 0"},
    RefusedRow{RrType::kLoc, "1 N 0 E -100000.01"},
    RefusedRow{RrType::kLoc, "1 N 0 E"},
    RefusedRow{RrType::kLoc, "1 N 0 E 0 1 2 3 4"},
    RefusedRow{RrType::kApl, "1:192.0.2.0/33"},
    RefusedRow{RrType::kApl, "2:192.0.2.0/24"},
    RefusedRow{RrType::kApl, "3:x/1"},
    RefusedRow{RrType::kIpseckey, "10 4 2 a. AQID"},
    RefusedRow{RrType::kIpseckey, "10 0 2 a. AQID"},
    RefusedRow{RrType::kAmtrelay, "10 2 1 192.0.2.1"},
    RefusedRow{RrType::kAmtrelay, "10 0 4 a."},
    RefusedRow{RrType::kEui48, "00-00-5e-00-53"},
    RefusedRow{RrType::kEui48, "00:00:5e:00:53:2a"},
    RefusedRow{RrType::kNid, "10 0014:4fff:ff20"},
    RefusedRow{RrType::kNid, "10 00014:4fff:ff20:ee64"},
    RefusedRow{RrType::kNsec3, "1 1 12 AABB - A"},
    RefusedRow{RrType::kNxt, "a."},
    RefusedRow{RrType::kNxt, "a. CAA"},
    RefusedRow{RrType::kNsec, "a. NOTYPE"},
    RefusedRow{RrType::kRrsig, "A 8 2 3600 20220931000000 20220801000000 1 . AQID"},
    RefusedRow{RrType::kA6, "129 a."},
    RefusedRow{RrType::kA6, "64 ::1"},
    RefusedRow{RrType::kNsap, "4700"},
    RefusedRow{RrType::kNsap, "0x470"},
    RefusedRow{RrType::kNull, "x"},
    RefusedRow{static_cast<RrType>(731), "abcdef"},
    RefusedRow{RrType::kA, "\\# 4 C00002"},
    RefusedRow{RrType::kA, "\\# 3 C0000201"},
    RefusedRow{RrType::kA, "\\#"},
    RefusedRow{RrType::kA, "\\# 65536 00"},
};

TEST(RdataText, RefusesWhatDoesNotFitTheType) {
  for (const RefusedRow& row : kRefused) {
    EXPECT_TRUE(canonical_text(row.type, row.text).starts_with("refused: ")) << row.text;
  }
}

TEST(RdataText, SaysWhereTheFaultIs) {
  const auto error = parse_rdata(RrType::kSoa, "a. b. 1 2 x 4 5").error();
  EXPECT_EQ(error.code, ErrorCode::kMalformed);
  EXPECT_EQ(error.offset, 10U);
  EXPECT_EQ(parse_rdata(RrType::kA, "192.0.2.1 x").error().offset, 10U);
}

TEST(RdataText, BoundsNumbersOf64Bits) {
  EXPECT_EQ(canonical_text(RrType::kIpn, "18446744073709551615"), "18446744073709551615");
  EXPECT_EQ(canonical_text(RrType::kIpn, "000018446744073709551615"), "18446744073709551615");
  EXPECT_EQ(canonical_text(RrType::kIpn, "9999999999999999999"), "9999999999999999999");
  for (const char* text : {"18446744073709551616", "28446744073709551615", "1844674407370955161x",
                           "100000000000000000000", "x", "1x"}) {
    EXPECT_FALSE(parse_rdata(RrType::kIpn, text)) << text;
  }
}

TEST(RdataText, BoundsAString) {
  const std::string octets255(255, 'a');
  EXPECT_TRUE(parse_rdata(RrType::kTxt, '"' + octets255 + '"'));
  EXPECT_FALSE(parse_rdata(RrType::kTxt, '"' + octets255 + "a\""));
  std::string
      longest;  // 255 strings of 255 octets take 65,280 octets, one more with 254 takes 65,535
  for (int i = 0; i < 255; ++i) longest += octets255 + ' ';
  EXPECT_EQ(parse_rdata(RrType::kTxt, longest + std::string(254, 'b'))->size(), kMaxCanonicalRdata);
  EXPECT_FALSE(parse_rdata(RrType::kTxt, longest + std::string(255, 'b')));
  EXPECT_FALSE(parse_rdata(RrType::kTxt, longest + longest));
}

TEST(RdataText, OfAPartnersLabelIsItsOctets) {
  const auto label = static_cast<RrType>(kFirstLabelType + 3);
  EXPECT_EQ(*parse_rdata(label, "example.com. and more"), "example.com. and more");
  EXPECT_EQ(rdata_text(label, as_bytes("a\\b\x1b[0m\xff")), "a\\\\b\\027[0m\\255");
  EXPECT_EQ(*parse_rdata(label, "a\\\\b\\027[0m\\255\""), "a\\b\x1b[0m\xff\"");
  EXPECT_FALSE(parse_rdata(label, "a\\25"));
  EXPECT_FALSE(parse_rdata(label, "a\\"));
}

TEST(CanonicalRdata, DecompressesOnlyWhatRfc3597Allows) {
  constexpr std::string_view kName = "0161 00";  // "a." at offset 0
  const auto read = [&](RrType type, std::string_view before, std::string_view after) {
    const std::string rdata = std::string(before) + "c000" + std::string(after);
    return read_hex(type, std::string(kName) + rdata, 3, from_hex(rdata).size());
  };
  const std::string numbers20(40, '0');
  for (const RrType type : {RrType::kNs, RrType::kMd, RrType::kMf, RrType::kCname, RrType::kMb,
                            RrType::kMg, RrType::kMr, RrType::kPtr}) {
    EXPECT_EQ(read(type, "", ""), "016100") << rr_type_text(type);
  }
  EXPECT_EQ(read(RrType::kSoa, "0162c000", numbers20),
            "0162016100"
            "016100" +
                numbers20);
  EXPECT_EQ(read(RrType::kMinfo, "00", ""), "00016100");
  EXPECT_EQ(read(RrType::kMx, "000a", ""), "000a016100");
  EXPECT_EQ(read(RrType::kRp, "00", ""), "00016100");
  EXPECT_EQ(read(RrType::kAfsdb, "0001", ""), "0001016100");
  EXPECT_EQ(read(RrType::kRt, "0001", ""), "0001016100");
  EXPECT_EQ(read(RrType::kPx, "000100", ""), "000100016100");
  EXPECT_EQ(read(RrType::kSrv, "000100020003", ""), "000100020003016100");
  EXPECT_EQ(read(RrType::kNaptr, "00010002000000", ""), "00010002000000016100");
  EXPECT_EQ(read(RrType::kNxt, "", "40"), "01610040");
  EXPECT_EQ(read(RrType::kSig, "000105020000000000000000000000000001", "ff"),
            "000105020000000000000000000000000001"
            "016100"
            "ff");

  EXPECT_EQ(read(RrType::kDname, "", ""), "bad");
  EXPECT_EQ(read(RrType::kKx, "0001", ""), "bad");
  EXPECT_EQ(read(RrType::kNsapPtr, "", ""), "bad");
  EXPECT_EQ(read(RrType::kRrsig, "000105020000000000000000000000000001", "ff"), "bad");
  EXPECT_EQ(read(RrType::kNsec, "", ""), "bad");
  EXPECT_EQ(read(RrType::kSvcb, "0001", ""), "bad");
  EXPECT_EQ(read(RrType::kLp, "0001", ""), "bad");
  EXPECT_EQ(read(RrType::kTalink, "", "00"), "bad");
  EXPECT_EQ(read(static_cast<RrType>(731), "", ""), "c000") << "an unknown type is opaque";
}

TEST(CanonicalRdata, LowersNamesInEveryKnownType) {
  RandomRdata random(6);
  for (const RrType type : types_with_layout()) {
    for (int round = 0; round < 20; ++round) {
      std::string rdata = random.make(type);
      const std::string want = rdata;
      std::array<RdataName, 8> names;
      const std::size_t count = find_rdata_names(type, as_bytes(rdata), names.data(), names.size());
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = names[i].offset; j < names[i].offset + names[i].size; ++j) {
          if (rdata[j] >= 'a' && rdata[j] <= 'z') rdata[j] = static_cast<char>(rdata[j] - 32);
        }
      }
      const auto canonical = canonical_rdata(type, as_bytes(rdata));
      ASSERT_TRUE(canonical) << rr_type_text(type);
      ASSERT_EQ(to_hex(as_bytes(*canonical)), to_hex(as_bytes(want))) << rr_type_text(type);
    }
  }
}

TEST(CanonicalRdata, RefusesWhatIsTooShortOrTooLong) {
  EXPECT_EQ(read_hex(RrType::kA, "c0000201", 0, 4), "c0000201");
  EXPECT_EQ(read_hex(RrType::kA, "c0000201", 0, 3), "bad");
  EXPECT_EQ(read_hex(RrType::kA, "c000020101", 0, 5), "bad");
  EXPECT_EQ(read_hex(RrType::kA, "c00002", 0, 4), "bad") << "past the message";
  EXPECT_EQ(read_hex(RrType::kNs, "016100ff", 0, 4), "bad") << "an octet behind the name";
  EXPECT_EQ(read_hex(RrType::kNs, "016100", 0, 2), "bad") << "the name goes beyond the rdata";
  EXPECT_EQ(read_hex(RrType::kMx, "000a016100", 0, 1), "bad");
  EXPECT_EQ(read_hex(RrType::kMx, "000a016100", 0, 2), "bad");
  EXPECT_EQ(read_hex(RrType::kTxt, "", 0, 0), "bad") << "RFC 1035 section 3.3.14: one or more";
  EXPECT_EQ(read_hex(RrType::kTxt, "0361", 0, 2), "bad");
  EXPECT_EQ(read_hex(RrType::kCaa, "0000", 0, 2), "bad") << "an empty tag";
  EXPECT_EQ(read_hex(RrType::kIpseckey, "0a0402", 0, 3), "bad") << "an unknown gateway type";
  EXPECT_EQ(read_hex(RrType::kNsec, "016100 0000", 0, 5), "bad") << "an empty window";
  EXPECT_EQ(read_hex(RrType::kNsec, "016100 000100", 0, 6), "bad") << "a trailing zero octet";
  EXPECT_EQ(read_hex(RrType::kNsec, "016100 010140 000140", 0, 9), "bad") << "windows out of order";
  EXPECT_EQ(read_hex(RrType::kA6, "41 ff00000000000000 00", 0, 10), "bad")
      << "padding bits that are not zero";
}

TEST(CanonicalRdata, AcceptsNoStrictPrefixOfFixedLayouts) {
  RandomRdata random(7);
  for (const RrType type : {RrType::kA, RrType::kAaaa, RrType::kNs, RrType::kMx, RrType::kSoa,
                            RrType::kSrv, RrType::kNaptr, RrType::kRp, RrType::kPx, RrType::kEui48,
                            RrType::kLoc, RrType::kNid, RrType::kLp, RrType::kDsync}) {
    const std::string rdata = random.make(type);
    for (std::size_t n = 0; n < rdata.size(); ++n) {
      ASSERT_FALSE(canonical_rdata(type, as_bytes(rdata).first(n)))
          << rr_type_text(type) << ' ' << n;
    }
  }
}

TEST(CanonicalRdata, ThatGrowsBeyond65535OctetsIsRefused) {
  std::string name;
  for (int i = 0; i < 3; ++i) name += '\x3f' + std::string(63, 'a');
  name += '\x3d' + std::string(61, 'b') + '\0';
  const std::string head(18, '\0');
  const auto read = [&](std::size_t signature) {
    const std::string rdata = head + std::string("\xc0\0", 2) + std::string(signature, 's');
    const std::string message = name + rdata;
    const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
    WireReader r(as_bytes(message));
    r.seek(name.size());
    return read_canonical_rdata(r, RrType::kSig, rdata.size(), out.get());
  };
  EXPECT_EQ(read(65535 - 18 - 255), 65535U);
  EXPECT_EQ(read(65535 - 18 - 254), kBadRdata);
}

TEST(Rdata, TextReadsBackForEveryTypeAndRandomOctets) {
  RandomRdata random(8);
  std::vector<RrType> types = types_with_layout();
  types.push_back(static_cast<RrType>(731));
  types.push_back(RrType::kNull);
  for (const RrType type : types) {
    for (int round = 0; round < 400; ++round) {
      std::string rdata = layout_of(type) != nullptr && round % 4 != 0
                              ? random.make(type)
                              : random.octets(random.below(80));
      if (round % 8 == 1 && !rdata.empty())
        rdata[random.below(rdata.size())] = static_cast<char>(random.below(256));
      const auto canonical = canonical_rdata(type, as_bytes(rdata));
      if (round % 4 > 1) {
        ASSERT_TRUE(canonical) << rr_type_text(type) << ' ' << to_hex(as_bytes(rdata));
      }
      const std::string text = rdata_text(type, as_bytes(rdata));
      const auto back = parse_rdata(type, text);
      ASSERT_TRUE(back) << rr_type_text(type) << ' ' << text << ": " << back.error().what;
      ASSERT_EQ(to_hex(as_bytes(*back)), to_hex(as_bytes(canonical ? *canonical : rdata)))
          << rr_type_text(type) << ' ' << text;
      for (const char c : text) ASSERT_TRUE(c >= 0x20 && c < 0x7F) << rr_type_text(type);
    }
  }
}

TEST(Rdata, RandomRdataOfATypeIsWrittenInItsOwnForm) {
  RandomRdata random(9);
  for (const RrType type : types_with_layout()) {
    int generic = 0;
    for (int round = 0; round < 200; ++round)
      generic += rdata_text(type, as_bytes(random.make(type))).starts_with("\\#");
    EXPECT_EQ(generic, 0) << rr_type_text(type);
  }
}

TEST(FindRdataNames, KnowsHostsAndMailboxes) {
  struct Row {
    RrType type;
    const char* text;
    const char* names;  ///< h or m, and the name.
  };
  for (const Row& row : {
           Row{RrType::kNs, "a.", "h a. "},
           Row{RrType::kDname, "a.", "h a. "},
           Row{RrType::kMx, "1 a.", "h a. "},
           Row{RrType::kSoa, "a. b.c. 1 2 3 4 5", "h a. m b.c. "},
           Row{RrType::kRp, "a. b.", "m a. h b. "},
           Row{RrType::kMinfo, "a. b.", "m a. m b. "},
           Row{RrType::kMg, "a.", "m a. "},
           Row{RrType::kSrv, "1 2 3 a.", "h a. "},
           Row{RrType::kNaptr, "1 2 \"\" \"\" \"\" a.", "h a. "},
           Row{RrType::kHttps, "1 a. port=53", "h a. "},
           Row{RrType::kRrsig, "A 8 2 1 1 1 1 a. AQID", "h a. "},
           Row{RrType::kNsec, "a. A", "h a. "},
           Row{RrType::kIpseckey, "1 3 2 a. AQID", "h a. "},
           Row{RrType::kIpseckey, "1 0 2 . AQID", ""},
           Row{RrType::kAmtrelay, "1 1 3 a.", "h a. "},
           Row{RrType::kHip, "2 AA AQID a. b. c.", "h a. h b. h c. "},
           Row{RrType::kPx, "1 a. b.", "h a. h b. "},
           Row{RrType::kA, "192.0.2.1", ""},
           Row{RrType::kTxt, "a.", ""},
           Row{RrType::kA6, "64 ::1 a.", "h a. "},
           Row{RrType::kA6, "0 ::1", ""},
           Row{RrType::kTalink, "a. b.", "h a. h b. "},
           Row{RrType::kMx, "\\# 6 0001016100FF", ""},
           Row{RrType::kNull, "\\# 3 016100", ""},
       }) {
    const auto rdata = parse_rdata(row.type, row.text);
    ASSERT_TRUE(rdata) << row.text;
    std::array<RdataName, 4> names;
    std::string found;
    const std::size_t count =
        find_rdata_names(row.type, as_bytes(*rdata), names.data(), names.size());
    for (std::size_t i = 0; i < count; ++i) {
      found += names[i].role == NameRole::kHost ? "h " : "m ";
      append_name_text(found, as_bytes(*rdata).subspan(names[i].offset, names[i].size));
      found += ' ';
    }
    EXPECT_EQ(found, row.names) << rr_type_text(row.type) << ' ' << row.text;
  }
}

TEST(FindRdataNames, WritesNoMoreThanItIsAskedFor) {
  const auto rdata = parse_rdata(RrType::kHip, "2 AA AQID a. b. c. d. e. f.");
  ASSERT_TRUE(rdata);
  std::array<RdataName, 4> names;
  EXPECT_EQ(find_rdata_names(RrType::kHip, as_bytes(*rdata), names.data(), 3), 3U);
}

}  // namespace
}  // namespace spoor::dns
