// SPDX-License-Identifier: Apache-2.0
// The guard before every route, in both dialects; and the server's own refusals.
#include "api/routes.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include "api/served_test.h"

namespace spoor::api {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Fields = std::vector<http::Field>;

constexpr std::string_view kQuestion = "/api/v1/records?q=example.com";
constexpr std::string_view kDnsdbQuestion = "/dnsdb/v2/lookup/rrset/name/example.com";
constexpr std::string_view kOldQuestion = "/lookup/rrset/name/example.com";

Fields with_key(std::string key) {
  return {{"x-api-key", std::move(key)}};
}

double refused(Served& served, const std::string& reason) {
  for (const auto& family : served.metrics().Collect()) {
    if (family.name != "spoor_api_refused_total") continue;
    for (const auto& metric : family.metric) {
      if (metric.label.at(0).value == reason) return metric.counter.value;
    }
  }
  return -1;
}

/// A path for a pattern: placeholders filled in.
std::string path_of(std::string_view pattern) {
  std::string path;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '{') {
      path += pattern[at];
      continue;
    }
    path += 'a';
    at = pattern.find('}', at);
  }
  return path;
}

TEST(Routes, HaveEachPathOnceAndAHandlerEach) {
  std::set<std::pair<http::Method, std::string_view>> seen;
  for (const ApiRoute& route : all_routes()) {
    EXPECT_TRUE(seen.emplace(route.method, route.pattern).second) << route.pattern;
    EXPECT_NE(route.handler == nullptr, route.upload == nullptr) << route.pattern;
    const bool is_dnsdb = route.pattern.starts_with("/dnsdb/") ||
                          route.pattern.starts_with("/lookup") ||
                          route.pattern.starts_with("/summarize");
    EXPECT_EQ(route.dialect == Dialect::kDnsdb, is_dnsdb) << route.pattern;
  }
}

TEST(Guard, AnswersAForeignHostNowhere) {
  Served served;
  for (const ApiRoute& route : all_routes()) {
    const http::Response response =
        http::collect(served.start(route.method, path_of(route.pattern), {{"host", "evil.test"}}));
    EXPECT_EQ(response.status, 403U) << route.pattern;
    EXPECT_FALSE(response.body.empty());
    EXPECT_EQ(response.content_type == "application/problem+json",
              route.dialect == Dialect::kNative)
        << route.pattern;
  }
  EXPECT_EQ(refused(served, "host"), static_cast<double>(all_routes().size()));
}

TEST(Guard, AnswersAForeignOriginNowhere) {
  Served served;
  const Fields foreign{{"origin", "http://evil.test"}};
  EXPECT_EQ(served.get(kQuestion, foreign).status, 403U);
  EXPECT_EQ(served.get(kDnsdbQuestion, foreign).status, 403U);
  EXPECT_EQ(refused(served, "origin"), 2);
  EXPECT_EQ(served.get(kQuestion, {{"origin", "http://localhost:8053"}}).status, 200U);
}

TEST(Guard, IgnoresKeysWhereThereAreNone) {
  Served served;
  EXPECT_EQ(served.get(kQuestion, with_key("whatever")).status, 200U);
  EXPECT_EQ(served.get(kDnsdbQuestion, with_key("whatever")).status, 200U);
}

TEST(Guard, TakesNoImportWithoutKeys) {
  Served served;
  const http::Response response = served.post("/api/v1/import?source=s1", cof_lines(1));
  EXPECT_EQ(response.status, 403U);
  EXPECT_THAT(response.body, HasSubstr("needs a key"));
  EXPECT_EQ(refused(served, "needs_keys"), 1);
}

TEST(Guard, AsksForAKeyOnEveryRouteThatIsNotOpen) {
  Served served;
  served.use_keys("desk-key-1 read import");
  for (const ApiRoute& route : all_routes()) {
    const std::string path = path_of(route.pattern);
    const bool is_dnsdb = route.dialect == Dialect::kDnsdb;
    const std::string scheme = route.dialect == Dialect::kNative ? "Bearer"
                               : is_dnsdb                        ? ""
                                                                 : "Basic";
    const http::Response none = http::collect(served.start(route.method, path, {}));
    const http::Response wrong =
        http::collect(served.start(route.method, path, with_key("desk-key-2")));
    if (route.scope == Scope::kOpen) {  // 404: without pages, a page's path is none
      EXPECT_THAT(none.status, AnyOf(200U, 404U)) << path;
      EXPECT_EQ(wrong.status, none.status) << path;
      continue;
    }
    EXPECT_EQ(none.status, is_dnsdb ? 403U : 401U) << path;
    EXPECT_EQ(wrong.status, is_dnsdb ? 403U : 401U) << path;
    EXPECT_EQ(field(none, "WWW-Authenticate"), scheme) << path;
    EXPECT_NE(none.body, wrong.body) << path;
    EXPECT_THAT(wrong.body, Not(HasSubstr("desk-key-2"))) << path;
  }
}

TEST(Guard, DoesNotLookAtTheHostWhereThereAreKeys) {
  Served served;
  served.use_keys("desk-key-1");
  EXPECT_EQ(
      served.get(kQuestion, {{"host", "pdns.example.com"}, {"x-api-key", "desk-key-1"}}).status,
      200U);
}

TEST(Guard, FindsTheKeyInEitherField) {
  Served served;
  served.use_keys("desk-key-1");
  const struct {
    Fields fields;
    unsigned status;
  } cases[] = {
      {{{"x-api-key", "desk-key-1"}}, 200},
      {{{"authorization", "Bearer desk-key-1"}}, 200},
      {{{"authorization", "bearer   desk-key-1"}}, 200},
      {{{"authorization", "BEARER\tdesk-key-1"}}, 200},
      {{{"x-api-key", ""}, {"authorization", "Bearer desk-key-1"}}, 200},
      {{{"x-api-key", "desk-key-1"}, {"authorization", "Bearer wrong-key"}}, 200},
      {{{"x-api-key", "wrong-key"}, {"authorization", "Bearer desk-key-1"}}, 401},
      {{{"authorization", "Basic desk-key-1"}}, 401},
      {{{"authorization", "Bearerdesk-key-1"}}, 401},
      {{{"authorization", "Bearer"}}, 401},
      {{{"authorization", "Bearer "}}, 401},
      {{{"authorization", "desk-key-1"}}, 401},
      {{{"x-api-key", " desk-key-1"}}, 401},
      {{{"x-api-key", "desk-key-"}}, 401},
      {{{"x-api-key", "Desk-key-1"}}, 401},
  };
  for (const auto& each : cases)
    EXPECT_EQ(served.get(kQuestion, each.fields).status, each.status)
        << each.fields[0].name << ": " << each.fields[0].value;
}

TEST(Guard, TellsTheAccessLogWhoAsked) {
  Served served;
  EXPECT_EQ(field(served.get(kQuestion), http::kCallerField), "");
  served.use_keys("desk-key-1 name=desk quota=1");
  EXPECT_EQ(field(served.get(kQuestion, with_key("desk-key-1")), http::kCallerField), "desk");
  EXPECT_EQ(field(served.get(kQuestion, with_key("desk-key-1")), http::kCallerField), "desk");
  EXPECT_EQ(field(served.get(kQuestion), http::kCallerField), "");
}

TEST(Guard, RefusesAnExpiredKey) {
  Served served;
  served.use_keys("desk-key-1 expires=2024-10-05");
  EXPECT_EQ(served.get(kQuestion, with_key("desk-key-1")).status, 200U);
  served.now = 20'001 * 86400;
  const http::Response native = served.get(kQuestion, with_key("desk-key-1"));
  EXPECT_EQ(native.status, 401U);
  EXPECT_THAT(native.body, HasSubstr("expired"));
  for (const std::string_view question : {kDnsdbQuestion, kOldQuestion}) {
    const http::Response dnsdb = served.get(question, with_key("desk-key-1"));
    EXPECT_EQ(dnsdb.status, 401U);
    EXPECT_THAT(dnsdb.body, HasSubstr("quota"));
    EXPECT_THAT(dnsdb.body, HasSubstr("expired"));
  }
  EXPECT_EQ(refused(served, "expired"), 3);
}

TEST(Guard, KeepsToScopes) {
  Served served;
  served.use_keys("reading-key read\nimporting-key import");
  EXPECT_EQ(served.get(kQuestion, with_key("importing-key")).status, 403U);
  EXPECT_EQ(served.get(kDnsdbQuestion, with_key("importing-key")).status, 403U);
  EXPECT_EQ(served.get("/metrics", with_key("importing-key")).status, 403U);
  const std::string target = "/api/v1/import?source=s1";
  EXPECT_EQ(served.post(target, cof_lines(1), with_key("reading-key")).status, 403U);
  EXPECT_EQ(served.post(target, cof_lines(1), with_key("importing-key")).status, 200U);
  EXPECT_EQ(refused(served, "scope"), 4);
}

TEST(Guard, CountsQuestionsAgainstTheQuota) {
  Served served;
  served.use_keys("desk-key-1 quota=2");
  const Fields key = with_key("desk-key-1");
  for (const std::string_view free :
       {"/", "/healthz", "/metrics", "/api/v1/openapi.yaml", "/dnsdb/v2/rate_limit",
        "/lookup/rate_limit", "/dnsdb/v2/ping"}) {
    EXPECT_EQ(served.get(free, key).status, 200U) << free;
  }
  EXPECT_EQ(served.get(kQuestion, key).status, 200U);
  EXPECT_EQ(served.get(kDnsdbQuestion, key).status, 200U);
  const http::Response native = served.get(kQuestion, key);
  EXPECT_EQ(native.status, 429U);
  EXPECT_EQ(field(native, "Retry-After"), "43200");
  EXPECT_EQ(served.get(kDnsdbQuestion, key).status, 429U);
  EXPECT_EQ(served.get("/dnsdb/v2/rate_limit", key).status, 200U);
  EXPECT_EQ(refused(served, "quota"), 2);
  served.now += 43200;
  EXPECT_EQ(served.get(kQuestion, key).status, 200U);
}

TEST(Guard, CountsQuestionsOfABurst) {
  Served served;
  served.use_keys("desk-key-1 burst=1/60");
  const Fields key = with_key("desk-key-1");
  EXPECT_EQ(served.get(kQuestion, key).status, 200U);
  served.now += 20;
  const http::Response response = served.get(kDnsdbQuestion, key);
  EXPECT_EQ(response.status, 429U);
  EXPECT_EQ(field(response, "Retry-After"), "40");
  EXPECT_TRUE(response.body.starts_with("Error: "));
  EXPECT_EQ(refused(served, "burst"), 1);
  served.now += 40;
  EXPECT_EQ(served.get(kQuestion, key).status, 200U);
}

TEST(Guard, LetsAnswersBeKeptByNobody) {
  Served served;
  EXPECT_EQ(field(served.get(kQuestion), "Cache-Control"), "no-store");
  EXPECT_EQ(field(served.get(kQuestion), "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(field(served.get("/api/v1/openapi.yaml"), "Cache-Control"), "");
}

TEST(Guard, AnswersHeadLikeGet) {
  Served served;
  EXPECT_EQ(served.head(kQuestion).status, 200U);
  EXPECT_EQ(served.head("/api/v1/import?source=s1").status, 405U);
}

TEST(RenderRefusal, SpeaksThePathsDialect) {
  const struct {
    std::string_view target;
    bool is_dnsdb;
  } cases[] = {
      {"/dnsdb/v2/lookup", true}, {"//dnsdb//v2", true},  {"/dnsdb", true},
      {"/lookup/x?y", true},      {"/lookup?x", true},    {"/summarize/", true},
      {"/api/v1/nothing", false}, {"/", false},           {"", false},
      {"/dnsdbx", false},         {"/api/lookup", false}, {"?/lookup", false},
  };
  for (const auto& each : cases) {
    const http::Response response = render_refusal({404, "there is no such path", each.target});
    EXPECT_EQ(response.status, 404U);
    EXPECT_EQ(response.body == "Error: there is no such path\n", each.is_dnsdb) << each.target;
    EXPECT_EQ(response.content_type == "application/problem+json", !each.is_dnsdb) << each.target;
  }
  for (const unsigned status : {400U, 404U, 405U, 408U, 413U, 414U, 431U, 503U}) {
    const http::Response response = render_refusal({status, "expected less", "/"});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(field(response, "Retry-After"), status == 503 ? "1" : "");
  }
}

}  // namespace
}  // namespace spoor::api
