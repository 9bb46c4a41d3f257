// SPDX-License-Identifier: Apache-2.0
// Exact filters as they are said, and the plans that they narrow.
#include "search/record_filters.h"

#include <array>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/facets.h"
#include "search/filter_word.h"
#include "search/plan.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

using ::testing::HasSubstr;

SearchRequest request_with(std::string_view query,
                           const std::vector<std::pair<FilterKey, std::string>>& words) {
  SearchRequest request;
  request.query = *parse_query(query, QueryIn::kAuto);
  request.limit = kNoLimit;
  for (const auto& [key, value] : words) {
    const Status applied = apply_filter({key, value}, {}, request);
    EXPECT_TRUE(applied) << value << ": " << describe(applied.error());
  }
  return request;
}

struct WrongCase {
  FilterKey key;
  const char* value;
  const char* says;
};

class RefusedFilter : public ::testing::TestWithParam<WrongCase> {};

TEST_P(RefusedFilter, SaysWhatWasExpected) {
  SearchRequest request;
  const Status applied = apply_filter({GetParam().key, GetParam().value}, {}, request);
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(std::string(applied.error().what), HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(Exact, RefusedFilter,
                         ::testing::Values(WrongCase{FilterKey::kName, "a..b", "expected a name"},
                                           WrongCase{FilterKey::kName, "a.example,",
                                                     "between the commas"},
                                           WrongCase{FilterKey::kNotName, "", "between the commas"},
                                           WrongCase{FilterKey::kTld, "example.com", "one label"},
                                           WrongCase{FilterKey::kTld, ".", "one label"},
                                           WrongCase{FilterKey::kDomain, "a b", "expected a name"},
                                           WrongCase{FilterKey::kBailiwick, "a..b", "or unknown"},
                                           WrongCase{FilterKey::kNotRdata, "", "expected rdata"}));

TEST(ExactFilters, ReadListsOfNames) {
  const SearchRequest request = request_with("*", {{FilterKey::kName, "A.example,b\\,c.example."},
                                                   {FilterKey::kName,
                                                    "b\xC3\xBC"
                                                    "cher.example"}});
  ASSERT_EQ(request.filters.names.wanted.size(), 3U);
  EXPECT_EQ(dns::name_to_text(request.filters.names.wanted[0]), "a.example.");
  EXPECT_EQ(dns::count_labels(request.filters.names.wanted[1].wire()), 2U);
  EXPECT_EQ(dns::name_to_text(request.filters.names.wanted[2]), "xn--bcher-kva.example.");
}

TEST(ExactFilters, ReadRdataForEachTypeThatItFits) {
  FakeStore store;
  const record::SourceId source = store.source_named("s");
  const auto add = [&](dns::RrType type, const std::string& text) {
    store.add("www.example.com", type, text,
              {source, record::How::kSensor, record::Sightings::seen_once(1000, 60)});
  };
  add(dns::RrType::kA, "192.0.2.1");
  add(dns::RrType::kA, "192.0.2.10");
  add(dns::RrType::kTxt, "\"a, b\" \"c\"");
  add(dns::RrType::kTxt, "\"192.0.2.1\"");
  add(dns::RrType::kNs, "ns1.example.net.");
  add(*store.intern_type_label("NAME"), "a\\b");
  const auto count = [&](FilterKey key, const std::string& text) {
    return ask(store, request_with("*", {{key, text}})).size();
  };
  EXPECT_EQ(count(FilterKey::kRdata, "192.0.2.1"), 1U);
  EXPECT_EQ(count(FilterKey::kRdata, "\"a, b\" \"c\""), 1U);
  EXPECT_EQ(count(FilterKey::kRdata, "NS1.example.net"), 1U) << "as names are compared";
  EXPECT_EQ(count(FilterKey::kRdata, "\\# 4 C0000201"), 1U) << "in octets";
  EXPECT_EQ(count(FilterKey::kRdata, "a\\b"), 1U) << "a partner's text as it is shown";
  EXPECT_EQ(count(FilterKey::kRdata, "a\\\\b"), 1U) << "and as presentation has it";
  EXPECT_EQ(count(FilterKey::kNotRdata, "192.0.2.1"), 5U);
  EXPECT_EQ(ask(store, request_with("*", {{FilterKey::kRdata, "192.0.2.1"},
                                          {FilterKey::kRdata, "192.0.2.10"}}))
                .size(),
            2U);
}

TEST(ExactFilters, NarrowThePlan) {
  const auto ranges = [](const SearchRequest& request) {
    return make_plan(request.query, request.filters).ranges;
  };
  EXPECT_EQ(
      ranges(request_with("*.example.com",
                          {{FilterKey::kName, "a.example.com,b.example.com,a.example.com,x.test"}}))
          .size(),
      2U);
  EXPECT_EQ(ranges(request_with("*", {{FilterKey::kTld, "com,net"}})).size(), 2U);
  EXPECT_EQ(ranges(request_with("*.com", {{FilterKey::kTld, "net"}})).size(), 0U);
  EXPECT_EQ(ranges(request_with("*", {{FilterKey::kDomain, "example.com,www.example.com"}})).size(),
            1U)
      << "the second lies in the first";
  EXPECT_EQ(ranges(request_with("192.0.2.1", {{FilterKey::kName, "a.example,b.example"}})).size(),
            2U);
  EXPECT_EQ(
      ranges(request_with("192.0.2.0/24", {{FilterKey::kName, "a.example,b.example"}})).size(), 1U);
}

TEST(ExactFilters, TakeWhatFacetsTell) {
  constexpr std::array kFacetFilters{std::pair{Facet::kName, FilterKey::kName},
                                     std::pair{Facet::kTld, FilterKey::kTld},
                                     std::pair{Facet::kDomain, FilterKey::kDomain},
                                     std::pair{Facet::kBailiwick, FilterKey::kBailiwick},
                                     std::pair{Facet::kType, FilterKey::kType},
                                     std::pair{Facet::kAsn, FilterKey::kAsn},
                                     std::pair{Facet::kCountry, FilterKey::kCountry},
                                     std::pair{Facet::kTag, FilterKey::kTag}};
  std::mt19937 random(81);
  FakeStore store = random_store(random, 400);
  store.add("a\\,b.c\\032d.example", dns::RrType::kA, "192.0.2.1",
            {record::SourceId{1}, record::How::kSensor, record::Sightings::seen_once(1000, 1)}, 1);
  store.add("x.unknown", dns::RrType::kA, "192.0.2.1",
            {record::SourceId{1}, record::How::kSensor, record::Sightings::seen_once(1000, 1)}, 1);
  SearchRequest request = request_with("*", {});
  request.filters.enrichment = random_enrichment();
  for (const auto& [facet, key] : kFacetFilters) {
    FacetOptions options{{facet}, 1000, random_enrichment()};
    const auto cursor = open_facets(store, request, options);
    ASSERT_TRUE(cursor && *(*cursor)->advance(kNoLimit));
    const FacetCounts& counts = (*cursor)->answer().facets.front();
    ASSERT_GT(counts.distinct, 1U);
    for (const FacetValue& value : counts.values) {
      SearchRequest chosen = request;
      ASSERT_TRUE(apply_filter({key, value.value}, {0, &store}, chosen)) << value.value;
      EXPECT_EQ(ask(store, chosen).size(), value.rows) << facet_text(facet) << ' ' << value.value;
    }
    if (facet != Facet::kBailiwick) continue;
    SearchRequest chosen = request;
    ASSERT_TRUE(apply_filter({key, std::string(kUnknownBailiwick)}, {}, chosen));
    EXPECT_EQ(ask(store, chosen).size(), counts.without);
  }
}

}  // namespace
}  // namespace spoor::search
