// SPDX-License-Identifier: Apache-2.0
// Patterns over whole stores, against looking at every record.
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "search/pattern_matcher.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

const std::vector<const char*> kPatterns{"/a/",
                                         "/^w/",
                                         "/\\.example/",
                                         "/[0-9]/",
                                         "/^[^.]+\\.[^.]+$/",
                                         "/(a|b).*example/",
                                         "/.*/",
                                         "/zzz/",
                                         "/^mail/",
                                         "/\\\\\\d/",
                                         "has:exam",
                                         "glob:*.example",
                                         "glob:?",
                                         "/ns1/",
                                         "/spf/",
                                         "/10 /",
                                         "/^\"/",
                                         "has:all"};

SearchRequest pattern_request(std::mt19937& random) {
  SearchRequest request = random_request(random);
  const QueryIn in = random() % 2 == 0 ? QueryIn::kName : QueryIn::kRdata;
  request.query = *parse_query(kPatterns[random() % kPatterns.size()], in);
  if (random() % 4 == 0) request.query.exclude = "b";
  return request;
}

/// For messages that can be read.
std::vector<std::string> texts_of(const std::vector<PlainRow>& rows) {
  std::vector<std::string> texts;
  for (const PlainRow& row : rows) {
    const auto name = dns::name_from_sort_form(row.name_form);
    const auto type = static_cast<dns::RrType>(row.type);
    texts.push_back(fmt::format("{} {} {} {} {} {} {}-{} {}", dns::name_to_text(*name), row.type,
                                dns::rdata_text(type, as_bytes(row.rdata)), row.bailiwick,
                                row.source, row.how, row.first, row.last, row.count));
  }
  return texts;
}

TEST(PatternSearch, AgreesWithLookingAtEveryRecord) {
  std::mt19937 random(21);
  std::size_t found = 0;
  for (int store = 0; store < 40; ++store) {
    const FakeStore records = random_store(random, 150);
    for (int i = 0; i < 25; ++i) {
      SearchRequest request = pattern_request(random);
      request.limit = kNoLimit;
      request.offset = 0;
      auto got = ask(records, request);
      if (request.grouping == Grouping::kMergeBailiwicks) {
        for (PlainRow& row : got) row.bailiwick = -1;
      }
      auto wanted = reference_rows(records, request);
      std::sort(got.begin(), got.end());
      std::sort(wanted.begin(), wanted.end());
      ASSERT_EQ(texts_of(got), texts_of(wanted)) << describe_request(request);
      found += got.size();
    }
  }
  EXPECT_GT(found, 4000U);
}

/// Pages of random sizes, each left after few records, joined by tokens.
TEST(PatternSearch, GoesOnByTokensWhereverItWasLeft) {
  std::mt19937 random(22);
  for (int store = 0; store < 30; ++store) {
    const FakeStore records = random_store(random, 150);
    SearchRequest request = pattern_request(random);
    request.order = {};
    request.limit = kNoLimit;
    request.offset = 0;
    const auto whole = ask(records, request);
    std::vector<PlainRow> joined;
    for (int turns = 0; turns < 10'000; ++turns) {
      auto page = search(records, request);
      ASSERT_TRUE(page) << describe(page.error());
      // Enough to get on from a token: finding a range costs as much as reading some records.
      const std::uint64_t budget = 40 + random() % 40;
      auto step = (*page)->advance(budget);
      for (; step && *step == Step::kRow && random() % 4 != 0; step = (*page)->advance(budget))
        joined.push_back(to_plain((*page)->row()));
      ASSERT_TRUE(step);
      if (*step == Step::kRow) joined.push_back(to_plain((*page)->row()));
      if (*step == Step::kEnd) break;
      request.from = (*page)->token();
    }
    ASSERT_EQ(texts_of(joined), texts_of(whole)) << describe_request(request);
  }
}

TEST(PatternSearch, LeavesARangeWhenToldTo) {
  FakeStore store;
  const auto source = store.source_named("s");
  const record::SourcedSightings seen{source, record::How::kSensor,
                                      record::Sightings::seen_once(1000, 60)};
  for (const char* owner : {"a.test", "b.test", "c.test"})
    store.add(owner, dns::RrType::kNs, "ns.example.", seen);
  store.add("d.test", dns::RrType::kNs, "ns2.example.", seen);
  SearchRequest request;
  request.query = *parse_query("/ns/", QueryIn::kRdata);
  const auto rows = search(store, request);
  std::vector<std::string> owners;
  while (const Row* row = *(*rows)->next()) {
    owners.push_back(dns::name_to_text(*dns::name_from_wire(row->owner)));
    (*rows)->leave_range();
  }
  EXPECT_THAT(owners, ::testing::ElementsAre("a.test.", "d.test."));
}

TEST(PatternQuery, IsToldByItsMarksAndWrittenBack) {
  for (const char* text : {"/^www/", "glob:*.com", "has:paypal"}) {
    for (const QueryIn in : {QueryIn::kName, QueryIn::kRdata}) {
      const auto query = parse_query(text, in);
      ASSERT_TRUE(query);
      EXPECT_EQ(query->kind, QueryKind::kPattern);
      EXPECT_EQ(query->in, in);
      EXPECT_EQ(query_text(*query), text);
    }
  }
  const auto wrong = parse_query("/a(b/", QueryIn::kAuto);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().offset, 2U);
}

}  // namespace
}  // namespace spoor::search
