// SPDX-License-Identifier: Apache-2.0
// Pages, by offset and by token, are the whole answer cut in pieces; tokens of others are refused.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"
#include "search/search.h"
#include "search/token.h"

namespace spoor::search {
namespace {

using ::testing::HasSubstr;

TEST(Paging, PagesByTokenConcatenateToTheWhole) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    const FakeStore store = random_store(random, 60);
    SearchRequest request = random_request(random);
    const auto whole = ask(store, request);
    request.limit = 1 + random() % 7;
    std::vector<PlainRow> joined;
    for (std::size_t page = 0; page < whole.size() + 2; ++page) {
      const auto cursor = search(store, request);
      ASSERT_TRUE(cursor) << describe(cursor.error());
      const auto rows = read_all(**cursor);
      joined.insert(joined.end(), rows.begin(), rows.end());
      ASSERT_EQ((*cursor)->more(), joined.size() < whole.size()) << describe_request(request);
      if (!(*cursor)->more()) break;
      ASSERT_EQ(rows.size(), request.limit);
      request.from = (*cursor)->token();
    }
    ASSERT_EQ(joined, whole) << describe_request(request);
  }
}

TEST(Paging, PagesByOffsetConcatenateToTheWhole) {
  std::mt19937 random(12);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 60);
    SearchRequest request = random_request(random);
    const auto whole = ask(store, request);
    request.limit = 1 + random() % 7;
    for (std::size_t offset = 0; offset <= whole.size() + 3; offset += request.limit) {
      request.offset = offset;
      const auto cursor = search(store, request);
      ASSERT_TRUE(cursor);
      const std::size_t from = std::min(offset, whole.size());
      const std::size_t to = std::min(from + request.limit, whole.size());
      ASSERT_EQ(read_all(**cursor),
                std::vector<PlainRow>(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                      whole.begin() + static_cast<std::ptrdiff_t>(to)));
      ASSERT_EQ((*cursor)->more(), to < whole.size());
    }
  }
}

TEST(Paging, AReaderMayStopAnywhereAndResume) {
  std::mt19937 random(13);
  for (int round = 0; round < 200; ++round) {
    const FakeStore store = random_store(random, 60);
    SearchRequest request = random_request(random);
    const auto whole = ask(store, request);
    if (whole.size() < 2) continue;
    const std::size_t stop = 1 + random() % (whole.size() - 1);
    const auto cursor = search(store, request);
    ASSERT_TRUE(cursor);
    for (std::size_t i = 0; i < stop; ++i) ASSERT_TRUE((*cursor)->next());
    request.from = (*cursor)->token();
    ASSERT_EQ(ask(store, request),
              std::vector<PlainRow>(whole.begin() + static_cast<std::ptrdiff_t>(stop), whole.end()))
        << describe_request(request);
  }
}

class Tokens : public ::testing::Test {
 protected:
  Tokens() {
    std::mt19937 random(14);
    store_ = random_store(random, 60);
    request_.query = *parse_query("*", QueryIn::kName);
    request_.limit = 3;
    const auto cursor = search(store_, request_);
    (void)read_all(**cursor);
    token_ = (*cursor)->token();
  }
  std::string refusal(const FakeStore& store, SearchRequest request) {
    request.from = token_;
    const auto cursor = search(store, request);
    return cursor ? "accepted" : describe(cursor.error());
  }

  FakeStore store_;
  SearchRequest request_;
  std::string token_;
};

TEST_F(Tokens, OfAnotherStoreAreRefused) {
  EXPECT_THAT(refusal(FakeStore(8), request_), HasSubstr("another store"));
}

TEST_F(Tokens, OfAnotherQuestionAreRefused) {
  EXPECT_EQ(refusal(store_, request_), "accepted");
  SearchRequest other = request_;
  other.query = *parse_query("*.com", QueryIn::kName);
  EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  other = request_;
  other.grouping = Grouping::kMergeSources;
  EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  other = request_;
  other.filters.sources = {"alpha"};
  EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  other = request_;
  other.order = {OrderKey::kCount, false};
  EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  other = request_;
  other.filters.fences.last_after = Moment{5, {}};
  EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  const std::vector<std::function<void(Filters&)>> changes = {
      [](Filters& f) { f.refused_types.add(dns::RrType::kA); },
      [](Filters& f) { f.refused_sources = {"alpha"}; },
      [](Filters& f) { f.count_min = 1; },
      [](Filters& f) { f.count_max = 1; },
      [](Filters& f) { f.fences.seen_from = Moment{5, {}}; },
      [](Filters& f) { f.fences.seen_to = Moment{5, {}}; },
      [](Filters& f) { f.asns.wanted = {64500}; },
      [](Filters& f) { f.asns.refused = {64500}; },
      [](Filters& f) { f.countries.wanted = {"DE"}; },
      [](Filters& f) { f.countries.refused = {"DE"}; },
      [](Filters& f) { f.tags.wanted = {enrich::Tag::kCdn}; },
      [](Filters& f) { f.tags.refused = {enrich::Tag::kCdn}; }};
  for (const auto& change : changes) {
    other = request_;
    change(other.filters);
    EXPECT_THAT(refusal(store_, other), HasSubstr("another question"));
  }
  other = request_;
  other.limit = 100;
  EXPECT_EQ(refusal(store_, other), "accepted") << "a page may have another size";
}

TEST_F(Tokens, ChangedAnywhereAreRefused) {
  const std::string good = token_;
  for (std::size_t i = 0; i < good.size(); ++i) {
    token_ = good;
    token_[i] = token_[i] == 'A' ? 'Q' : 'A';
    if (i + 1 == good.size()) continue;  // the last character's low bits carry nothing
    EXPECT_THAT(refusal(store_, request_), HasSubstr("token")) << i;
  }
  for (const std::string& bad : {std::string("x"), good.substr(1), good + "AAAA",
                                 std::string("nonsense!"), std::string(4000, 'A')}) {
    token_ = bad;
    EXPECT_THAT(refusal(store_, request_), HasSubstr("token")) << bad;
  }
}

TEST_F(Tokens, DoNotGoWithAnOffset) {
  request_.offset = 3;
  EXPECT_THAT(refusal(store_, request_), HasSubstr("not both"));
}

TEST_F(Tokens, KeepRelativeFencesWhereTheyWere) {
  SearchRequest request = request_;
  request.limit = kNoLimit;
  request.filters.fences.first_after = Moment{1005, 86400};
  const auto whole = ask(store_, request);
  request.limit = 2;
  const auto cursor = search(store_, request);
  auto joined = read_all(**cursor);
  ASSERT_TRUE((*cursor)->more());
  request.from = (*cursor)->token();
  request.limit = kNoLimit;
  request.filters.fences.first_after = Moment{1011, 86400};  // the same words, six seconds later
  const auto rest = ask(store_, request);
  joined.insert(joined.end(), rest.begin(), rest.end());
  EXPECT_EQ(joined, whole);
}

}  // namespace
}  // namespace spoor::search
