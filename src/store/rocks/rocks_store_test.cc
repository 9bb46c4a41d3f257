// SPDX-License-Identifier: Apache-2.0
// What a store does when something is in its way: another process, another version, damage, a full
// disk.
#include "store/rocks/rocks_store.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/rocks/catalogue.h"
#include "store/rocks/catalogue_codec.h"
#include "store/rocks/compaction_policy.h"
#include "store/rocks/segment_path.h"
#include "store/testing/random_history.h"
#include "store/testing/scratch_directory.h"

namespace spoor::store {
namespace {

using testing::RandomHistory;
using testing::ScratchDirectory;

RocksStoreOptions plain_files() {
  RocksStoreOptions options;
  options.access = Access::kCreate;
  options.background_merging = false;
  options.inline_bytes = 0;
  return options;
}

record::BatchId nth(std::uint64_t sequence) {
  return {record::SourceId{1}, {}, sequence};
}

std::unique_ptr<record::RecordStore> fill(const std::string& directory, int batches,
                                          const RocksStoreOptions& options = plain_files()) {
  auto store = open_rocks_store(directory, options);
  EXPECT_TRUE(store) << describe(store.error());
  const auto source =
      (*store)->intern_source({"one", record::SourceKind::kFeed, record::FeedMode::kTotal});
  EXPECT_TRUE((*store)->intern_type_label("NAME"));
  EXPECT_TRUE((*store)->intern_type_label("DOMAIN"));
  for (int i = 0; i < batches; ++i) {
    EXPECT_TRUE((*store)->merge(RandomHistory(static_cast<std::uint64_t>(i))
                                    .batch(nth(static_cast<std::uint64_t>(i)), {*source}, 300)));
  }
  return std::move(*store);
}

/// As an older program left it.
void forget_watched_days(const std::string& directory) {
  auto catalogue = Catalogue::open(directory, CatalogueMode::kExisting);
  ASSERT_TRUE(catalogue);
  const auto content = (*catalogue)->load();
  ASSERT_TRUE(content);
  CatalogueChange change;
  for (const auto& [segment, watched] : content->watched)
    change.remove(numbered_key(CatalogueTag::kWatched, segment));
  ASSERT_TRUE((*catalogue)->commit(change));
}

std::uint64_t count_faults(const std::string& directory) {
  const auto summary = verify_store(directory, [](const Fault&) {}, {});
  EXPECT_TRUE(summary);
  return summary ? summary->faults : 0;
}

TEST(RocksStore, ASecondOpenIsDenied) {
  const ScratchDirectory directory;
  const auto store = fill(directory.path(), 1);
  const auto second = open_rocks_store(directory.path(), plain_files());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kDenied);
  RocksStoreOptions reading;
  reading.access = Access::kReadOnly;
  const auto reader = open_rocks_store(directory.path(), reading);
  ASSERT_TRUE(reader) << describe(reader.error());
  EXPECT_EQ(testing::dump(*(*reader)->snapshot(), {}), testing::dump(*store->snapshot(), {}));
  EXPECT_EQ((*reader)->merge(RandomHistory(1).batch(nth(7), {record::SourceId{1}}, 3)).error().code,
            ErrorCode::kDenied);
}

TEST(RocksStore, AMissingStoreIsNotFound) {
  const ScratchDirectory directory;
  const auto store = open_rocks_store(directory.path() + "/none", RocksStoreOptions{});
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::kNotFound);
}

TEST(RocksStore, ANewerFormatIsRefusedWithItsNumber) {
  const ScratchDirectory directory;
  fill(directory.path(), 1).reset();
  {
    auto catalogue = Catalogue::open(directory.path(), CatalogueMode::kExisting);
    ASSERT_TRUE(catalogue);
    CatalogueContent content = *(*catalogue)->load();
    content.format = kStoreFormat + 1;
    CatalogueChange change;
    change.put(format_key(), encode_format(content));
    ASSERT_TRUE((*catalogue)->commit(change));
  }
  const auto store = open_rocks_store(directory.path(), plain_files());
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(store.error().offset, kStoreFormat + 1);
  EXPECT_NE(describe(store.error()).find("newer"), std::string::npos);
}

TEST(RocksStore, AFeedModeIsFixedAtFirstUse) {
  const ScratchDirectory directory;
  const auto store = fill(directory.path(), 0);
  const auto again =
      store->intern_source({"one", record::SourceKind::kFeed, record::FeedMode::kDelta});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kInvalid);
}

TEST(RocksStore, NotesAndLabelsOutliveTheProcess) {
  const ScratchDirectory directory;
  fill(directory.path(), 2).reset();
  const auto store = fill(directory.path(), 0);
  EXPECT_EQ(*store->note("last"), "1");
  EXPECT_EQ(*store->note("never"), "");
  EXPECT_EQ(store->type_text(*store->find_type_label("name")), "NAME");
  EXPECT_EQ(dns::to_number(*store->intern_type_label("domain")), 65537U);
}

TEST(RocksStore, OrphansAreRemovedAndOldSegmentsToo) {
  const ScratchDirectory directory;
  fill(directory.path(), 3).reset();
  std::ofstream(segment_path(directory.path(), 0xABCDEF)) << "left over";
  const auto store = fill(directory.path(), 0);
  EXPECT_FALSE(std::filesystem::exists(segment_path(directory.path(), 0xABCDEF)));
  const auto before = store->snapshot();
  const auto rows = testing::dump(*before, {});
  ASSERT_TRUE(store->compact({}));
  EXPECT_EQ(testing::dump(*before, {}), rows);  // an old state reads on
  EXPECT_EQ(testing::dump(*store->snapshot(), {}), rows);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file :
       std::filesystem::directory_iterator(segment_directory(directory.path())))
    ++files;
  EXPECT_EQ(files, 1U);
}

TEST(RocksStore, ABulkImportIntoAnEmptyStoreSettlesToOneSegment) {
  const ScratchDirectory directory;
  auto store = fill(directory.path(), 5);
  EXPECT_FALSE(store->stats()->is_exact);
  const auto rows = testing::dump(*store->snapshot(), {});
  store.reset();
  EXPECT_EQ(count_faults(directory.path()), 0U);  // plain segments are sound as well
  store = fill(directory.path(), 0);
  EXPECT_EQ(testing::dump(*store->snapshot(), {}), rows);
  ASSERT_TRUE(store->settle({}));  // also in a later process: what is plain is merged
  EXPECT_TRUE(store->stats()->is_exact);
  EXPECT_EQ(store->stats()->records, rows.size());
  EXPECT_EQ(testing::dump(*store->snapshot(), {}), rows);
}

TEST(RocksStore, VerifyFindsEveryFlippedOctet) {
  const ScratchDirectory directory;
  fill(directory.path(), 1).reset();
  const std::string path = segment_path(directory.path(), 1);
  ASSERT_EQ(count_faults(directory.path()), 0U);
  const auto size = std::filesystem::file_size(path);
  std::uint64_t unnoticed = 0;
  for (std::uint64_t at = 0; at < size; at += 97) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(at));
    const auto octet = static_cast<char>(file.get());
    file.seekp(static_cast<std::streamoff>(at));
    file.put(static_cast<char>(octet ^ 0x20));
    file.close();
    if (count_faults(directory.path()) == 0) ++unnoticed;
    std::fstream mend(path, std::ios::in | std::ios::out | std::ios::binary);
    mend.seekp(static_cast<std::streamoff>(at));
    mend.put(octet);
  }
  EXPECT_EQ(unnoticed, 0U);
  EXPECT_EQ(count_faults(directory.path()), 0U);
}

TEST(RocksStore, AFullDiskIsAnErrorAndWhatWasAcknowledgedStays) {
  const ScratchDirectory directory;
  const auto expected = testing::dump(*fill(directory.path(), 2)->snapshot(), {});
  // RLIMIT_FSIZE stands for the full disk: the write fails in the same place. In a child, for it
  // cannot be undone.
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto store = open_rocks_store(directory.path(), plain_files());
    if (!store) ::_exit(10);
    const rlimit limit{2000, 2000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto merged =
        (*store)->merge(RandomHistory(5).batch(nth(50), {record::SourceId{1}}, 4000));
    ::_exit(!merged && merged.error().code == ErrorCode::kIo ? 0 : 11);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  const auto store = fill(directory.path(), 0);
  EXPECT_EQ(testing::dump(*store->snapshot(), {}), expected);
  EXPECT_EQ(*store->merge(RandomHistory(5).batch(nth(50), {record::SourceId{1}}, 40)),
            record::MergeOutcome::kMerged);
}

TEST(RocksStore, WhatABulkImportLeftUnpackedIsPackedWhenItSettles) {
  const ScratchDirectory directory;
  const auto store = fill(directory.path(), 0);
  record::Batch batch = RandomHistory(3).batch(nth(0), {record::SourceId{1}}, 2000);
  batch.more_follow = true;
  ASSERT_EQ(*store->merge(std::move(batch)), record::MergeOutcome::kMerged);
  const auto before = testing::dump(*store->snapshot(), {});
  const std::uint64_t plain_bytes = store->stats()->bytes;
  ASSERT_TRUE(store->settle({}));
  EXPECT_LT(store->stats()->bytes, plain_bytes);
  EXPECT_EQ(testing::dump(*store->snapshot(), {}), before);
}

TEST(CompactionPolicy, SettledMeansEachIsTwiceAllBelow) {
  const auto sizes = [](std::initializer_list<std::uint64_t> bytes) {
    std::vector<SegmentEntry> entries;
    for (const std::uint64_t b : bytes) {
      SegmentEntry& entry = entries.emplace_back();
      entry.number = static_cast<std::uint32_t>(entries.size());
      entry.bytes = b;
    }
    return choose_segments(std::move(entries)).size();
  };
  EXPECT_EQ(sizes({}), 0U);
  EXPECT_EQ(sizes({10}), 0U);
  EXPECT_EQ(sizes({10, 10}), 2U);
  EXPECT_EQ(sizes({100, 30, 10}), 0U);
  EXPECT_EQ(sizes({1000, 10, 10}), 2U);
  EXPECT_EQ(sizes({1000, 400, 300}), 3U);
  SegmentEntry plain;
  plain.is_plain = true;
  EXPECT_EQ(choose_segments({plain}).size(), 1U);
}

TEST(RocksStore, WatchedDaysOfAnOlderStoreAreNotKnownUntilItIsCompacted) {
  const ScratchDirectory directory;
  auto store = fill(directory.path(), 3);
  const record::SourceId source{1};
  const record::WatchedDays before = *store->watched_days(source);
  EXPECT_TRUE(before.is_complete);
  EXPECT_GT(before.days.count(), 3U);
  store.reset();
  forget_watched_days(directory.path());
  EXPECT_EQ(count_faults(directory.path()), 0U);

  store = std::move(*open_rocks_store(directory.path(), plain_files()));
  EXPECT_EQ(*store->watched_days(source), (record::WatchedDays{{}, false}));
  // New batches say theirs; what is old stays unknown.
  ASSERT_TRUE(store->merge(RandomHistory(1).batch(nth(10), {source}, 300)));
  EXPECT_FALSE(store->watched_days(source)->is_complete);
  EXPECT_FALSE(store->watched_days(source)->days.empty());
  ASSERT_TRUE(store->compact({}));
  EXPECT_EQ(*store->watched_days(source), before);
  store.reset();
  store = std::move(*open_rocks_store(directory.path(), plain_files()));
  EXPECT_EQ(*store->watched_days(source), before);
}

TEST(RocksStore, VerifyTellsWatchedDaysThatLackThoseOfTheRecords) {
  const ScratchDirectory directory;
  fill(directory.path(), 1);
  {
    auto catalogue = std::move(*Catalogue::open(directory.path(), CatalogueMode::kExisting));
    CatalogueContent content = *catalogue->load();
    ASSERT_EQ(content.watched.size(), 1U);
    auto& [segment, watched] = *content.watched.begin();
    watched.of(record::SourceId{1}).clear();
    watched.of(record::SourceId{1}).add(3);
    CatalogueChange change;
    change.put_watched(segment, watched);
    ASSERT_TRUE(catalogue->commit(change));
  }
  EXPECT_EQ(count_faults(directory.path()), 1U);
}

TEST(RocksStore, KeepsWhatIsWrittenAboutASource) {
  const ScratchDirectory directory;
  const record::SourceCard card{"A", "above, Luxembourg", "Example CERT", "two\nlines",
                                record::Tlp::kAmber};
  {
    const auto store = fill(directory.path(), 1);
    ASSERT_EQ(store->sources().size(), 1U);
    EXPECT_EQ(store->sources()[0].card, record::SourceCard{});
    ASSERT_TRUE(store->edit_source({1}, record::SourceKind::kZone, card));
    ASSERT_TRUE(
        store->intern_source({"two", record::SourceKind::kSensor, record::FeedMode::kDelta}));
    EXPECT_FALSE(store->edit_source({2}, record::SourceKind::kZone, card)) << "the label is taken";
    EXPECT_FALSE(store->edit_source({3}, record::SourceKind::kZone, {}));
  }
  RocksStoreOptions options = plain_files();
  options.access = Access::kReadOnly;
  const auto store = open_rocks_store(directory.path(), options);
  ASSERT_TRUE(store);
  ASSERT_EQ((*store)->sources().size(), 2U);
  EXPECT_EQ((*store)->sources()[0].card, card);
  EXPECT_EQ((*store)->sources()[0].spec.kind, record::SourceKind::kZone);
  EXPECT_EQ((*store)->sources()[0].spec.mode, record::FeedMode::kTotal);
  EXPECT_EQ((*store)->edit_source({1}, record::SourceKind::kZone, {}).error().code,
            ErrorCode::kDenied);
}

}  // namespace
}  // namespace spoor::store
