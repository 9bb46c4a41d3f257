// SPDX-License-Identifier: Apache-2.0
#include "ledger/ledger.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sqlite/connection.h"

namespace spoor::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kDay = 86'400;
constexpr std::uint32_t kNow = 20'000 * kDay + 100;

Delivery delivery_of(const std::string& source, std::uint64_t records) {
  Delivery delivery;
  delivery.source = source;
  delivery.input = "capture.pcap";
  delivery.format = "pcap";
  delivery.started = kNow;
  delivery.finished = kNow + 5;
  delivery.data = DataSpan{kNow - 3 * kDay, kNow - kDay};
  delivery.figures.octets = 1000;
  delivery.figures.packets = 20;
  delivery.figures.queries = 9;
  delivery.figures.responses = 8;
  delivery.figures.matched = 7;
  delivery.figures.unmatched = 6;
  delivery.figures.lines = 5;
  delivery.figures.records = records;
  delivery.figures.left_out[Left::kRejected]["malformed"] = 3;
  delivery.figures.left_out[Left::kSkipped]["no DNS"] = 2;
  return delivery;
}

class Ledgers : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "ledger_XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] Ledger ledger() const { return Ledger(ledger_path(folder_)); }
  void add(const Delivery& delivery, std::vector<DataDay> days = {}) const {
    const Status added = ledger().add({{delivery, std::move(days)}});
    ASSERT_TRUE(added) << describe(added.error());
  }
  [[nodiscard]] std::vector<SourceTotals> sources() const {
    auto found = ledger().sources();
    EXPECT_TRUE(found) << describe(found.error());
    return found ? *std::move(found) : std::vector<SourceTotals>{};
  }

  std::string folder_;
};

TEST_F(Ledgers, KnowNothingBeforeTheFirstDelivery) {
  EXPECT_THAT(sources(), IsEmpty());
  const auto deliveries = ledger().deliveries("a", 10);
  ASSERT_TRUE(deliveries);
  EXPECT_EQ(deliveries->total, 0U);
  const auto samples = ledger().samples(10);
  ASSERT_TRUE(samples);
  EXPECT_THAT(*samples, IsEmpty());
  EXPECT_TRUE(ledger().verify());
  EXPECT_FALSE(std::filesystem::exists(ledger_path(folder_)));
}

TEST_F(Ledgers, GiveBackWhatTheyWereTold) {
  const Delivery first = delivery_of("a", 40);
  Delivery second = delivery_of("a", 2);
  second.input = "it's \xFF.gz";
  second.outcome = Outcome::kBrokenOff;
  second.data.reset();
  second.figures.left_out.clear();
  add(first);
  add(delivery_of("b", 1));
  add(second);
  const auto found = ledger().deliveries("a", 10);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->total, 2U);
  EXPECT_THAT(found->newest, ElementsAre(second, first));
  const auto newest = ledger().deliveries("a", 1);
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->total, 2U);
  EXPECT_THAT(newest->newest, ElementsAre(second));
}

TEST_F(Ledgers, AddUp) {
  add(delivery_of("b", 40), {{100, 5, 6}, {102, 7, 8}});
  Delivery later = delivery_of("b", 2);
  later.outcome = Outcome::kRefused;
  later.finished += kDay;
  later.data = DataSpan{kNow - kDay, kNow};
  later.figures.left_out[Left::kRefused]["OPT"] = 1;
  add(later, {{101, 1, 1}, {102, 1, 2}});
  Delivery again = delivery_of("b", 0);
  again.outcome = Outcome::kAlreadyMerged;
  again.figures = {};
  again.data.reset();
  add(again);
  add(delivery_of("a", 1));
  const auto all = sources();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].source, "a");
  const SourceTotals& b = all[1];
  EXPECT_EQ(b.source, "b");
  EXPECT_EQ(b.deliveries, 3U);
  EXPECT_EQ(b.already_merged, 1U);
  EXPECT_EQ(b.failed, 1U);
  Figures sums = delivery_of("b", 40).figures;
  sums.add(later.figures);
  EXPECT_EQ(b.figures, sums);
  EXPECT_EQ(b.figures.left_out.at(Left::kRejected).at("malformed"), 6U);
  EXPECT_EQ(b.data, (DataSpan{kNow - 3 * kDay, kNow}));
  EXPECT_EQ(b.last, again);
  EXPECT_THAT(b.recent, ElementsAre(DataDay{100, 5, 6}, DataDay{101, 1, 1}, DataDay{102, 8, 10}));
}

TEST_F(Ledgers, KeepTheNewestDeliveriesAndTheTotalsOfAll) {
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < kKeptDeliveries + 30; ++i) {
    Entry entry{delivery_of("a", 1), {{1000 + i, 1, 2}}};
    entry.delivery.input = std::to_string(i);
    entries.push_back(std::move(entry));
  }
  ASSERT_TRUE(ledger().add(entries));
  add(delivery_of("b", 1));
  const auto found = ledger().deliveries("a", 5000);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->total, kKeptDeliveries + 30);
  ASSERT_EQ(found->newest.size(), kKeptDeliveries);
  EXPECT_EQ(found->newest.front().input, std::to_string(kKeptDeliveries + 29));
  EXPECT_EQ(found->newest.back().input, "30");
  EXPECT_EQ(found->newest.back().figures, entries.back().delivery.figures);
  const auto all = sources();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].figures.records, kKeptDeliveries + 30);
  EXPECT_EQ(all[0].figures.left_out.at(Left::kRejected).at("malformed"),
            3U * (kKeptDeliveries + 30));
  ASSERT_EQ(all[0].recent.size(), kRecentDays);
  EXPECT_EQ(all[0].recent.back().day, 1000 + kKeptDeliveries + 29);
  sqlite::Words words{"", "", ""};
  auto file = sqlite::Connection::open(ledger_path(folder_), sqlite::OpenAs::kReader, words);
  ASSERT_TRUE(file);
  auto reasons = file->prepare("SELECT count(*) FROM delivery_reason");
  ASSERT_TRUE(reasons);
  const auto has_row = reasons->step();
  ASSERT_TRUE(has_row && *has_row);
  EXPECT_EQ(reasons->number(0), 2 * (kKeptDeliveries + 1));  // those of forgotten ones are gone
}

TEST_F(Ledgers, KeepTheLastSampleOfADay) {
  const StoreSample samples[] = {{kNow, 1, 2, 3}, {kNow + 60, 4, 5, 6}, {kNow + 2 * kDay, 7, 8, 9}};
  for (const StoreSample& each : samples) ASSERT_TRUE(ledger().add_sample(each));
  auto found = ledger().samples(10);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, ElementsAre(samples[1], samples[2]));
  found = ledger().samples(1);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, ElementsAre(samples[2]));
}

TEST_F(Ledgers, CutWhatIsTooLong) {
  Delivery delivery = delivery_of("a", 1);
  delivery.input = std::string(5000, 'x');
  delivery.figures.left_out[Left::kRejected] = {{std::string(200, 'r') + "1", 1},
                                                {std::string(200, 'r') + "2", 2}};
  delivery.figures.octets = ~std::uint64_t{0};
  add(delivery);
  const auto found = ledger().deliveries("a", 1);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->newest.size(), 1U);
  EXPECT_EQ(found->newest[0].input, std::string(255, 'x'));
  EXPECT_THAT(found->newest[0].figures.left_out.at(Left::kRejected),
              ElementsAre(std::pair(std::string(120, 'r'), 3U)));
  EXPECT_GT(found->newest[0].figures.octets, std::uint64_t{1} << 61);
}

TEST_F(Ledgers, SayThatTheyAreDamagedOrNewerAndChangeNothing) {
  std::ofstream(ledger_path(folder_)) << std::string(5000, 'x');
  EXPECT_EQ(ledger().add({{delivery_of("a", 1), {}}}).error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(ledger().sources().error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(ledger().verify().error().code, ErrorCode::kCorrupt);
  std::filesystem::remove(ledger_path(folder_));
  add(delivery_of("a", 1));
  sqlite::Words words{"", "", ""};
  auto file = sqlite::Connection::open(ledger_path(folder_), sqlite::OpenAs::kWriter, words);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->run("PRAGMA user_version = 2"));
  EXPECT_EQ(ledger().add({{delivery_of("a", 1), {}}}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(ledger().sources().error().code, ErrorCode::kInvalid);
}

TEST_F(Ledgers, TakeAllOfAnInputOrNothing) {
  add(delivery_of("a", 1));
  sqlite::Words words{"", "", ""};
  auto file = sqlite::Connection::open(ledger_path(folder_), sqlite::OpenAs::kWriter, words);
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->run("DROP TABLE data_day; CREATE TABLE data_day(x)"));
  const Status added =
      ledger().add({{delivery_of("a", 5), {}}, {delivery_of("b", 5), {{1, 1, 1}}}});
  EXPECT_FALSE(added);
  const auto found = ledger().deliveries("a", 10);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->total, 1U);
}

TEST(Ledger, WithoutAFileRemembersNothing) {
  const Ledger none{std::string()};
  EXPECT_TRUE(none.add({{delivery_of("a", 1), {}}}));
  EXPECT_TRUE(none.add_sample({}));
  const auto found = none.sources();
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, IsEmpty());
}

TEST(Ledger, OfAFolderThatIsNotThereCannotBeWritten) {
  const Ledger lost("/nonexistent/deliveries.sqlite3");
  EXPECT_EQ(lost.add({{delivery_of("a", 1), {}}}).error().code, ErrorCode::kIo);
  EXPECT_TRUE(lost.sources());
}

}  // namespace
}  // namespace spoor::ledger
