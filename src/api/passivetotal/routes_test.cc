// SPDX-License-Identifier: Apache-2.0
// The PassiveTotal dialect without sockets. Numbers are those of the conformance list.
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "registration/import.h"

namespace spoor::api::passivetotal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

struct Seen {
  std::uint64_t count;
  std::uint32_t first, last;
};

std::string cof(std::string_view name, std::string_view type, std::string_view rdata,
                const Seen& seen, std::string_view bailiwick = "example.com") {
  return fmt::format(
      "{{\"rrname\":\"{}\",\"rrtype\":\"{}\",\"rdata\":\"{}\",\"count\":{},\"time_first\":{},"
      "\"time_last\":{},\"bailiwick\":\"{}\"}}\n",
      name, type, rdata, seen.count, seen.first, seen.last, bailiwick);
}

constexpr std::uint32_t kT0 = 1'600'000'000;

class PassiveTotal : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.fill(
        cof("www.example.com", "A", "192.0.2.10", {7, kT0, kT0 + 100}) +
            cof("www.example.com", "A", "192.0.2.10", {1, kT0 - 50, kT0}, "com") +
            cof("www.example.com", "A", "192.0.2.11", {90, kT0 + 5000, kT0 + 9000}) +
            cof("www.example.com", "AAAA", "2001:db8::10", {2, kT0, kT0}) +
            cof("www.example.com", "TXT", "v=spf1", {2, kT0, kT0}) +
            cof("example.com", "MX", "10 mail.example.com", {3, kT0, kT0}) +
            cof("example.com", "SOA", "ns1.example.net host.example.org 1 2 3 4 5", {3, kT0, kT0}) +
            cof("a.b.example.com", "CNAME", "www.example.com", {3, kT0, kT0}),
        "s1");
    served_.fill(cof("www.example.com", "A", "192.0.2.10", {5, kT0 + 50, kT0 + 200}) +
                     cof("other.example.net", "A", "192.0.2.10", {1, kT0, kT0}, "example.net"),
                 "s2");
  }
  void TearDown() override {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }

  void register_domains() {
    std::string form = (std::filesystem::temp_directory_path() / "passivetotal-XXXXXX").string();
    folder_ = ::mkdtemp(form.data());
    const std::string path = registration::store_path(folder_);
    const auto writer = registration::Writer::open(path);
    constexpr std::string_view kCsv =
        "domain,registrar,whois_server,name_servers,registrant_email,registrant_name,"
        "registrant_organization,registrant_phone,admin_email,createdDate\n"
        "example.com,R1,whois.example.net,ns1.example.net,Holder@example.org,Example Holder,"
        "Example Org,+1 555 0100,admin@example.org,2020-01-02 03:04:05\n"
        "example.net,R2,,,holder@example.org,Other Holder,,,,\n";
    const auto in = InputStream::from_memory(as_bytes(kCsv));
    ASSERT_TRUE(
        registration::import_registrations(**writer, *in, {"dump", kT0, {}}, [] { return true; }));
    served_.registrations() = registration::Store(path);
  }

  /// The body, which must be JSON and of this status.
  simdjson::dom::element ask(const std::string& target, unsigned status = 200) {
    response_ = served_.get(target);
    EXPECT_EQ(response_.status, status) << target << response_.body;
    EXPECT_EQ(response_.content_type, "application/json");
    return parse(response_.body);
  }
  simdjson::dom::element parse(const std::string& body) {
    simdjson::dom::element element;
    EXPECT_EQ(parser_.parse(body).get(element), simdjson::SUCCESS) << body;
    return element;
  }
  static std::string text(simdjson::dom::element from, std::string_view pointer) {
    simdjson::dom::element found;
    if (from.at_pointer(pointer).get(found) != simdjson::SUCCESS) return "(none)";
    return simdjson::minify(found);
  }
  /// A member of each result.
  static std::vector<std::string> each(simdjson::dom::element from, std::string_view key) {
    std::vector<std::string> found;
    simdjson::dom::array results;
    if (from["results"].get(results) != simdjson::SUCCESS) return {"(no results)"};
    for (const auto result : results) found.push_back(text(result, "/" + std::string(key)));
    return found;
  }

  Served served_;
  std::string folder_;
  http::Response response_;
  simdjson::dom::parser parser_;
};

TEST_F(PassiveTotal, RecordsOfANameFromTheOtherSide) {
  for (const std::string prefix : {"/v2", "/pt/v2"}) {
    const auto found = ask(prefix + "/dns/passive?query=WWW.example.com.");
    EXPECT_THAT(each(found, "resolve"),
                ElementsAre("\"192.0.2.10\"", "\"192.0.2.11\"", "\"2001:db8::10\""));
    EXPECT_THAT(each(found, "resolveType"), ElementsAre("\"ip\"", "\"ip\"", "\"ip\""));
    EXPECT_EQ(text(found, "/queryValue"), "\"www.example.com\"");
    EXPECT_EQ(text(found, "/queryType"), "\"domain\"");
    EXPECT_EQ(text(found, "/totalRecords"), "3");
    EXPECT_EQ(text(found, "/pager"), "null");
    // One result for both bailiwicks and both sources.
    EXPECT_EQ(text(found, "/results/0/source"), R"(["s1","s2"])");
    EXPECT_EQ(text(found, "/results/0/firstSeen"), "\"2020-09-13 12:25:50\"");
    EXPECT_EQ(text(found, "/results/0/lastSeen"), "\"2020-09-13 12:30:00\"");
    EXPECT_EQ(text(found, "/firstSeen"), "\"2020-09-13 12:25:50\"");
    EXPECT_EQ(text(found, "/results/0/value"), "\"www.example.com\"");
    EXPECT_EQ(text(found, "/results/0/recordType"), "\"A\"");
    EXPECT_EQ(text(found, "/results/0/recordHash").size(), 66U);
  }
}

TEST_F(PassiveTotal, HashesAreStableAndUnlikeFromTheTwoSides) {
  const std::string once =
      text(ask("/v2/dns/passive?query=www.example.com"), "/results/0/recordHash");
  const std::string again =
      text(ask("/pt/v2/dns/passive?query=*.example.com&start=2000-01-01"), "/results/3/recordHash");
  EXPECT_EQ(once, again);
  const auto by_address = ask("/v2/dns/passive?query=192.0.2.10");
  EXPECT_THAT(each(by_address, "resolve"),
              UnorderedElementsAre("\"www.example.com\"", "\"other.example.net\""));
  EXPECT_EQ(text(by_address, "/queryType"), "\"ip\"");
  EXPECT_EQ(text(by_address, "/results/0/value"), "\"192.0.2.10\"");
  EXPECT_EQ(text(by_address, "/results/0/resolveType"), "\"domain\"");
  for (const std::string& hash : each(by_address, "recordHash")) EXPECT_NE(hash, once);
}

TEST_F(PassiveTotal, HostsAndMailboxesAreOtherSidesToo) {
  const auto found = ask("/v2/dns/passive?query=example.com");
  EXPECT_THAT(each(found, "resolve"),
              UnorderedElementsAre("\"mail.example.com\"", "\"host@example.org\""));
  EXPECT_THAT(each(found, "resolveType"), UnorderedElementsAre("\"domain\"", "\"email\""));
  EXPECT_THAT(each(ask("/v2/dns/passive?query=*.b.example.com"), "value"),
              ElementsAre("\"a.b.example.com\""));
}

TEST_F(PassiveTotal, FencesBoundTheTimes) {
  const auto count = [&](const std::string& fences) {
    return each(ask("/v2/dns/passive?query=www.example.com&" + fences), "resolve").size();
  };
  EXPECT_EQ(count("start=2020-09-13%2013:50:00"), 1U);
  EXPECT_EQ(count("end=2020-09-13%2012:30:00"), 2U);
  EXPECT_EQ(count("end=2020-09-13"), 3U);  // the whole day
  EXPECT_EQ(count("end=2020-09-12"), 0U);
  EXPECT_EQ(count("start=2020-09-14"), 0U);
  EXPECT_EQ(count("timeout=5&sources=a,b&start="), 3U);
  ask("/v2/dns/passive?query=www.example.com&start=yesterday", 400);
}

TEST_F(PassiveTotal, NothingFoundIsAnEmptyAnswer) {
  const auto found = ask("/v2/dns/passive?query=none.example.com");
  EXPECT_EQ(text(found, "/results"), "[]");
  EXPECT_EQ(text(found, "/totalRecords"), "0");
  EXPECT_EQ(text(found, "/firstSeen"), "null");
  const auto unique = ask("/v2/dns/passive/unique?query=none.example.com");
  EXPECT_EQ(text(unique, "/results"), "[]");
  EXPECT_EQ(text(unique, "/total"), "0");
}

TEST_F(PassiveTotal, UniqueIsTheMostFrequentFirst) {
  const auto found = ask("/v2/dns/passive/unique?query=www.example.com");
  EXPECT_EQ(text(found, "/results"), R"(["192.0.2.11","192.0.2.10","2001:db8::10"])");
  EXPECT_EQ(text(found, "/frequency"),
            R"([["192.0.2.11",90],["192.0.2.10",13],["2001:db8::10",2]])");
  EXPECT_EQ(text(found, "/total"), "3");
  EXPECT_EQ(text(ask("/v2/dns/passive/unique?query=192.0.2.10"), "/results"),
            R"(["www.example.com","other.example.net"])");
  EXPECT_EQ(text(ask("/v2/dns/passive/unique?query=example.com"), "/results"), "[]");
}

TEST_F(PassiveTotal, NamesByKeywordAndSubdomains) {
  EXPECT_THAT(each(ask("/v2/dns/search/keyword?query=www.*"), "focusPoint"),
              ElementsAre("\"www.example.com\""));
  EXPECT_THAT(each(ask("/v2/dns/search/keyword?query=www"), "focusPoint"),
              ElementsAre("\"www.example.com\""));
  EXPECT_THAT(each(ask("/v2/dns/search/keyword?query=*.net"), "focusPoint"),
              ElementsAre("\"other.example.net\""));
  const auto below = ask("/v2/enrichment/subdomains?query=*.example.com");
  EXPECT_EQ(text(below, "/subdomains"), R"(["a.b","www"])");
  EXPECT_EQ(text(below, "/queryValue"), "\"*.example.com\"");
  EXPECT_EQ(text(below, "/primaryDomain"), "\"example.com\"");
  EXPECT_EQ(text(ask("/v2/subdomains?query=www.example.com"), "/subdomains"), R"(["a.b","www"])");
  EXPECT_EQ(text(ask("/v2/enrichment/subdomains?query=*.none.example"), "/subdomains"), "[]");
}

TEST_F(PassiveTotal, Item31QueriesInTheBodyOfGetAndPost) {
  for (const http::Method method : {http::Method::kGet, http::Method::kPost}) {
    const auto with_body = [&](const std::string& target, const std::string& content) {
      MemoryBody body(content);
      const auto response = http::collect(served_.start(method, target, {}, &body));
      return std::make_pair(response.status, response.body);
    };
    const auto [status, body] = with_body(
        "/v2/dns/passive/unique", R"({"query":"www.example.com","start":null,"end":"2020-09-13"})");
    EXPECT_EQ(status, 200U);
    EXPECT_EQ(text(parse(body), "/total"), "3");
    const auto [bulk_status, bulk] =
        with_body("/v2/enrichment/bulk/", R"({"query":["www.example.com","192.0.2.10"]})");
    EXPECT_EQ(bulk_status, 200U);
    EXPECT_EQ(text(parse(bulk), "/results/www.example.com/tld"), "\".com\"");
    EXPECT_EQ(text(parse(bulk), "/results/192.0.2.10/queryType"), "\"ip\"");
    EXPECT_EQ(with_body("/v2/dns/passive", "query=x").first, 400U);
    EXPECT_EQ(with_body("/v2/dns/passive", "[1]").first, 400U);
  }
}

TEST_F(PassiveTotal, Item32WhoisHasFourContactsAndTimesWithAZone) {
  register_domains();
  for (const char* query : {"example.com", "www.Example.com"}) {
    const auto record = ask(std::string("/v2/whois?compact_record=True&query=") + query);
    EXPECT_EQ(text(record, "/domain"), "\"example.com\"");
    EXPECT_EQ(text(record, "/contactEmail"), "\"Holder@example.org\"");
    EXPECT_EQ(text(record, "/registered"), "\"2020-01-02T03:04:05.000+0000\"");
    EXPECT_EQ(text(record, "/expiresAt"), "null");
    EXPECT_EQ(text(record, "/lastLoadedAt"), "\"2020-09-13T12:26:40.000+0000\"");
    EXPECT_EQ(text(record, "/nameServers"), R"(["ns1.example.net"])");
    EXPECT_EQ(text(record, "/registrant/telephone"), "\"+1 555 0100\"");
    EXPECT_EQ(text(record, "/admin"), R"({"email":"admin@example.org"})");
    EXPECT_EQ(text(record, "/tech"), "{}");
    EXPECT_EQ(text(record, "/billing"), "{}");
    EXPECT_EQ(text(record, "/compact/telephone/raw"), R"(["+1 555 0100"])");
    EXPECT_EQ(text(record, "/compact/name/raw"), R"(["Example Holder"])");
    EXPECT_EQ(text(record, "/compact/email/raw"), R"(["Holder@example.org","admin@example.org"])");
  }
  for (const char* query : {"none.example", "192.0.2.1"}) {
    const auto none = ask(std::string("/v2/whois?query=") + query);
    EXPECT_EQ(text(none, "/domain"), fmt::format("\"{}\"", query));
    EXPECT_EQ(text(none, "/registrant"), "{}");
    EXPECT_EQ(text(none, "/compact/telephone/raw"), "[]");
  }
}

TEST_F(PassiveTotal, WhoisByWhatStandsInIt) {
  register_domains();
  const auto domains = [&](const std::string& rest) {
    return each(ask("/v2/whois/search" + rest), "domain");
  };
  EXPECT_THAT(domains("?field=email&query=holder@example.org"),
              ElementsAre("\"example.com\"", "\"example.net\""));
  EXPECT_THAT(domains("?field=phone&query=15550100"), ElementsAre("\"example.com\""));
  EXPECT_THAT(domains("?field=name&query=other%20holder"), ElementsAre("\"example.net\""));
  EXPECT_THAT(domains("?field=organization&query=Example%20Org"), ElementsAre("\"example.com\""));
  EXPECT_THAT(domains("?field=nameserver&query=ns1.example.net"), ElementsAre("\"example.com\""));
  EXPECT_THAT(domains("?field=domain&query=example.net"), ElementsAre("\"example.net\""));
  EXPECT_THAT(domains("?field=email&query=none@example.org"), ElementsAre());
  EXPECT_THAT(domains("/keyword?query=net"), ElementsAre("\"example.net\""));
  EXPECT_THAT(domains("/keyword?query=holder&field=name"),
              ElementsAre("\"example.com\"", "\"example.net\""));
  ask("/v2/whois/search?field=zip&query=x", 400);
  ask("/v2/whois/search?field=email&query=nobody", 400);
}

TEST_F(PassiveTotal, Item33WhatNobodyKnowsIsEmptyAndWellFormed) {
  for (const char* path :
       {"enrichment/osint", "enrichment/malware", "ssl-certificate", "ssl-certificate/history",
        "ssl-certificate/search", "components", "host-attributes/components",
        "host-attributes/trackers", "host-attributes/pairs", "trackers/search",
        "cookies/name/x/hosts", "actions/tags/search", "monitor"}) {
    EXPECT_EQ(text(ask(fmt::format("/v2/{}?query=example.com", path)), "/results"), "[]") << path;
  }
  EXPECT_EQ(text(ask("/v2/actions/tags?query=example.com"), "/tags"), "[]");
  EXPECT_EQ(text(ask("/v2/actions/classification?query=example.com"), "/classification"),
            "\"unknown\"");
  EXPECT_EQ(
      text(ask("/v2/actions/bulk/classification?query=a.example,b.example"), "/results"),
      R"({"a.example":{"classification":"unknown"},"b.example":{"classification":"unknown"}})");
  EXPECT_EQ(text(ask("/v2/actions/sinkhole?query=example.com"), "/sinkhole"), "false");
  EXPECT_EQ(text(ask("/v2/account/history"), "/history"), "[]");
  const auto enriched = ask("/v2/enrichment?query=www.example.co.uk");
  EXPECT_EQ(text(enriched, "/primaryDomain"), "\"example.co.uk\"");
  EXPECT_EQ(text(enriched, "/tld"), "\".co.uk\"");
  EXPECT_EQ(text(enriched, "/dynamicDns"), "false");
}

TEST_F(PassiveTotal, KeysAreThePasswordOfBasic) {
  served_.use_keys("reader-key-0001 name=desk quota=3\n");
  const auto status = [&](const std::string& field, const std::string& value) {
    response_ = served_.get("/v2/account", {{field, value}});
    parse(response_.body);
    return response_.status;
  };
  // analyst@example.com:reader-key-0001
  const std::string basic = "YW5hbHlzdEBleGFtcGxlLmNvbTpyZWFkZXIta2V5LTAwMDE=";
  EXPECT_EQ(status("authorization", "Basic " + basic), 200U);
  EXPECT_THAT(response_.body, HasSubstr("\"username\":\"desk\""));
  EXPECT_EQ(status("authorization", "bASIC  " + basic), 200U);
  EXPECT_EQ(status("x-api-key", "reader-key-0001"), 200U);
  EXPECT_EQ(status("authorization", "Basic " + basic), 429U);
  EXPECT_THAT(response_.body, StartsWith("{\"message\":\"quota_exceeded: "));
  EXPECT_THAT(response_.body, HasSubstr("\"http_code\":429"));
  for (const char* wrong : {"Basic YTpi", "Basic ***", "Basic", "Basic cmVhZGVyLWtleS0wMDAx"})
    EXPECT_EQ(status("authorization", wrong), 401U) << wrong;
  EXPECT_EQ(field(response_, "www-authenticate"), "Basic");
  // Nowhere else: a browser must never hold a key as a password.
  EXPECT_EQ(served_.get("/api/v1/status", {{"authorization", "Basic " + basic}}).status, 401U);
}

TEST_F(PassiveTotal, TheQuotaIsThatOfTheKey) {
  const auto free = ask("/v2/account/quota");
  EXPECT_EQ(text(free, "/user/limits/search_api"), "null");
  served_.use_keys("reader-key-0001 name=desk quota=1000\n");
  const auto response = served_.get("/v2/account/quota", {{"x-api-key", "reader-key-0001"}});
  const auto limited = parse(response.body);
  EXPECT_EQ(text(limited, "/user/limits/search_api"), "1000");
  EXPECT_EQ(text(limited, "/user/counts/search_api"), "1");
  EXPECT_EQ(text(limited, "/user/username"), "\"desk\"");
  EXPECT_EQ(text(limited, "/organization/quotaInterval"), "\"daily\"");
}

TEST_F(PassiveTotal, ErrorsAreJsonOnEveryStatus) {
  EXPECT_THAT(text(ask("/v2/nothing", 404), "/error/message"), HasSubstr("nothing at this path"));
  ask("/v2/dns/passive", 400);
  ask("/v2/dns/passive?query=a..b", 400);
  ask("/v2/dns/passive?query=a@example.org", 400);
  ask("/v2/enrichment/subdomains?query=192.0.2.1", 400);
  ask("/v2/whois?query=*.example.com", 400);
  served_.access().is_away = true;
  EXPECT_EQ(text(ask("/v2/dns/passive?query=example.com", 503), "/error/http_code"), "503");
  EXPECT_EQ(served_.post("/v2/actions/tags", R"({"query":"a.example","tags":["x"]})").status, 403U);
}

TEST_F(PassiveTotal, AFailureInTheMiddleBreaksOff) {
  served_.access().readable = 4;
  EXPECT_EQ(served_.get("/v2/dns/passive?query=*.example.com").status, 599U);
  EXPECT_EQ(served_.get("/v2/dns/passive/unique?query=*.example.com").status, 503U);
  served_.access().readable = 0;
  EXPECT_EQ(served_.get("/v2/dns/passive?query=*.example.com").status, 503U);
}

}  // namespace
}  // namespace spoor::api::passivetotal
