// SPDX-License-Identifier: Apache-2.0
// Every parameter of a question wrong in every way: told with its name, in valid JSON.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

struct WrongParameter {
  std::string_view query;
  std::string_view parameter;
};

constexpr WrongParameter kWrong[] = {
    {"", "q"},
    {"q", "q"},
    {"q=", "q"},
    {"q=a&q=a", "q"},
    {"q=a..b", "q"},
    {"q=*.example.*", "q"},
    {"q=192.0.2.0/33", "q"},
    {"q=xyz&in=raw", "q"},
    {"q=example.com&in=", "in"},
    {"q=example.com&in=owner", "in"},
    {"q=example.com&in=NAME", "in"},
    {"q=example.com&in=name&in=name", "in"},
    {"q=example.com&type=", "type"},
    {"q=example.com&type=,", "type"},
    {"q=example.com&type=A,,MX", "type"},
    {"q=example.com&type=NOTYPE", "type"},
    {"q=example.com&type=A&type=", "type"},
    {"q=example.com&type=A&type=TYPE65536", "type"},
    {"q=example.com&bailiwick=", "bailiwick"},
    {"q=example.com&bailiwick=a..b", "bailiwick"},
    {"q=example.com&bailiwick=a,,b", "bailiwick"},
    {"q=example.com&count_min=1&count_min=2", "count_min"},
    {"q=example.com&source=", "source"},
    {"q=example.com&source=s1,", "source"},
    {"q=example.com&source=,s1", "source"},
    {"q=example.com&source=nobody", "source"},
    {"q=example.com&source=s1&source=nobody", "source"},
    {"q=example.com&first_after=", "first_after"},
    {"q=example.com&first_after=yesterday", "first_after"},
    {"q=example.com&first_after=1&first_after=1", "first_after"},
    {"q=example.com&first_before=2019-02-30", "first_before"},
    {"q=example.com&last_after=99999999999999", "last_after"},
    {"q=example.com&last_before=-1x", "last_before"},
    {"q=example.com&since=", "since"},
    {"q=example.com&until=%00", "until"},
    {"q=example.com&since=-7d&last_after=-7d", "since"},
    {"q=example.com&until=-7d&first_before=-7d", "until"},
    {"q=example.com&merge=", "merge"},
    {"q=example.com&merge=all", "merge"},
    {"q=example.com&merge=none&merge=none", "merge"},
    {"q=example.com&sort=", "sort"},
    {"q=example.com&sort=names", "sort"},
    {"q=example.com&sort=--count", "sort"},
    {"q=example.com&limit=", "limit"},
    {"q=example.com&limit=-1", "limit"},
    {"q=example.com&limit=1e3", "limit"},
    {"q=example.com&limit=%2B1", "limit"},
    {"q=example.com&limit=18446744073709551616", "limit"},
    {"q=example.com&limit=1&limit=1", "limit"},
    {"q=example.com&offset=", "offset"},
    {"q=example.com&offset=x", "offset"},
    {"q=example.com&offset=3000001", "offset"},
    {"q=example.com&from=", "from"},
    {"q=example.com&from=made-up", "from"},
    {"q=example.com&times=", "times"},
    {"q=example.com&times=rfc", "times"},
    {"q=example.com&times=unix&format=csv", "times"},
    {"q=example.com&times=iso&format=cof", "times"},
    {"q=example.com&format=", "format"},
    {"q=example.com&format=xml", "format"},
    {"q=example.com&format=JSON", "format"},
    {"q=example.com&format=cof&merge=none", "merge"},
    {"q=example.com&format=cof&merge=sources", "merge"},
    {"q=example.com&format=native&merge=sources", "merge"},
    {"q=example.com&format=native&merge=bailiwicks", "merge"},
    {"q=example.com&not_type=A,,B", "not_type"},
    {"q=example.com&not_type=wrong-type", "not_type"},
    {"q=example.com&not_source=", "not_source"},
    {"q=example.com&seen=tomorrow", "seen"},
    {"q=example.com&seen=2019-07-14..2019-07-01", "seen"},
    {"q=example.com&only=2019&first_after=2018", "only"},
    {"q=example.com&first_after=2019-07-14&first_before=2018-07-14", "first_before"},
    {"q=example.com&count_min=-1", "count_min"},
    {"q=example.com&count_min=2&count_max=1", "count_max"},
    {"q=example.com&asn=ASX", "asn"},
    {"q=example.com&not_asn=4294967296", "not_asn"},
    {"q=example.com&country=DEU", "country"},
    {"q=example.com&not_country=1", "not_country"},
    {"q=example.com&tag=evil", "tag"},
    {"q=example.com&not_tag=cdn,", "not_tag"},
    {"q=example.com&page=2", "page"},
    {"q=example.com&Q=example.com", "Q"},
    {"q=example.com&=x", ""},
    {"q=example.com&callback=x", "callback"},
};

class Parameters : public ::testing::Test {
 protected:
  void SetUp() override { served_.fill(cof_lines(1)); }
  http::Response ask(std::string_view query) {
    return served_.get("/api/v1/records?" + std::string(query));
  }

  Served served_;
};

TEST_F(Parameters, AreNamedWhenTheyAreWrong) {
  simdjson::dom::parser parser;
  for (const WrongParameter& each : kWrong) {
    const http::Response response = ask(each.query);
    EXPECT_EQ(response.status, 400U) << each.query;
    EXPECT_EQ(response.content_type, "application/problem+json") << each.query;
    simdjson::dom::element top;
    ASSERT_EQ(parser.parse(response.body).get(top), simdjson::SUCCESS) << response.body;
    EXPECT_EQ(top["title"].get_string().value(), "invalid parameter");
    EXPECT_GT(top["detail"].get_string().value().size(), 10U) << response.body;
    EXPECT_FALSE(top["complete"].get_bool().value());
    std::string_view parameter;
    if (top["parameter"].get(parameter) != simdjson::SUCCESS) parameter = {};
    EXPECT_EQ(parameter, each.parameter) << each.query << response.body;
  }
  EXPECT_EQ(served_.access().reports, 0U);
}

TEST_F(Parameters, AreFineWhereTheyAreRight) {
  for (const std::string_view query :
       {"q=example.com", "q=%20example.com%20", "in=name&q=example.com", "q=a&type=a,Mx,TYPE65280",
        "q=a&type=ANY&type=ANY-DNSSEC", "q=a&source=s1&source=s1",
        "q=a&first_after=-7d&last_before=now&until=now", "q=a&limit=0&offset=3000000",
        "q=a&limit=18446744073709551615", "q=a&sort=first-seen", "q=a&times=unix&format=ndjson",
        "q=a&not_type=A,MX&not_type=NS&not_source=s1&seen=2019-07&only=2019..", "q=a&seen=-7d",
        "q=a&count_min=1&count_max=1&asn=AS64500,64501&not_asn=1&country=DE&not_country=us",
        "q=a&tag=cdn,parking&not_tag=dynamic-dns", "q=a&format=cof&merge=bailiwicks",
        "q=a&format=native&merge=none", "&&q=a&"}) {
    const http::Response response = ask(query);
    EXPECT_EQ(response.status, 200U) << query << response.body;
  }
}

struct WrongCharacter {
  std::string_view target;
  std::string_view parameter;
  std::uint64_t offset;     ///< Octets, from 0.
  std::uint64_t character;  ///< From 1.
};

TEST_F(Parameters, ArePointedAtWhereAPatternIsWrong) {
  simdjson::dom::parser parser;
  for (const WrongCharacter& each : {
           WrongCharacter{"records?q=/a(b/", "q", 2, 3},
           WrongCharacter{"records?q=%20%20/a(b/", "q", 4, 5},
           WrongCharacter{"records?q=/a(b/&in=rdata", "q", 2, 3},
           WrongCharacter{"records?q=/(?%3C/", "q", 2, 3},
           WrongCharacter{"records?q=glob:pay%5Ba", "q", 8, 9},
           WrongCharacter{"records?q=has:b%C3%BCro", "q", 5, 6},
           WrongCharacter{"records?q=/pay/&exclude=*a", "exclude", 0, 1},
           WrongCharacter{"records?q=/pay/&exclude=a(b", "exclude", 1, 2},
           WrongCharacter{"records/summary?q=/a(b/", "q", 2, 3},
           WrongCharacter{"records/facets?q=/a(b/", "q", 2, 3},
           WrongCharacter{"history/first?q=x.example&value=/a(b/", "value", 2, 3},
           WrongCharacter{"history/compare?q=/a/&with=/a(b/", "with", 2, 3},
       }) {
    const http::Response response = served_.get("/api/v1/" + std::string(each.target));
    EXPECT_EQ(response.status, 400U) << each.target;
    simdjson::dom::element top;
    ASSERT_EQ(parser.parse(response.body).get(top), simdjson::SUCCESS) << response.body;
    EXPECT_EQ(top["parameter"].get_string().value(), each.parameter) << response.body;
    std::uint64_t offset = 99;
    EXPECT_EQ(top["offset"].get(offset), simdjson::SUCCESS) << response.body;
    EXPECT_EQ(offset, each.offset) << response.body;
    EXPECT_THAT(std::string(top["detail"].get_string().value()),
                EndsWith(fmt::format(" (at character {})", each.character)));
  }
}

TEST_F(Parameters, AreNotPointedAtWhereNoCharacterIsWrong) {
  for (const std::string_view query : {"q=192.0.2.0/33", "q=a..b", "q=example.com&exclude=a"}) {
    const http::Response response = ask(query);
    EXPECT_EQ(response.status, 400U) << query;
    EXPECT_THAT(response.body, Not(HasSubstr("offset"))) << query;
    EXPECT_THAT(response.body, Not(HasSubstr("at character"))) << query;
  }
}

TEST_F(Parameters, AreShownShortened) {
  const http::Response response = ask("q=" + std::string(10'000, 'a'));
  EXPECT_EQ(response.status, 400U);
  EXPECT_LT(response.body.size(), 600U);
  EXPECT_EQ(ask("q=" + std::string(300, 'a')).status, 400U);
  EXPECT_THAT(ask("q=%ff%fe..").body, HasSubstr("\xEF\xBF\xBD"));
}

}  // namespace
}  // namespace spoor::api::v1
