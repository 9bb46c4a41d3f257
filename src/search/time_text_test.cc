// SPDX-License-Identifier: Apache-2.0
// Times, good and bad.
#include "search/time_text.h"

#include <gtest/gtest.h>

namespace spoor::search {
namespace {

constexpr std::uint32_t kNow = 1'600'000'000;

TEST(ParseTime, TakesTheDocumentedForms) {
  const auto at = [](std::string_view text) {
    const auto moment = parse_time(text, kNow);
    return moment ? static_cast<std::int64_t>(moment->unix_s) : -1;
  };
  EXPECT_EQ(at("1563122522"), 1563122522);
  EXPECT_EQ(at("4294967295"), 4294967295);
  EXPECT_EQ(at("1970-01-01"), 0);
  EXPECT_EQ(at("2019-07-14"), 1563062400);
  EXPECT_EQ(at("2020-02-29"), 1582934400);
  EXPECT_EQ(at("2019-07-14T16:42"), 1563122520);
  EXPECT_EQ(at("2019-07-14 16:42:02"), 1563122522);
  EXPECT_EQ(at("2019-07-14T16:42:02.75Z"), 1563122522);
  EXPECT_EQ(at("2019-07-14t16:42:02z"), 1563122522);
  EXPECT_EQ(at("2019-07-14T18:42:02+02:00"), 1563122522);
  EXPECT_EQ(at("2019-07-14T12:12:02-0430"), 1563122522);
  EXPECT_EQ(at("2019-07-14T18:42:02+02"), 1563122522);
  EXPECT_EQ(at("-7d"), kNow - 7 * 86400);
  EXPECT_EQ(at("-12h"), kNow - 12 * 3600);
  EXPECT_EQ(at("-30m"), kNow - 1800);
  EXPECT_EQ(at("-45s"), kNow - 45);
  EXPECT_EQ(at("-2w"), kNow - 14 * 86400);
  EXPECT_EQ(at("-90"), kNow - 90);
  EXPECT_EQ(at("now"), kNow);
  EXPECT_EQ(at("-7000w"), 0) << "before 1970 is the beginning";
}

TEST(ParseTime, RemembersThatItWasRelative) {
  EXPECT_EQ(parse_time("-1d", kNow)->ago_s, 86400U);
  EXPECT_FALSE(parse_time("1563122522", kNow)->ago_s);
}

TEST(ParseTime, RefusesTheRest) {
  for (const char* text : {"",
                           "-",
                           "-d",
                           "-7y",
                           "7d",
                           "4294967296",
                           "99999999999999999999",
                           "2019-07",
                           "2019-13-01",
                           "2019-02-29",
                           "2019-07-14T24:00",
                           "2019-07-14T16:60",
                           "2019-07-14X16:42",
                           "2019-07-14T16:42:02+",
                           "2019-07-14T16:42Zx",
                           "1969-12-31",
                           "2200-01-01",
                           "tomorrow",
                           "-99999999999s",
                           " 1",
                           "2019-7-14"}) {
    EXPECT_FALSE(parse_time(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace spoor::search
