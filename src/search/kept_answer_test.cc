// SPDX-License-Identifier: Apache-2.0
// Kept answers are read as they were written, from any offset.
#include "search/kept_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"

namespace spoor::search {
namespace {

std::shared_ptr<const KeptAnswer> keep(const FakeStore& store, const SearchRequest& request) {
  const auto cursor = search(store, request);
  auto maker = KeptAnswerMaker::create({}, 1 << 20);
  EXPECT_TRUE(cursor && maker);
  while (true) {
    const auto row = (*cursor)->next();
    EXPECT_TRUE(row);
    if (!row || *row == nullptr) break;
    EXPECT_TRUE((*maker)->add(**row));
  }
  auto kept = (*maker)->finish();
  EXPECT_TRUE(kept);
  return *kept;
}

TEST(KeptAnswer, IsReadFromAnyOffset) {
  std::mt19937 random(61);
  for (int round = 0; round < 150; ++round) {
    FakeStore store = random_store(random, 250);
    const SearchRequest request = random_request(random);
    const auto whole = ask(store, request);
    const auto kept = keep(store, request);
    ASSERT_EQ(kept->rows(), whole.size());
    store.add("later.example.com", dns::RrType::kA, "192.0.2.1",
              {record::SourceId{1}, record::How::kSensor, record::Sightings::seen_once(1000, 1)});
    for (int i = 0; i < 5; ++i) {
      const std::size_t offset = random() % (whole.size() + 3);
      KeptPage page(kept, store, offset);
      std::vector<PlainRow> rows;
      while (*page.next()) rows.push_back(to_plain(page.row()));
      const auto from = std::min(offset, whole.size());
      ASSERT_EQ(rows, std::vector<PlainRow>(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                            whole.end()))
          << describe_request(request);
    }
  }
}

TEST(KeptAnswer, HasALimit) {
  std::mt19937 random(62);
  const FakeStore store = random_store(random, 50);
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  const auto cursor = search(store, request);
  auto maker = KeptAnswerMaker::create({}, 1000);
  while (true) {
    const auto row = (*cursor)->next();
    ASSERT_TRUE(row && *row != nullptr) << "it must not fit";
    const Status added = (*maker)->add(**row);
    if (added) continue;
    EXPECT_EQ(added.error().code, ErrorCode::kLimit);
    return;
  }
}

TEST(KeptAnswer, NeedsADirectory) {
  EXPECT_FALSE(KeptAnswerMaker::create("/nonexistent", 1000));
}

}  // namespace
}  // namespace spoor::search
