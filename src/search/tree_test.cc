// SPDX-License-Identifier: Apache-2.0
// Trees against the rows of the slow reference, and what is collapsed.
#include "search/tree.h"

#include <algorithm>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/reference_test.h"

namespace spoor::search {
namespace {

using ::testing::ElementsAre;

TreeNode tree_of(const FakeStore& store, const SearchRequest& request, TreeOptions options,
                 std::uint64_t step = kNoLimit) {
  const auto cursor = open_tree(store, request, std::move(options));
  EXPECT_TRUE(cursor);
  while (true) {
    const auto is_done = (*cursor)->advance(step);
    EXPECT_TRUE(is_done) << describe(is_done.error());
    if (!is_done || *is_done) return (*cursor)->root();
  }
}

std::string text(const std::string& form) {
  return dns::name_to_text(*dns::name_from_sort_form(form));
}

void sort_children(std::vector<TreeNode>& children, TreeSort sort) {
  const auto value = [&](const TreeNode& n) {
    return std::array<std::uint64_t, 6>{n.totals.first, n.totals.last,  n.totals.names,
                                        n.totals.rows,  n.totals.count, 0}[static_cast<std::size_t>(
        sort.by)];
  };
  std::sort(children.begin(), children.end(), [&](const TreeNode& a, const TreeNode& b) {
    if (value(a) != value(b)) return sort.descending ? value(a) > value(b) : value(a) < value(b);
    const bool is_backwards = sort.by == TreeOrder::kName && sort.descending;
    return is_backwards ? a.name > b.name : a.name < b.name;
  });
}

/// A node by looking at every row again.
TreeNode reference(const std::vector<PlainRow>& rows, const std::string& form,
                   const TreeOptions& options, std::uint32_t level) {
  const std::string prefix = form.substr(0, form.size() - 1);
  TreeNode node;
  node.name = form;
  std::map<std::string, std::uint32_t> names;  // and when they were first seen
  std::set<std::string> children;
  for (const PlainRow& row : rows) {
    if (!row.name_form.starts_with(prefix)) continue;
    const auto [at, is_first] = names.try_emplace(row.name_form, row.first);
    at->second = std::min(at->second, row.first);
    ++node.totals.rows;
    node.totals.count += row.count;
    node.totals.first = std::min(node.totals.first, row.first);
    node.totals.last = std::max(node.totals.last, row.last);
    if (row.name_form == form) {
      ++node.own_rows;
    } else {
      children.insert(row.name_form.substr(0, row.name_form.find('\0', prefix.size()) + 1) + '\0');
    }
  }
  node.totals.names = names.size();
  const auto is_new = [&](std::uint32_t first) {
    return options.new_in && first >= options.new_in->first && first <= options.new_in->last;
  };
  for (const auto& [name, first] : names) node.totals.new_names += is_new(first) ? 1U : 0U;
  node.num_children = children.size();
  for (const std::string& child : children) {
    TreeNode below = reference(rows, child, options, level + 1);
    below.is_new = is_new(below.totals.first);
    node.new_children += below.is_new ? 1U : 0U;
    if (level < options.depth) node.children.push_back(std::move(below));
  }
  sort_children(node.children, options.sort);
  const std::uint32_t most = level == 0 ? options.limit : std::min(options.limit, kChildrenBelow);
  if (node.children.size() > most) node.children.resize(most);
  return node;
}

TEST(Tree, IsThatOfTheSlowReference) {
  std::mt19937 random(41);
  for (int round = 0; round < 500; ++round) {
    const FakeStore store = random_store(random, 100);
    SearchRequest request = random_request(random);
    if (random() % 2 == 0) request.sort_bytes = 1;
    TreeOptions options;
    const std::array<const char*, 4> unders{".", "com", "example.com", "nothing.test"};
    options.under = *dns::parse_name(unders[random() % unders.size()]);
    options.sort = {static_cast<TreeOrder>(random() % 6), random() % 2 == 0};
    options.depth = 1 + static_cast<std::uint32_t>(random() % 3);
    options.limit = 1 + static_cast<std::uint32_t>(random() % 5);
    if (random() % 2 == 0) options.new_in = TimeSpan{1005, 1012};
    const auto rows = reference_rows(store, request);
    std::string form;
    dns::append_sort_form(form, options.under->wire());
    ASSERT_EQ(tree_of(store, request, options, 1 + random() % 40),
              reference(rows, form, options, 0))
        << describe_request(request);
  }
}

class Subdomains : public ::testing::Test {
 protected:
  void add(const std::string& name, std::uint32_t first, std::uint64_t count = 1,
           std::uint32_t seconds = 0) {
    FakeRecord record;
    record.owner = *dns::parse_name(name);
    record.type = dns::RrType::kA;
    record.rdata = std::string("\xC0\0\2\1", 4);
    record.sightings = {
        {source_, record::How::kSensor, record::Sightings::seen(first, first + seconds, count)}};
    store_.add(record);
  }
  TreeNode tree(TreeOptions options = {}) {
    SearchRequest request;
    request.query = *parse_query("*.example.com", QueryIn::kName);
    return tree_of(store_, request, std::move(options));
  }

  FakeStore store_;
  record::SourceId source_ = store_.source_named("s");
};

TEST_F(Subdomains, ComeNewestFirst) {
  add("example.com", 500);
  add("old.example.com", 1000);
  add("www.new.example.com", 3000);
  add("mid.example.com", 2000);
  const TreeNode root = tree();
  EXPECT_EQ(text(root.name), "example.com.");
  EXPECT_EQ(root.totals.names, 4U);
  EXPECT_EQ(root.own_rows, 1U);
  ASSERT_EQ(root.children.size(), 3U);
  EXPECT_EQ(text(root.children[0].name), "new.example.com.");
  EXPECT_EQ(root.children[0].own_rows, 0U) << "there is only something below it";
  EXPECT_EQ(root.children[0].num_children, 1U);
  EXPECT_EQ(text(root.children[2].name), "old.example.com.");
}

TEST_F(Subdomains, OfAThousandOneShotsAreOneLine) {
  for (int i = 0; i < 999; ++i)
    add("shop-" + std::to_string(i / 10) + std::string(static_cast<std::size_t>(i % 10), 'a') +
            ".example.com",
        1000);
  add("www.example.com", 1000, 50, 86400);
  EXPECT_FALSE(tree().collapsed) << "these are not many yet";
  add("shop-last.example.com", 2000);
  add("twice.on.example.com", 1000, 2, 86400);
  const TreeNode root = tree();
  ASSERT_TRUE(root.collapsed);
  EXPECT_EQ(root.collapsed->children, 1000U);
  EXPECT_EQ(root.collapsed->one_shot, 1000U);
  EXPECT_EQ(root.collapsed->machine_made, 0U);
  EXPECT_EQ(root.collapsed->totals.names, 1000U);
  EXPECT_EQ(root.num_children, 1002U);
  ASSERT_EQ(root.collapsed->examples.size(), 3U);
  EXPECT_EQ(text(root.collapsed->examples[0]), "shop-last.example.com.");
  ASSERT_EQ(root.children.size(), 2U);
  EXPECT_EQ(text(root.children[1].name), "www.example.com.");
  TreeOptions options;
  options.collapses = false;
  EXPECT_EQ(tree(options).children.size(), 100U);
}

TEST_F(Subdomains, MadeByAMachineAreOneLine) {
  for (int i = 0; i < 63; ++i) add(std::to_string(10'000 + i) + ".example.com", 1000, 100, 86400);
  add("www.example.com", 1000, 100, 86400);
  EXPECT_FALSE(tree().collapsed);
  add("deadbeef01.example.com", 5000, 100, 86400);
  TreeOptions options;
  options.new_in = TimeSpan{4000, 6000};
  const TreeNode root = tree(options);
  ASSERT_TRUE(root.collapsed);
  EXPECT_EQ(root.collapsed->machine_made, 64U);
  EXPECT_EQ(root.collapsed->one_shot, 0U);
  EXPECT_EQ(root.collapsed->new_children, 1U);
  EXPECT_EQ(root.new_children, 1U);
  ASSERT_EQ(root.children.size(), 1U);
  EXPECT_FALSE(root.children[0].is_new);
}

TEST(TreeOptions, HaveBounds) {
  const FakeStore store;
  TreeOptions options;
  options.depth = kDeepestTree + 1;
  EXPECT_FALSE(open_tree(store, {}, options));
  options = {};
  options.limit = kMostChildren + 1;
  EXPECT_FALSE(open_tree(store, {}, options));
  EXPECT_EQ(*parse_tree_sort("name"), (TreeSort{TreeOrder::kName, false}));
  EXPECT_EQ(*parse_tree_sort("-first_seen"), TreeSort{});
  for (const std::string each : {"", "-", "names,rows", "newest"})
    EXPECT_FALSE(parse_tree_sort(each)) << each;
}

}  // namespace
}  // namespace spoor::search
