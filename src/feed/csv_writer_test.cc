// SPDX-License-Identifier: Apache-2.0
// Cells that a spreadsheet must neither obey nor cut.
#include "feed/csv_writer.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "feed/owned_row_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;

const Sightings kSeen = Sightings::seen(1'563'393'127, 1'563'416'101, 3);

std::string csv(const RowView& row) {
  std::string out;
  append_csv(out, row);
  return out;
}

TEST(CsvWriter, QuotesAndGuardsFormulas) {
  OwnedRow row("=cmd.example.", RrType::kTxt, R"("a,\"b")", kSeen);
  row.view.bailiwick = 1;
  EXPECT_EQ(csv(row.view),
            "'=cmd.example,TXT,example,s1,sensor,3,\"\"\"a,\\\"\"b\"\"\",2019-07-17 "
            "19:52:07,2019-07-18 02:15:01\n");
  for (const char* source : {"+1", "-1", "@x"}) {
    row.view.source = source;
    EXPECT_NE(csv(row.view).find(std::string(",'") + source + ","), std::string::npos) << source;
  }
  row.view.source = "=a,b";
  EXPECT_NE(csv(row.view).find(",\"'=a,b\","), std::string::npos);
}

TEST(CsvWriter, HeadHasACellForEveryCellOfARow) {
  EXPECT_EQ(csv_head(), "Query,Type,Bailiwick,Source,How,Count,Response,First seen,Last seen\n");
  const OwnedRow row("example.com", RrType::kA, "192.0.2.1", kSeen);
  const std::string line = csv(row.view);
  EXPECT_EQ(std::count(line.begin(), line.end(), ','), 8);
}

TEST(CsvWriter, LeavesCellsEmptyWhereNothingIsKnown) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", kSeen);
  row.view.source = {};
  row.view.how = How::kZone;
  EXPECT_EQ(csv(row.view),
            "example.com,A,,,zone,3,192.0.2.1,2019-07-17 19:52:07,2019-07-18 02:15:01\n");
  row.view.bailiwick = 3;
  EXPECT_TRUE(csv(row.view).starts_with("example.com,A,,")) << "a bailiwick that cannot be";
  row.view.bailiwick = 0;
  EXPECT_TRUE(csv(row.view).starts_with("example.com,A,.,"));
}

TEST(CsvWriter, NamesTheSourcesThatAreMerged) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", kSeen);
  const std::vector<std::string_view> names{"=a", "b,c"};
  row.view.source = {};
  row.view.sources = names;
  row.view.all_sources = 2;
  EXPECT_NE(csv(row.view).find(",\"'=a b,c\",sensor,"), std::string::npos) << csv(row.view);
  row.view.all_sources = 5;
  EXPECT_NE(csv(row.view).find("b,c (3 more)\","), std::string::npos);
}

TEST(CsvWriter, HostileTextIsPrintable) {
  OwnedRow row("ex\\027[31mample.", static_cast<RrType>(dns::kFirstLabelType), "\x1b[31m\r\n red",
               kSeen);
  row.view.type_text = "DOM\x1b[1mAIN";
  row.view.source = "a\tb";
  const std::string line = csv(row.view);
  EXPECT_TRUE(std::all_of(line.begin(), line.end() - 1, [](char c) {
    return c >= 0x20 && c < 0x7F;
  })) << line;
  row.rdata.clear();
  row.view.rdata = row.rdata;
  EXPECT_NE(csv(row.view).find(R"(,"""""",)"), std::string::npos)
      << "an empty text shows as two quotes";
}

}  // namespace
}  // namespace spoor::feed
