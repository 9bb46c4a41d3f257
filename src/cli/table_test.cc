// SPDX-License-Identifier: Apache-2.0
// What people see: columns, hostile text, times and numbers.
#include "cli/table.h"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/progress_bar.h"
#include "cli/text.h"
#include "dns/name.h"

namespace spoor::cli {
namespace {

using ::testing::HasSubstr;

/// A row that owns what it shows.
struct OwnRow {
  dns::Name owner;
  std::string rdata;
  record::Sightings sightings = record::Sightings::seen(1'563'393'127, 1'563'416'101, 3);
  search::Row row;

  OwnRow(std::string_view name, dns::RrType type, std::string rdata_in)
      : rdata(std::move(rdata_in)) {
    if (const auto parsed = dns::parse_name(name)) owner = *parsed;
    row.owner = owner.wire();
    row.type = type;
    row.type_text = type == dns::RrType::kTxt ? "TXT" : "A";
    row.rdata = rdata;
    row.bailiwick = 1;
    row.source = record::SourceId{1};
    row.source_name = "s1";
    row.sightings = &sightings;
  }
  OwnRow(const OwnRow&) = delete;
  OwnRow& operator=(const OwnRow&) = delete;
};

/// Cells of a line, cut where two blanks or more stand.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find("  ", at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = std::min(line.find_first_not_of(' ', end), line.size());
  }
  return cells;
}

std::vector<std::string> render(const std::vector<TableRow>& rows, std::size_t window = 0) {
  TableWriter table(window, false);
  std::string out;
  for (const TableRow& row : rows) table.add(row, out);
  table.finish(out);
  std::vector<std::string> lines;
  std::istringstream in(out);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Table, columns_are_two_blanks_apart_and_times_to_the_second) {
  const OwnRow a("www.example.com.", dns::RrType::kA, "\xC0\x01\x02\x07");
  const OwnRow b("example.", dns::RrType::kTxt,
                 "\x05"
                 "a  b ");
  const auto lines = render({to_table_row(a.row), to_table_row(b.row)});
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(cells_of(lines[0]), (std::vector<std::string>{"Query", "Type", "Source", "Count",
                                                          "Response", "First seen", "Last seen"}));
  EXPECT_EQ(cells_of(lines[1]),
            (std::vector<std::string>{"www.example.com", "A", "s1", "3", "192.1.2.7",
                                      "2019-07-17 19:52:07", "2019-07-18 02:15:01"}));
  EXPECT_EQ(cells_of(lines[2])[4], R"("a \032b ")")
      << "two blanks in a text must not look like two cells";
}

TEST(Table, nothing_is_cut_without_a_window) {
  const std::string text(200, 'x');
  const OwnRow row("example.", dns::RrType::kTxt, "\xC8" + text);
  EXPECT_THAT(render({to_table_row(row.row)})[1], HasSubstr(text));
  const auto in_window = render({to_table_row(row.row)}, 110);
  EXPECT_LE(in_window[1].size(), 110U);
  EXPECT_THAT(in_window[1], HasSubstr("...  2019"));
}

TEST(Table, no_row_no_head) {
  EXPECT_TRUE(render({}).empty());
}

TEST(Table, many_rows_stream_in_order) {
  TableWriter table(0, false);
  std::string out;
  TableRow row{"q", "A", "s", "1", "r", "f", "l"};
  for (int i = 0; i < 10'050; ++i) {
    row.query = "q" + std::to_string(i);
    table.add(row, out);
  }
  table.finish(out);
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 10'051);
  EXPECT_LT(out.find("\nq9999 "), out.find("\nq10049 "));
}

TEST(Table, colour_only_where_it_was_asked_for) {
  TableWriter table(0, true);
  std::string out;
  table.add({"q", "A", "s", "1", "r", "f", "l"}, out);
  table.finish(out);
  EXPECT_TRUE(out.starts_with("\x1b[1mQuery"));
  EXPECT_EQ(std::count(out.begin(), out.end(), '\x1b'), 2);
}

TEST(Table, terminal_escapes_never_get_through) {
  OwnRow row("ex\\027[31mample.", static_cast<dns::RrType>(65536), "\x1b[31m red");
  row.row.type_text = "DOM\x1b[1mAIN";
  row.row.source_name =
      "a\x07"
      "b";
  for (const std::string& line : render({to_table_row(row.row)})) {
    EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= 0x20 && c < 0x7F; }))
        << line;
  }
}

TEST(Table, merged_and_zone_rows_say_so) {
  OwnRow row("example.", dns::RrType::kA, "\xC0\x01\x02\x07");
  row.row.how = record::How::kZone;
  EXPECT_EQ(to_table_row(row.row).source, "s1 (zone)");
  row.row.source.reset();
  row.row.how = record::How::kSensor;
  EXPECT_EQ(to_table_row(row.row).source, "-");
}

TEST(Text, numbers_are_grouped_by_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'000), "1,000");
  EXPECT_EQ(grouped(18'446'744'073'709'551'615U), "18,446,744,073,709,551,615");
}

TEST(Text, json_strings_are_valid_utf8) {
  const auto json = [](std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
  };
  EXPECT_EQ(json("a\"\\\x01"), R"("a\"\\\u0001")");
  EXPECT_EQ(json("\xC3\xA9"), "\"\xC3\xA9\"");
  for (const std::string_view wrong :
       {"\xC3", "\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    EXPECT_TRUE(json(wrong).starts_with("\"\xEF\xBF\xBD")) << wrong;
  }
}

TEST(Progress, says_how_long_it_takes) {
  const std::string line =
      render_progress("day.pcap", 250'000'000, 1'000'000'000, 10, ProgressBar::Unit::kBytes);
  EXPECT_EQ(line, "day.pcap  [######------------------]   25 %  25.0 MB/s  0:30 left");
  EXPECT_EQ(render_progress("x", 500, 0, 1, ProgressBar::Unit::kRecords), "x  500  500 records/s");
}

}  // namespace
}  // namespace spoor::cli
