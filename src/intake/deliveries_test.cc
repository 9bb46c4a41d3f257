// SPDX-License-Identifier: Apache-2.0
// What the ledger is told of inputs: new ones, known ones, grown ones, broken ones.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/capture_maker_test.h"
#include "intake/importer.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using ledger::DataDay;
using ledger::DataSpan;
using ledger::Left;
using ledger::Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kDay = 86'400;
constexpr std::uint32_t kT0 = 17'361 * kDay;  // 2017-07-14
constexpr std::uint32_t kNow = 20'000 * kDay;

std::string capture_of(std::uint32_t from, std::uint32_t to) {
  CaptureMaker maker;
  for (std::uint32_t i = from; i < to; ++i) {
    maker.add_exchange("h" + std::to_string(i) + ".example.com",
                       std::string_view("\xC0\x00\x02\x07", 4), kT0 + i * (kDay / 4));
  }
  return maker.file();
}

std::string line_of(const std::string& name, std::uint32_t first, std::uint32_t last,
                    const std::string& sensor) {
  return R"({"rrname":")" + name + R"(","rrtype":"A","rdata":"192.0.2.1","count":5,"time_first":)" +
         std::to_string(first) + R"(,"time_last":)" + std::to_string(last) + R"(,"sensor_id":")" +
         sensor + "\"}\n";
}

class Deliveries : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "deliveries_XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    ledger_ = ledger::Ledger(ledger::ledger_path(folder_));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  InputReport import(const std::string& content, ImportOptions options,
                     const BatchLimits& limits = {}) {
    auto settings = resolve(options);
    EXPECT_TRUE(settings);
    ImportHooks hooks;
    hooks.ledger = &ledger_;
    hooks.now = [this] { return now_++; };
    Importer importer(*store_, *settings, std::move(hooks), limits);
    const auto in = InputStream::from_memory(as_bytes(content));
    auto report = importer.import(*in);
    EXPECT_TRUE(report);
    return report ? *report : InputReport{};
  }
  InputReport import(const std::string& content, const std::string& source = "r1",
                     const BatchLimits& limits = {}) {
    ImportOptions options;
    options.source = source;
    return import(content, options, limits);
  }
  /// Newest first.
  std::vector<ledger::Delivery> deliveries(const std::string& source = "r1") {
    const auto found = ledger_.deliveries(source, 100);
    EXPECT_TRUE(found);
    return found ? found->newest : std::vector<ledger::Delivery>{};
  }
  ledger::SourceTotals totals(const std::string& source = "r1") {
    const auto all = ledger_.sources();
    EXPECT_TRUE(all);
    for (const ledger::SourceTotals& each : *all) {
      if (each.source == source) return each;
    }
    return {};
  }

  std::string folder_;
  std::unique_ptr<record::RecordStore> store_ = store::make_memory_store();
  ledger::Ledger ledger_{std::string()};
  std::uint32_t now_ = kNow;
};

TEST_F(Deliveries, OfACaptureSayWhatItAdded) {
  const std::string capture = capture_of(0, 8);
  const InputReport report = import(capture);
  EXPECT_THAT(report.remarks, IsEmpty());
  const auto all = deliveries();
  ASSERT_EQ(all.size(), 1U);
  const ledger::Delivery& one = all.front();
  EXPECT_EQ(one.outcome, Outcome::kRead);
  EXPECT_EQ(one.format, "pcap");
  EXPECT_EQ(one.started, kNow);
  EXPECT_EQ(one.finished, kNow + 1);
  EXPECT_EQ(one.figures.octets, capture.size());
  EXPECT_EQ(one.figures.packets, 16U);
  EXPECT_EQ(one.figures.queries, 8U);
  EXPECT_EQ(one.figures.responses, 8U);
  EXPECT_EQ(one.figures.matched, 8U);
  EXPECT_EQ(one.figures.unmatched, 0U);
  EXPECT_EQ(one.figures.records, 8U);
  EXPECT_EQ(one.data, (DataSpan{kT0, kT0 + 7 * (kDay / 4)}));
  EXPECT_THAT(totals().recent, ElementsAre(DataDay{17'361, 4, 4}, DataDay{17'362, 4, 4}));
}

TEST_F(Deliveries, CountOnceWhatComesTwice) {
  import(capture_of(0, 8));
  const ledger::SourceTotals before = totals();
  import(capture_of(0, 8));
  const auto all = deliveries();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.front().outcome, Outcome::kAlreadyMerged);
  EXPECT_EQ(all.front().figures, ledger::Figures{});
  EXPECT_FALSE(all.front().data);
  EXPECT_EQ(totals().figures, before.figures);
  EXPECT_EQ(totals().recent, before.recent);
  EXPECT_EQ(totals().deliveries, 2U);
  EXPECT_EQ(totals().already_merged, 1U);
}

TEST_F(Deliveries, OfALogThatGrewSayOnlyWhatIsNew) {
  const BatchLimits small{.rows = 3, .steps_between_checks = 2};
  for (std::uint32_t count : {5U, 6U, 20U, 20U}) import(capture_of(0, count), "r1", small);
  const ledger::SourceTotals grown = totals();
  import(capture_of(0, 20), "r2", small);
  const ledger::SourceTotals whole = totals("r2");
  EXPECT_EQ(grown.figures, whole.figures);
  EXPECT_EQ(whole.figures.records, 20U);
  EXPECT_EQ(whole.figures.packets, 40U);
  EXPECT_EQ(grown.recent, whole.recent);
  EXPECT_EQ(grown.data, whole.data);
  const auto all = deliveries();
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].outcome, Outcome::kAlreadyMerged);
  EXPECT_EQ(all[1].figures.records, 14U);
  EXPECT_EQ(all[1].data, (DataSpan{kT0 + 6 * (kDay / 4), kT0 + 19 * (kDay / 4)}));
  EXPECT_EQ(all[2].figures.records, 1U);
}

TEST_F(Deliveries, TellWhatWasLeftOutAndWhy) {
  // The same response twice: nobody asked for the second one.
  CaptureMaker twice;
  twice.add_exchange("www.example.com", std::string_view("\xC0\x00\x02\x07", 4), kT0);
  std::string content = twice.file();
  constexpr std::size_t kFileHeader = 24, kQueryPacket = 16 + 14 + 20 + 8 + 12 + 17 + 4;
  content += content.substr(kFileHeader + kQueryPacket);
  const InputReport report = import(content);
  EXPECT_EQ(report.rejected.by_reason().at("response never asked for"), 1U);
  const auto all = deliveries();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].figures.responses, 1U);
  EXPECT_EQ(all[0].figures.matched, 1U);
  EXPECT_EQ(all[0].figures.unmatched, 1U);
  EXPECT_THAT(all[0].figures.left_out.at(Left::kRejected),
              ElementsAre(std::pair("response never asked for", 1U)));
}

TEST_F(Deliveries, OfAFeedAreThoseOfItsSensorsToo) {
  ImportOptions options;
  options.source = "partner";
  options.by_sensor = true;
  import(line_of("a.example", kT0, kT0 + kDay, "x") + line_of("b.example", kT0, kT0, "x") +
             line_of("c.example", kT0, kT0, "y") + "no line\n",
         options);
  const auto main = deliveries("partner");
  ASSERT_EQ(main.size(), 1U);
  EXPECT_EQ(main[0].format, "cof");
  EXPECT_EQ(main[0].figures.lines, 4U);
  EXPECT_EQ(main[0].figures.records, 0U);
  EXPECT_EQ(main[0].figures.left_out.at(Left::kRejected).size(), 1U);
  const auto x = deliveries("partner/x");
  ASSERT_EQ(x.size(), 1U);
  EXPECT_EQ(x[0].figures.lines, 0U);
  EXPECT_EQ(x[0].figures.records, 2U);
  EXPECT_EQ(x[0].data, (DataSpan{kT0, kT0 + kDay}));
  EXPECT_THAT(totals("partner/x").recent,
              ElementsAre(DataDay{17'361, 0, 1}, DataDay{17'362, 0, 1}));
  EXPECT_EQ(totals("partner/y").figures.records, 1U);
}

TEST_F(Deliveries, AreNotedOfWhatCannotBeRead) {
  EXPECT_EQ(import("neither this nor that").outcome, InputOutcome::kUnknown);
  std::string cut = capture_of(0, 3);
  cut.resize(cut.size() - 5);
  EXPECT_EQ(import(cut).outcome, InputOutcome::kBrokenOff);
  const auto all = deliveries();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].outcome, Outcome::kUnknownFormat);
  EXPECT_EQ(all[1].figures, ledger::Figures{});
  EXPECT_EQ(all[0].outcome, Outcome::kBrokenOff);
  EXPECT_EQ(all[0].figures.records, 2U);
  EXPECT_EQ(totals().failed, 2U);
}

TEST_F(Deliveries, NeverFailAnImport) {
  std::ofstream(ledger::ledger_path(folder_)) << std::string(5000, 'x');
  const InputReport report = import(capture_of(0, 3));
  EXPECT_EQ(report.outcome, InputOutcome::kRead);
  EXPECT_EQ(report.records, 3U);
  EXPECT_THAT(report.remarks, ElementsAre("not noted among the deliveries: the ledger of "
                                          "deliveries is damaged"));
  std::filesystem::remove_all(folder_);
  EXPECT_EQ(import(capture_of(0, 4)).outcome, InputOutcome::kRead);
}

TEST_F(Deliveries, ComeWithWhatTheStoreHolds) {
  import(capture_of(0, 3));
  ASSERT_TRUE(note_store(*store_, ledger_, kNow));
  const auto samples = ledger_.samples(5);
  ASSERT_TRUE(samples);
  ASSERT_EQ(samples->size(), 1U);
  EXPECT_EQ(samples->front().time, kNow);
  EXPECT_EQ(samples->front().records, 3U);
}

}  // namespace
}  // namespace spoor::intake
