// SPDX-License-Identifier: Apache-2.0
// The simulator as a whole: same seed, same bytes; a truth that agrees with itself; the campaign as
// published.
#include "sim/simulate.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

namespace spoor::sim {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kFiles = {
    "capture.pcap",        "root.hints",   "records.cof.ndjson", "truth.json",
    "registration.ndjson", "prefixes.csv", "popular.csv"};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The files of one run; made once for all tests that only read them.
std::map<std::string, std::string> run(std::uint64_t seed, const std::string& name) {
  const fs::path dir =
      fs::path(::testing::TempDir()) / ("spoor_sim_" + name + std::to_string(::getpid()));
  const auto summary = simulate({.seed = seed, .out_dir = dir.string()});
  EXPECT_TRUE(summary);
  std::map<std::string, std::string> out;
  for (const std::string& file : kFiles) out[file] = contents(dir / file);
  fs::remove_all(dir);
  return out;
}

const std::map<std::string, std::string>& seed_one() {
  static const auto files = run(1, "one");
  return files;
}

std::vector<std::string> lines_with(const std::string& text,
                                    const std::vector<std::string>& parts) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    bool all = true;
    for (const std::string& part : parts) all = all && line.find(part) != std::string::npos;
    if (all) out.push_back(line);
    at = end + 1;
  }
  return out;
}

/// The number behind `"key":` in `line`, or -1.
long long number(const std::string& line, const std::string& key) {
  const std::size_t at = line.find("\"" + key + "\":");
  return at == std::string::npos ? -1 : std::stoll(line.substr(at + key.size() + 3));
}

TEST(Simulate, SameSeedSameBytes) {
  const auto again = run(1, "again");
  for (const std::string& file : kFiles) {
    EXPECT_FALSE(seed_one().at(file).empty()) << file;
    EXPECT_TRUE(seed_one().at(file) == again.at(file)) << file;
  }
}

TEST(Simulate, AnotherSeedAnotherCapture) {
  const auto other = run(2, "two");
  EXPECT_FALSE(seed_one().at("capture.pcap") == other.at("capture.pcap"));
  EXPECT_FALSE(seed_one().at("truth.json") == other.at("truth.json"));
}

TEST(Simulate, IsNeitherTooSmallNorTooBig) {
  EXPECT_GT(seed_one().at("capture.pcap").size(), 4'000'000U);
  EXPECT_LT(seed_one().at("capture.pcap").size(), 15'000'000U);
}

TEST(Simulate, RefusesWhatItCannotDo) {
  EXPECT_EQ(simulate({.out_dir = ::testing::TempDir(), .scale = 0}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(simulate({.out_dir = ::testing::TempDir(), .scale = 101}).error().code,
            ErrorCode::kInvalid);
  EXPECT_EQ(simulate({}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(simulate({.out_dir = "/proc/none"}).error().code, ErrorCode::kIo);
}

TEST(Simulate, PacketsAreInOrderOfTime) {
  const std::string& pcap = seed_one().at("capture.pcap");
  const auto u32 = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t k = 4; k > 0; --k)
      value = value << 8 | static_cast<unsigned char>(pcap[at + k - 1]);
    return value;
  };
  ASSERT_EQ(u32(0), 0xa1b2c3d4U);
  std::uint64_t before = 0;
  std::size_t at = 24;
  while (at < pcap.size()) {
    const std::uint64_t time_us = u32(at) * 1'000'000ULL + u32(at + 4);
    ASSERT_GE(time_us, before);
    before = time_us;
    ASSERT_LE(u32(at + 8), 1514U);
    at += 16 + u32(at + 8);
  }
  EXPECT_EQ(at, pcap.size());
}

TEST(Truth, DaysAddUpAndFirstIsNotAfterLast) {
  const auto records = lines_with(seed_one().at("truth.json"), {"\"bailiwick\":"});
  EXPECT_GT(records.size(), 3'000U);
  long long observations = 0;
  for (const std::string& line : records) {
    const long long count = number(line, "count");
    const bool tellable = line.find("\"tellable\":true") != std::string::npos;
    ASSERT_EQ(count > 0, tellable) << line;
    if (line.find("dnssec_dropped") == std::string::npos) observations += count;
    if (!tellable) {
      ASSERT_GT(number(line, "untellable_count"), 0) << line;
      continue;
    }
    ASSERT_LE(number(line, "time_first"), number(line, "time_last")) << line;
    long long sum = 0;
    for (std::size_t at = line.find("\"2019-07-"); at != std::string::npos;
         at = line.find("\"2019-07-", at + 1)) {
      sum += std::stoll(line.substr(at + 13));
    }
    ASSERT_EQ(sum, count) << line;
  }
  EXPECT_EQ(observations, number(seed_one().at("truth.json"), "observations"));
}

TEST(Truth, SomeRecordsCannotBePlacedAndNoneIsForgedToo) {
  const std::string& truth = seed_one().at("truth.json");
  EXPECT_FALSE(lines_with(truth, {"\"tellable\":false"}).empty());
  const std::string forged = truth.substr(truth.find("\"forged\":["));
  const auto lines = lines_with(forged, {"{\"name\":"});
  EXPECT_GE(lines.size(), 7U);
  for (std::string line : lines) {
    line = line.substr(0, line.find('}'));
    EXPECT_TRUE(lines_with(truth, {line, "\"bailiwick\":"}).empty()) << line;
  }
}

struct CampaignRow {
  const char* name;
  const char* type;
  const char* rdata;
  int count;
  long long first;  ///< The minute, as Unix seconds.
  long long last;
};

class Campaign : public ::testing::TestWithParam<CampaignRow> {};

TEST_P(Campaign, IsToldToTheMinute) {
  const CampaignRow& row = GetParam();
  const std::string own = "\"bailiwick\":\"groupweblogs-gsm1900.com.\"";
  const auto lines = lines_with(seed_one().at("truth.json"),
                                {std::string("{\"name\":\"") + row.name + "\",\"type\":\"" +
                                     row.type + "\",\"rdata\":\"" + row.rdata + "\"",
                                 own});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(number(lines[0], "count"), row.count);
  EXPECT_EQ(number(lines[0], "time_first") / 60 * 60, row.first);
  EXPECT_EQ(number(lines[0], "time_last") / 60 * 60, row.last);
  EXPECT_NE(lines[0].find("\"tellable\":true"), std::string::npos);
}

// The published rows; one record under two providers is one row here, from the first of both to the
// last.
INSTANTIATE_TEST_SUITE_P(
    Table, Campaign,
    ::testing::Values(CampaignRow{"webmail.groupweblogs-gsm1900.com.", "A", "165.22.196.7", 2,
                                  1563393120, 1563416100},
                      CampaignRow{"cpanel.groupweblogs-gsm1900.com.", "A", "165.22.196.7", 2,
                                  1563378960, 1563378960},
                      CampaignRow{"mail.groupweblogs-gsm1900.com.", "A", "165.22.196.7", 1,
                                  1563378840, 1563378840},
                      CampaignRow{"mail.groupweblogs-gsm1900.com.", "CNAME",
                                  "groupweblogs-gsm1900.com.", 2, 1563378780, 1563394260},
                      CampaignRow{"groupweblogs-gsm1900.com.", "A", "165.22.196.7", 4, 1563098640,
                                  1563617820},
                      CampaignRow{"groupweblogs-gsm1900.com.", "NS", "rreui10.traeumtgerade.de.", 3,
                                  1563133740, 1563305460},
                      CampaignRow{"groupweblogs-gsm1900.com.", "NS", "rreui11.traeumtgerade.de.", 3,
                                  1563133740, 1563305460},
                      CampaignRow{"groupweblogs-gsm1900.com.", "MX", "0 groupweblogs-gsm1900.com.",
                                  6, 1562949720, 1563378960},
                      CampaignRow{"www.groupweblogs-gsm1900.com.", "CNAME",
                                  "groupweblogs-gsm1900.com.", 2, 1562949720, 1562949720}));

TEST(CampaignFeed, HasTheTwelvePublishedRowsAndNoOthers) {
  const std::string& feed = seed_one().at("records.cof.ndjson");
  EXPECT_EQ(lines_with(feed, {"groupweblogs-gsm1900.com.\",\"rrtype\""}).size(), 12U);
  for (
      const char* row :
      {R"("rrname":"mail.groupweblogs-gsm1900.com.","rrtype":"NAME","rdata":["groupweblogs-gsm1900.com."],"count":1,"time_first":1563378840,"time_last":1563378840,"sensor_id":"A")",
       R"("rrname":"groupweblogs-gsm1900.com.","rrtype":"DOMAIN","rdata":["groupweblogs-gsm1900.com."],"count":1,"time_first":1563098640,"time_last":1563617820,"sensor_id":"A")",
       R"("rrname":"groupweblogs-gsm1900.com.","rrtype":"A","rdata":["165.22.196.7"],"count":3,"time_first":1563133740,"time_last":1563305460,"sensor_id":"B")",
       R"("rrname":"groupweblogs-gsm1900.com.","rrtype":"MX","rdata":["0 groupweblogs-gsm1900.com."],"count":6,"time_first":1562949720,"time_last":1563378960,"sensor_id":"D")"}) {
    EXPECT_EQ(lines_with(feed, {row}).size(), 1U) << row;
  }
}

TEST(Stories, FluxHasScatteredAddressesForHostAndNameServers) {
  const std::string& truth = seed_one().at("truth.json");
  EXPECT_GT(
      lines_with(truth, {"{\"name\":\"lucky-parcel.test.\",\"type\":\"A\"", "\"tellable\":true"})
          .size(),
      100U);
  EXPECT_GT(lines_with(truth, {"{\"name\":\"ns1.lucky-parcel.test.\",\"type\":\"A\""}).size(), 40U);
}

TEST(Stories, TunnelAnswersInThreeTypes) {
  for (const char* type : {"TXT", "NULL", "CNAME"}) {
    const std::string part = std::string(".metrics-sync.example.\",\"type\":\"") + type + "\"";
    EXPECT_GT(lines_with(seed_one().at("truth.json"), {part, "\"story\":\"tunnel\""}).size(), 100U)
        << type;
  }
}

TEST(Stories, OneMailboxBehindTwelveZones) {
  const auto lines = lines_with(seed_one().at("truth.json"),
                                {"\"type\":\"SOA\"", " night.desk.anchor-mail.test. "});
  EXPECT_EQ(lines.size(), 12U);
}

TEST(Registrations, LeadFromTheSoaMailboxToEveryDomainOfTheActor) {
  const std::string& file = seed_one().at("registration.ndjson");
  // Twelve zones and two that are not used yet.
  EXPECT_EQ(lines_with(file, {"\"night@desk.anchor-mail.test\""}).size(), 14U);
  EXPECT_EQ(lines_with(file, {"\"ldhName\":\"wallet-restore.test\"", "REDACTED"}).size(), 1U);
  const auto held = lines_with(file, {"\"ldhName\":\"parcel-notice.example\""});
  ASSERT_EQ(held.size(), 2U);
  EXPECT_EQ(held[0].find("night@desk"), std::string::npos);
  EXPECT_NE(held[1].find("night@desk"), std::string::npos);
  EXPECT_TRUE(lines_with(file, {"groupweblogs"}).empty());
}

TEST(Registrations, OfEverySiteAreOneObjectALine) {
  const std::string& file = seed_one().at("registration.ndjson");
  const auto lines = lines_with(file, {"{\"objectClassName\":\"domain\",", "\"registration\"",
                                       "\"last update of RDAP database\"", "\"registrar\""});
  EXPECT_GT(lines.size(), 330U);
  EXPECT_EQ(lines.size(), static_cast<std::size_t>(std::count(file.begin(), file.end(), '\n')));
  EXPECT_GT(lines_with(file, {"\"hostmaster@"}).size(), 100U);
}

TEST(Networks, CoverTheAddressesOfTheWorld) {
  const std::string& file = seed_one().at("prefixes.csv");
  EXPECT_TRUE(file.starts_with("prefix,asn,country,holder\n"));
  for (const char* row : {"198.18.240.0/20,", "198.19.0.0/20,65536,DE,", "10.255.0.0/16,",
                          "165.22.0.0/16,", "2001:db8:8020::/44,"}) {
    EXPECT_EQ(lines_with(file, {row}).size(), 1U) << row;
  }
}

TEST(Networks, PopularSitesAreRankedFromOne) {
  const std::string& file = seed_one().at("popular.csv");
  EXPECT_TRUE(file.starts_with("rank,domain\n1,"));
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 323);
}

}  // namespace
}  // namespace spoor::sim
