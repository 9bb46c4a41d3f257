// SPDX-License-Identifier: Apache-2.0
// Answers in slices: whatever a step may look at, the rows are the same, each step ends soon, and a
// token taken at any pause goes on there.
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"
#include "search/search.h"

namespace spoor::search {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;

constexpr std::array<std::uint64_t, 4> kBudgets = {0, 1, 3, 40};

std::unique_ptr<RowCursor> open(const FakeStore& store, const SearchRequest& request) {
  auto cursor = search(store, request);
  if (!cursor) {
    ADD_FAILURE() << describe(cursor.error()) << " " << describe_request(request);
    return nullptr;
  }
  return *std::move(cursor);
}

struct Sliced {
  std::vector<PlainRow> rows;
  std::size_t pauses = 0;
};

/// Reads to the end; `at_pause` is told how many rows were given before.
Sliced read_in_slices(RowCursor& cursor, std::uint64_t budget, const auto& at_pause) {
  Sliced answer;
  while (true) {
    const auto step = cursor.advance(budget);
    if (!step) {
      ADD_FAILURE() << describe(step.error());
      return answer;
    }
    if (*step == Step::kEnd) return answer;
    if (*step == Step::kRow) {
      answer.rows.push_back(to_plain(cursor.row()));
    } else {
      ++answer.pauses;
      at_pause(answer.rows.size());
    }
  }
}

Sliced read_in_slices(RowCursor& cursor, std::uint64_t budget) {
  return read_in_slices(cursor, budget, [](std::size_t) {});
}

std::vector<PlainRow> rows_from(const std::vector<PlainRow>& rows, std::size_t from) {
  return {rows.begin() + static_cast<std::ptrdiff_t>(from), rows.end()};
}

/// Records of one name each, told by the source "alpha" in their order.
FakeStore plain_store(std::size_t records) {
  FakeStore store;
  const auto source = store.source_named("alpha");
  for (std::size_t i = 0; i < records; ++i) {
    const auto first = static_cast<std::uint32_t>(1000 + i * 7919 % records);
    store.add("h" + std::to_string(100'000 + i) + ".example.com", RrType::kA, "192.0.2.1",
              {source, How::kSensor, Sightings::told_total(first, first + 5, 1 + i % 7)});
  }
  return store;
}

TEST(Pausing, SlicesOfAnySizeMakeTheWholeAnswer) {
  std::mt19937 random(41);
  for (int round = 0; round < 500; ++round) {
    const FakeStore store = random_store(random, 60);
    SearchRequest request = random_request(random);
    if (random() % 2 == 0) request.limit = random() % 9;
    if (random() % 3 == 0) request.offset = random() % 9;
    const auto whole = open(store, request);
    const auto expected = read_all(*whole);
    for (const std::uint64_t budget : kBudgets) {
      const auto cursor = open(store, request);
      ASSERT_EQ(read_in_slices(*cursor, budget).rows, expected) << describe_request(request);
      ASSERT_EQ(cursor->more(), whole->more()) << describe_request(request);
      ASSERT_EQ(*cursor->advance(budget), Step::kEnd) << "the end stays the end";
    }
  }
}

TEST(Pausing, ATokenOfAnyPauseGoesOnThere) {
  std::mt19937 random(42);
  for (int round = 0; round < 400; ++round) {
    const FakeStore store = random_store(random, 40);
    SearchRequest request = random_request(random);
    if (random() % 4 != 0) request.order = {};  // streamed
    std::vector<PlainRow> whole = ask(store, request);
    if (!whole.empty() && random() % 2 == 0) {  // itself behind a token
      const auto start = open(store, request);
      const std::size_t stop = 1 + random() % whole.size();
      for (std::size_t i = 0; i < stop; ++i) ASSERT_TRUE(start->next());
      request.from = start->token();
      whole = rows_from(whole, stop);
    }
    SearchRequest rest = request;
    if (random() % 2 == 0) request.limit = random() % 9;
    const auto cursor = open(store, request);
    const auto resume = [&](std::size_t given) {
      rest.from = cursor->token();
      ASSERT_EQ(ask(store, rest), rows_from(whole, given)) << describe_request(request);
    };
    const auto rows = read_in_slices(*cursor, kBudgets[random() % 3], resume).rows;
    ASSERT_EQ(rows, std::vector<PlainRow>(
                        whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(rows.size())));
    if (!cursor->more() || rows.empty()) continue;
    resume(rows.size());
  }
}

TEST(Pausing, AnAnswerStoppedAgainAndAgainComesToItsEnd) {
  std::mt19937 random(43);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 60);
    SearchRequest request = random_request(random);
    request.order = {};
    const auto whole = ask(store, request);
    std::vector<PlainRow> joined;
    for (int turns = 0;; ++turns) {
      ASSERT_LT(turns, 200) << describe_request(request);
      const auto cursor = open(store, request);
      Step step = Step::kRow;
      while (step == Step::kRow) {
        step = *cursor->advance(30);
        if (step == Step::kRow) joined.push_back(to_plain(cursor->row()));
      }
      if (step == Step::kEnd) break;
      request.from = cursor->token();  // the pause: the rest is another cursor's
    }
    ASSERT_EQ(joined, whole) << describe_request(request);
  }
}

TEST(Pausing, ATokenOfAPauseDoesNotBeginAgain) {
  const FakeStore store = plain_store(600);
  for (const Grouping grouping :
       {Grouping::kPerSource, Grouping::kMergeSources, Grouping::kMergeBailiwicks}) {
    SearchRequest request;
    request.query = *parse_query("*", QueryIn::kName);
    request.grouping = grouping;
    request.filters.types.add(RrType::kUri);
    const auto cursor = open(store, request);
    std::string late;
    std::size_t pauses = 0;
    while (*cursor->advance(50) == Step::kPaused) {
      if (++pauses == 10) late = cursor->token();
    }
    ASSERT_GE(pauses, 12U);
    ASSERT_FALSE(late.empty());
    request.from = late;
    const auto rest = read_in_slices(*open(store, request), 50);
    EXPECT_TRUE(rest.rows.empty());
    EXPECT_LE(rest.pauses, pauses - 9);
  }
}

TEST(Pausing, AGroupIsGivenAsSoonAsTheScanHasLeftIt) {
  FakeStore store = plain_store(600);
  store.add("h100000.example.com", RrType::kUri, "1 2 \"https://example.com/\"",
            {record::SourceId{1}, How::kSensor, Sightings::told_total(1000, 1001, 1)});
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  request.grouping = Grouping::kMergeBailiwicks;
  request.filters.types.add(RrType::kUri);
  const auto cursor = open(store, request);
  EXPECT_EQ(*cursor->advance(50), Step::kRow);
}

struct VainCase {
  const char* name;
  const char* query;
  QueryIn in;
  void (*narrow)(SearchRequest&);
};

class InVain : public ::testing::TestWithParam<VainCase> {};

/// 300 records are looked at and no row comes of them.
TEST_P(InVain, PausesAllTheSame) {
  FakeStore store = plain_store(300);
  store.source_named("silent");
  for (int i = 0; i < 300; ++i) {
    const std::string owner = "n" + std::to_string(i) + ".example.net";
    store.add(owner, RrType::kPx, "5 www.example.com www.example." + std::to_string(1000 + i),
              {record::SourceId{1}, How::kSensor, Sightings::told_total(1000, 1001, 1)});
  }
  for (const Grouping grouping :
       {Grouping::kPerSource, Grouping::kMergeSources, Grouping::kMergeBailiwicks}) {
    SearchRequest request;
    request.query = *parse_query(GetParam().query, GetParam().in);
    request.grouping = grouping;
    GetParam().narrow(request);
    for (const std::uint64_t budget : {std::uint64_t{1}, std::uint64_t{10}}) {
      const auto answer = read_in_slices(*open(store, request), budget);
      EXPECT_TRUE(answer.rows.empty());
      EXPECT_GE(answer.pauses, 300 / budget - 2);
    }
    const auto totals = open_summary(store, request);
    ASSERT_TRUE(totals);
    std::size_t slices = 1;
    while (!*(*totals)->advance(10)) ++slices;
    EXPECT_GE(slices, 29U);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, InVain,
    ::testing::Values(
        VainCase{"types", "*.example.com", QueryIn::kName,
                 [](SearchRequest& r) { r.filters.types.add(RrType::kUri); }},
        VainCase{
            "bailiwick", "*.example.com", QueryIn::kName,
            [](SearchRequest& r) { r.filters.bailiwicks.wanted = {*dns::parse_name("test")}; }},
        VainCase{"sources", "*.example.com", QueryIn::kName,
                 [](SearchRequest& r) { r.filters.sources = {"silent"}; }},
        VainCase{"fences", "*.example.com", QueryIn::kName,
                 [](SearchRequest& r) { r.filters.fences.first_after = Moment{100'000, {}}; }},
        VainCase{"sorted", "*.example.com", QueryIn::kName,
                 [](SearchRequest& r) {
                   r.filters.fences.first_after = Moment{100'000, {}};
                   r.order = {OrderKey::kCount, true};
                 }},
        VainCase{"names_without_records", "www.example.*", QueryIn::kName, [](SearchRequest&) {}},
        VainCase{"values_met_twice", "*", QueryIn::kRdata,
                 [](SearchRequest& r) { r.filters.sources = {"silent"}; }},
        VainCase{"rdata_by_forward_name", "www.example.*", QueryIn::kRdata,
                 [](SearchRequest& r) { r.filters.sources = {"silent"}; }}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Pausing, RowsThatAreSkippedPauseToo) {
  const FakeStore store = plain_store(300);
  for (const OrderKey key : {OrderKey::kKey, OrderKey::kCount}) {
    SearchRequest request;
    request.query = *parse_query("*", QueryIn::kName);
    request.order.key = key;
    const auto whole = ask(store, request);
    SearchRequest rest = request;
    request.offset = 250;
    const auto cursor = open(store, request);
    std::size_t pauses = 0;
    while (*cursor->advance(10) == Step::kPaused) {
      ++pauses;
      rest.from = cursor->token();  // no token counts rows: it begins again, or all are skipped
      const std::size_t skipped = rest.from.empty() ? 0 : 250;
      ASSERT_EQ(ask(store, rest), rows_from(whole, skipped));
    }
    EXPECT_GE(pauses, 24U);
  }
}

TEST(Pausing, SortedRowsComeAfterPausesAndTheTokenStaysUntilThen) {
  const FakeStore store = plain_store(300);
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  request.order = {OrderKey::kFirstSeen, true};
  request.limit = 5;
  const auto first = open(store, request);
  const auto rows = read_all(*first);
  const std::string token = request.from = first->token();
  const auto second = open(store, request);
  std::size_t pauses = 0;
  while (*second->advance(10) == Step::kPaused) {
    ++pauses;
    EXPECT_EQ(second->token(), token);
  }
  EXPECT_GE(pauses, 30U);
  EXPECT_LT(second->row().sightings->first, rows.back().first);
  EXPECT_NE(second->token(), token);
}

TEST(Pausing, SpillingAndJoiningRunsPauseToo) {
  FakeStore store;
  const auto source = store.source_named("alpha");
  std::string text;  // some 4,000 octets: few rows fill the memory
  for (int i = 0; i < 16; ++i) text += " \"" + std::string(250, 'x') + "\"";
  constexpr std::uint32_t kRows = 700;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    store.add("h" + std::to_string(10'000 + i) + ".example.com", RrType::kTxt, text,
              {source, How::kSensor, Sightings::told_total(1000 + i * 7919 % kRows, 9000, 1)});
  }
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  request.order = {OrderKey::kFirstSeen, false};
  request.limit = kNoLimit;
  const auto in_memory = ask(store, request);
  ASSERT_EQ(in_memory.size(), kRows);
  request.sort_bytes = 1;  // clamped to the least
  EXPECT_EQ(ask(store, request), in_memory);
  const auto sliced = read_in_slices(*open(store, request), 1);
  EXPECT_EQ(sliced.rows, in_memory);
  EXPECT_GT(sliced.pauses, std::size_t{2} * kRows + 500) << "rows read, written, and joined";
}

TEST(Pausing, ASummaryInSlicesIsTheSame) {
  std::mt19937 random(44);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 60);
    const SearchRequest request = random_request(random);
    const auto whole = summarize(store, request);
    ASSERT_TRUE(whole);
    const auto totals = open_summary(store, request);
    ASSERT_TRUE(totals);
    const std::uint64_t budget = kBudgets[random() % kBudgets.size()];
    std::uint64_t before = 0;
    while (!*(*totals)->advance(budget)) {
      ASSERT_GE((*totals)->summary().num_results, before);
      before = (*totals)->summary().num_results;
    }
    const Summary& sliced = (*totals)->summary();
    EXPECT_EQ(sliced.num_results, whole->num_results);
    EXPECT_EQ(sliced.count, whole->count);
    EXPECT_EQ(sliced.seen, whole->seen);
    EXPECT_EQ(sliced.zone_seen, whole->zone_seen);
    EXPECT_EQ(sliced.names, whole->names);
    EXPECT_EQ(sliced.rows_by_type, whole->rows_by_type);
  }
}

}  // namespace
}  // namespace spoor::search
