// SPDX-License-Identifier: Apache-2.0
// Histograms against counts over the rows of the slow reference.
#include "search/histogram.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"

namespace spoor::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint32_t kDay = 86'400;

HistogramAnswer histogram_of(const FakeStore& store, const SearchRequest& request,
                             HistogramOptions options, std::uint64_t step = kNoLimit) {
  const auto cursor = open_histogram(store, request, options);
  EXPECT_TRUE(cursor);
  while (true) {
    const auto is_done = (*cursor)->advance(step);
    EXPECT_TRUE(is_done) << describe(is_done.error());
    if (!is_done || *is_done) return (*cursor)->answer();
  }
}

SearchRequest all_names() {
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  return request;
}

/// One row for each pair of days.
FakeStore store_of(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& days) {
  FakeStore store;
  const record::SourceId source = store.source_named("s");
  for (std::size_t i = 0; i < days.size(); ++i) {
    record::Sightings s = record::Sightings::seen_once(days[i].first * kDay + 7, 1);
    s.merge(record::Sightings::seen_once(days[i].second * kDay + 9, 1));
    store.add("h" + std::to_string(i) + ".example", dns::RrType::kA, "192.0.2.1",
              {source, record::How::kSensor, s});
  }
  return store;
}

TEST(Histogram, CountsLikeTheSlowReference) {
  std::mt19937 random(22);
  for (int round = 0; round < 400; ++round) {
    const FakeStore store = random_store(random, 100);
    SearchRequest request = random_request(random);
    const HistogramOptions options{static_cast<HistogramOf>(random() % 2),
                                   static_cast<HistogramStep>(1 + random() % 4)};
    const auto rows = reference_rows(store, request);
    std::map<std::uint32_t, std::uint64_t> expected;
    for (const PlainRow& row : rows) {
      const bool is_first = options.of == HistogramOf::kFirstSeen;
      const std::uint32_t day = (is_first ? row.first : row.last) / kDay;
      ++expected[begin_of_step(day, options.step)];
    }
    const auto answer = histogram_of(store, request, options, 1 + random() % 30);
    ASSERT_EQ(answer.num_results, rows.size()) << describe_request(request);
    ASSERT_EQ(answer.step, options.step);
    std::map<std::uint32_t, std::uint64_t> found;
    for (const HistogramBin& bin : answer.bins) found[bin.day] = bin.rows;
    ASSERT_EQ(found, expected) << describe_request(request);
    ASSERT_EQ(found.size(), answer.bins.size());
  }
}

TEST(Histogram, StepsBeginOnTheirFirstDay) {
  constexpr std::uint32_t kMonday = 18'078;  // 2019-07-01
  EXPECT_EQ(begin_of_step(kMonday, HistogramStep::kWeek), kMonday);
  EXPECT_EQ(begin_of_step(kMonday + 6, HistogramStep::kWeek), kMonday);
  EXPECT_EQ(begin_of_step(kMonday + 7, HistogramStep::kWeek), kMonday + 7);
  EXPECT_EQ(begin_of_step(kMonday - 1, HistogramStep::kWeek), kMonday - 7);
  EXPECT_EQ(begin_of_step(kMonday + 30, HistogramStep::kMonth), kMonday);
  EXPECT_EQ(begin_of_step(kMonday + 31, HistogramStep::kMonth), kMonday + 31);
  EXPECT_EQ(begin_of_step(kMonday, HistogramStep::kYear), 17'897U);  // 2019-01-01
  EXPECT_EQ(begin_of_step(kMonday, HistogramStep::kDay), kMonday);
  EXPECT_EQ(begin_of_step(3, HistogramStep::kWeek), 0U);  // 1970-01-04, of a week of 1969
  EXPECT_EQ(begin_of_step(4, HistogramStep::kWeek), 4U);
  EXPECT_EQ(begin_of_step(record::kLastDay, HistogramStep::kYear), 49'673U);  // 2106-01-01
}

TEST(Histogram, LeavesEmptyBinsOutAndTellsFirstAndLastApart) {
  const FakeStore store = store_of({{100, 103}, {100, 101}, {102, 103}});
  const auto first = histogram_of(store, all_names(), {HistogramOf::kFirstSeen, {}});
  EXPECT_EQ(first.step, HistogramStep::kDay);
  EXPECT_EQ(first.days, (record::DayRun{100, 102}));
  EXPECT_THAT(first.bins, ElementsAre(HistogramBin{100, 2}, HistogramBin{102, 1}));
  const auto last = histogram_of(store, all_names(), {HistogramOf::kLastSeen, {}});
  EXPECT_THAT(last.bins, ElementsAre(HistogramBin{101, 1}, HistogramBin{103, 2}));
}

TEST(Histogram, ChoosesTheShortestStepOfFewBins) {
  const std::pair<std::uint32_t, HistogramStep> cases[] = {
      {0, HistogramStep::kDay},     {199, HistogramStep::kDay},    {200, HistogramStep::kWeek},
      {1393, HistogramStep::kWeek}, {1407, HistogramStep::kMonth}, {6000, HistogramStep::kMonth},
      {6200, HistogramStep::kYear}, {31'000, HistogramStep::kYear}};
  for (const auto& [span, step] : cases) {
    const FakeStore store = store_of({{18'078, 18'078}, {18'078 + span, 18'078 + span}});
    const auto answer = histogram_of(store, all_names(), {});
    EXPECT_EQ(answer.step, step) << span;
    EXPECT_EQ(answer.num_results, 2U);
  }
}

TEST(Histogram, OfNothingHasNoBins) {
  const auto answer = histogram_of(store_of({}), all_names(), {});
  EXPECT_EQ(answer.num_results, 0U);
  EXPECT_FALSE(answer.days);
  EXPECT_THAT(answer.bins, IsEmpty());
}

TEST(Histogram, TellsWhatItHasWhenStopped) {
  const FakeStore store = store_of({{1, 1}, {2, 2}, {3, 3}, {4, 4}});
  const auto cursor = open_histogram(store, all_names(), {});
  ASSERT_TRUE(cursor);
  const auto is_done = (*cursor)->advance(2);
  ASSERT_TRUE(is_done);
  ASSERT_FALSE(*is_done);
  (*cursor)->stop();
  const auto rest = (*cursor)->advance(1);
  ASSERT_TRUE(rest);
  EXPECT_TRUE(*rest);
  EXPECT_LT((*cursor)->answer().num_results, 4U);
}

}  // namespace
}  // namespace spoor::search
