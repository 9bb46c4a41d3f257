// SPDX-License-Identifier: Apache-2.0
#include "transport/collector.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "store/memory/memory_store.h"
#include "transport/some_batches_test.h"

namespace spoor::transport {
namespace {

constexpr std::uint32_t kNow = 1'700'000'000;

class CollectorTest : public ::testing::Test {
 protected:
  ~CollectorTest() override { std::filesystem::remove_all(folder_); }

  std::string frame(std::uint64_t sequence, const record::Batch& batch) {
    FrameHead head;
    head.stream.octets.fill(7);
    head.sequence = sequence;
    auto rows = rows_of(batch);
    return *writer_.write(head, rows, delivered(1, batch.rows.size()));
  }
  Result<Collected> take(const std::string& octets, const std::string& source = "fra-1") {
    return collector_.take(*store_, source, octets, kNow);
  }
  std::uint64_t count(const std::string& name) {
    record::RangeQuery query;
    const auto snapshot = store_->snapshot();
    const auto cursor = snapshot->find(query);
    std::uint64_t sum = 0;
    for (auto record = (*cursor)->next(); record && *record != nullptr;
         record = (*cursor)->next()) {
      if (dns::name_to_text(*dns::name_from_sort_form((*record)->name)) != name) continue;
      for (const auto& each : (*record)->sightings) sum += each.sightings.count();
    }
    return sum;
  }
  record::StreamState state() {
    record::StreamId stream;
    stream.octets.fill(7);
    return *store_->stream_state(*store_->find_source("fra-1"), stream);
  }

  static std::string make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    return ::mkdtemp(pattern.data());
  }

  std::string folder_ = make_folder();
  std::unique_ptr<record::RecordStore> store_ = store::make_memory_store();
  SensorBatchWriter writer_;
  ledger::Ledger ledger_{folder_ + "/ledger"};
  Collector collector_{ledger_};
};

TEST_F(CollectorTest, MergesEachBatchOnceInAnyOrder) {
  const std::string a = frame(0, one_record("a.", kNow));
  const std::string b = frame(1, one_record("a.", kNow + 1));
  for (const std::string* each : {&b, &a, &b, &a, &a}) ASSERT_TRUE(take(*each));
  EXPECT_EQ(count("a."), 2U);
  EXPECT_EQ(state().watermark, 2U);
  EXPECT_FALSE(take(a)->is_new);
}

TEST_F(CollectorTest, KnowsSensorsApartByTheirCredential) {
  const std::string a = frame(0, one_record("a.", kNow));
  EXPECT_TRUE(take(a, "fra-1")->is_new);
  EXPECT_TRUE(take(a, "ams-1")->is_new) << "the same octets from another sensor";
  EXPECT_EQ(count("a."), 2U);
}

TEST_F(CollectorTest, GapsLeaveNoHoles) {
  FrameHead head;
  head.stream.octets.fill(7);
  head.sequence = 1;
  head.covers = 3;
  ASSERT_TRUE(take(frame(0, one_record("a.", kNow))));
  ASSERT_TRUE(take(frame(4, one_record("b.", kNow))));
  EXPECT_EQ(state().watermark, 1U);
  const std::string gap = *writer_.write_gap(head, delivered(3, 0));
  EXPECT_TRUE(take(gap)->is_new);
  EXPECT_EQ(state().watermark, 5U);
  EXPECT_TRUE(state().later.empty());
  EXPECT_FALSE(take(gap)->is_new);
}

TEST_F(CollectorTest, TellsTheLedgerOnce) {
  const std::string a = frame(0, one_record("a.", kNow));
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(take(a));
  collector_.note(kNow + 10);
  collector_.note(kNow + 20);
  const auto sources = ledger_.sources();
  ASSERT_TRUE(sources);
  ASSERT_EQ(sources->size(), 1U);
  EXPECT_EQ(sources->front().deliveries, 1U);
  EXPECT_EQ(sources->front().figures.responses, 1U);
  EXPECT_EQ(sources->front().figures.left_out.at(ledger::Left::kRejected).at("not asked for"), 2U);
  EXPECT_EQ(sources->front().last.format, "sensor");
}

TEST_F(CollectorTest, RefusesASourceOfTotals) {
  ASSERT_TRUE(
      store_->intern_source({"totals", record::SourceKind::kFeed, record::FeedMode::kTotal}));
  const auto refused = take(frame(0, one_record("a.", kNow)), "totals");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
}

TEST_F(CollectorTest, TakesNothingOfATornFrame) {
  const std::string whole = frame(0, random_batch(1, 100));
  EXPECT_FALSE(take(whole.substr(0, whole.size() - 1)));
  EXPECT_EQ(store_->stats()->records, 0U);
}

}  // namespace
}  // namespace spoor::transport
