// SPDX-License-Identifier: Apache-2.0
// Days and TTL that are looked up are those that were there all along; and who told a merged row.
#include "search/row_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/kept_answer.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

using ::testing::ElementsAre;

TEST(RowDetails, AreThoseOfARowThatWasReadWithThem) {
  std::mt19937 random(71);
  for (int round = 0; round < 400; ++round) {
    FakeStore store = random_store(random, 120);
    SearchRequest request = random_request(random);
    request.with_details = true;
    const auto whole = ask(store, request);
    store.keep_details_apart();
    ASSERT_EQ(ask(store, request), whole) << describe_request(request);
    request.limit = 10;  // few enough to be looked up
    request.offset = random() % 4;
    const auto page = ask(store, request);
    ASSERT_EQ(page.size(),
              std::min<std::size_t>(
                  10, whole.size() - std::min<std::size_t>(request.offset, whole.size())));
    for (std::size_t i = 0; i < page.size(); ++i)
      ASSERT_EQ(page[i], whole[i + request.offset]) << describe_request(request);
  }
}

TEST(RowDetails, OfAKeptAnswerAreLookedUp) {
  std::mt19937 random(72);
  for (int round = 0; round < 200; ++round) {
    FakeStore store = random_store(random, 120);
    SearchRequest request = random_request(random);
    request.order = {OrderKey::kLastSeen, true};
    request.filters.fences = {};
    const auto whole = ask(store, request);
    store.keep_details_apart();
    ASSERT_FALSE(needs_details_early(request));
    const auto cursor = search(store, request);
    auto maker = KeptAnswerMaker::create({}, 1 << 20);
    ASSERT_TRUE(cursor && maker);
    for (auto row = (*cursor)->next(); *row != nullptr; row = (*cursor)->next())
      ASSERT_TRUE((*maker)->add(**row));
    KeptPage page(*(*maker)->finish(), store, 0);
    auto details = RowDetails::open(store, request, store.snapshot());
    ASSERT_TRUE(details);
    std::vector<PlainRow> rows;
    while (*page.next()) {
      Row row = page.row();
      const auto found = details->find(row);
      ASSERT_TRUE(found) << describe(found.error());
      row.sightings = *found;
      rows.push_back(to_plain(row));
    }
    ASSERT_EQ(rows, whole) << describe_request(request);
  }
}

TEST(RowDetails, GoOnFromPageToPage) {
  std::mt19937 random(73);
  FakeStore store = random_store(random, 900);
  store.keep_details_apart();
  SearchRequest request;
  request.query = *parse_query("192.0.2.0/24", QueryIn::kAuto);
  request.with_details = true;
  const auto whole = ask(store, request);
  ASSERT_GT(whole.size(), 30U);
  request.limit = 7;
  std::vector<PlainRow> rows;
  do {
    const auto cursor = search(store, request);
    ASSERT_TRUE(cursor);
    const auto page = read_all(**cursor);
    rows.insert(rows.end(), page.begin(), page.end());
    request.from = (*cursor)->token();
  } while (!request.from.empty());
  EXPECT_EQ(rows, whole);
}

TEST(RowDetails, AStepGivesBackControlAfterSomeLookUps) {
  FakeStore store;
  const record::SourceId source = store.source_named("s");
  for (int i = 0; i < 100; ++i)
    store.add("h" + std::to_string(i) + ".example", dns::RrType::kA, "192.0.2.1",
              {source, record::How::kSensor, record::Sightings::seen_once(1000, 60)});
  store.keep_details_apart();
  SearchRequest request;
  request.query = *parse_query("192.0.2.1", QueryIn::kAuto);
  request.with_details = true;
  const auto cursor = search(store, request);
  ASSERT_TRUE(cursor);
  int rows = 0, pauses = 0;
  for (Step step = *(*cursor)->advance(kNoLimit); step != Step::kEnd;
       step = *(*cursor)->advance(kNoLimit)) {
    ++(step == Step::kRow ? rows : pauses);
    if (step == Step::kRow) {
      EXPECT_EQ((*cursor)->row().sightings->ttl_max, 60U);
    }
  }
  EXPECT_EQ(rows, 100);
  EXPECT_GE(pauses, 2);
}

TEST(RowSources, AreTheFirstByNameAndAllAreCounted) {
  FakeStore store;
  for (int i = 199; i >= 0; --i) {
    const auto source = store.source_named("s" + std::to_string(1000 + i));
    store.add("www.example.com", dns::RrType::kA, "192.0.2.1",
              {source, record::How::kSensor, record::Sightings::seen_once(1000, 60)},
              static_cast<std::uint8_t>(i % 3));
  }
  for (const char* order : {"key", "-count"}) {
    SearchRequest request;
    request.query = *parse_query("www.example.com", QueryIn::kName);
    request.grouping = Grouping::kMergeBailiwicks;
    request.order = *parse_order(order);
    const auto plain = search(store, request);
    EXPECT_EQ((*(*plain)->next())->sources.total, 0U) << "not asked for";
    request.with_sources = true;
    const auto cursor = search(store, request);
    const Row* const row = *(*cursor)->next();
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->sources.total, 200U);
    ASSERT_EQ(row->sources.names.size(), kMostRowSources);
    EXPECT_EQ(row->sources.names.front(), "s1000");
    EXPECT_EQ(row->sources.names.back(), "s1063");
    request.filters.sources = {"s1150", "s1007"};
    const auto few = search(store, request);
    EXPECT_THAT((*(*few)->next())->sources.names, ElementsAre("s1007", "s1150"));
  }
}

}  // namespace
}  // namespace spoor::search
