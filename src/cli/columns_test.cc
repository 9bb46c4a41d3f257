// SPDX-License-Identifier: Apache-2.0
// Small tables, wide and narrow.
#include "cli/columns.h"

#include <gtest/gtest.h>

namespace spoor::cli {
namespace {

Columns some() {
  Columns columns({{"Name"}, {"Rows", true}, {"Seen"}});
  columns.add({"a.example.com", "7", "now"});
  columns.add({"b", "12345", "then"});
  return columns;
}

TEST(Columns, AlignWhereNobodyWatches) {
  std::string out;
  some().write(out, {});
  EXPECT_EQ(out,
            "Name            Rows  Seen\n"
            "a.example.com      7  now\n"
            "b              12345  then\n");
}

TEST(Columns, FitTheWindow) {
  Terminal terminal;
  terminal.width = 25;
  terminal.has_colour = true;
  std::string out;
  some().write(out, terminal);
  EXPECT_EQ(out,
            "\x1b[1mName           Rows  Seen\x1b[0m\n"
            "a.example...      7  now\n"
            "b             12345  then\n");
}

TEST(Columns, WithoutLinesAreNothing) {
  std::string out;
  Columns({{"Name"}}).write(out, {});
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace spoor::cli
