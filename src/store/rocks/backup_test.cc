// SPDX-License-Identifier: Apache-2.0
// Copies of a store that is at rest, of one that is written to meanwhile, and of what is no copy.
#include "store/rocks/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "store/rocks/rocks_store.h"
#include "store/testing/random_history.h"
#include "store/testing/scratch_directory.h"

namespace spoor::store {
namespace {

namespace fs = std::filesystem;
using testing::dump;
using testing::RandomHistory;
using testing::ScratchDirectory;

std::unique_ptr<record::RecordStore> open(const std::string& directory, Access access,
                                          bool in_background = false) {
  RocksStoreOptions options;
  options.access = access;
  options.background_merging = in_background;
  options.inline_bytes = 1024;
  auto store = open_rocks_store(directory, options);
  EXPECT_TRUE(store) << describe(store.error());
  return store ? *std::move(store) : nullptr;
}

void fill(record::RecordStore& store, std::uint64_t from, std::uint64_t to) {
  const auto source =
      store.intern_source({"one", record::SourceKind::kFeed, record::FeedMode::kTotal});
  EXPECT_TRUE(store.intern_type_label("NAME"));
  EXPECT_TRUE(store.intern_type_label("DOMAIN"));
  for (std::uint64_t i = from; i < to; ++i)
    ASSERT_TRUE(
        store.merge(RandomHistory(i).batch({*source, {}, i}, {*source}, i % 3 == 0 ? 5 : 300)));
}

std::vector<std::string> all_of(const std::string& directory) {
  const auto store = open(directory, Access::kReadOnly);
  record::RangeQuery query;
  query.with_details = true;
  return dump(*store->snapshot(), query);
}

class Backup : public ::testing::Test {
 protected:
  std::string store() const { return scratch_.path() + "/store"; }
  std::string folder() const { return scratch_.path() + "/backup"; }
  Result<BackupSummary> back_up() const { return back_up_store(store(), folder(), {}); }

  ScratchDirectory scratch_;
};

TEST_F(Backup, HoldsTheStoreAndOnlyWhatIsNewIsCopied) {
  fill(*open(store(), Access::kCreate), 0, 6);
  const auto first = back_up();
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_GT(first->copied, 0U);
  EXPECT_TRUE(first->is_changed);
  EXPECT_EQ(all_of(folder()), all_of(store()));

  const auto again = back_up();
  ASSERT_TRUE(again);
  EXPECT_FALSE(again->is_changed);
  EXPECT_EQ(again->copied, 0U);

  fill(*open(store(), Access::kExisting), 6, 8);
  const auto more = back_up();
  ASSERT_TRUE(more);
  EXPECT_TRUE(more->is_changed);
  EXPECT_LT(more->copied, more->segments);
  EXPECT_EQ(all_of(folder()), all_of(store()));

  ASSERT_TRUE(open(store(), Access::kExisting)->compact({}));
  const auto compacted = back_up();
  ASSERT_TRUE(compacted);
  EXPECT_EQ(compacted->copied, 1U);
  EXPECT_GT(compacted->removed, 0U);
  EXPECT_EQ(all_of(folder()), all_of(store()));
  std::uint64_t faults = 0;
  ASSERT_TRUE(verify_store(folder(), [&](const Fault&) { ++faults; }, {}));
  EXPECT_EQ(faults, 0U);
}

TEST_F(Backup, IsOneStateOfAStoreThatIsWrittenTo) {
  const auto live = open(store(), Access::kCreate, true);
  fill(*live, 0, 3);
  std::atomic<bool> is_done{false};
  std::thread writer([&] {
    fill(*live, 3, 60);
    is_done = true;
  });
  int copies = 0;
  do {
    const auto done = back_up();
    if (!done) {
      EXPECT_EQ(done.error().code, ErrorCode::kLimit) << describe(done.error());
      continue;
    }
    ++copies;
    std::uint64_t faults = 0;
    ASSERT_TRUE(verify_store(folder(),
                             [&](const Fault& fault) {
                               ++faults;
                               ADD_FAILURE() << fault.where << ": " << fault.what;
                             },
                             {}));
    ASSERT_EQ(faults, 0U);
  } while (!is_done);
  writer.join();
  EXPECT_GT(copies, 0);
  ASSERT_TRUE(live->settle({}));
  ASSERT_TRUE(back_up());
  record::RangeQuery query;
  query.with_details = true;
  EXPECT_EQ(all_of(folder()), dump(*live->snapshot(), query));
}

TEST_F(Backup, ComesBackAsAStoreThatGoesOn) {
  fill(*open(store(), Access::kCreate), 0, 5);
  ASSERT_TRUE(back_up());
  const std::string place = scratch_.path() + "/restored";
  const auto done = restore_store(folder(), place, {});
  ASSERT_TRUE(done) << describe(done.error());
  EXPECT_EQ(all_of(place), all_of(store()));
  EXPECT_FALSE(fs::exists(place + "/backup.txt"));
  const auto restored = open(place, Access::kExisting);
  EXPECT_EQ(restored->store_id(), open(store(), Access::kReadOnly)->store_id());
  const auto known = restored->merge(RandomHistory(1).batch({{1}, {}, 1}, {{1}}, 300));
  EXPECT_EQ(*known, record::MergeOutcome::kAlreadyMerged);
  fill(*restored, 5, 6);
}

TEST_F(Backup, WhatIsInTheWayIsNotOverwritten) {
  fill(*open(store(), Access::kCreate), 0, 2);
  const std::string other = scratch_.path() + "/other";
  fill(*open(other, Access::kCreate), 0, 2);
  ASSERT_TRUE(back_up());
  const auto wrong = back_up_store(other, folder(), {});
  EXPECT_EQ(wrong.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(restore_store(folder(), other, {}).error().code, ErrorCode::kInvalid);
  EXPECT_EQ(restore_store(other, scratch_.path() + "/new", {}).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(back_up_store(scratch_.path() + "/none", folder(), {}).error().code,
            ErrorCode::kNotFound);
}

TEST_F(Backup, AnInterruptedOneKeepsItsOldState) {
  fill(*open(store(), Access::kCreate), 0, 4);
  ASSERT_TRUE(back_up());
  const auto before = all_of(folder());
  fill(*open(store(), Access::kExisting), 4, 9);
  const auto stopped =
      back_up_store(store(), folder(), [](std::uint64_t, std::uint64_t) { return false; });
  EXPECT_EQ(stopped.error().code, ErrorCode::kLimit);
  EXPECT_EQ(all_of(folder()), before);
  // Between the two steps of the swap.
  fs::rename(folder() + "/catalogue", folder() + "/catalogue.old");
  ASSERT_TRUE(back_up());
  EXPECT_EQ(all_of(folder()), all_of(store()));
}

}  // namespace
}  // namespace spoor::store
