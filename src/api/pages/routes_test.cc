// SPDX-License-Identifier: Apache-2.0
// What a browser is told: the page with its nonce, assets with their life, and a plain page where
// the program has none.
#include "api/pages/routes.h"

#include <array>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/pages/files.h"
#include "api/served_test.h"

namespace spoor::api::pages {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Fields = std::vector<http::Field>;

constexpr std::array<PackedFile, 9> kPack{
    {{"index.html", "<meta nonce=\"__SPOOR_NONCE__\"><script nonce=\"__SPOOR_NONCE__\">", {}, "d0"},
     {"favicon.svg", "<svg/>", {}, "d1"},
     {"assets/app-1a.js", "let a = 1;", "packed js", "d2"},
     {"assets/app-1a.css", "a{}", {}, "d3"},
     {"assets/text.woff2", "wOF2", {}, "d4"},
     {"assets/a.png", "png", {}, "d5"},
     {"assets/a.webmanifest", "{}", {}, "d6"},
     {"assets/a.json", "{}", {}, "d7"},
     {"assets/a.bin", "x", {}, "d8"}}};
constexpr std::array<std::string_view, 11> kPaths{"/name/www.example.com",
                                                  "/address/192.0.2.0%2F24",
                                                  "/mailbox/a@example.com",
                                                  "/value/v%3Dspf1",
                                                  "/search",
                                                  "/bulk",
                                                  "/graph",
                                                  "/compare",
                                                  "/sources",
                                                  "/reference",
                                                  "/help"};
const Fields kBrowser{{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};

class PagesTest : public ::testing::Test {
 protected:
  PagesTest() { served_.pages() = packed_files(kPack); }
  Served served_;
};

/// The nonce of a page's policy; empty when it has none.
std::string nonce_of(const http::Response& response) {
  const std::string policy = field(response, "Content-Security-Policy");
  const std::size_t from = policy.find("'nonce-");
  if (from == std::string::npos) return {};
  return policy.substr(from + 7, policy.find('\'', from + 7) - from - 7);
}

TEST_F(PagesTest, ServesThePageAtEachOfItsPaths) {
  std::set<std::string> nonces;
  for (const std::string_view path : kPaths) {
    for (const Fields& fields : {kBrowser, Fields{}}) {
      const http::Response response = served_.get(path, fields);
      EXPECT_EQ(response.status, 200U) << path;
      EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
      const std::string nonce = nonce_of(response);
      EXPECT_EQ(nonce.size(), 32U);
      EXPECT_EQ(response.body, "<meta nonce=\"" + nonce + "\"><script nonce=\"" + nonce + "\">");
      EXPECT_TRUE(nonces.insert(nonce).second) << "a nonce twice";
    }
  }
}

TEST_F(PagesTest, TellsABrowserWhatThePageMayDo) {
  const http::Response response = served_.get("/search", kBrowser);
  const std::string policy = field(response, "Content-Security-Policy");
  EXPECT_EQ(policy, "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" +
                        nonce_of(response) +
                        "'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
                        "manifest-src 'self'; base-uri 'none'; form-action 'self'; "
                        "frame-ancestors 'none'");
  EXPECT_EQ(field(response, "Cache-Control"), "no-store");
  EXPECT_EQ(field(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(field(response, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(field(response, "Cross-Origin-Opener-Policy"), "same-origin");
  EXPECT_THAT(field(response, "Permissions-Policy"), HasSubstr("camera=(), "));
  EXPECT_EQ(field(response, "Set-Cookie"), "");
}

TEST_F(PagesTest, ShowsTheFrontPageToBrowsersAndTextToPrograms) {
  const http::Response page = served_.get("/", kBrowser);
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(nonce_of(page).size(), 32U);
  EXPECT_EQ(field(page, "Vary"), "Accept");
  for (const Fields& fields : {Fields{}, Fields{{"accept", "*/*"}}}) {
    const http::Response text = served_.get("/", fields);
    EXPECT_EQ(text.content_type, "text/plain; charset=utf-8");
    EXPECT_THAT(text.body, HasSubstr("/api/v1/openapi.yaml"));
    EXPECT_EQ(field(text, "Vary"), "Accept");
  }
}

TEST_F(PagesTest, ServesAssetsForAYear) {
  const http::Response response = served_.get("/assets/app-1a.js");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.body, "let a = 1;");
  EXPECT_EQ(field(response, "Content-Encoding"), "");
  EXPECT_EQ(field(response, "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(field(response, "Vary"), "Accept-Encoding");
  EXPECT_EQ(field(response, "ETag"), "\"d2\"");
  EXPECT_EQ(field(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(field(served_.get("/favicon.svg"), "Cache-Control"), "no-cache");
  EXPECT_EQ(served_.head("/assets/app-1a.js").status, 200U);
}

TEST_F(PagesTest, ServesThemCompressedWhereThatIsTaken) {
  const http::Response response =
      served_.get("/assets/app-1a.js", {{"accept-encoding", "br, gzip"}});
  EXPECT_EQ(response.body, "packed js");
  EXPECT_EQ(field(response, "Content-Encoding"), "gzip");
  EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(field(response, "ETag"), "\"d2-gzip\"");
  EXPECT_EQ(
      field(served_.get("/assets/app-1a.css", {{"accept-encoding", "gzip"}}), "Content-Encoding"),
      "");
}

TEST_F(PagesTest, SaysWhatEachFileIs) {
  const struct {
    std::string_view path;
    std::string_view type;
  } cases[] = {
      {"/favicon.svg", "image/svg+xml"},
      {"/assets/app-1a.js", "text/javascript; charset=utf-8"},
      {"/assets/app-1a.css", "text/css; charset=utf-8"},
      {"/assets/text.woff2", "font/woff2"},
      {"/assets/a.png", "image/png"},
      {"/assets/a.webmanifest", "application/manifest+json"},
      {"/assets/a.json", "application/json"},
      {"/assets/a.bin", "application/octet-stream"},
  };
  for (const auto& each : cases) EXPECT_EQ(served_.get(each.path).content_type, each.type);
}

TEST_F(PagesTest, SendsNothingThatIsKnown) {
  const struct {
    std::string_view tags;
    std::string_view coding;
    unsigned status;
  } cases[] = {
      {"\"d2\"", "", 304},          {"W/\"d2\"", "", 304},
      {"\"x\" , \"d2\"", "", 304},  {"*", "", 304},
      {"\"d2-gzip\"", "gzip", 304}, {"\"d2\"", "gzip", 200},
      {"\"d2-gzip\"", "", 200},     {"d2", "", 200},
      {"\"d\"", "", 200},           {" ,,", "", 200},
  };
  for (const auto& each : cases) {
    const http::Response response = served_.get(
        "/assets/app-1a.js",
        {{"if-none-match", std::string(each.tags)}, {"accept-encoding", std::string(each.coding)}});
    EXPECT_EQ(response.status, each.status) << each.tags;
    EXPECT_EQ(response.body.empty(), each.status == 304) << each.tags;
    EXPECT_NE(field(response, "ETag"), "");
    EXPECT_NE(field(response, "Cache-Control"), "");
  }
}

TEST_F(PagesTest, KnowsNoOtherFile) {
  for (const std::string_view path :
       {"/assets/nothing.js", "/assets/..%2Findex.html", "/assets/%00", "/favicon.ico",
        "/assets/assets%2Fapp-1a.js"}) {
    const http::Response response = served_.get(path);
    EXPECT_EQ(response.status, 404U) << path;
    EXPECT_EQ(response.content_type, "application/problem+json");
  }
  for (const std::string_view path : {"/assets", "/index.html", "/name", "/name/a/b", "/search/a"})
    EXPECT_EQ(served_.get(path).status, 404U) << path;
}

TEST_F(PagesTest, IsOpenAndCountsAgainstNoQuota) {
  served_.use_keys("desk-key-1 quota=1");
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_EQ(served_.get("/search", {{"x-api-key", "desk-key-1"}}).status, 200U);
    EXPECT_EQ(served_.get("/assets/app-1a.js").status, 200U);
  }
  EXPECT_EQ(served_.get("/api/v1/status", {{"x-api-key", "desk-key-1"}}).status, 200U);
}

TEST_F(PagesTest, SaysOnThePageThatAPathIsNone) {
  const std::string_view accept = "text/html";
  const auto ask = [&](unsigned status, std::string_view target, std::string_view form) {
    return render_refusal({status, "there is nothing at this path", target, form},
                          served_.pages().get());
  };
  for (const std::string_view target : {"/nowhere", "/name/a/b", "//nowhere?x"}) {
    const http::Response page = ask(404, target, accept);
    EXPECT_EQ(page.status, 404U);
    EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
    EXPECT_EQ(nonce_of(page).size(), 32U);
    EXPECT_EQ(field(page, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(ask(404, target, "*/*").content_type, "application/problem+json");
    EXPECT_EQ(ask(405, target, accept).content_type, "application/problem+json");
  }
  for (const std::string_view target : {"/api/v1/nothing", "/lookup/x", "/dnsdb", "/v2/x"})
    EXPECT_THAT(ask(404, target, accept).content_type, Not(HasSubstr("html"))) << target;
  EXPECT_EQ(render_refusal({404, "nothing", "/nowhere", accept}).content_type,
            "application/problem+json");
}

TEST(WithoutPages, APlainPageSaysSo) {
  Served served;
  const http::Response front = served.get("/", kBrowser);
  EXPECT_EQ(front.status, 200U);
  EXPECT_THAT(front.body, HasSubstr("scripts/pages"));
  EXPECT_THAT(front.body, HasSubstr("href=\"/api/v1/openapi.yaml\""));
  EXPECT_THAT(front.body, Not(HasSubstr("<script")));
  EXPECT_THAT(field(front, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
  for (const std::string_view path : kPaths) {
    const http::Response response = served.get(path, kBrowser);
    EXPECT_EQ(response.status, 404U) << path;
    EXPECT_EQ(response.body, front.body);
  }
  EXPECT_EQ(served.get("/assets/app-1a.js").status, 404U);
  EXPECT_EQ(served.get("/").content_type, "text/plain; charset=utf-8");
}

}  // namespace
}  // namespace spoor::api::pages
