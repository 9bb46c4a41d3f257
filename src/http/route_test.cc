// SPDX-License-Identifier: Apache-2.0
#include "http/route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::http {
namespace {

RoutingTable table() {
  RoutingTable table;
  const auto add = [&](Method method, std::string pattern) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    table.add(std::move(route));
  };
  add(Method::kGet, "/lookup/rrset/name/{name}/{rrtype?}/{bailiwick?}");
  add(Method::kGet, "/lookup/rate_limit");
  add(Method::kPost, "/lookup/rate_limit");
  add(Method::kPost, "/api/v1/import");
  add(Method::kGet, "/lookup/{1?}/{2?}");
  add(Method::kGet, "/");
  return table;
}

struct Case {
  std::string_view name;
  Method method;
  std::string_view path;
  std::string_view pattern;  // empty: none
  std::vector<std::string> values;
  std::string_view allow;
};

class FindRoute : public testing::TestWithParam<Case> {};

TEST_P(FindRoute, Finds) {
  const RoutingTable mine = table();
  const Match match = mine.find(GetParam().method, GetParam().path);
  EXPECT_EQ(match.route == nullptr ? "" : match.route->pattern, GetParam().pattern);
  EXPECT_EQ(match.values, GetParam().values);
  EXPECT_EQ(match.allow, GetParam().allow);
  EXPECT_FALSE(match.is_malformed);
}

constexpr std::string_view kName = "/lookup/rrset/name/{name}/{rrtype?}/{bailiwick?}";

INSTANTIATE_TEST_SUITE_P(
    Table, FindRoute,
    testing::Values(
        Case{"one_value", Method::kGet, "/lookup/rrset/name/a.test", kName, {"a.test"}, ""},
        Case{
            "all_values", Method::kGet, "/lookup/rrset/name/a/ANY/b", kName, {"a", "ANY", "b"}, ""},
        Case{"too_many", Method::kGet, "/lookup/rrset/name/a/ANY/b/c", "", {}, ""},
        Case{"too_few", Method::kGet, "/summarize/rrset/name", "", {}, ""},
        Case{"catch_all", Method::kGet, "/lookup/rrset", "/lookup/{1?}/{2?}", {"rrset"}, ""},
        Case{"several_slashes", Method::kGet, "//lookup///rrset/name//a//", kName, {"a"}, ""},
        Case{"split_before_decoding",
             Method::kGet,
             "/lookup/rrset/name/0%2F25.a",
             kName,
             {"0/25.a"},
             ""},
        Case{"dot_segments", Method::kGet, "/lookup/rrset/name/..", kName, {".."}, ""},
        Case{"plus_stays", Method::kGet, "/lookup/rrset/name/+.a", kName, {"+.a"}, ""},
        Case{"head_is_get", Method::kHead, "/lookup/rate_limit", "/lookup/rate_limit", {}, ""},
        Case{"second_method", Method::kPost, "/lookup/rate_limit", "/lookup/rate_limit", {}, ""},
        Case{"wrong_method", Method::kDelete, "/lookup/rate_limit", "", {}, "GET, HEAD, POST"},
        Case{"get_of_post", Method::kGet, "/api/v1/import", "", {}, "POST"},
        Case{"root", Method::kGet, "/", "/", {}, ""},
        Case{"literals_mind_case", Method::kGet, "/LOOKUP/rate_limit", "", {}, ""},
        Case{"hundred_segments",
             Method::kGet,
             "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s",
             "",
             {},
             ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(FindRoute, TellsABrokenEscape) {
  const RoutingTable mine = table();
  EXPECT_TRUE(mine.find(Method::kGet, "/lookup/rrset/name/%4").is_malformed);
}

}  // namespace
}  // namespace spoor::http
