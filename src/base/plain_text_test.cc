// SPDX-License-Identifier: Apache-2.0
// Times at their edges, and octets that a terminal would obey.
#include "base/plain_text.h"

#include <gtest/gtest.h>

namespace spoor {
namespace {

TEST(TimeText, IsUtcToTheSecond) {
  EXPECT_EQ(time_text(0), "1970-01-01 00:00:00");
  EXPECT_EQ(time_text(1), "1970-01-01 00:00:01");
  EXPECT_EQ(time_text(1'563'393'127), "2019-07-17 19:52:07");
  EXPECT_EQ(time_text(1'582'934'400), "2020-02-29 00:00:00");
  EXPECT_EQ(time_text(951'868'799), "2000-02-29 23:59:59");
  EXPECT_EQ(time_text(4'294'967'295U), "2106-02-07 06:28:15");
}

TEST(TimeText, IsoFormSaysItsZone) {
  std::string out = "at ";
  append_iso_time(out, 1'563'393'120);
  EXPECT_EQ(out, "at 2019-07-17T19:52:00Z");
}

TEST(Printable, EscapesWhatIsNotPrintableAscii) {
  EXPECT_EQ(printable(""), "");
  EXPECT_EQ(printable(" plain ~"), " plain ~");
  EXPECT_EQ(printable("\x1b[31m"), "\\027[31m");
  EXPECT_EQ(printable(std::string_view("a\0\x7f\xff", 4)), "a\\000\\127\\255");
}

TEST(Printable, LeavesWhatStandsBefore) {
  std::string out = "\x01keep \x02";
  make_printable(out, 6);
  EXPECT_EQ(out, "\x01keep \\002");
}

TEST(Characters, AreCountedByTheirFirstOctets) {
  EXPECT_EQ(count_characters(""), 0U);
  EXPECT_EQ(count_characters("a.b"), 3U);
  EXPECT_EQ(count_characters("b\xc3\xbc"
                             "cher"),
            6U);
  EXPECT_EQ(count_characters("\xe2\x82\xac\xf0\x9f\x90\x9f"), 2U);
  EXPECT_EQ(count_characters("\x80\xbf"), 0U);
}

}  // namespace
}  // namespace spoor
