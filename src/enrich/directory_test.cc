// SPDX-License-Identifier: Apache-2.0
#include "enrich/directory.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "dns/name.h"
#include "enrich/mmdb_maker_test.h"

namespace spoor::enrich {
namespace {

namespace fs = std::filesystem;

IpAddress address(std::string_view text) {
  return *parse_ip_address(text);
}

class Directory : public testing::Test {
 protected:
  void SetUp() override {
    static std::atomic<int> number{0};
    folder_ = fs::path(testing::TempDir()) /
              ("spoor_enrich_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& file, std::string_view content) {
    fs::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file, std::ios::binary | std::ios::trunc) << content;
  }
  std::shared_ptr<const Enrichment> load(const std::shared_ptr<const Enrichment>& before = {}) {
    auto loaded = load_enrichment(folder_.string(), before);
    EXPECT_TRUE(loaded);
    return loaded ? *loaded : nullptr;
  }
  static const SourceFile& file(const Enrichment& enrichment, std::string_view name) {
    for (const LoadedFile& loaded : enrichment.files()) {
      if (loaded.file.name == name) return loaded.file;
    }
    static const SourceFile kNone{};
    ADD_FAILURE() << "no file " << name;
    return kNone;
  }

  fs::path folder_;
};

std::string asn_database(std::string_view holder = "Holder") {
  MmdbMaker maker;
  maker.add(address("192.0.2.0"), 24,
            mmdb::map({{"autonomous_system_number", mmdb::number(64500)},
                       {"autonomous_system_organization", mmdb::text(holder)}}));
  maker.add(address("198.51.100.0"), 25,
            mmdb::map({{"country", mmdb::map({{"iso_code", mmdb::text("NO")}})}}));
  maker.add(address("203.0.113.0"), 24,
            mmdb::map({{"asn", mmdb::text("AS65551")},
                       {"as_name", mmdb::text("Lite")},
                       {"country_code", mmdb::text("se")}}));
  return maker.finish(1'700'000'000);
}

TEST_F(Directory, TellsOriginsOutOfDatabases) {
  write("GeoLite2-ASN.mmdb", asn_database());
  const auto known = load();
  const Origin first = known->origin(address("192.0.2.9"));
  EXPECT_EQ(first.asn, 64500U);
  EXPECT_EQ(first.holder, "Holder");
  EXPECT_EQ(first.country, "");
  EXPECT_EQ(known->origin(address("198.51.100.9")).country, "NO");
  EXPECT_EQ(known->origin(address("198.51.100.200")).country, "");
  const Origin lite = known->origin(address("203.0.113.1"));
  EXPECT_EQ(lite.asn, 65551U);
  EXPECT_EQ(lite.holder, "Lite");
  EXPECT_EQ(lite.country, "SE");
  EXPECT_EQ(known->origin(address("2001:db8::1")).asn, 0U);
  EXPECT_EQ(file(*known, "GeoLite2-ASN.mmdb").date_s, 1'700'000'000U);
  EXPECT_EQ(file(*known, "GeoLite2-ASN.mmdb").kind, FileKind::kMmdb);
}

TEST_F(Directory, WhatATableSaysGoesBeforeADatabase) {
  write("asn.mmdb", asn_database());
  write("prefixes.csv",
        "prefix,asn,country,holder\n192.0.2.0/25,65000,DE,Mine\n192.0.2.128/25,,FR,\n");
  const auto known = load();
  EXPECT_EQ(known->origin(address("192.0.2.9")).holder, "Mine");
  const Origin mixed = known->origin(address("192.0.2.200"));
  EXPECT_EQ(mixed.asn, 64500U);
  EXPECT_EQ(mixed.holder, "Holder");
  EXPECT_EQ(mixed.country, "FR");
}

TEST_F(Directory, LoadsTheRestWhenADatabaseIsCutOff) {
  const std::string whole = asn_database();
  write("popular.csv", "1,example.com\n");
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{9}, whole.size() / 2, whole.size() - 60}) {
    write("asn.mmdb", std::string_view(whole).substr(0, size));
    const auto known = load();
    EXPECT_NE(file(*known, "asn.mmdb").error, "") << size;
    EXPECT_EQ(known->rank(dns::parse_name("example.com.")->wire()), 1U);
    EXPECT_EQ(known->origin(address("192.0.2.9")).asn, 0U);
  }
}

TEST_F(Directory, ADamagedDatabaseNeverCrashes) {
  const std::string whole = asn_database();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    write("asn.mmdb", damaged);
    const auto known = load();
    for (const char* text : {"192.0.2.9", "198.51.100.9", "203.0.113.1", "0.0.0.0"})
      (void)known->origin(address(text));
  }
}

TEST_F(Directory, TheFileMayBeCutShortWhileItIsInUse) {
  write("asn.mmdb", asn_database(std::string(200, 'x')));
  const auto known = load();
  fs::resize_file(folder_ / "asn.mmdb", 0);
  EXPECT_EQ(known->origin(address("192.0.2.9")).asn, 64500U);
}

TEST_F(Directory, WhatCannotBeReadAnewStaysAsItWas) {
  write("asn.mmdb", asn_database());
  write("popular.csv", "5,example.com\n");
  const auto first = load();
  write("asn.mmdb", "half of a down-load");
  write("popular.csv", "6,example.com\n");
  const auto second = load(first);
  EXPECT_EQ(second->origin(address("192.0.2.9")).asn, 64500U);
  EXPECT_EQ(second->rank(dns::parse_name("example.com.")->wire()), 6U);
  const SourceFile& told = file(*second, "asn.mmdb");
  EXPECT_TRUE(told.is_older);
  EXPECT_EQ(told.date_s, 1'700'000'000U);
  EXPECT_NE(complaint_of(told).find("stays in force"), std::string::npos) << complaint_of(told);
  const auto third = load(second);  // and again
  EXPECT_EQ(third->origin(address("192.0.2.9")).asn, 64500U);
  fs::remove(folder_ / "asn.mmdb");
  EXPECT_EQ(load(third)->origin(address("192.0.2.9")).asn, 0U);
}

TEST_F(Directory, TagsListsByFolderOrByName) {
  const std::string_view park = R"({"type":"hostname","list":["park.example"]})";
  write("warninglists/parking/mine.json", park);
  write("warninglists/lists/cloudflare/list.json", R"({"type":"cidr","list":["192.0.2.0/24"]})");
  write("warninglists/sinkholes.json", R"({"type":"cidr","list":["198.51.100.1"]})");
  write("warninglists/lists/eicar.com/list.json", R"({"type":"string","list":["eicar.example"]})");
  const auto known = load();
  EXPECT_EQ(known->tags(dns::parse_name("a.park.example.")->wire()), TagSet(Tag::kParking));
  EXPECT_EQ(known->tags(address("192.0.2.1")), TagSet(Tag::kCdn));
  EXPECT_EQ(known->tags(address("198.51.100.1")), TagSet(Tag::kSinkhole));
  EXPECT_NE(file(*known, "warninglists/lists/eicar.com/list.json").error.find("folder named"),
            std::string::npos);
}

TEST_F(Directory, ASuffixListOfItsOwnReplacesTheBuiltInOne) {
  write("public_suffix_list.dat", "// VERSION: 2024-05-06_07-08-09_UTC\nexample\nco.example\n");
  write("popular.csv", "1,www.shop.co.example\n");
  const auto known = load();
  const auto name = dns::parse_name("a.shop.co.example.");
  EXPECT_EQ(known->registered_at(name->wire()), 2U);
  EXPECT_EQ(known->rank(name->wire()), 1U);
  EXPECT_EQ(known->files().size(), 2U);
  EXPECT_EQ(file(*known, "public_suffix_list.dat").date_s, 1'714'953'600U);
}

TEST_F(Directory, FilesOfOtherNamesArePassedOver) {
  write("README.md", "hello");
  write("other.csv", "1,example.com\n");
  fs::create_directories(folder_ / "prefixes.csv");
  EXPECT_EQ(load()->files().size(), 1U);
}

TEST_F(Directory, TheHolderKeepsWhatItHasWhenTheDirectoryGoes) {
  write("popular.csv", "1,example.com\n2,..\n");
  EnrichmentHolder holder(folder_.string());
  EXPECT_FALSE(holder.current()->has_origins());
  ASSERT_TRUE(holder.reload());
  const auto name = dns::parse_name("example.com.");
  EXPECT_EQ(holder.current()->rank(name->wire()), 1U);
  EXPECT_EQ(complaint_of(file(*holder.current(), "popular.csv")),
            "popular.csv: 1 left out, the first is 2: the domain is no name");
  fs::remove_all(folder_);
  const Status gone = holder.reload();
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(holder.current()->rank(name->wire()), 1U);
}

TEST_F(Directory, IsReadAnewWhileOthersAsk) {
  write("popular.csv", "1,example.com\n");
  EnrichmentHolder holder(folder_.string());
  ASSERT_TRUE(holder.reload());
  const auto name = dns::parse_name("example.com.");
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    while (!stop) EXPECT_TRUE(holder.current()->rank(name->wire()));
  });
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(holder.reload());
  stop = true;
  reader.join();
}

}  // namespace
}  // namespace spoor::enrich
