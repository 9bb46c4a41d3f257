// SPDX-License-Identifier: Apache-2.0
// Several imports at the same time into one store on disk, while segments are merged in the
// background and somebody reads: what both bring counts once.
#include <algorithm>
#include <atomic>
#include <latch>
#include <thread>

#include <gtest/gtest.h>

#include "intake/importer.h"
#include "intake/stored_lines_test.h"
#include "store/memory/memory_store.h"
#include "store/rocks/rocks_store.h"
#include "store/testing/scratch_directory.h"

namespace spoor::intake {
namespace {

using store::testing::ScratchDirectory;

constexpr BatchLimits kSmall{.rows = 500, .key_bytes = 1 << 20, .input_bytes = 1 << 30};

/// `n` lines of a feed, other ones for another seed.
std::string feed_of(int n, int seed) {
  std::string feed;
  for (int i = 0; i < n; ++i) {
    const std::string number = std::to_string(i * 31 + seed * 7);
    feed += R"({"rrname":"n)" + number + R"(.example.com","rrtype":"A","rdata":"192.0.2.)" +
            std::to_string(i % 256) + R"(","count":3,"time_first":1500000000,"time_last":)" +
            std::to_string(1'500'000'000 + i) + R"(,"sensor_id":"s)" + std::to_string(i % 5) +
            "\"}\n";
  }
  return feed;
}

struct Job {
  std::string content;
  std::string source = "partner";
  std::optional<std::string> key = {};
};

InputReport import(record::RecordStore& store, const Job& job) {
  ImportOptions options;
  options.source = job.source;
  options.counts = "delta";
  options.by_sensor = true;
  options.idempotency_key = job.key;
  auto settings = resolve(options);
  EXPECT_TRUE(settings);
  Importer importer(store, *std::move(settings), {}, kSmall);
  const auto in = InputStream::from_memory(as_bytes(job.content));
  auto report = importer.import(*in);
  EXPECT_TRUE(report) << describe(report.error());
  return report ? *report : InputReport{};
}

/// A store on disk and what several threads do with it at once.
class Arena {
 public:
  Arena() {
    store::RocksStoreOptions options;
    options.access = store::Access::kCreate;
    options.inline_bytes = 4096;
    auto store = store::open_rocks_store(directory_.path(), options);
    EXPECT_TRUE(store) << describe(store.error());
    store_ = *std::move(store);
  }

  /// All jobs at the same time, and a reader meanwhile.
  std::vector<InputReport> run(const std::vector<Job>& jobs) {
    std::vector<InputReport> reports(jobs.size());
    std::latch start(static_cast<std::ptrdiff_t>(jobs.size()));
    std::atomic<bool> is_over{false};
    std::thread reader([&] {
      std::size_t most = 0;
      while (!is_over) {
        const std::size_t lines = lines_of(*store_).size();
        EXPECT_GE(lines, most) << "a record that was there is gone";
        most = lines;
        EXPECT_TRUE(store_->find_source("partner") || lines == 0);
      }
    });
    std::vector<std::thread> importers;
    importers.reserve(jobs.size());
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      importers.emplace_back([&, i] {
        start.arrive_and_wait();
        reports[i] = import(*store_, jobs[i]);
      });
    }
    for (std::thread& importer : importers) importer.join();
    is_over = true;
    reader.join();
    return reports;
  }

  /// The lines of the store, sorted (sources are numbered as they come); it must be sound.
  std::vector<std::string> close() {
    EXPECT_TRUE(store_->settle({}));
    std::vector<std::string> lines = lines_of(*store_);
    store_.reset();
    const auto report = [](const store::Fault& fault) { ADD_FAILURE() << fault.what; };
    const auto summary = store::verify_store(directory_.path(), report, {});
    EXPECT_TRUE(summary);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

 private:
  ScratchDirectory directory_;
  std::unique_ptr<record::RecordStore> store_;
};

std::vector<std::string> truth_of(const std::vector<Job>& jobs) {
  const auto store = store::make_memory_store();
  for (const Job& job : jobs) import(*store, job);
  std::vector<std::string> lines = lines_of(*store);
  std::sort(lines.begin(), lines.end());
  return lines;
}

class SameContent : public ::testing::TestWithParam<const char*> {};

TEST_P(SameContent, brought_twice_at_the_same_time_counts_once) {
  Job job{feed_of(6000, 1)};
  if (*GetParam() != '\0') job.key = GetParam();
  const std::uint64_t batches = import(*store::make_memory_store(), job).batches;
  ASSERT_GE(batches, 6U);
  for (int round = 0; round < 3; ++round) {
    Arena arena;
    std::uint64_t merged = 0;
    for (const InputReport& report : arena.run({job, job})) {
      EXPECT_EQ(report.outcome, InputOutcome::kRead);
      EXPECT_EQ(report.batches + report.known_batches, batches);
      merged += report.batches;
    }
    EXPECT_EQ(merged, batches);
    EXPECT_EQ(arena.close(), truth_of({job}));
  }
}

INSTANTIATE_TEST_SUITE_P(ParallelImport, SameContent, ::testing::Values("", "2f1c"),
                         [](const auto& row) {
                           return std::string(*row.param == '\0' ? "by_content" : "by_key");
                         });

TEST(ParallelImport, other_contents_and_sources_do_not_mix) {
  Arena arena;
  const std::vector<Job> jobs{
      {feed_of(3000, 1)}, {feed_of(3000, 2)}, {feed_of(3000, 1), "other", "k"}};
  for (const InputReport& report : arena.run(jobs)) EXPECT_EQ(report.known_batches, 0U);
  EXPECT_EQ(arena.close(), truth_of(jobs));
}

TEST(ParallelImport, of_two_contents_under_one_key_one_is_refused) {
  const std::vector<Job> jobs{{feed_of(4000, 1), "partner", "k"},
                              {feed_of(5000, 2), "partner", "k"}};
  for (int round = 0; round < 3; ++round) {
    Arena arena;
    const std::vector<InputReport> reports = arena.run(jobs);
    const std::size_t winner = reports[0].outcome == InputOutcome::kRead ? 0 : 1;
    EXPECT_EQ(reports[winner].outcome, InputOutcome::kRead);
    const InputReport& loser = reports[1 - winner];
    EXPECT_EQ(loser.outcome, InputOutcome::kRefused);
    EXPECT_EQ(loser.batches, 0U);
    ASSERT_TRUE(loser.error);
    EXPECT_EQ(loser.error->where, "Idempotency-Key");
    EXPECT_EQ(arena.close(), truth_of({jobs[winner]}));
  }
}

}  // namespace
}  // namespace spoor::intake
