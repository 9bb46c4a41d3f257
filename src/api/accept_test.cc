// SPDX-License-Identifier: Apache-2.0
// Who is a browser, and who takes gzip. (What v1's formats make of Accept: v1/parameters_test.cc.)
#include "api/accept.h"

#include <gtest/gtest.h>

namespace spoor::api {
namespace {

TEST(PrefersHtml, IsTrueOfBrowsersAlone) {
  const struct {
    std::string_view accept;
    bool is_browser;
  } cases[] = {
      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},  // browsers
      {"text/html", true},
      {"TEXT/HTML; q=0.5, */*;q=0.1", true},
      {"text/html, application/json", true},
      {"", false},
      {"*/*", false},  // curl
      {"text/*", false},
      {"text/html;q=0", false},
      {"application/json, text/html;q=0.5", false},
      {"text/plain, text/html;q=0.9", false},
      {"application/json, text/plain, */*", false},
      {"text/htmlx", false},
      {",;/,,", false},
  };
  for (const auto& each : cases)
    EXPECT_EQ(prefers_html(each.accept), each.is_browser) << each.accept;
}

TEST(TakesGzip, ReadsWeights) {
  const struct {
    std::string_view field;
    bool takes;
  } cases[] = {
      {"gzip, deflate, br, zstd", true},
      {"br;q=1.0, GZIP;q=0.2", true},
      {"x-gzip", true},
      {"*", true},
      {"", false},
      {"identity", false},
      {"br", false},
      {"gzip;q=0", false},
      {"gzip;q=0.000, *", false},
      {"*;q=0", false},
      {"gzippy", false},
      {";q=1,,", false},
  };
  for (const auto& each : cases) EXPECT_EQ(takes_gzip(each.field), each.takes) << each.field;
}

TEST(JoinedFields, AreOneList) {
  http::Request request;
  request.fields = {{"accept", "a/b"}, {"host", "x"}, {"accept", "c/d"}};
  EXPECT_EQ(joined_fields(request, "accept"), "a/b,c/d");
  EXPECT_EQ(joined_fields(request, "te"), "");
}

}  // namespace
}  // namespace spoor::api
