// SPDX-License-Identifier: Apache-2.0
// Answers against the slow reference over random stores, the order of rows, and totals.
#include "search/search.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/rdata.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;
using ::testing::ElementsAre;

SearchRequest request_for(std::string_view text, QueryIn in = QueryIn::kAuto) {
  SearchRequest request;
  request.query = *parse_query(text, in);
  return request;
}

/// Without what only some groupings show.
std::vector<PlainRow> without_bailiwick(std::vector<PlainRow> rows) {
  for (PlainRow& row : rows) row.bailiwick = -1;
  return rows;
}

TEST(Search, EqualsTheSlowReference) {
  std::mt19937 random(1);
  for (int round = 0; round < 60; ++round) {
    const FakeStore store = random_store(random, 120);
    for (int i = 0; i < 80; ++i) {
      const SearchRequest request = random_request(random);
      auto rows = ask(store, request);
      if (request.grouping == Grouping::kMergeBailiwicks) rows = without_bailiwick(std::move(rows));
      std::sort(rows.begin(), rows.end());
      ASSERT_EQ(rows, reference_rows(store, request)) << describe_request(request);
    }
  }
}

TEST(Search, OrdersRowsAndBreaksTiesByKey) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 80);
    SearchRequest request = random_request(random);
    request.grouping = Grouping::kPerSource;
    if (request.order.key == OrderKey::kKey && request.query.in != QueryIn::kName)
      continue;  // index order: tested below
    if (request.order.key == OrderKey::kKey && request.query.kind == QueryKind::kForward) continue;
    auto expected = reference_rows(store, request);
    std::sort(expected.begin(), expected.end(), [&](const PlainRow& a, const PlainRow& b) {
      return is_before(store, request.order, a, b);
    });
    if (request.order.key == OrderKey::kKey && request.order.descending)
      std::reverse(expected.begin(), expected.end());
    ASSERT_EQ(ask(store, request), expected) << describe_request(request);
  }
}

TEST(Search, DescendingByKeyIsTheStreamBackwards) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 80);
    SearchRequest request = random_request(random);
    request.order = {OrderKey::kKey, false};
    auto rows = ask(store, request);
    std::reverse(rows.begin(), rows.end());
    request.order.descending = true;
    ASSERT_EQ(ask(store, request), rows) << describe_request(request);
  }
}

TEST(Search, SpillsToDiskAndAnswersTheSame) {
  std::mt19937 random(4);
  const FakeStore store = random_store(random, 3000);
  SearchRequest request = request_for("*");
  request.limit = kNoLimit;
  request.order = {OrderKey::kCount, true};
  const auto in_memory = ask(store, request);
  ASSERT_GT(in_memory.size(), 1000U);
  request.sort_bytes = 1;  // clamped to the least: many runs
  EXPECT_EQ(ask(store, request), in_memory);
  request.limit = 700;
  EXPECT_EQ(ask(store, request), std::vector<PlainRow>(in_memory.begin(), in_memory.begin() + 700));
}

TEST(Search, SpillingNeedsADirectory) {
  std::mt19937 random(4);
  const FakeStore store = random_store(random, 3000);
  SearchRequest request = request_for("*");
  request.limit = kNoLimit;
  request.order = {OrderKey::kCount, false};
  request.sort_bytes = 1;
  request.scratch_dir = "/nonexistent";
  const auto cursor = search(store, request);
  ASSERT_TRUE(cursor);
  const auto row = (*cursor)->next();
  ASSERT_FALSE(row);
  EXPECT_EQ(row.error().code, ErrorCode::kIo);
  EXPECT_THAT(row.error().where, ::testing::HasSubstr("/nonexistent"));
}

TEST(Search, ShowsOneRowPerRecordSourceAndHow) {
  FakeStore store;
  const auto b = store.source_named("b"), a = store.source_named("a");
  store.add("www.example.com", RrType::kA, "192.0.2.1",
            {b, How::kSensor, Sightings::told_total(100, 200, 3)});
  store.add("www.example.com", RrType::kA, "192.0.2.1",
            {a, How::kSensor, Sightings::told_total(50, 150, 2)});
  store.add("www.example.com", RrType::kA, "192.0.2.1",
            {a, How::kZone, Sightings::told_total(10, 20, 1)});
  SearchRequest request = request_for("www.example.com");
  const auto rows = ask(store, request);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].source, "a");
  EXPECT_EQ(rows[0].how, static_cast<int>(How::kSensor));
  EXPECT_EQ(rows[1].source, "a");
  EXPECT_EQ(rows[1].how, static_cast<int>(How::kZone));
  EXPECT_EQ(rows[2].source, "b");

  request.grouping = Grouping::kMergeSources;
  request.filters.fences.first_after =
      Moment{50, {}};  // of the merged row: the sensor row begins at 50
  request.filters.fences.first_before = Moment{50, {}};
  const auto merged = ask(store, request);
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].first, 50U);
  EXPECT_EQ(merged[0].last, 200U);
  EXPECT_EQ(merged[0].count, 5U);
  EXPECT_EQ(merged[0].source, "");
}

TEST(Search, MergedBailiwicksShowTheOneThatAllAgreeOn) {
  FakeStore store;
  const auto s = store.source_named("s");
  store.add("a.example.com", RrType::kA, "192.0.2.1",
            {s, How::kSensor, Sightings::told_total(1, 2, 1)}, 2);
  store.add("a.example.com", RrType::kA, "192.0.2.1",
            {s, How::kSensor, Sightings::told_total(3, 4, 1)});
  store.add("a.example.com", RrType::kA, "192.0.2.2",
            {s, How::kSensor, Sightings::told_total(1, 2, 1)}, 1);
  store.add("a.example.com", RrType::kA, "192.0.2.2",
            {s, How::kSensor, Sightings::told_total(3, 4, 1)}, 2);
  SearchRequest request = request_for("a.example.com");
  request.grouping = Grouping::kMergeBailiwicks;
  const auto rows = ask(store, request);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].bailiwick, 2);
  EXPECT_EQ(rows[1].bailiwick, record::kBailiwickUnknown);
}

TEST(Search, AnyLeavesDnssecTypesOut) {
  FakeStore store;
  const auto s = store.source_named("s");
  const RrType label = *store.intern_type_label("NAME");
  for (const auto& [type, text] :
       {std::pair(RrType::kA, "192.0.2.1"), {RrType::kDs, "1 8 2 00AA"}, {label, "example.com."}}) {
    store.add("example.com", type, text, {s, How::kSensor, Sightings::told_total(1, 2, 1)});
  }
  const auto types = [&](const char* text) {
    SearchRequest request = request_for("example.com");
    EXPECT_TRUE(request.filters.types.add(text, store));
    std::vector<std::uint32_t> out;
    for (const PlainRow& row : ask(store, request)) out.push_back(row.type);
    return out;
  };
  EXPECT_THAT(types("ANY"), ElementsAre(1, 65536));
  EXPECT_THAT(types("any-dnssec"), ElementsAre(43));
  EXPECT_THAT(types("ANY,ANY-DNSSEC"), ElementsAre(1, 43, 65536));
  EXPECT_THAT(types("NAME"), ElementsAre(65536));
  EXPECT_THAT(types("ds,a"), ElementsAre(1, 43));
  TypeFilter filter;
  EXPECT_FALSE(filter.add("NOSUCH", store));
  EXPECT_FALSE(filter.add("A,", store));
}

TEST(Search, SaysWhichSourceItDoesNotKnow) {
  const FakeStore store;
  SearchRequest request = request_for("example.com");
  request.filters.sources = {"nobody"};
  const auto cursor = search(store, request);
  ASSERT_FALSE(cursor);
  EXPECT_EQ(cursor.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(cursor.error().where, "nobody");
}

TEST(Summarize, AgreesWithTheReference) {
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    const FakeStore store = random_store(random, 80);
    const SearchRequest request = random_request(random);
    const auto summary = summarize(store, request);
    ASSERT_TRUE(summary);
    const auto rows = reference_rows(store, request);
    std::uint64_t count = 0;
    std::set<std::string> names;
    std::optional<TimeSpan> seen, zone;
    for (const PlainRow& row : rows) {
      count += row.count;
      names.insert(row.name_form);
      auto& span = row.how == 0 ? seen : zone;
      span = span ? TimeSpan{std::min(span->first, row.first), std::max(span->last, row.last)}
                  : TimeSpan{row.first, row.last};
    }
    EXPECT_EQ(summary->num_results, rows.size());
    EXPECT_EQ(summary->count, count);
    EXPECT_EQ(summary->seen, seen);
    EXPECT_EQ(summary->zone_seen, zone);
    ASSERT_EQ(summary->names.has_value(), request.query.in == QueryIn::kName);
    if (summary->names) {
      EXPECT_EQ(*summary->names, names.size()) << describe_request(request);
    }
  }
}

TEST(ParseOrder, TakesKeysAndDirections) {
  EXPECT_EQ(parse_order("-first_seen")->key, OrderKey::kFirstSeen);
  EXPECT_TRUE(parse_order("-first_seen")->descending);
  EXPECT_EQ(parse_order("last-seen")->key, OrderKey::kLastSeen);
  EXPECT_EQ(parse_order("count")->key, OrderKey::kCount);
  EXPECT_FALSE(parse_order("key")->descending);
  for (const std::string text : {"", "-", "names", "--count", "count,", ",count", "key,count",
                                 "count,key", "count,-count", "last_seen_or_so_and_more"})
    EXPECT_FALSE(parse_order(text)) << text;
  for (const std::string text : {"key", "-key", "name", "type,-rdata", "-source,bailiwick,ttl",
                                 "days_seen,-first_seen,last_seen,count"})
    EXPECT_EQ(order_text(*parse_order(text)), text);
  EXPECT_EQ(order_text(*parse_order("-days-seen,first-seen")), "-days_seen,first_seen");
}

std::string shown(const PlainRow& row) {
  const auto owner = dns::name_from_sort_form(row.name_form);
  const std::string text = dns::name_to_text(*owner) + " ";
  return text + dns::rdata_text(static_cast<dns::RrType>(row.type), as_bytes(row.rdata));
}

TEST(Search, SortsNamesByLabelsAndAddressesByNumber) {
  FakeStore store;
  const record::SourcedSightings seen{store.source_named("s"), How::kSensor,
                                      Sightings::seen_once(1'600'000'000, 60)};
  store.add("b.example.com", RrType::kA, "192.0.2.10", seen);
  store.add("a.example.net", RrType::kA, "192.0.2.9", seen);
  store.add("z.example.com", RrType::kAaaa, "2001:db8::1", seen);
  store.add("c.example.com", RrType::kNs, "a.example.org", seen);
  store.add("d.example.com", RrType::kMx, "10 b.example.net", seen);
  store.add("e.example.com", RrType::kTxt, "\"aaa\"", seen);
  SearchRequest request = request_for("*");
  const auto sorted_by = [&](std::string_view order) {
    request.order = *parse_order(order);
    std::vector<std::string> rows;
    for (const PlainRow& row : ask(store, request)) rows.push_back(shown(row));
    return rows;
  };
  EXPECT_THAT(sorted_by("name"),
              ElementsAre("b.example.com. 192.0.2.10", "c.example.com. a.example.org.",
                          "d.example.com. 10 b.example.net.", "e.example.com. \"aaa\"",
                          "z.example.com. 2001:db8::1", "a.example.net. 192.0.2.9"));
  EXPECT_THAT(sorted_by("rdata"),
              ElementsAre("a.example.net. 192.0.2.9", "b.example.com. 192.0.2.10",
                          "z.example.com. 2001:db8::1", "d.example.com. 10 b.example.net.",
                          "c.example.com. a.example.org.", "e.example.com. \"aaa\""));
  auto backwards = sorted_by("-rdata");
  std::reverse(backwards.begin(), backwards.end());
  EXPECT_EQ(backwards, sorted_by("rdata"));
  EXPECT_THAT(sorted_by("-type,name").front(), "e.example.com. \"aaa\"");
}

}  // namespace
}  // namespace spoor::search
