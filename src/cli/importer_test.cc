// SPDX-License-Identifier: Apache-2.0
// Captures and feeds made here, through the importer into the in-memory store.
#include "cli/importer.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/capture_maker_test.h"
#include "cli/question.h"
#include "cli/table.h"
#include "search/search.h"
#include "store/memory/memory_store.h"

namespace spoor::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

ImportSettings settings_for(const ImportOptions& options) {
  auto settings = resolve(options);
  EXPECT_TRUE(settings);
  return *settings;
}

InputReport import(record::RecordStore& store, const std::string& content,
                   const ImportOptions& options, const BatchLimits& limits = {}) {
  const auto in = InputStream::from_memory(as_bytes(content));
  Importer importer(store, settings_for(options), {}, limits);
  auto report = importer.import(*in);
  EXPECT_TRUE(report);
  return report ? *report : InputReport{};
}

ImportOptions options_for(const std::string& source) {
  ImportOptions options;
  options.source = source;
  return options;
}

std::vector<TableRow> rows_of(const record::RecordStore& store, const std::string& query,
                              const std::string& sort = "key") {
  QuestionOptions question;
  question.query = query;
  auto request = to_request(question, store, 2'000'000'000);
  EXPECT_TRUE(request);
  LookupOptions lookup;
  lookup.sort = sort;
  EXPECT_TRUE(add_page(*request, lookup));
  auto cursor = search::search(store, *request);
  EXPECT_TRUE(cursor);
  std::vector<TableRow> rows;
  while (cursor) {
    const auto row = (*cursor)->next();
    EXPECT_TRUE(row);
    if (!row || *row == nullptr) break;
    rows.push_back(to_table_row(**row));
  }
  return rows;
}

std::string line_of(const TableRow& row) {
  return row.query + " " + row.type + " " + row.source + " " + row.count + " " + row.response +
         " " + row.first_seen;
}

std::vector<std::string> lines_of(const record::RecordStore& store, const std::string& query) {
  std::vector<std::string> lines;
  for (const TableRow& row : rows_of(store, query)) lines.push_back(line_of(row));
  return lines;
}

std::string capture_of(int exchanges) {
  CaptureMaker maker;
  for (int i = 0; i < exchanges; ++i) {
    maker.add_exchange("h" + std::to_string(i % 7) + ".example.com",
                       std::string_view("\xC0\x00\x02\x07", 4),
                       1'500'000'000U + static_cast<std::uint32_t>(i));
  }
  return maker.file();
}

TEST(Importer, a_capture_becomes_rows) {
  const auto store = store::make_memory_store();
  const InputReport report = import(*store, capture_of(8), options_for("r1"));
  EXPECT_EQ(report.outcome, InputOutcome::kRead);
  EXPECT_EQ(report.packets, 16U);
  EXPECT_EQ(report.queries, 8U);
  EXPECT_EQ(report.responses, 8U);
  EXPECT_THAT(report.rejected.by_reason(), IsEmpty());
  EXPECT_EQ(report.records, 8U);
  EXPECT_THAT(lines_of(*store, "h0.example.com"),
              ElementsAre("h0.example.com A r1 2 192.0.2.7 2017-07-14 02:40:00"));
}

TEST(Importer, a_capture_cut_anywhere_and_then_whole_counts_once) {
  const std::string whole = capture_of(6);
  const auto truth = store::make_memory_store();
  import(*truth, whole, options_for("r1"));
  for (std::size_t size = 0; size < whole.size(); size += 5) {
    const auto store = store::make_memory_store();
    import(*store, whole.substr(0, size), options_for("r1"));
    import(*store, whole, options_for("r1"));
    ASSERT_EQ(lines_of(*store, "*"), lines_of(*truth, "*")) << "cut at " << size;
  }
}

TEST(Importer, options_that_change_records_are_another_stream) {
  const auto store = store::make_memory_store();
  ImportOptions options = options_for("r1");
  import(*store, capture_of(3), options);
  EXPECT_TRUE(import(*store, capture_of(3), options).is_already_merged());
  options.counts = "delta";  // says nothing about captures
  EXPECT_TRUE(import(*store, capture_of(3), options).is_already_merged());
  options.unmatched = "keep";
  EXPECT_FALSE(import(*store, capture_of(3), options).is_already_merged());
}

constexpr std::string_view kFeed =
    R"({"rrname":"www.example.com","rrtype":"A","rdata":["192.0.2.1","192.0.2.2"],"count":5,"time_first":1500000000,"time_last":1500000060,"sensor_id":"x"}
{"rrname":"www.example.com","rrtype":"DOMAIN","rdata":"example.com.","time_first":1500000000,"time_last":1500000000,"sensor_id":"y"}
)";

TEST(Importer, a_feed_becomes_rows_by_sensor) {
  const auto store = store::make_memory_store();
  ImportOptions options = options_for("partner");
  options.by_sensor = true;
  const InputReport report = import(*store, std::string(kFeed), options);
  EXPECT_EQ(report.format, "cof");
  EXPECT_EQ(report.lines, 2U);
  EXPECT_THAT(lines_of(*store, "www.example.com"),
              ElementsAre("www.example.com A partner/x 5 192.0.2.1 2017-07-14 02:40:00",
                          "www.example.com A partner/x 5 192.0.2.2 2017-07-14 02:40:00",
                          "www.example.com DOMAIN partner/y 1 example.com. 2017-07-14 02:40:00"));
}

TEST(Importer, totals_do_not_add_up_and_deltas_do) {
  for (const auto& [counts, expected] :
       {std::pair<std::string, std::string>{"total", "5"}, {"delta", "10"}}) {
    const auto store = store::make_memory_store();
    ImportOptions options = options_for("partner");
    options.counts = counts;
    import(*store, std::string(kFeed), options);
    import(*store, std::string(kFeed) + "\n", options);  // grown by nothing that counts
    EXPECT_EQ(rows_of(*store, "www.example.com").front().count, "5") << counts;
    import(*store, " " + std::string(kFeed), options);  // other octets: another file
    EXPECT_EQ(rows_of(*store, "www.example.com").front().count, expected) << counts;
  }
}

TEST(Importer, a_feed_cut_anywhere_and_then_whole_counts_once) {
  ImportOptions options = options_for("partner");
  options.counts = "delta";
  const std::string whole = std::string(kFeed) + std::string(kFeed);
  const auto truth = store::make_memory_store();
  import(*truth, whole, options);
  for (std::size_t size = 64; size < whole.size(); ++size) {
    const auto store = store::make_memory_store();
    import(*store, whole.substr(0, size), options);
    import(*store, whole, options);
    ASSERT_EQ(lines_of(*store, "*"), lines_of(*truth, "*")) << "cut at " << size;
  }
}

TEST(Importer, a_source_keeps_its_way_of_counting) {
  const auto store = store::make_memory_store();
  import(*store, std::string(kFeed), options_for("one"));
  const InputReport report = import(*store, capture_of(1), options_for("one"));
  EXPECT_EQ(report.outcome, InputOutcome::kRefused);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->code, ErrorCode::kInvalid);
  EXPECT_FALSE(report.was_read());
}

TEST(Importer, says_what_it_does_not_know) {
  const auto store = store::make_memory_store();
  for (const std::string content : {"", "hello\n", "{\"a\":1}\n", "\x1f\x8b nonsense"}) {
    const InputReport report = import(*store, content, options_for("r1"));
    EXPECT_NE(report.outcome, InputOutcome::kRead) << content;
    EXPECT_TRUE(report.error) << content;
  }
}

TEST(Importer, stops_when_asked_and_loses_nothing) {
  const auto store = store::make_memory_store();
  const std::string content = capture_of(40);
  const auto in = InputStream::from_memory(as_bytes(content));
  const std::atomic<bool> stop{true};
  ImportHooks hooks;
  hooks.stop = &stop;
  Importer importer(*store, settings_for(options_for("r1")), hooks);
  EXPECT_TRUE(importer.import(*in));
  EXPECT_THAT(lines_of(*store, "*"), IsEmpty());
  import(*store, content, options_for("r1"));
  EXPECT_EQ(lines_of(*store, "*").size(), 7U);
}

TEST(ImportSettings, salts_depend_on_what_changes_records) {
  ImportOptions options = options_for("a");
  const ImportSettings base = settings_for(options);
  options.ports = {5353, 53};
  const std::string ports = settings_for(options).capture_salt();
  EXPECT_NE(ports, base.capture_salt());
  options.ports = {53, 5353, 53};
  EXPECT_EQ(settings_for(options).capture_salt(), ports) << "a set, not a list";
  options.position = "above";
  EXPECT_NE(settings_for(options).capture_salt(), ports);
  EXPECT_EQ(settings_for(options).feed_salt(), base.feed_salt());
  options.by_sensor = true;
  EXPECT_NE(settings_for(options).feed_salt(), base.feed_salt());
}

TEST(ImportSettings, files_that_are_not_there_are_named) {
  ImportOptions options = options_for("a");
  options.root_hints = "/nonexistent/root.hints";
  const auto settings = resolve(options);
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().where, options.root_hints);
}

TEST(Report, is_one_line_of_json_with_hostile_names_escaped) {
  InputReport report;
  report.file = "a\"b\n\xFF.pcap";
  report.rejected.add("truncated (TC)", 3);
  report.skipped_octets = 4'096;
  report.error = Error{ErrorCode::kTruncated, "ends early", 17, "x"};
  std::string line;
  append_report_line(line, report);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_TRUE(line.starts_with("{\"file\":\"a\\\"b\\u000a\xEF\xBF\xBD.pcap\"")) << line;
  EXPECT_NE(line.find("\"rejected\":{\"truncated (TC)\":3}"), std::string::npos) << line;
  EXPECT_NE(line.find("\"skipped_octets\":4096,"), std::string::npos) << line;
}

TEST(Report, totals_add_up) {
  InputReport read, unknown, known;
  read.packets = 5;
  read.batches = 1;
  read.skipped_octets = 700;
  read.rejected.add("x", 2);
  unknown.outcome = InputOutcome::kUnknown;
  known.known_batches = 1;
  ImportTotals totals;
  for (const InputReport& report : {read, unknown, known, read}) totals.add(report);
  EXPECT_EQ(totals.inputs, 4U);
  EXPECT_EQ(totals.read, 3U);
  EXPECT_EQ(totals.unknown, 1U);
  EXPECT_EQ(totals.known, 1U);
  EXPECT_EQ(totals.sums.rejected.total(), 4U);
  const std::string text = render_totals(totals);
  EXPECT_NE(text.find("3 of 4 inputs read, 1 of no known format"), std::string::npos);
  EXPECT_NE(text.find("1,400 octets stepped over"), std::string::npos);
}

}  // namespace
}  // namespace spoor::cli
