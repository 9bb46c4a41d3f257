// SPDX-License-Identifier: Apache-2.0
#include "transport/spool.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "transport/some_batches_test.h"

namespace spoor::transport {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;

constexpr std::uint32_t kNow = 1'700'000'000;

class SpoolTest : public ::testing::Test {
 protected:
  SpoolTest() {
    std::string pattern = (fs::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    options_.directory = folder_ + "/spool";
  }
  ~SpoolTest() override { fs::remove_all(folder_); }

  std::unique_ptr<Spool> open() {
    auto spool = Spool::open(options_);
    EXPECT_TRUE(spool) << describe(spool.error());
    return *std::move(spool);
  }
  static void put(Spool& spool, const std::string& name) {
    ASSERT_TRUE(spool.put(one_record(name, kNow), delivered(1, 1), kNow));
  }
  /// What comes out, as the collector takes it.
  static std::vector<std::string> drain(Spool& spool) {
    std::vector<std::string> out;
    for (auto batch = spool.take(); batch && *batch; batch = spool.take()) {
      const auto read = read_sensor_batch((*batch)->frame);
      EXPECT_TRUE(read) << describe(read.error());
      EXPECT_EQ(read->head, (*batch)->head);
      std::string line = std::to_string(read->head.sequence) + " ";
      if (read->head.is_gap) {
        const auto& reasons = read->delivered.delivery.figures.left_out;
        line += "gap of " + std::to_string(read->head.covers);
        if (const auto at = reasons.find(ledger::Left::kRefused); at != reasons.end()) {
          for (const auto& [reason, n] : at->second)
            line += ", " + std::to_string(n) + " " + reason;
        }
      }
      for (const record::BatchRow& row : read->batch.rows)
        line += dns::name_to_text(*dns::name_from_sort_form(row.name));
      out.push_back(line);
      EXPECT_TRUE(spool.accept());
    }
    return out;
  }
  std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& each : fs::directory_iterator(options_.directory))
      names.push_back(each.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }

  std::string folder_;
  SpoolOptions options_;
};

TEST_F(SpoolTest, HandsOutTheOldestUntilItIsTaken) {
  const auto spool = open();
  put(*spool, "a.");
  put(*spool, "b.");
  const auto first = spool->take();
  ASSERT_TRUE(first && *first);
  spool->release();
  const auto again = spool->take();
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->head, (*first)->head);
  spool->release();
  EXPECT_THAT(drain(*spool), ElementsAre("0 a.", "1 b."));
  EXPECT_EQ(spool->counts().waiting, 0U);
  EXPECT_EQ(spool->counts().octets, 0U);
  EXPECT_THAT(files(), ElementsAre("next", "spool.lock"));
}

TEST_F(SpoolTest, GoesOnWhereItStopped) {
  record::StreamId stream;
  {
    const auto spool = open();
    put(*spool, "a.");
    put(*spool, "b.");
    stream = (*spool->take())->head.stream;
    ASSERT_TRUE(spool->accept());
  }
  {
    const auto spool = open();
    put(*spool, "c.");
    EXPECT_EQ(spool->next_number(), 3U);
    EXPECT_EQ((*spool->take())->head.stream, stream) << "what waited keeps its identity";
    spool->release();
    EXPECT_THAT(drain(*spool), ElementsAre("1 b.", "0 c."));
  }
  const auto spool = open();
  EXPECT_EQ(spool->next_number(), 3U) << "numbers of batches that are gone are never used again";
}

TEST_F(SpoolTest, ACopyNeverPassesForTheOriginal) {
  {
    const auto spool = open();
    put(*spool, "a.");
  }
  fs::copy(options_.directory, folder_ + "/copy");
  const auto original = open();
  put(*original, "b.");
  options_.directory = folder_ + "/copy";
  const auto copy = open();
  put(*copy, "c.");
  EXPECT_EQ((*original->take())->head, (*copy->take())->head) << "the same batch, twice";
  ASSERT_TRUE(original->accept() && copy->accept());
  EXPECT_NE((*original->take())->head.stream, (*copy->take())->head.stream);
}

TEST_F(SpoolTest, BelongsToOneSensor) {
  const auto spool = open();
  const auto second = Spool::open(options_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kDenied);
}

TEST_F(SpoolTest, DropsTheOldestWhenFull) {
  {
    const auto probe = open();
    put(*probe, "a.");
    options_.most_octets = probe->counts().octets * 7 / 2;
    ASSERT_EQ(drain(*probe).size(), 1U);
  }
  const auto spool = open();
  for (const char* name : {"b.", "c.", "d.", "e.", "f."}) put(*spool, name);
  EXPECT_GE(spool->counts().dropped_batches, 2U);
  EXPECT_LE(spool->counts().octets, options_.most_octets);
  const std::uint64_t dropped = spool->counts().dropped_batches;
  EXPECT_EQ(spool->counts().dropped_records, dropped);
  const std::vector<std::string> out = drain(*spool);
  EXPECT_EQ(out.front(),
            "0 gap of " + std::to_string(dropped) + ", " + std::to_string(dropped) + " spool full");
  EXPECT_EQ(out.size(), 1 + 5 - dropped);
  EXPECT_EQ(out.back(), "4 f.");
}

TEST_F(SpoolTest, NeverDropsWhatIsOnItsWay) {
  {
    const auto probe = open();
    put(*probe, "a.");
    options_.most_octets = probe->counts().octets * 3 / 2;
  }
  const auto spool = open();
  const auto taken = spool->take();
  ASSERT_TRUE(taken && *taken);
  put(*spool, "b.");
  EXPECT_EQ(spool->counts().dropped_batches, 1U) << "what comes, as nothing else may go";
  ASSERT_TRUE(spool->accept());
  put(*spool, "c.");
  EXPECT_THAT(drain(*spool), ElementsAre("0 c."));
}

TEST_F(SpoolTest, DropsTheNewestIfAsked) {
  options_.drop = Drop::kNewest;
  {
    const auto probe = open();
    put(*probe, "a.");
    options_.most_octets = probe->counts().octets * 5 / 2;
  }
  const auto spool = open();
  for (const char* name : {"b.", "c.", "d."}) put(*spool, name);
  EXPECT_EQ(spool->counts().dropped_batches, 2U);
  EXPECT_THAT(drain(*spool), ElementsAre("0 a.", "0 b."));
  put(*spool, "e.");
  const auto batch = spool->take();
  ASSERT_TRUE(batch && *batch);
  const auto told = read_delivered_rows((*batch)->frame);
  ASSERT_TRUE(told);
  EXPECT_EQ(told->delivered.delivery.figures.left_out.at(ledger::Left::kRefused).at("spool full"),
            2U)
      << "what was lost is told with the next that is not";
  EXPECT_EQ(told->delivered.delivery.figures.records, 1U);
}

TEST_F(SpoolTest, KeepsAsideWhatTheCollectorRefuses) {
  const auto spool = open();
  put(*spool, "a.");
  put(*spool, "b.");
  ASSERT_TRUE(*spool->take());
  ASSERT_TRUE(spool->refuse());
  EXPECT_THAT(drain(*spool), ElementsAre("0 gap of 1, 1 refused by the collector", "1 b."));
  EXPECT_EQ(spool->counts().refused_batches, 1U);
  EXPECT_THAT(files(), ElementsAre("next", "refused-00000000000000000000", "spool.lock"));
}

TEST_F(SpoolTest, PassesOverADamagedFile) {
  {
    const auto spool = open();
    put(*spool, "a.");
    put(*spool, "b.");
  }
  std::fstream file(options_.directory + "/00000000000000000000.batch",
                    std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60);
  file.put('\x55');
  file.close();
  const auto spool = open();
  EXPECT_THAT(drain(*spool), ElementsAre("0 gap of 1", "1 b."));
}

TEST_F(SpoolTest, ForgetsWhatACrashLeft) {
  {
    const auto spool = open();
    put(*spool, "a.");
  }
  std::ofstream(options_.directory + "/new.tmp") << "half";
  const auto spool = open();
  EXPECT_EQ(drain(*spool).size(), 1U);
  EXPECT_THAT(files(), ElementsAre("next", "spool.lock"));
}

TEST_F(SpoolTest, RefusesAStateThatIsNone) {
  {
    const auto spool = open();
  }
  std::ofstream(options_.directory + "/next") << "spoor-spool 1\nzz\n";
  const auto spool = Spool::open(options_);
  ASSERT_FALSE(spool);
  EXPECT_EQ(spool.error().code, ErrorCode::kCorrupt);
}

}  // namespace
}  // namespace spoor::transport
