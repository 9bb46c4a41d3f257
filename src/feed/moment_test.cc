// SPDX-License-Identifier: Apache-2.0
#include "feed/moment.h"

#include <gtest/gtest.h>

namespace spoor::feed {
namespace {

TEST(Moment, ReadsTheFormsOfFeeds) {
  constexpr std::uint32_t kExpected = 1700000000;
  for (const char* text :
       {"2023-11-14T22:13:20Z", "2023-11-14T22:13:20.25Z", "2023-11-14 22:13:20",
        "2023-11-14 22:13:20.250000000", "2023-11-14T22:13:20.250000+0000",
        "2023-11-15T00:13:20+02:00", "2023-11-14T17:13:20-0500", "2023-11-14 22:13:20 UTC"})
    EXPECT_EQ(parse_moment(text), kExpected) << text;
  EXPECT_EQ(parse_moment("2019-07-17, 19:52"), 1563393120U);
  EXPECT_EQ(parse_moment("2019-07-17 19:52"), 1563393120U);
  EXPECT_EQ(parse_moment("1970-01-02"), 86400U);
  EXPECT_EQ(parse_moment("2000-02-29"), 951782400U);
  EXPECT_EQ(parse_moment("2106-02-07T06:28:15Z"), 4294967295U);
}

TEST(Moment, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2023", "2023-13-01", "2023-02-29", "2023-1-1", "2023-11-14T", "2023-11-14T25:00:00Z",
        "2023-11-14T22:60:00Z", "2023-11-14T22:13:20X", "2023-11-14x22:13", "1970-01-01",
        "2106-02-07T06:28:16Z", "0000-01-01", "2023-11-14T22:13:20+2", "2023-00-10", "2023-01-00"})
    EXPECT_FALSE(parse_moment(text)) << text;
}

TEST(Epoch, ReadsSecondsAndSmallerUnits) {
  EXPECT_EQ(parse_epoch("1700000000"), 1700000000U);
  EXPECT_EQ(parse_epoch("1700000000.999"), 1700000000U);
  EXPECT_EQ(parse_epoch("1700000000250"), 1700000000U);
  EXPECT_EQ(parse_epoch("1700000000250000"), 1700000000U);
  EXPECT_EQ(parse_epoch("4294967295"), 4294967295U);
  for (const char* text :
       {"", "0", "0.5", "-1", "1x", "1.5x", "4294967296", "9999999999999999999999"})
    EXPECT_FALSE(parse_epoch(text)) << text;
}

}  // namespace
}  // namespace spoor::feed
