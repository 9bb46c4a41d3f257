// SPDX-License-Identifier: Apache-2.0
// Feeds of other formats through the importer: what their counts are, what they are known again by,
// and how they are refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "intake/importer.h"
#include "intake/stored_lines_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ImportOptions options_for(const std::string& format = {}) {
  ImportOptions options;
  options.source = "s1";
  options.format = format;
  return options;
}

InputReport import(record::RecordStore& store, const std::string& content,
                   const ImportOptions& options, const BatchLimits& limits = {}) {
  auto settings = resolve(options);
  EXPECT_TRUE(settings);
  const auto in = InputStream::from_memory(as_bytes(content));
  Importer importer(store, *settings, {}, limits);
  auto report = importer.import(*in);
  EXPECT_TRUE(report);
  return report ? *report : InputReport{};
}

std::string zeek_log(int lines) {
  std::string text = "#fields\tts\tid.resp_p\tquery\tqclass\tqtype\trcode\tanswers\n";
  for (int i = 0; i < lines; ++i) {
    text += std::to_string(1'700'000'000 + i) + "\t53\th" + std::to_string(i % 50) +
            ".example\t1\t1\t0\t192.0.2.1\n";
  }
  return text;
}
std::string cof_line(const std::string& name) {
  return R"({"rrname":")" + name +
         R"(","rrtype":"A","rdata":"192.0.2.1","time_first":100,"time_last":200})" + "\n";
}

TEST(FeedFormats, ALogAddsUpAndIsASensors) {
  const auto store = store::make_memory_store();
  const InputReport report = import(*store, zeek_log(3), options_for());
  EXPECT_EQ(report.outcome, InputOutcome::kRead);
  EXPECT_EQ(report.format, "zeek");
  EXPECT_EQ(report.records, 3U);
  const auto spec = store->source(*store->find_source("s1"));
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->mode, record::FeedMode::kDelta);
  EXPECT_EQ(spec->kind, record::SourceKind::kSensor);
}

TEST(FeedFormats, ALogIsKnownAgainWhateverCountsAreAsked) {
  const auto store = store::make_memory_store();
  EXPECT_FALSE(import(*store, zeek_log(3), options_for()).is_already_merged());
  ImportOptions options = options_for();
  options.counts = "delta";
  EXPECT_TRUE(import(*store, zeek_log(3), options).is_already_merged());
}

TEST(FeedFormats, AGrownLogWithAHeaderGoesOn) {
  const auto grown = store::make_memory_store();
  const auto whole = store::make_memory_store();
  BatchLimits limits;
  limits.rows = 20;
  import(*grown, zeek_log(2500), options_for(), limits);
  const InputReport report = import(*grown, zeek_log(4700), options_for(), limits);
  EXPECT_GT(report.known_batches, 0U);
  import(*whole, zeek_log(4700), options_for(), limits);
  EXPECT_EQ(lines_of(*grown), lines_of(*whole));
}

TEST(FeedFormats, AnotherFormatThanNamedIsRefusedAndLeavesNoSource) {
  const auto store = store::make_memory_store();
  const InputReport report = import(*store, cof_line("a.example"), options_for("zeek"));
  EXPECT_EQ(report.outcome, InputOutcome::kRefused);
  ASSERT_TRUE(report.error);
  EXPECT_THAT(describe(*report.error), HasSubstr("looks like the Common Output Format"));
  EXPECT_FALSE(store->find_source("s1"));
}

TEST(FeedFormats, AnUnknownNameIsRefused) {
  const auto settings = resolve(options_for("zeeek"));
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().where, "format");
}

TEST(FeedFormats, AStrictImportKeepsWhatCameBeforeAndALaterOneGoesOn) {
  const std::string text = cof_line("a.example") + "bad\n" + cof_line("b.example");
  const auto store = store::make_memory_store();
  ImportOptions strict = options_for();
  strict.strict = true;
  const InputReport report = import(*store, text, strict);
  EXPECT_EQ(report.outcome, InputOutcome::kBrokenOff);
  EXPECT_THAT(describe(*report.error), HasSubstr("line 2: line is no JSON object"));
  EXPECT_EQ(lines_of(*store).size(), 1U);
  import(*store, text, options_for());
  const auto whole = store::make_memory_store();
  import(*whole, text, options_for());
  EXPECT_EQ(lines_of(*store), lines_of(*whole));
}

TEST(FeedFormats, AZoneFileNeedsATime) {
  const std::string text = "example. 60 IN SOA ns. h. 7 1 1 1 1\nexample. 60 IN NS ns.example.\n";
  const auto store = store::make_memory_store();
  const InputReport refused = import(*store, text, options_for());
  EXPECT_EQ(refused.outcome, InputOutcome::kRefused);
  EXPECT_EQ(lines_of(*store).size(), 0U);
  ImportOptions options = options_for();
  options.zone_time = "2023-11-14T22:13:20Z";
  EXPECT_EQ(import(*store, text, options).records, 2U);
  options.zone_time = "2023-11-15";
  EXPECT_FALSE(import(*store, text, options).is_already_merged()) << "the same zone a day later";
  options.zone_time = "yesterday";
  EXPECT_EQ(resolve(options).error().where, "zone-time");
  options.zone_time.clear();
  options.zone_origin = "a..b";
  EXPECT_EQ(resolve(options).error().where, "zone-origin");
}

}  // namespace
}  // namespace spoor::intake
