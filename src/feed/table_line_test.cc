// SPDX-License-Identifier: Apache-2.0
// Tables with named columns.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/csv_cells.h"
#include "feed/csv_writer.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> cells_of(std::string_view line, char separator) {
  CsvCells cells(separator);
  cells.split(line);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < cells.size(); ++i) out.emplace_back(cells[i]);
  return out;
}

TEST(CsvCells, FollowRfc4180) {
  EXPECT_THAT(cells_of("a,b,,c", ','), ElementsAre("a", "b", "", "c"));
  EXPECT_THAT(cells_of("", ','), ElementsAre(""));
  EXPECT_THAT(cells_of("a,", ','), ElementsAre("a", ""));
  EXPECT_THAT(cells_of(R"("a,b","x""y","""")", ','), ElementsAre("a,b", "x\"y", "\""));
  EXPECT_THAT(cells_of("\"a\nb\",c", ','), ElementsAre("a\nb", "c"));
}

TEST(CsvCells, KeepQuotesThatAreNone) {
  EXPECT_THAT(cells_of("a\t\"x\" \"y\"\tb", '\t'), ElementsAre("a", "\"x\" \"y\"", "b"));
  EXPECT_THAT(cells_of("a,\"never", ','), ElementsAre("a", "\"never"));
  EXPECT_THAT(cells_of("x\"y,z", ','), ElementsAre("x\"y", "z"));
}

TEST(Table, TakesTabsWithTheColumnsOfIris) {
  const Taken taken = take(
      "Query\tType\tSource\tCount\tResponse\tFirst Seen\tLast Seen\n"
      "www.example.com\tA\tA\t1\t192.0.2.7\t2019-07-17, 19:52\t2019-07-18, 02:15\n"
      "example.com\tMX\tD\t6\tmail.example.com\t2019-07-12, 16:42\t2019-07-17, 15:56\n"
      "example.com\tNAME\tA\t1\tExample.com.\t2019-07-17, 15:54\t2019-07-17, 15:54\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "table");
  EXPECT_EQ(taken.stats.lines, 3U);
  EXPECT_THAT(taken.sightings(),
              ElementsAre("www.example.com. A 192.0.2.7 1563393120..1563416100 x1",
                          "example.com. MX 0 mail.example.com. 1562949720..1563378960 x6",
                          "example.com. NAME Example.com. 1563378840 x1"));
  EXPECT_EQ(taken.added[0].source, "feed/A");
  EXPECT_EQ(taken.added[1].source, "feed/D");
}

TEST(Table, TakesCsvInAnyOrderOfColumns) {
  const Taken taken = take(
      "\"rdata\",\"last_seen\",\"first_seen\",rrname,rrtype,note\r\n"
      "\"\"\"a,b\"\" \"\"c\"\"\",1700086400,2023-11-14T22:13:20Z,x.example,TXT,\"two\nlines\"\r\n"
      "\n"
      "192.0.2.1,1700000000,1700000000,y.example,A,\r\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(),
              ElementsAre(R"(x.example. TXT "a,b" "c" 1700000000..1700086400 x1)",
                          "y.example. A 192.0.2.1 1700000000 x1"));
  EXPECT_EQ(taken.added[0].source, "feed");
}

TEST(Table, TakesBackWhatIsExported) {
  const record::Sightings seen = record::Sightings::told_total(1700000000, 1700086400, 1234);
  const dns::Name owner = *dns::parse_name("www.example.com");
  const std::string rdata = *dns::parse_rdata(dns::RrType::kTxt, "\"=x,\" \"y\"");
  const RowView row{owner.wire(), dns::RrType::kTxt,  "TXT", rdata, 2,
                    "s1",         record::How::kZone, &seen};
  std::string text(csv_head());
  append_csv(text, row);
  const Taken taken = take(text);
  ASSERT_THAT(taken.faults(), IsEmpty()) << text;
  EXPECT_THAT(taken.sightings(), ElementsAre("www.example.com. TXT \"=x,\" \"y\" "
                                             "1700000000..1700086400 x1234 below 2"));
  EXPECT_EQ(taken.added[0].how, record::How::kZone);
  EXPECT_EQ(taken.added[0].source, "feed/s1");
}

TEST(Table, AcceptsOneTimeAloneAndRepeatedHeads) {
  const Taken taken = take(
      "name;type;value;first\na.example;A;192.0.2.1;2019-07-17\nname;type;value;first\n"
      "b.example;A;192.0.2.1;2019-07-17\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.added.size(), 2U);
  EXPECT_EQ(taken.added[0].sightings.last, 1563321600U);
}

TEST(Table, TellsFaultsWithTheirLine) {
  const Taken taken = take(
      "Query,Type,Response,First Seen,Last Seen,Count\n"
      "a.example,A,\"192.0.2.1\n\",2019-07-17,2019-07-17,1\n"
      "a.example,A,192.0.2.1,yesterday,2019-07-17,1\n"
      "a.example,A,192.0.2.1,2019-07-18,2019-07-17,1\n"
      "a.example,A,192.0.2.1,2019-07-17,2019-07-17,many\n"
      "a.example,A,x,2019-07-17,2019-07-17,1\n"
      "a.example\n");
  EXPECT_EQ(taken.added.size(), 1U);
  EXPECT_THAT(taken.faults(),
              ElementsAre("4: first or last seen is no time", "5: first seen after last seen",
                          "6: count is no whole number", "7: rdata does not fit its type",
                          "8: rdata missing"));
}

TEST(Table, NeedsItsColumns) {
  EXPECT_FALSE(take("Query,Type,Count\na.example,A,1\n").opened);
  const Taken taken = take("Query,Type,Count\na.example,A,1\n", named("table"));
  EXPECT_THAT(taken.error, HasSubstr("the first line must name the columns"));
}

}  // namespace
}  // namespace spoor::feed
