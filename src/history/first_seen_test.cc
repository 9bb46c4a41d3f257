// SPDX-License-Identifier: Apache-2.0
#include "history/first_seen.h"

#include "history/days_test.h"
#include "search/reference_test.h"

namespace spoor::history {
namespace {

using dns::RrType;

DayStore small_world() {
  DayStore world;
  world.add("east", "www.example.com", RrType::kA, "192.0.2.1", seen_on({4, 9}))
      .add("west", "www.example.com", RrType::kA, "192.0.2.2", seen_on({2}))
      .add("feed", "www.example.com", RrType::kMx, "10 mx.example.com", total_of(6, 8, 3))
      .add("east", "mail.example.com", RrType::kA, "192.0.2.1", seen_on({1}))
      .add_zone("feed", "www.example.com", RrType::kNs, "ns.example.com", total_of(3, 8, 3));
  return world;
}

TEST(FirstSeen, SaysWhoSawANameFirstAndEveryOtherSource) {
  DayStore world = small_world();
  const auto name =
      finish(FirstSeenCursor::open(world.store(), {about("www.example.com"), std::nullopt}));
  ASSERT_TRUE(name->first());
  EXPECT_EQ(name->first()->row.source, "west");
  EXPECT_EQ(name->first()->row.sightings.first, noon(2));
  EXPECT_EQ(name->first()->row.rdata, rdata_of(RrType::kA, "192.0.2.2"));
  EXPECT_EQ(name->first()->rows, 4U);
  const auto sources = name->by_source();
  ASSERT_EQ(sources.size(), 4U);
  EXPECT_EQ(sources[0]->row.source, "west");
  EXPECT_EQ(sources[1]->row.how, record::How::kZone);
  EXPECT_EQ(sources[2]->row.source, "east");
  EXPECT_EQ(sources[2]->last, noon(9));
  EXPECT_EQ(sources[2]->count, 2U);
  const auto types = name->by_type();
  ASSERT_EQ(types.size(), 3U);
  EXPECT_EQ(types[0]->row.type_text, "A");
  EXPECT_EQ(types[2]->row.type_text, "MX");
}

TEST(FirstSeen, OfADomainATypeAndAPair) {
  DayStore world = small_world();
  const auto domain =
      finish(FirstSeenCursor::open(world.store(), {about("*.example.com"), std::nullopt}));
  EXPECT_EQ(domain->first()->row.owner, wire_of("mail.example.com"));
  EXPECT_EQ(domain->first()->row.sightings.first, noon(1));
  search::SearchRequest of_type = about("www.example.com");
  of_type.filters.types.add(RrType::kMx);
  const auto type = finish(FirstSeenCursor::open(world.store(), {of_type, std::nullopt}));
  EXPECT_EQ(type->first()->row.sightings.first, noon(6));
  const auto value = search::parse_query("192.0.2.1", search::QueryIn::kRdata);
  const auto pair =
      finish(FirstSeenCursor::open(world.store(), {about("www.example.com"), *value}));
  EXPECT_EQ(pair->first()->row.sightings.first, noon(4));
  const auto nothing =
      finish(FirstSeenCursor::open(world.store(), {about("nobody.example"), std::nullopt}));
  EXPECT_FALSE(nothing->first());
  const auto pattern = search::parse_query("/1/", search::QueryIn::kRdata);
  ASSERT_TRUE(pattern);
  EXPECT_FALSE(FirstSeenCursor::open(world.store(), {about("www.example.com"), *pattern}));
  EXPECT_TRUE(nothing->by_source().empty());
}

TEST(ValueMatch, AnswersLikeTheSearchByValue) {
  std::mt19937 random(8);
  int matched = 0;
  for (int round = 0; round < 40; ++round) {
    const search::FakeStore store = search::random_store(random, 60);
    for (const char* text : {"192.0.2.1", "192.0.2.0/31", "2001:db8::/32", "example.com",
                             "*.example.com", "host.master@example.com", "v=1", "www.example.*"}) {
      const auto query = search::parse_query(text, search::QueryIn::kRdata);
      ASSERT_TRUE(query) << text;
      ValueMatch match(*query);
      for (const search::FakeRecord& each : store.records()) {
        const bool expected = search::answers(*query, each);
        matched += expected ? 1 : 0;
        EXPECT_EQ(match.matches(each.type, each.rdata), expected) << text;
      }
    }
  }
  EXPECT_GT(matched, 100);
}

}  // namespace
}  // namespace spoor::history
