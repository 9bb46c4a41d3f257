// SPDX-License-Identifier: Apache-2.0
#include "registration/time_text.h"

#include <gtest/gtest.h>

namespace spoor::registration {
namespace {

constexpr std::int64_t kDay = 1'577'923'200;  // 2020-01-02T00:00:00Z
constexpr std::int64_t kTime = kDay + 3 * 3600 + 4 * 60 + 5;

TEST(TimeText, ReadsWhatRegistriesWrite) {
  const std::pair<const char*, std::int64_t> cases[] = {
      {"2020-01-02T03:04:05Z", kTime},
      {"2020-01-02T03:04:05.123456Z", kTime},
      {"2020-01-02T10:04:05+07:00", kTime},
      {"2020-01-01 19:04:05 -0800", kTime},
      {"2020-01-02T03:04:05.0Z", kTime},
      {"2020-01-02 03:04:05", kTime},
      {"2020-01-02 03:04:05 UTC", kTime},
      {"2020-01-02 11:04:05 (UTC+8)", kTime},
      {"2020/01/02 03:04:05 (JST)", kTime},
      {"Thu Jan 02 03:04:05 GMT 2020", kTime},
      {"02-Jan-2020 03:04:05 UTC", kTime},
      {"2020-01-02", kDay},
      {"20200102", kDay},
      {"2020. 01. 02.", kDay},
      {"2020/1/2", kDay},
      {"02-Jan-2020", kDay},
      {"2 January 2020", kDay},
      {"January 2 2020", kDay},
      {"02.01.2020", kDay},
      {"2/1/2020", kDay},
      {"01/13/2020", kDay + 11 * 86400},
      {"  2020-01-02\t", kDay},
      {"9999-12-31T23:59:59Z", 253'402'300'799},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(parse_time(text), expected) << text;
}

TEST(TimeText, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", " ", "never", "2020", "2020-13-02", "2020-02-30", "1969-01-01", "0000-00-00",
        "before Aug-1996", "1577934245", "123456789012345678901234567890", "2020-01-02 25:00:00",
        "12:00:00", "-", "2020-00-01"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace spoor::registration
