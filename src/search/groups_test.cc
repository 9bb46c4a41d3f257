// SPDX-License-Identifier: Apache-2.0
// Groups against the rows of the slow reference.
#include "search/groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "search/reference_test.h"

namespace spoor::search {
namespace {

GroupAnswer groups_of(const FakeStore& store, const SearchRequest& request, GroupOptions options,
                      std::uint64_t step) {
  const auto cursor = open_groups(store, request, std::move(options));
  EXPECT_TRUE(cursor);
  while (true) {
    const auto is_done = (*cursor)->advance(step);
    EXPECT_TRUE(is_done) << describe(is_done.error());
    if (!is_done || *is_done) return (*cursor)->answer();
  }
}

std::vector<Group> reference(const std::vector<PlainRow>& rows) {
  std::map<std::pair<std::string, bool>, std::pair<Group, std::set<std::string>>> groups;
  for (const PlainRow& row : rows) {
    const dns::Name owner = *dns::name_from_sort_form(row.name_form);
    const auto at = enrich::default_enrichment()->registered_at(owner.wire());
    std::string domain;
    dns::append_sort_form(domain, at ? owner.wire().subspan(*at) : owner.wire());
    auto& [group, names] = groups[{domain, !at}];
    names.insert(row.name_form);
    group.domain = domain;
    group.is_suffix = !at;
    group.names = names.size();
    ++group.rows;
    group.count += row.count;
    group.first = group.first == 0 ? row.first : std::min(group.first, row.first);
    group.last = std::max(group.last, row.last);
  }
  std::vector<Group> list;
  for (const auto& [key, held] : groups) list.push_back(held.first);
  return list;
}

std::uint64_t value_of(const Group& group, GroupOrder by) {
  const std::array<std::uint64_t, 6> values{0,           group.names, group.rows,
                                            group.count, group.first, group.last};
  return values[static_cast<std::size_t>(by)];
}

TEST(Groups, AreThoseOfTheSlowReference) {
  std::mt19937 random(31);
  for (int round = 0; round < 500; ++round) {
    const FakeStore store = random_store(random, 100);
    SearchRequest request = random_request(random);
    if (random() % 2 == 0) request.sort_bytes = 1;
    const auto rows = reference_rows(store, request);
    auto expected = reference(rows);
    GroupOptions options;
    options.sort = {static_cast<GroupOrder>(random() % 6), random() % 2 == 0};
    options.limit = random() % 6;
    options.offset = random() % 4;
    std::sort(expected.begin(), expected.end(), [&](const Group& a, const Group& b) {
      const auto [by, descending] = options.sort;
      if (by == GroupOrder::kDomain && a.domain != b.domain)
        return descending ? a.domain > b.domain : a.domain < b.domain;
      const std::uint64_t x = value_of(a, by), y = value_of(b, by);
      if (x != y) return descending ? x > y : x < y;
      return std::tie(a.domain, a.is_suffix) < std::tie(b.domain, b.is_suffix);
    });
    const GroupAnswer answer = groups_of(store, request, options, 1 + random() % 40);
    ASSERT_EQ(answer.num_results, rows.size()) << describe_request(request);
    ASSERT_EQ(answer.num_groups, expected.size()) << describe_request(request);
    std::set<std::string> names;
    for (const PlainRow& row : rows) names.insert(row.name_form);
    ASSERT_EQ(answer.names, names.size());
    const auto from = std::min<std::size_t>(options.offset, expected.size());
    const auto to = std::min<std::size_t>(from + options.limit, expected.size());
    const std::vector<Group> page(expected.begin() + static_cast<std::ptrdiff_t>(from),
                                  expected.begin() + static_cast<std::ptrdiff_t>(to));
    ASSERT_EQ(answer.groups, page) << describe_request(request);
  }
}

TEST(Groups, KeepWhatLiesAtASuffixApart) {
  FakeStore store;
  const record::SourcedSightings seen{store.source_named("s"), record::How::kSensor,
                                      record::Sightings::seen_once(1000, 60)};
  for (const char* name : {"co.uk", "example.co.uk", "www.example.co.uk", "example.com"})
    store.add(name, dns::RrType::kA, "192.0.2.1", seen);
  SearchRequest request;
  request.query = *parse_query("192.0.2.1", QueryIn::kAuto);
  const GroupAnswer answer = groups_of(store, request, {}, kNoLimit);
  ASSERT_EQ(answer.groups.size(), 3U);
  const auto text = [](const Group& group) {
    return dns::name_to_text(*dns::name_from_sort_form(group.domain));
  };
  EXPECT_EQ(text(answer.groups[0]), "example.co.uk.");
  EXPECT_EQ(answer.groups[0].names, 2U);
  EXPECT_EQ(text(answer.groups[1]), "example.com.");
  EXPECT_EQ(text(answer.groups[2]), "co.uk.");
  EXPECT_TRUE(answer.groups[2].is_suffix);
}

TEST(Groups, HaveBounds) {
  const FakeStore store;
  EXPECT_FALSE(open_groups(store, {}, {{}, kMostGroups + 1, 0}));
  EXPECT_FALSE(open_groups(store, {}, {{}, 1, kDeepestGroup + 1}));
  EXPECT_EQ(*parse_group_sort("-names"), (GroupSort{GroupOrder::kNames, true}));
  EXPECT_EQ(*parse_group_sort("domain"), (GroupSort{GroupOrder::kDomain, false}));
  for (const std::string text : {"", "-", "name", "--rows", "rows,names"})
    EXPECT_FALSE(parse_group_sort(text)) << text;
}

}  // namespace
}  // namespace spoor::search
