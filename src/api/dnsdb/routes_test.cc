// SPDX-License-Identifier: Apache-2.0
// What the clients of DNSDB rely on, one test for each promise: the numbers are those of the
// checklist in README.md.
#include "api/dnsdb/routes.h"

#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/dnsdb/desk_test.h"

namespace spoor::api::dnsdb {
namespace {

using http::Method;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

std::string v2(std::string_view rest) {
  return std::string(kV2) + std::string(rest);
}

/// One line of text, as clients show it.
void expect_error(const http::Response& response, unsigned status, std::string_view part) {
  EXPECT_EQ(response.status, status) << response.body;
  EXPECT_THAT(response.content_type, StartsWith("text/plain"));
  EXPECT_THAT(response.body, StartsWith("Error: "));
  EXPECT_THAT(response.body, HasSubstr(part));
  EXPECT_THAT(lines(response), SizeIs(1));
}

/// `count` A records of many.example.
void tell_many(Desk& desk, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    desk.tell({fmt::format("h{:05}.many.example.", i), "A",
               fmt::format("198.51.{}.{}", i / 256 % 256, i % 256), "many.example."});
  }
}

/// The values of a member that is a string, in order.
std::vector<std::string> members(const http::Response& response, std::string_view name) {
  const std::string key = fmt::format("\"{}\":\"", name);
  std::vector<std::string> found;
  for (const std::string& row : rows(response)) {
    const std::size_t at = row.find(key);
    if (at == std::string::npos) continue;
    const std::size_t begin = at + key.size();
    found.push_back(row.substr(begin, row.find('"', begin) - begin));
  }
  return found;
}

std::vector<std::string> types(Desk& desk, std::string_view target) {
  return members(desk.ask(v2(target)), "rrtype");
}

std::vector<std::string> names(Desk& desk, std::string_view target) {
  return members(desk.ask(v2(target)), "rrname");
}

TEST(Dnsdb, Item02PingNeedsNoKeyAndRateLimitDoes) {
  auto desk = Desk::with_records();
  desk->use_keys("another-key\n");
  for (const std::vector<http::Field>& fields :
       {std::vector<http::Field>{}, {{"x-api-key", ""}}, {{"x-api-key", "wrong-key-000"}}}) {
    const auto response = desk->ask(v2("/ping"), fields);
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.body, "{\"ping\":\"ok\"}\n");
  }
  expect_error(desk->ask(v2("/rate_limit"), {{"x-api-key", "wrong-key-000"}}), 403, "key");
}

TEST(Dnsdb, Item03ZeroRowsAreTwoLines) {
  auto desk = Desk::with_records();
  for (const char* target :
       {"/lookup/rrset/name/nothing.example.com", "/lookup/rdata/ip/203.0.113.1",
        "/lookup/rdata/name/example.com", "/summarize/rrset/name/nothing.example.com"}) {
    const auto response = desk->ask(v2(target));
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.content_type, "application/x-ndjson");
    EXPECT_EQ(response.body, "{\"cond\":\"begin\"}\n{\"cond\":\"succeeded\"}\n") << target;
  }
}

TEST(Dnsdb, Item04LimitCutsAndSaysSo) {
  auto desk = Desk::with_records();
  const auto one = desk->ask(v2("/lookup/rrset/name/www.example.com?limit=1"));
  EXPECT_EQ(one.body,
            "{\"cond\":\"begin\"}\n"
            "{\"obj\":{\"count\":42,\"time_first\":1700000000,\"time_last\":1700086400,"
            "\"rrname\":\"www.example.com.\",\"rrtype\":\"A\",\"bailiwick\":\"example.com.\","
            "\"rdata\":[\"192.0.2.10\"]}}\n"
            "{\"cond\":\"limited\",\"msg\":\"Result limit reached\"}\n");
  // Exactly as many rows as there are is the whole answer.
  const auto all = desk->ask(v2("/lookup/rrset/name/www.example.com?limit=4"));
  EXPECT_THAT(rows(all), SizeIs(4));
  EXPECT_EQ(outcome(all), "succeeded");
}

TEST(Dnsdb, Item04LimitAbsentIsTenThousandAndZeroTheKeysMost) {
  Desk desk;
  tell_many(desk, 10'002);
  const auto absent = desk.ask(v2("/lookup/rrset/name/*.many.example"));
  EXPECT_THAT(rows(absent), SizeIs(10'000));
  EXPECT_EQ(outcome(absent), "limited");
  const auto zero = desk.ask(v2("/lookup/rrset/name/*.many.example?limit=0"));
  EXPECT_THAT(rows(zero), SizeIs(10'002));
  EXPECT_EQ(outcome(zero), "succeeded");
  desk.use_keys("desk-test-key results=7\n");
  for (const char* limit : {"0", "7", "8", "99999999999999999999999"}) {
    const auto most = desk.ask(v2("/lookup/rrset/name/*.many.example?limit=") + limit);
    EXPECT_THAT(rows(most), SizeIs(7)) << limit;
    EXPECT_EQ(outcome(most), "limited") << limit;
  }
  EXPECT_THAT(rows(desk.ask(v2("/lookup/rrset/name/*.many.example"))), SizeIs(7));
}

TEST(Dnsdb, Item04LimitThatIsNoNumberIsNamed) {
  auto desk = Desk::with_records();
  for (const char* limit : {"", "-1", "ten", "1.5", "0x10", "%2B5", "5%20"}) {
    expect_error(desk->ask(v2("/lookup/rrset/name/example.com?limit=") + limit), 400, "limit: ");
    expect_error(desk->ask(v2("/summarize/rrset/name/example.com?limit=") + limit), 400, "limit: ");
    expect_error(desk->ask(v2("/lookup/rrset/name/example.com?offset=") + limit), 400, "offset: ");
  }
}

TEST(Dnsdb, Item05OffsetBeyondTheKeysIs416) {
  auto desk = Desk::with_records();
  const std::string target = v2("/lookup/rrset/name/www.example.com");
  expect_error(desk->ask(target + "?offset=3000001"), 416, "offset: ");
  expect_error(desk->ask(target + "?offset=99999999999999999999999"), 416, "offset: ");
  desk->use_keys("desk-test-key offset=0\n");
  expect_error(desk->ask(target + "?offset=1"), 416, "offset: ");
  EXPECT_THAT(rows(desk->ask(target + "?offset=0")), SizeIs(4));
}

TEST(Dnsdb, Item05OffsetBeyondTheRowsSucceedsWithNone) {
  auto desk = Desk::with_records();
  const std::string target = v2("/lookup/rrset/name/www.example.com");
  for (const char* bounds : {"?offset=4", "?offset=4&limit=1", "?offset=3000000"}) {
    const auto response = desk->ask(target + bounds);
    EXPECT_EQ(response.body, "{\"cond\":\"begin\"}\n{\"cond\":\"succeeded\"}\n") << bounds;
  }
  // Pages of one, as a client with offsets asks: each row once.
  const auto all = rows(desk->ask(target));
  std::vector<std::string> paged;
  for (unsigned i = 0; i < all.size(); ++i) {
    const auto page = desk->ask(fmt::format("{}?limit=1&offset={}", target, i));
    EXPECT_EQ(outcome(page), i + 1 < all.size() ? "limited" : "succeeded");
    for (const std::string& row : rows(page)) paged.push_back(row);
  }
  EXPECT_EQ(paged, all);
}

TEST(Dnsdb, Item06FencesAreInclusive) {
  auto desk = Desk::with_records();
  const auto count = [&](std::string_view fence) {
    return rows(desk->ask(v2("/lookup/rrset/name/www.example.com/AAAA?") + std::string(fence)))
        .size();
  };
  EXPECT_EQ(count("time_first_after=1700000000"), 1U);
  EXPECT_EQ(count("time_first_after=1700000001"), 0U);
  EXPECT_EQ(count("time_first_before=1700000000"), 1U);
  EXPECT_EQ(count("time_first_before=1699999999"), 0U);
  EXPECT_EQ(count("time_last_after=1700086400"), 1U);
  EXPECT_EQ(count("time_last_after=1700086401"), 0U);
  EXPECT_EQ(count("time_last_before=1700086400"), 1U);
  EXPECT_EQ(count("time_last_before=1700086399"), 0U);
  EXPECT_EQ(count("time_first_after=1700000000&time_last_before=1700086400"), 1U);
  EXPECT_EQ(count("time_last_before=0"), 0U);
  EXPECT_EQ(count("time_first_after=0"), 1U);
  EXPECT_EQ(count("time_last_before=99999999999999"), 1U);
  EXPECT_EQ(count("time_first_after=99999999999999"), 0U);
}

TEST(Dnsdb, Item06NegativeFencesAreSecondsBeforeNow) {
  auto desk = Desk::with_records();
  const std::string target = v2("/lookup/rrset/name/www.example.com/AAAA?");
  for (const char* name :
       {"time_first_after", "time_first_before", "time_last_after", "time_last_before"}) {
    for (const std::uint32_t ago : {1U, 13'599U, 13'600U, 13'601U, 99'999U, 100'000U, 100'001U}) {
      EXPECT_EQ(desk->ask(fmt::format("{}{}=-{}", target, name, ago)).body,
                desk->ask(fmt::format("{}{}={}", target, name, kNow - ago)).body)
          << name << ' ' << ago;
    }
  }
  EXPECT_THAT(rows(desk->ask(target + "time_last_after=-99999999999999999999999")), SizeIs(1));
  EXPECT_THAT(rows(desk->ask(target + "time_last_after=-13600")), SizeIs(1));
  EXPECT_THAT(rows(desk->ask(target + "time_last_after=-13599")), IsEmpty());
}

TEST(Dnsdb, Item06FencesThatAreNoNumberAreNamed) {
  auto desk = Desk::with_records();
  for (const char* name :
       {"time_first_after", "time_first_before", "time_last_after", "time_last_before"}) {
    for (const char* value : {"", "-", "--1", "yesterday", "1.5", "2023-11-14"}) {
      expect_error(desk->ask(fmt::format("/lookup/rrset/name/example.com?{}={}", name, value)), 400,
                   fmt::format("{}: ", name));
    }
  }
}

TEST(Dnsdb, Item06ZoneRowsAreFencedByTheirOwnTimes) {
  auto desk = Desk::with_records();
  const auto found =
      rows(desk->ask(v2("/lookup/rrset/name/example.com/NS?time_first_before=1690000000")));
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0], HasSubstr("\"zone_time_first\":1690000000"));
}

TEST(Dnsdb, Item07AggregationInAllSpellings) {
  Desk desk;
  for (const char* source : {"one", "two"})
    desk.tell({"example.com.", "A", "192.0.2.1", "example.com.", 5, 1'700'000'000, 1'700'000'100,
               record::How::kSensor, source});
  const std::string target = v2("/lookup/rrset/name/example.com?aggr=");
  for (const char* yes : {"t", "T", "true", "True", "TRUE", "1", "yes", "Yes"}) {
    const auto found = rows(desk.ask(target + yes));
    ASSERT_THAT(found, SizeIs(1)) << yes;
    EXPECT_THAT(found[0], HasSubstr("\"count\":10,"));
  }
  for (const char* no : {"f", "F", "false", "False", "FALSE", "0", "no", "No"}) {
    const auto found = rows(desk.ask(target + no));
    ASSERT_THAT(found, SizeIs(2)) << no;
    EXPECT_THAT(found, Each(HasSubstr("\"count\":5,")));
  }
  for (const char* neither : {"", "2", "maybe", "tr", "null"})
    expect_error(desk.ask(target + neither), 400, "aggr: ");
  EXPECT_THAT(rows(desk.ask(v2("/lookup/rrset/name/example.com"))), SizeIs(1));
}

TEST(Dnsdb, Item08HumanTimesAreTextsOnlyWhenAskedFor) {
  auto desk = Desk::with_records();
  EXPECT_EQ(rows(desk->ask(v2("/lookup/rrset/name/example.com/NS?humantime=True"))),
            (std::vector<std::string>{
                "{\"obj\":{\"count\":5,\"time_first\":\"2023-11-14T22:13:20Z\","
                "\"time_last\":\"2023-11-15T22:13:20Z\",\"rrname\":\"example.com.\","
                "\"rrtype\":\"NS\",\"bailiwick\":\"com.\",\"rdata\":[\"ns1.example.net.\"]}}",
                "{\"obj\":{\"count\":3,\"zone_time_first\":\"2023-07-22T04:26:40Z\","
                "\"zone_time_last\":\"2023-11-14T22:13:20Z\",\"rrname\":\"example.com.\","
                "\"rrtype\":\"NS\",\"bailiwick\":\"com.\",\"rdata\":[\"ns1.example.net.\"]}}"}));
  EXPECT_THAT(rows(desk->ask(v2("/summarize/rrset/name/example.com/NS?humantime=t"))),
              ElementsAre("{\"obj\":{\"count\":8,\"num_results\":2,"
                          "\"time_first\":\"2023-11-14T22:13:20Z\","
                          "\"time_last\":\"2023-11-15T22:13:20Z\","
                          "\"zone_time_first\":\"2023-07-22T04:26:40Z\","
                          "\"zone_time_last\":\"2023-11-14T22:13:20Z\"}}"));
  const auto plain = desk->ask(v2("/lookup/rrset/name/example.com/NS?humantime=False"));
  EXPECT_EQ(plain.body, desk->ask(v2("/lookup/rrset/name/example.com/NS")).body);
  EXPECT_THAT(plain.body, HasSubstr("\"time_first\":1700000000,"));
  expect_error(desk->ask("/lookup/rrset/name/example.com?humantime=x"), 400, "humantime: ");
}

TEST(Dnsdb, Item09WildcardsHoldTheApexAndEndAnywhere) {
  auto desk = Desk::with_records();
  for (const char* star : {"*", "%2A"}) {
    const auto below = names(*desk, fmt::format("/lookup/rrset/name/{}.example.com", star));
    EXPECT_EQ(std::set(below.begin(), below.end()),
              (std::set<std::string>{"example.com.", "www.example.com."}));
    const auto forward = names(*desk, fmt::format("/lookup/rrset/name/www.example.{}/A", star));
    EXPECT_EQ(std::set(forward.begin(), forward.end()),
              (std::set<std::string>{"www.example.com.", "www.example.co.uk."}));
    EXPECT_THAT(names(*desk, fmt::format("/lookup/rdata/name/{}.example.com/CNAME", star)),
                ElementsAre("alias.example.net."));
    EXPECT_THAT(names(*desk, fmt::format("/lookup/rdata/name/www.{}", star)),
                ElementsAre("alias.example.net."));
  }
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/WWW.Example.COM./aaaa"),
              ElementsAre("www.example.com."));
}

TEST(Dnsdb, Item09WildcardsElsewhereAreRefused) {
  auto desk = Desk::with_records();
  for (const char* name : {"www.*.com", "ww*.example.com", "*.example.*"})
    expect_error(desk->ask(v2("/lookup/rrset/name/") + name), 400, "name: a star may only be");
  for (const char* name : {"+.example.com", "www.example.+", "www.example.+."})
    expect_error(desk->ask(v2("/lookup/rdata/name/") + name), 400, "exactly one label");
  expect_error(desk->ask(v2("/lookup/rrset/name/a..example.com")), 400, "name: ");
  expect_error(desk->ask(v2("/lookup/rrset/name/b%C3%BCcher.example")), 400, "name: ");
}

TEST(Dnsdb, Item09TypesInAnyCaseAndWithoutAName) {
  auto desk = Desk::with_records();
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.com/mx"), ElementsAre("MX"));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.com/type15"), ElementsAre("MX"));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/www.example.com/TYPE65280"),
              ElementsAre("TYPE65280"));
  EXPECT_THAT(rows(desk->ask(v2("/lookup/rrset/name/www.example.com/TYPE65280"))),
              ElementsAre(HasSubstr("\"rdata\":[\"\\\\# 4 C0000201\"]")));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.org/domain"), ElementsAre("DOMAIN"));
}

TEST(Dnsdb, Item09AnyLeavesOutTheTypesOfDnssec) {
  auto desk = Desk::with_records();
  for (const char* any : {"", "/ANY", "/any", "/TYPE255"}) {
    EXPECT_THAT(types(*desk, std::string("/lookup/rrset/name/example.com") + any),
                ElementsAre("A", "NS", "NS", "MX", "TXT"))
        << any;
  }
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.com/ANY-DNSSEC"), ElementsAre("DS"));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.com/any-dnssec"), ElementsAre("DS"));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.com/DS"), ElementsAre("DS"));
  EXPECT_THAT(types(*desk, "/lookup/rrset/name/example.org/ANY"), ElementsAre("DOMAIN"));
}

TEST(Dnsdb, Item10AddressesPrefixesAndRanges) {
  auto desk = Desk::with_records();
  const auto count = [&](std::string_view ip) {
    return rows(desk->ask(v2("/lookup/rdata/ip/") + std::string(ip))).size();
  };
  EXPECT_EQ(count("192.0.2.10"), 2U);
  EXPECT_EQ(count("192.0.2.10/ANY"), 2U);
  EXPECT_EQ(count("192.0.2.10/A"), 2U);
  EXPECT_EQ(count("192.0.2.10/AAAA"), 0U);
  EXPECT_EQ(count("192.0.2.10/ANY-DNSSEC"), 0U);
  EXPECT_EQ(count("192.0.2.0,24"), 4U);
  EXPECT_EQ(count("192.0.2.0%2C24"), 4U);
  EXPECT_EQ(count("192.0.2.0%2c24/ANY"), 4U);
  EXPECT_EQ(count("192.0.2.0%252C24"), 4U);
  EXPECT_EQ(count("192.0.2.0%2F24"), 4U);
  EXPECT_EQ(count("192.0.2.1-192.0.2.10"), 3U);
  EXPECT_EQ(count("2001%3Adb8%3A%3A10"), 1U);
  EXPECT_EQ(count("2001%3Adb8%3A%3A,32"), 1U);
  EXPECT_EQ(count("2001:DB8::,32/ANY"), 1U);
  EXPECT_EQ(count("2001:db8::-2001:db8::10"), 1U);
  // A query parameter of that name is no type: one client sends it for every address.
  EXPECT_EQ(count("2001:db8::10?rrtype=A"), 1U);
}

TEST(Dnsdb, Item10WhatIsNoAddressIsRefused) {
  auto desk = Desk::with_records();
  for (const char* ip :
       {"192.0.2.0,33", "2001:db8::,129", "192.0.2.1-2001:db8::1", "192.0.2.9-192.0.2.1", "192.0.2",
        "192.0.2.300", "www.example.com", "*", "192.0.2.1,", "192.0.2.1-", "a=b", "x@y"}) {
    expect_error(desk->ask(v2("/lookup/rdata/ip/") + ip), 400, "ip: ");
  }
  // The slash of a prefix must travel as a comma: this one asks for a type.
  expect_error(desk->ask(v2("/lookup/rdata/ip/192.0.2.0/24")), 400, "rrtype: ");
}

TEST(Dnsdb, Item10NamesWithASlashMayBeEncodedTwice) {
  auto desk = Desk::with_records();
  for (const char* name : {"0%2F25.2.0.192.in-addr.arpa", "0%2f25.2.0.192.in-addr.arpa",
                           "0%252F25.2.0.192.in-addr.arpa", "0%252f25.2.0.192.in-addr.arpa"}) {
    EXPECT_THAT(names(*desk, std::string("/lookup/rrset/name/") + name),
                ElementsAre("0/25.2.0.192.in-addr.arpa."));
  }
}

TEST(Dnsdb, Item11SeveralSlashesAreOne) {
  auto desk = Desk::with_records();
  EXPECT_EQ(desk->ask("/dnsdb/v2//lookup/rrset//name/example.com").body,
            desk->ask(v2("/lookup/rrset/name/example.com")).body);
  EXPECT_EQ(desk->ask("//lookup/rrset/name/example.com/").body,
            desk->ask("/lookup/rrset/name/example.com").body);
  EXPECT_THAT(rows(desk->ask(v2("/lookup/rrset/name/."))), IsEmpty());  // the root: no dot segment
  expect_error(desk->ask(v2("/lookup/rrset/name/..")), 400, "name: ");
}

TEST(Dnsdb, Item12NoNullAndNoKeyBeyondTheTen) {
  auto desk = Desk::with_records();
  const std::set<std::string> known{"rrname",          "rrtype",         "rdata",      "raw_rdata",
                                    "bailiwick",       "count",          "time_first", "time_last",
                                    "zone_time_first", "zone_time_last", "num_results"};
  for (const char* target : {"/lookup/rrset/name/*", "/lookup/rdata/ip/0.0.0.0,0",
                             "/lookup/rdata/name/*", "/lookup/rrset/name/*?aggr=f",
                             "/summarize/rrset/name/*", "/lookup/rrset/name/*/ANY-DNSSEC"}) {
    const auto found = rows(desk->ask(v2(target)));
    EXPECT_THAT(found, Not(IsEmpty())) << target;
    for (const std::string& row : found) {
      EXPECT_THAT(row, Not(HasSubstr("null")));
      EXPECT_THAT(row, StartsWith("{\"obj\":{\"count\":"));
      for (std::size_t at = row.find("\":"); at != std::string::npos;
           at = row.find("\":", at + 1)) {
        const std::size_t begin = row.rfind('"', at - 1) + 1;
        const std::string key = row.substr(begin, at - begin);
        EXPECT_TRUE(key == "obj" || known.count(key) == 1) << key << " in " << row;
      }
    }
  }
}

TEST(Dnsdb, Item12OneOfTheTwoPairsOfTimesInALookup) {
  auto desk = Desk::with_records();
  for (const std::string& row : rows(desk->ask(v2("/lookup/rrset/name/*")))) {
    const bool is_zone = row.find("\"zone_time_first\":") != std::string::npos;
    EXPECT_NE(is_zone, row.find("\"time_first\":") != std::string::npos) << row;
    EXPECT_EQ(is_zone, row.find("\"zone_time_last\":") != std::string::npos) << row;
  }
}

TEST(Dnsdb, Item13EveryLineEndsInLineFeed) {
  auto desk = Desk::with_records();
  desk->tell({"odd.example.", "TXT", "\"a\\010b\" \"\" \"q\\\"\\\\\"", {}, 1});
  for (const char* target :
       {"/lookup/rrset/name/*", "/lookup/rrset/name/none.example", "/summarize/rrset/name/*",
        "/lookup/rrset/name/*?limit=2", "/rate_limit", "/ping"}) {
    const auto response = desk->ask(v2(target));
    EXPECT_THAT(response.body, EndsWith("\n"));
    EXPECT_THAT(response.body, Not(HasSubstr("\n\n")));
    EXPECT_THAT(response.body, Not(HasSubstr("\r")));
    EXPECT_THAT(lines(response), Each(StartsWith("{")));
  }
}

TEST(Dnsdb, Item14KeysThatAreMissingOrWrongAre403) {
  auto desk = Desk::with_records();
  desk->use_keys("another-key\nspent-key-00 expires=1700099999\n");
  for (const std::string& prefix : {std::string(), std::string(kV2)}) {
    for (const char* rest : {"/lookup/rrset/name/example.com", "/summarize/rdata/ip/192.0.2.1"}) {
      expect_error(desk->ask(prefix + rest, std::vector<http::Field>{}), 403, "key");
      expect_error(desk->ask(prefix + rest, {{"x-api-key", "wrong-key-000"}}), 403, "key");
      expect_error(desk->ask(prefix + rest, {{"x-api-key", "spent-key-00"}}), 401, "expired");
      EXPECT_EQ(desk->ask(prefix + rest, {{"x-api-key", "another-key"}}).status, 200U);
    }
  }
}

TEST(Dnsdb, Item14QuotasThatAreExhaustedAre429) {
  auto desk = Desk::with_records();
  desk->use_keys("desk-test-key quota=2\n");
  const std::string target = v2("/lookup/rrset/name/example.com/A");
  EXPECT_EQ(field(desk->ask(target), "x-ratelimit-remaining"), "1");
  EXPECT_EQ(desk->ask(v2("/rate_limit")).status, 200U);  // does not count
  EXPECT_EQ(field(desk->ask(target), "x-ratelimit-remaining"), "0");
  expect_error(desk->ask(target), 429, "");
  EXPECT_EQ(desk->ask(v2("/rate_limit")).status, 200U);
}

TEST(Dnsdb, Item14WhatCannotBeReadIs400) {
  auto desk = Desk::with_records();
  for (const char* type : {"NOSUCHTYPE", "TYPE65536", "TYPE", "A,MX", "%20"})
    expect_error(desk->ask(v2("/lookup/rrset/name/example.com/") + type), 400, "rrtype: ");
  for (const char* hex : {"abc", "xyz0", "03777777", "0377777700ff"})
    expect_error(desk->ask(v2("/lookup/rrset/raw/") + hex), 400, "raw: ");
  for (const char* hex : {"abc", "xyz0"})
    expect_error(desk->ask(v2("/lookup/rdata/raw/") + hex), 400, "raw: ");
  expect_error(desk->ask(v2("/lookup/rrset/name/example.com/A/a..b")), 400, "bailiwick: ");
  for (const char* count : {"0", "-1", "many", ""})
    expect_error(desk->ask(v2("/summarize/rrset/name/example.com?max_count=") + count), 400,
                 "max_count: ");
}

TEST(Dnsdb, Item14PathsBelowAKnownOneAre400AndOthers404) {
  auto desk = Desk::with_records();
  for (const std::string& prefix : {std::string(), std::string(kV2)}) {
    for (const char* rest :
         {"/lookup", "/lookup/rrset", "/lookup/rrset/name", "/lookup/rrset/nam/example.com",
          "/lookup/rdata/name/example.com/A/example.com", "/summarize/rrset/name/a/A/b/c/d",
          "/summarize/rate_limit"}) {
      expect_error(desk->ask(prefix + rest), 400, "expected lookup or summarize");
    }
  }
  EXPECT_EQ(desk->ask(v2("/nothing")).status, 404U);
  EXPECT_EQ(desk->ask(v2("/lookup/rrset/name/example.com"), Method::kPost).status, 405U);
}

TEST(Dnsdb, Item14TypesThatWeDoNotHaveAre415) {
  auto desk = Desk::with_records();
  const std::string target = v2("/lookup/rrset/name/example.com");
  const auto status = [&](std::string_view accept) {
    return desk->ask(target, {{"accept", std::string(accept)}}).status;
  };
  for (const char* ours :
       {"*/*", "", "application/x-ndjson", "application/jsonl", "application/json", "text/plain",
        "Application/JSON; charset=utf-8", "text/html, application/*;q=0.8",
        "application/json, text/plain, */*", "image/png,application/x-ndjson;q=0.1"}) {
    EXPECT_EQ(status(ours), 200U) << ours;
  }
  EXPECT_EQ(desk->ask(target, std::vector<http::Field>{}).status, 200U);
  for (const char* other :
       {"text/html", "application/xml", "application/json;q=0", "image/*", "application/ld+json"}) {
    expect_error(desk->ask(target, {{"accept", other}}), 415, "Accept");
  }
  // What tells of the key answers whatever is asked for.
  EXPECT_EQ(desk->ask(v2("/rate_limit"), {{"accept", "text/html"}}).status, 200U);
}

TEST(Dnsdb, Item14AStoreThatIsAwayIs503) {
  auto desk = Desk::with_records();
  desk->access().is_away = true;
  for (const std::string& prefix : {std::string(), std::string(kV2)}) {
    const auto response = desk->ask(prefix + "/lookup/rrset/name/example.com");
    expect_error(response, 503, "store");
    EXPECT_NE(field(response, "retry-after"), "");
    EXPECT_EQ(field(response, "x-ratelimit-limit"), "unlimited");
  }
}

TEST(Dnsdb, Item14QuotaFieldsInTheirWords) {
  auto desk = Desk::with_records();
  const std::string target = v2("/lookup/rrset/name/example.com/A");
  const auto free = desk->ask(target);
  EXPECT_EQ(field(free, "x-ratelimit-limit"), "unlimited");
  EXPECT_EQ(field(free, "x-ratelimit-remaining"), "n/a");
  EXPECT_EQ(field(free, "x-ratelimit-reset"), "n/a");
  EXPECT_EQ(field(free, "x-ratelimit-expires"), "");
  desk->use_keys("desk-test-key quota=1000 expires=1800000000\n");
  for (const char* rest : {"", "?limit=x"}) {  // errors tell it too
    const auto limited = desk->ask(target + rest);
    EXPECT_EQ(field(limited, "x-ratelimit-limit"), "1000");
    EXPECT_EQ(field(limited, "x-ratelimit-reset"), "1700179200");
    EXPECT_EQ(field(limited, "x-ratelimit-expires"), "1800000000");
  }
  EXPECT_EQ(field(desk->ask("/lookup/rrset/name/none.example"), "x-ratelimit-remaining"), "997");
}

TEST(Dnsdb, Item15FramingIsBeginRowsTerminator) {
  Desk desk;
  tell_many(desk, 3000);  // several pieces
  for (const char* target :
       {"/lookup/rrset/name/*.many.example", "/lookup/rrset/name/*.many.example?limit=2999",
        "/lookup/rrset/name/*.many.example?limit=3000", "/lookup/rdata/ip/198.51.0.0,16"}) {
    const auto response = desk.ask(v2(target));
    EXPECT_THAT(rows(response), Each(StartsWith("{\"obj\":{\"count\":"))) << target;
    EXPECT_EQ(outcome(response),
              std::string_view(target).ends_with("2999") ? "limited" : "succeeded");
  }
}

TEST(Dnsdb, Item15SmallAnswersAreWholeAtOnce) {
  auto desk = Desk::with_records();
  for (const std::string& target :
       {v2("/lookup/rrset/name/*.example.com"), v2("/summarize/rrset/name/*.example.com"),
        v2("/lookup/rrset/name/none.example"), std::string("/lookup/rrset/name/example.com")}) {
    EXPECT_EQ(desk->first_piece(target), desk->ask(target).body);
  }
}

TEST(Dnsdb, Item16FailureInTheMiddleIsAFailedLine) {
  auto desk = Desk::with_records();
  desk->access().readable = 2;
  const auto response = desk->ask(v2("/lookup/rrset/name/www.example.com"));
  EXPECT_EQ(response.status, 200U);
  EXPECT_THAT(rows(response), SizeIs(2));
  EXPECT_EQ(lines(response).back(),
            "{\"cond\":\"failed\",\"msg\":\"the store cannot be read now: try again later\"}");
  EXPECT_EQ(desk->access().reports, 1U);
  // v1 has no word for it: the connection breaks, so that nobody takes the answer for whole.
  const auto bare = desk->ask("/lookup/rrset/name/www.example.com");
  EXPECT_EQ(bare.status, 599U);
  EXPECT_THAT(lines(bare), SizeIs(2));
}

TEST(Dnsdb, Item16FailureBeforeTheFirstRowIsAStatus) {
  auto desk = Desk::with_records();
  desk->access().readable = 0;
  for (const std::string& prefix : {std::string(), std::string(kV2)}) {
    for (const char* rest :
         {"/lookup/rrset/name/www.example.com", "/summarize/rrset/name/www.example.com"}) {
      const auto response = desk->ask(prefix + rest);
      expect_error(response, 503, "the store cannot be read now");
      EXPECT_EQ(field(response, "x-ratelimit-limit"), "unlimited");
    }
  }
  // Totals are told at the end only: they fail as a whole.
  desk->access().readable = 2;
  expect_error(desk->ask(v2("/summarize/rrset/name/www.example.com")), 503, "the store");
}

TEST(Dnsdb, Item16WhenTimeIsUpRowsAreLimitedAndNothingFails) {
  Desk desk;
  tell_many(desk, 1000);
  desk.settings().answer_time = std::chrono::seconds(0);
  const auto some = desk.ask(v2("/lookup/rrset/name/*.many.example"));
  EXPECT_THAT(rows(some), Not(IsEmpty()));
  EXPECT_EQ(lines(some).back(), "{\"cond\":\"limited\",\"msg\":\"Time limit reached\"}");
  EXPECT_EQ(desk.ask("/lookup/rrset/name/*.many.example").status, 599U);
  const auto totals = desk.ask(v2("/summarize/rrset/name/*.many.example"));
  EXPECT_THAT(rows(totals), SizeIs(1));
  EXPECT_EQ(outcome(totals), "limited");
  expect_error(desk.ask("/summarize/rrset/name/*.many.example"), 503, "took longer");
  // Nothing found when time was up: `limited` would promise rows, and a client would ask for ever.
  tell_many(desk, 5000);
  const auto none = desk.ask(v2("/lookup/rrset/name/*.many.example?time_last_before=1"));
  EXPECT_THAT(rows(none), IsEmpty());
  EXPECT_EQ(outcome(none), "failed");
  expect_error(desk.ask("/lookup/rrset/name/*.many.example?time_last_before=1"), 503,
               "took longer");
}

TEST(Dnsdb, Item19LimitAndTruthAsPythonWritesThem) {
  auto desk = Desk::with_records();
  const auto response =
      desk->ask(v2("/lookup/rdata/ip/192.0.2.10?swclient=dnsdb2python&version=1.1.4&limit=10&"
                   "offset=0&humantime=True&time_first_after=1690000000&verbose=True"));
  EXPECT_THAT(rows(response), SizeIs(2));
  EXPECT_THAT(response.body, HasSubstr("\"time_first\":\"2023-11-14T22:13:20Z\""));
}

TEST(Dnsdb, Item20NothingFoundIs404InVersionOne) {
  auto desk = Desk::with_records();
  for (const char* target :
       {"/lookup/rrset/name/nothing.example.com", "/lookup/rdata/ip/203.0.113.1",
        "/summarize/rdata/name/nothing.example.com", "/lookup/rrset/name/example.com?offset=100"}) {
    const auto response = desk->ask(target);
    EXPECT_EQ(response.status, 404U);
    EXPECT_THAT(response.content_type, StartsWith("text/plain"));
    EXPECT_EQ(response.body, "Error: no results found for query.\n");
  }
}

TEST(Dnsdb, Item21RdataIsTextForRdataLookupsOfVersionOne) {
  auto desk = Desk::with_records();
  const auto by_name = desk->ask("/lookup/rrset/name/example.com/A");
  EXPECT_EQ(by_name.content_type, "application/json");
  EXPECT_EQ(by_name.body,
            "{\"count\":7,\"time_first\":1700000000,\"time_last\":1700086400,"
            "\"rrname\":\"example.com.\",\"rrtype\":\"A\",\"bailiwick\":\"example.com.\","
            "\"rdata\":[\"192.0.2.1\"]}\n");
  EXPECT_EQ(desk->ask("/lookup/rdata/ip/192.0.2.1").body,
            "{\"count\":7,\"time_first\":1700000000,\"time_last\":1700086400,"
            "\"rrname\":\"example.com.\",\"rrtype\":\"A\",\"rdata\":\"192.0.2.1\"}\n");
  EXPECT_THAT(rows(desk->ask(v2("/lookup/rdata/ip/192.0.2.1"))),
              ElementsAre(HasSubstr(",\"rdata\":[\"192.0.2.1\"]}}")));
  EXPECT_EQ(desk->ask("/summarize/rrset/name/example.com/NS").body,
            "{\"count\":8,\"num_results\":2,\"time_first\":1700000000,\"time_last\":1700086400,"
            "\"zone_time_first\":1690000000,\"zone_time_last\":1700000000}\n");
}

TEST(Dnsdb, Item22RateLimitByGetAndPost) {
  auto desk = Desk::with_records();
  const std::string free =
      "{\n  \"rate\": {\n    \"limit\": \"unlimited\",\n    \"remaining\": \"n/a\",\n"
      "    \"reset\": \"n/a\",\n    \"results_max\": 1000000,\n    \"offset_max\": 3000000\n"
      "  }\n}\n";
  for (const Method method : {Method::kGet, Method::kPost}) {
    const auto response = desk->ask("/lookup/rate_limit", method);
    EXPECT_EQ(response.status, 200U);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_EQ(response.body, free);
  }
  desk->use_keys("desk-test-key quota=1000 burst=10/60 results=500 offset=0 expires=1800000000\n");
  EXPECT_EQ(desk->ask(v2("/rate_limit")).body,
            "{\"rate\":{\"limit\":1000,\"remaining\":1000,\"reset\":1700179200,"
            "\"expires\":1800000000,\"results_max\":500,\"offset_max\":0,\"burst_size\":10,"
            "\"burst_window\":60}}\n");
}

TEST(Dnsdb, BailiwickIsMatchedExactly) {
  auto desk = Desk::with_records();
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/www.example.co.uk/ANY/co.uk"), SizeIs(1));
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/www.example.co.uk/A/Example.Co.Uk."), SizeIs(1));
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/www.example.co.uk/ANY/uk"), IsEmpty());
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/alias.example.net/ANY/net"), IsEmpty());
  EXPECT_THAT(rows(desk->ask(v2("/lookup/rrset/name/alias.example.net"))),
              ElementsAre(Not(HasSubstr("bailiwick"))));
}

TEST(Dnsdb, RdataLookupsMergeWhatDiffersInBailiwickAlone) {
  auto desk = Desk::with_records();
  EXPECT_THAT(names(*desk, "/lookup/rrset/name/www.example.co.uk"), SizeIs(2));
  const auto found = rows(desk->ask(v2("/lookup/rdata/ip/192.0.2.10")));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(found, Each(Not(HasSubstr("bailiwick"))));
  EXPECT_THAT(found, ::testing::Contains(HasSubstr("{\"count\":10,")));
}

TEST(Dnsdb, RawOwnersAndRawRdata) {
  auto desk = Desk::with_records();
  EXPECT_THAT(names(*desk, "/lookup/rrset/raw/076578616D706C6503636f6d00/A"),
              ElementsAre("example.com."));
  EXPECT_THAT(names(*desk, "/lookup/rrset/raw/076578616d706c6503636f6d00/ANY/com"),
              ElementsAre("example.com.", "example.com."));
  EXPECT_THAT(names(*desk, "/lookup/rdata/raw/c000020a"), SizeIs(2));
  EXPECT_THAT(types(*desk, "/lookup/rdata/raw/c0000201"), ElementsAre("A", "TYPE65280"));
  EXPECT_THAT(types(*desk, "/lookup/rdata/raw/c0000201/A"), ElementsAre("A"));
  EXPECT_THAT(types(*desk, "/lookup/rdata/raw/0b763d73706631"), ElementsAre("TXT"));  // a beginning
}

TEST(Dnsdb, SummariesStopOnceTheCountIsReached) {
  auto desk = Desk::with_records();
  const std::string target = v2("/summarize/rrset/name/www.example.com");
  const auto all = desk->ask(target);
  EXPECT_THAT(rows(all), ElementsAre("{\"obj\":{\"count\":53,\"num_results\":4,"
                                     "\"time_first\":1700000000,\"time_last\":1700086400}}"));
  EXPECT_EQ(outcome(all), "succeeded");
  const auto one = desk->ask(target + "?max_count=10");
  EXPECT_THAT(rows(one), ElementsAre(HasSubstr("\"count\":42,\"num_results\":1,")));
  EXPECT_EQ(lines(one).back(), "{\"cond\":\"limited\",\"msg\":\"Maximum count reached\"}");
  EXPECT_THAT(rows(desk->ask(target + "?max_count=43")),
              ElementsAre(HasSubstr("\"count\":43,\"num_results\":2,")));
  EXPECT_EQ(outcome(desk->ask(target + "?max_count=53")), "succeeded");
  const auto limited = desk->ask(target + "?limit=2");
  EXPECT_THAT(rows(limited), ElementsAre(HasSubstr("\"count\":43,\"num_results\":2,")));
  EXPECT_EQ(lines(limited).back(), "{\"cond\":\"limited\",\"msg\":\"Result limit reached\"}");
}

TEST(Dnsdb, UnknownParametersAreIgnored) {
  auto desk = Desk::with_records();
  EXPECT_EQ(desk->ask(v2("/lookup/rrset/name/example.com?swclient=dnsdbq&version=2.6.4&id=a:b&"
                         "nonsense&max_count=x"))
                .body,
            desk->ask(v2("/lookup/rrset/name/example.com")).body);
}

}  // namespace
}  // namespace spoor::api::dnsdb
