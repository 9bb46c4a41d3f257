// SPDX-License-Identifier: Apache-2.0
// Facets against counts over the rows of the slow reference.
#include "search/facets.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"

namespace spoor::search {
namespace {

using dns::RrType;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

FacetAnswer facets_of(const FakeStore& store, const SearchRequest& request, FacetOptions options,
                      std::uint64_t step = kNoLimit) {
  const auto cursor = open_facets(store, request, std::move(options));
  EXPECT_TRUE(cursor);
  while (true) {
    const auto is_done = (*cursor)->advance(step);
    EXPECT_TRUE(is_done) << describe(is_done.error());
    if (!is_done || *is_done) return (*cursor)->answer();
  }
}

std::string text_of(Bytes wire) {
  std::string text;
  dns::append_name_text(text, wire);
  return text;
}

/// The value of a row, by definition; empty when it has none.
std::string value_of(const FakeStore& store, Facet facet, const PlainRow& row) {
  const dns::Name owner = *dns::name_from_sort_form(row.name_form);
  const Bytes wire = owner.wire();
  const std::size_t labels = dns::count_labels(wire);
  switch (facet) {
    case Facet::kType:
      return store.type_text(static_cast<RrType>(row.type));
    case Facet::kSource:
      return row.source;
    case Facet::kTld:
      return labels == 0 ? "" : text_of(dns::ancestor(wire, 1));
    case Facet::kDomain: {
      const auto at = enrich::default_enrichment()->registered_at(wire);
      return at ? text_of(wire.subspan(*at)) : "";
    }
    case Facet::kBailiwick:
      return row.bailiwick > static_cast<int>(labels)
                 ? ""
                 : text_of(dns::ancestor(wire, static_cast<std::size_t>(row.bailiwick)));
    case Facet::kName:
      return text_of(wire);
    default:
      return "";  // nothing is known of addresses here
  }
}

FacetCounts reference(const FakeStore& store, Facet facet, const std::vector<PlainRow>& rows) {
  std::map<std::string, std::uint64_t> by_value;
  FacetCounts counts;
  counts.facet = facet;
  for (const PlainRow& row : rows) {
    const std::string value = value_of(store, facet, row);
    value.empty() ? ++counts.without : ++by_value[value];
  }
  counts.distinct = by_value.size();
  for (const auto& [value, count] : by_value) counts.values.push_back({value, {}, count});
  std::sort(counts.values.begin(), counts.values.end(), [](const auto& a, const auto& b) {
    return a.rows != b.rows ? a.rows > b.rows : a.value < b.value;
  });
  return counts;
}

TEST(Facets, CountLikeTheSlowReference) {
  std::mt19937 random(21);
  for (int round = 0; round < 500; ++round) {
    const FakeStore store = random_store(random, 100);
    SearchRequest request = random_request(random);
    if (request.grouping == Grouping::kMergeBailiwicks) request.grouping = Grouping::kMergeSources;
    const auto rows = reference_rows(store, request);
    FacetOptions options;
    for (std::size_t i = 0; i < kFacets; ++i) options.which.push_back(static_cast<Facet>(i));
    options.top = 1 + static_cast<std::uint32_t>(random() % 12);
    const auto answer = facets_of(store, request, options, 1 + random() % 30);
    ASSERT_EQ(answer.num_results, rows.size()) << describe_request(request);
    ASSERT_EQ(answer.facets.size(), kFacets);
    for (std::size_t i = 0; i < kFacets; ++i) {
      FacetCounts expected = reference(store, static_cast<Facet>(i), rows);
      if (expected.values.size() > options.top) expected.values.resize(options.top);
      ASSERT_EQ(answer.facets[i], expected)
          << facet_text(expected.facet) << " of " << describe_request(request);
    }
  }
}

TEST(Facets, StayExactOnDisk) {
  FakeStore store;
  const record::SourceId source = store.source_named("s");
  for (int i = 0; i < 6000; ++i) {
    FakeRecord record;
    record.owner = *dns::parse_name("d" + std::to_string(i / 2) + ".example");
    record.type = RrType::kA;
    record.rdata = std::string("\xC0\0\2", 3) + static_cast<char>(i % 2);
    record.sightings = {{source, record::How::kSensor, record::Sightings::seen_once(1000, 1)}};
    store.add(record);
  }
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  request.sort_bytes = 1;
  const auto answer = facets_of(store, request, {{Facet::kDomain, Facet::kTld}, 3});
  ASSERT_EQ(answer.facets.size(), 2U);
  EXPECT_EQ(answer.facets[0].distinct, 3000U);
  EXPECT_THAT(answer.facets[0].values,
              ElementsAre(FacetValue{"d0.example.", {}, 2}, FacetValue{"d1.example.", {}, 2},
                          FacetValue{"d10.example.", {}, 2}));
  EXPECT_THAT(answer.facets[1].values, ElementsAre(FacetValue{"example.", {}, 6000}));
}

TEST(Facets, StopWithWhatWasCounted) {
  std::mt19937 random(22);
  const FakeStore store = random_store(random, 200);
  SearchRequest request;
  request.query = *parse_query("*", QueryIn::kName);
  const auto cursor = open_facets(store, request, {});
  ASSERT_TRUE(cursor);
  ASSERT_FALSE(*(*cursor)->advance(40));
  (*cursor)->stop();
  while (!*(*cursor)->advance(10)) {
  }
  const FacetAnswer& answer = (*cursor)->answer();
  EXPECT_GT(answer.num_results, 0U);
  EXPECT_LT(answer.num_results, reference_rows(store, request).size());
  ASSERT_EQ(answer.facets.size(), kUsualFacets);
  std::uint64_t typed = 0;
  for (const FacetValue& value : answer.facets[0].values) typed += value.rows;
  EXPECT_EQ(typed, answer.num_results);
}

TEST(ParseFacets, TakesEachOnce) {
  EXPECT_THAT(*parse_facets("type,domain"), ElementsAre(Facet::kType, Facet::kDomain));
  EXPECT_EQ(parse_facets("type,source,tld,domain,asn,country,bailiwick,tag,name")->size(), kFacets);
  for (const std::string text : {"", ",", "type,", "types", "type,type"}) {
    const auto parsed = parse_facets(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(describe(parsed.error()), HasSubstr("expected type, source"));
  }
}

}  // namespace
}  // namespace spoor::search
