// SPDX-License-Identifier: Apache-2.0
// Each sort of list by itself: what is read, what is left out, and what it then knows.
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/name.h"
#include "enrich/address_range.h"
#include "enrich/enrichment.h"
#include "enrich/list_date.h"
#include "enrich/prefix_table.h"

namespace spoor::enrich {
namespace {

IpAddress address(std::string_view text) {
  return *parse_ip_address(text);
}
dns::Name name(std::string_view text) {
  return *dns::parse_name(text);
}

std::string origin_text(const OriginTable& table, std::string_view text) {
  Origin origin;
  table.complete(address(text), origin);
  return std::to_string(origin.asn) + " " + std::string(origin.country) + " " +
         std::string(origin.holder);
}

TEST(AddressRange, IsAPrefixOrOneAddress) {
  const auto range = [](std::string_view text) {
    const auto parsed = parse_address_range(text);
    if (!parsed) return std::string("-");
    std::string out;
    append_ip_text(out, parsed->first.bytes());
    out += " ";
    append_ip_text(out, parsed->last.bytes());
    return out;
  };
  EXPECT_EQ(range("192.0.2.0/24"), "192.0.2.0 192.0.2.255");
  EXPECT_EQ(range("192.0.2.77/25"), "192.0.2.0 192.0.2.127");
  EXPECT_EQ(range("192.0.2.77/31"), "192.0.2.76 192.0.2.77");
  EXPECT_EQ(range("192.0.2.77"), "192.0.2.77 192.0.2.77");
  EXPECT_EQ(range("0.0.0.0/0"), "0.0.0.0 255.255.255.255");
  EXPECT_EQ(range("2001:db8::/33"), "2001:db8:: 2001:db8:7fff:ffff:ffff:ffff:ffff:ffff");
  EXPECT_EQ(range("2001:db8::1/128"), "2001:db8::1 2001:db8::1");
  for (const std::string_view text :
       {"", "/", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/8x", "2001:db8::/129",
        "example.com", "192.0.2/24"})
    EXPECT_EQ(range(text), "-") << text;
}

TEST(ListDate, IsEightDigitsThatAreADay) {
  EXPECT_EQ(parse_list_date("20190714"), 1'563'062'400U);
  EXPECT_EQ(parse_list_date("2019-07-14"), 1'563'062'400U);
  for (const std::string_view text :
       {"", "3", "20190230", "2019071", "201907144", "2019/07/14", "19010101", "2019-7-014"})
    EXPECT_EQ(parse_list_date(text), 0U) << text;
}

TEST(Prefixes, TheLongestPrefixDecides) {
  SourceFile file;
  const auto table = PrefixTable::parse(
      "prefix,asn,country,holder\n"
      "192.0.2.0/24,64500,de,Example Net\n"
      "192.0.2.128/25,AS64501,NL,\"Quoted \"\"Net\"\", Inc\"\n"
      "\r\n# remark\n"
      "2001:db8::/32,65551,SE,Six\r\n"
      "2001:db8:1::/48,,,\n",
      file);
  ASSERT_TRUE(table);
  EXPECT_EQ(file.entries, 4U);
  EXPECT_EQ(file.skipped, 0U);
  EXPECT_EQ(origin_text(**table, "192.0.2.1"), "64500 DE Example Net");
  EXPECT_EQ(origin_text(**table, "192.0.2.200"), "64501 NL Quoted \"Net\", Inc");
  EXPECT_EQ(origin_text(**table, "192.0.3.0"), "0  ");
  EXPECT_EQ(origin_text(**table, "2001:db8::1"), "65551 SE Six");
  EXPECT_EQ(origin_text(**table, "2001:db8:1::1"), "0  ");
}

TEST(Prefixes, OtherShapesAreUnderstood) {
  struct Case {
    std::string_view text, expected;
  };
  for (const Case& c : {
           Case{"start,end,country,asn\n192.0.2.0,192.0.2.99,FR,64500\n", "64500 FR "},
           Case{"192.0.2.0,192.0.2.99,FR\n", "0 FR "},
           Case{"192.0.2.0,192.0.2.99,64500,FR,Net\n", "64500 FR Net"},
           Case{"192.0.2.0\t192.0.2.99\t64500\tFR\tNet, Inc\n", "64500 FR Net, Inc"},
           Case{"192.0.2.0/24,64500\n", "64500  "},
           Case{"Network,Autonomous_System_Number,Autonomous_System_Organization\n"
                "192.0.2.0/24,64500,Net\n",
                "64500  Net"},
           Case{"\xEF\xBB\xBFholder,prefix\nNet,192.0.2.0/24", "0  Net"},
       }) {
    SourceFile file;
    const auto table = PrefixTable::parse(c.text, file);
    ASSERT_TRUE(table) << c.text;
    EXPECT_EQ(origin_text(**table, "192.0.2.7"), c.expected) << c.text;
  }
}

TEST(Prefixes, JunkIsCountedByItsLineAndTheRestStands) {
  SourceFile file;
  const auto table = PrefixTable::parse(
      "prefix,asn,country,holder\n"
      "not a prefix,1,DE,\n"
      "192.0.2.0/24,4294967296,DE,\n"
      "192.0.2.0/24,64500,Germany,\n"
      "\"192.0.2.0/24,64500,DE,\n"
      "198.51.100.0/24,64500,DE,Fine\n",
      file);
  ASSERT_TRUE(table);
  EXPECT_EQ(file.entries, 1U);
  EXPECT_EQ(file.skipped, 4U);
  EXPECT_THAT(file.faults, testing::ElementsAre(
                               LineFault{2, "no prefix, or no range of addresses of one family"},
                               LineFault{3, "the ASN is no number of 32 bits"},
                               LineFault{4, "the country is no code of two letters"},
                               LineFault{5, "a quote that is not closed, or more than 64 fields"}));
  EXPECT_EQ(origin_text(**table, "192.0.2.1"), "0  ");
  SourceFile ranges;
  EXPECT_FALSE(
      PrefixTable::parse("start,end\n192.0.2.9,192.0.2.1\n192.0.2.9,2001:db8::1\n", ranges));
  EXPECT_EQ(ranges.skipped, 2U);
}

TEST(Prefixes, OnlyTheFirstFaultsAreTold) {
  std::string text = "prefix\n192.0.2.0/24\n";
  for (int i = 0; i < 1000; ++i) text += "junk\n";
  SourceFile file;
  ASSERT_TRUE(PrefixTable::parse(text, file));
  EXPECT_EQ(file.skipped, 1000U);
  EXPECT_EQ(file.faults.size(), kMostFaultsTold);
}

std::optional<std::uint32_t> rank(const Enrichment& enrichment, std::string_view text) {
  return enrichment.rank(name(text).wire());
}

Enrichment with_popularity(std::string_view text, SourceFile& file) {
  const auto suffixes = default_enrichment()->files().front().suffixes;
  auto parsed = Popularity::parse(text, *suffixes, file);
  EXPECT_TRUE(parsed);
  std::vector<LoadedFile> files(1);
  files[0].popularity = *parsed;
  return Enrichment(std::move(files));
}

TEST(Popularity, OfAHostNameTheDomainTakesTheBestRank) {
  SourceFile file;
  const Enrichment known = with_popularity(
      "rank,domain\r\n7,WWW.example.co.uk\r\n9,example.co.uk\r\n3,com\r\n200000,example.org\r\n",
      file);
  EXPECT_EQ(file.entries, 4U);
  EXPECT_EQ(rank(known, "deep.below.example.co.uk."), 7U);
  EXPECT_EQ(rank(known, "example.co.uk."), 7U);
  EXPECT_EQ(rank(known, "co.uk."), std::nullopt);
  EXPECT_EQ(rank(known, "com."), 3U);
  EXPECT_EQ(rank(known, "example.com."), std::nullopt);
  EXPECT_TRUE(known.tags(name("a.example.co.uk.").wire()).has(Tag::kPopular));
  EXPECT_EQ(rank(known, "example.org."), 200'000U);
  EXPECT_FALSE(known.tags(name("example.org.").wire()).has(Tag::kPopular));
}

TEST(Popularity, TakesBareNamesAndCountsJunk) {
  SourceFile file;
  const Enrichment known =
      with_popularity("example.com\nexample.org\n\nx,y\n0,example.net\n", file);
  EXPECT_EQ(rank(known, "example.org."), 2U);
  EXPECT_EQ(rank(known, "example.net."), std::nullopt);
  EXPECT_EQ(file.skipped, 2U);
  EXPECT_EQ(file.faults[0].line, 4U);
}

std::shared_ptr<const WarningList> list(std::string_view json, Tag tag, SourceFile& file) {
  auto parsed = parse_warning_list(json, tag, file);
  EXPECT_TRUE(parsed) << describe(parsed.error());
  return parsed ? *parsed : nullptr;
}

TEST(WarningLists, TagNamesAndAddressesByTheirType) {
  SourceFile file;
  const Labels labels({
      list(
          R"({"name":"n","version":20190714,"type":"hostname","list":["Park.example","*.lot.example"]})",
          Tag::kParking, file),
      list(R"({"type":"string","list":["exact.example",".dyn.example","192.0.2.53"]})",
           Tag::kDynamicDns, file),
      list(R"({"type":"cidr","list":["192.0.2.0/24","2001:db8::/32","198.51.100.9"]})", Tag::kCdn,
           file),
      list(R"({"type":"substring","list":["SinkHole"]})", Tag::kSinkhole, file),
  });
  const auto tags = [&](std::string_view text) {
    std::string out;
    const auto ip = parse_ip_address(text);
    const TagSet set = ip ? labels.tags(*ip) : labels.tags(name(text).wire());
    for (const Tag tag : kAllTags) {
      if (set.has(tag)) out += std::string(tag_text(tag)) + " ";
    }
    return out;
  };
  EXPECT_EQ(file.date_s, 1'563'062'400U);
  EXPECT_EQ(tags("park.example."), "parking ");
  EXPECT_EQ(tags("www.park.example."), "parking ");
  EXPECT_EQ(tags("apark.example."), "");
  EXPECT_EQ(tags("a.lot.example."), "parking ");
  EXPECT_EQ(tags("exact.example."), "dynamic-dns ");
  EXPECT_EQ(tags("below.exact.example."), "");
  EXPECT_EQ(tags("host.dyn.example."), "dynamic-dns ");
  EXPECT_EQ(tags("my-sinkhole-7.example."), "sinkhole ");
  EXPECT_EQ(tags("192.0.2.53"), "cdn dynamic-dns ");
  EXPECT_EQ(tags("192.0.2.54"), "cdn ");
  EXPECT_EQ(tags("198.51.100.9"), "cdn ");
  EXPECT_EQ(tags("198.51.100.8"), "");
  EXPECT_EQ(tags("2001:db8:9::1"), "cdn ");
  EXPECT_EQ(tags("."), "");
}

TEST(WarningLists, SayWhatIsWrongWithThem) {
  struct Case {
    std::string_view json, what;
  };
  for (const Case& c : {
           Case{"", "one JSON object"},
           Case{"[1]", "one JSON object"},
           Case{R"({"type":"cidr","list":["192.0.2.0/24")", "one JSON object"},
           Case{R"({"list":[]})", "member type"},
           Case{R"({"type":"cidr"})", "member list"},
           Case{R"({"type":"regex","list":["a"]})", "regular expressions"},
           Case{R"({"type":"colour","list":[]})", "expected the type"},
           Case{R"({"type":"cidr","list":["example.com",7]})", "no item"},
       }) {
    SourceFile file;
    const auto refused = parse_warning_list(c.json, Tag::kCdn, file);
    ASSERT_FALSE(refused) << c.json;
    EXPECT_NE(refused.error().what.find(c.what), std::string_view::npos) << refused.error().what;
  }
  SourceFile file;
  ASSERT_TRUE(parse_warning_list(
      R"({"type":"hostname","list":["fine.example",null,"a..b",{"x":1},"too.example"]})", Tag::kCdn,
      file));
  EXPECT_EQ(file.entries, 2U);
  EXPECT_EQ(file.skipped, 3U);
  EXPECT_EQ(file.faults[1].line, 3U);
}

TEST(WarningLists, OfTheCollectionBearTheirTagByName) {
  EXPECT_EQ(tag_of_list("cloudflare"), Tag::kCdn);
  EXPECT_EQ(tag_of_list("microsoft-azure-germany"), Tag::kCloud);
  EXPECT_EQ(tag_of_list("public-dns-v6"), Tag::kPublicResolver);
  EXPECT_EQ(tag_of_list("parking-domain-ns"), Tag::kParking);
  EXPECT_EQ(tag_of_list("dynamic-dns"), Tag::kDynamicDns);
  EXPECT_EQ(tag_of_list("popular"), Tag::kPopular);
  EXPECT_EQ(tag_of_list("eicar.com"), std::nullopt);
}

TEST(NameTable, KeepsNumbersWhileItGrows) {
  NameTable table;
  std::mt19937_64 random(3);
  std::vector<std::uint64_t> hashes(10'000);
  for (std::uint64_t& hash : hashes) hash = random() | 1;
  EXPECT_EQ(table.find(hashes[0]), 0U);
  for (std::uint32_t i = 0; i < hashes.size(); ++i) table[hashes[i]] = i + 1;
  EXPECT_EQ(table.size(), hashes.size());
  for (std::uint32_t i = 0; i < hashes.size(); ++i) ASSERT_EQ(table.find(hashes[i]), i + 1);
}

}  // namespace
}  // namespace spoor::enrich
