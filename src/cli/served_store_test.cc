// SPDX-License-Identifier: Apache-2.0
#include "cli/served_store.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/testing/scratch_directory.h"

namespace spoor::cli {
namespace {

namespace fs = std::filesystem;

class ServeStore : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = ServedStore::open(path());
    ASSERT_TRUE(opened) << describe(opened.error());
    served_ = *std::move(opened);
  }
  [[nodiscard]] std::string path() const { return scratch_.path() + "/db"; }
  [[nodiscard]] std::string elsewhere() const { return scratch_.path() + "/moved"; }

  store::testing::ScratchDirectory scratch_;
  std::unique_ptr<ServedStore> served_;
};

TEST_F(ServeStore, MakesANewOneAndSaysSo) {
  EXPECT_TRUE(served_->was_made());
  EXPECT_TRUE(served_->store());
  served_.reset();
  auto again = ServedStore::open(path());
  ASSERT_TRUE(again);
  EXPECT_FALSE((*again)->was_made());
}

TEST_F(ServeStore, TellsThatItIsGoneAndComesBack) {
  const auto id = (*served_->store())->store_id();
  fs::rename(path(), elsewhere());
  served_->look();
  const auto gone = served_->store();
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ErrorCode::kIo);
  EXPECT_THAT(describe(gone.error()), ::testing::HasSubstr("gone"));
  fs::rename(elsewhere(), path());
  served_->look();
  const auto back = served_->store();
  ASSERT_TRUE(back);
  EXPECT_EQ((*back)->store_id(), id);
  EXPECT_TRUE(
      (*back)->intern_source({"sensor", record::SourceKind::kSensor, record::FeedMode::kDelta}));
}

TEST_F(ServeStore, TakesItUpAgainWhileAnAnswerStillHoldsIt) {
  const auto held = *served_->store();
  fs::rename(path(), elsewhere());
  served_->look();
  EXPECT_FALSE(served_->store());
  fs::rename(elsewhere(), path());
  served_->look();
  ASSERT_TRUE(served_->store());
  EXPECT_EQ(*served_->store(), held);
}

TEST_F(ServeStore, OpensAnotherStoreThatWasPutInItsPlace) {
  const auto id = (*served_->store())->store_id();
  auto held = *served_->store();
  fs::rename(path(), elsewhere());
  served_->look();
  {
    store::RocksStoreOptions options;
    options.access = store::Access::kCreate;
    const auto other = store::open_rocks_store(scratch_.path() + "/other", options);
    ASSERT_TRUE(other);
  }
  fs::rename(scratch_.path() + "/other", path());
  served_->look();
  EXPECT_FALSE(served_->store());  // an answer still holds the old one
  held.reset();
  served_->look();
  const auto back = served_->store();
  ASSERT_TRUE(back) << describe(back.error());
  EXPECT_NE((*back)->store_id(), id);
}

TEST_F(ServeStore, SaysWhyWhatCameBackCannotBeOpened) {
  fs::rename(path(), elsewhere());
  served_->look();
  fs::create_directories(path() + "/catalogue");
  fs::copy_file(elsewhere() + "/catalogue/IDENTITY", path() + "/catalogue/IDENTITY");
  served_->look();
  EXPECT_FALSE(served_->store());
}

TEST(OpenServedStore, SaysWhoHasIt) {
  const store::testing::ScratchDirectory scratch;
  const auto first = ServedStore::open(scratch.path());
  ASSERT_TRUE(first);
  const auto second = ServedStore::open(scratch.path());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kDenied);
}

}  // namespace
}  // namespace spoor::cli
