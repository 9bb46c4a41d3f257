// SPDX-License-Identifier: Apache-2.0
// Captures and feeds made here, through the importer into the in-memory store.
#include "intake/importer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "intake/capture_maker_test.h"
#include "intake/reading_test.h"
#include "intake/stored_lines_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

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

std::string first_line(const record::RecordStore& store) {
  const std::vector<std::string> lines = lines_of(store);
  return lines.empty() ? std::string() : lines.front();
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
              ElementsAre("h0.example.com A r1 2 192.0.2.7 1500000000"));
}

TEST(Importer, a_capture_cut_anywhere_and_then_whole_counts_once) {
  const std::string whole = capture_of(6);
  const auto truth = store::make_memory_store();
  import(*truth, whole, options_for("r1"));
  for (std::size_t size = 0; size < whole.size(); size += 5) {
    const auto store = store::make_memory_store();
    import(*store, whole.substr(0, size), options_for("r1"));
    import(*store, whole, options_for("r1"));
    ASSERT_EQ(lines_of(*store), lines_of(*truth)) << "cut at " << size;
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
  EXPECT_THAT(lines_of(*store),
              ElementsAre("www.example.com A partner/x 5 192.0.2.1 1500000000",
                          "www.example.com A partner/x 5 192.0.2.2 1500000000",
                          "www.example.com DOMAIN partner/y 1 example.com. 1500000000"));
}

TEST(Importer, totals_do_not_add_up_and_deltas_do) {
  for (const auto& [counts, expected] :
       {std::pair<std::string, std::string>{"total", "5"}, {"delta", "10"}}) {
    const auto store = store::make_memory_store();
    ImportOptions options = options_for("partner");
    options.counts = counts;
    import(*store, std::string(kFeed), options);
    import(*store, std::string(kFeed) + "\n", options);  // grown by nothing that counts
    EXPECT_EQ(first_line(*store), "www.example.com A partner 5 192.0.2.1 1500000000") << counts;
    import(*store, " " + std::string(kFeed), options);  // other octets: another file
    EXPECT_EQ(first_line(*store), "www.example.com A partner " + expected + " 192.0.2.1 1500000000")
        << counts;
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
    ASSERT_EQ(lines_of(*store), lines_of(*truth)) << "cut at " << size;
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
  EXPECT_THAT(lines_of(*store), IsEmpty());
  import(*store, content, options_for("r1"));
  EXPECT_EQ(lines_of(*store).size(), 7U);
}

/// A feed of `n` lines, no two alike.
std::string long_feed(int n) {
  std::string feed;
  for (int i = 0; i < n; ++i) {
    feed += R"({"rrname":"n)" + std::to_string(i) +
            R"(.example.com","rrtype":"A","rdata":"192.0.2.1")" +
            R"(,"count":2,"time_first":1500000000,"time_last":1500000060})" + "\n";
  }
  return feed;
}

class TornBody : public ::testing::TestWithParam<bool> {
 protected:
  /// Where to tear it: around the ends of lines that end a step, and all over it.
  static std::vector<std::size_t> places(const std::string& content) {
    std::vector<std::size_t> places{0, 1, 20, 24, 30, content.size() - 1, content.size()};
    std::size_t line = 0;
    for (std::size_t at = 0; at < content.size(); ++at) {
      if (content[at] != '\n' || content[0] != '{') continue;
      if (++line % 1000 == 0) places.insert(places.end(), {at - 1, at, at + 1});
    }
    for (std::size_t at = 50; at < content.size(); at += content.size() / 23) places.push_back(at);
    return places;
  }

  static void expect_once(const std::string& content, const BatchLimits& limits) {
    ImportOptions options = options_for("partner");
    options.counts = "delta";
    if (GetParam()) options.idempotency_key = "2f1c";
    const auto truth = store::make_memory_store();
    const std::uint64_t batches = import(*truth, content, options, limits).batches;
    ASSERT_GE(batches, 3U);
    for (const std::size_t place : places(content)) {
      const auto store = store::make_memory_store();
      TornSource source(content, place);
      const auto in = InputStream::from_source(source, "the body");
      Importer importer(*store, settings_for(options), {}, limits);
      const auto torn = importer.import(*in);
      ASSERT_TRUE(torn);
      EXPECT_EQ(torn->outcome, place == 0 ? InputOutcome::kRefused : InputOutcome::kBrokenOff);
      ASSERT_TRUE(torn->error);
      EXPECT_EQ(torn->error->code, ErrorCode::kIo);
      EXPECT_EQ(torn->error->where, "the body");
      const InputReport again = import(*store, content, options, limits);
      ASSERT_EQ(again.outcome, InputOutcome::kRead) << describe(*again.error);
      ASSERT_EQ(again.known_batches, torn->batches) << place;
      ASSERT_EQ(again.batches + again.known_batches, batches) << place;
      ASSERT_EQ(lines_of(*store), lines_of(*truth)) << place;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Importer, TornBody, ::testing::Bool(), [](const auto& row) {
  return std::string(row.param ? "by_key" : "by_content");
});

TEST_P(TornBody, of_a_feed_leaves_whole_batches_only) {
  expect_once(long_feed(3500), {.rows = 900, .key_bytes = 1 << 20, .input_bytes = 1 << 30});
}

TEST_P(TornBody, of_a_capture_leaves_whole_batches_only) {
  expect_once(capture_of(200),
              {.rows = 1000, .key_bytes = 1 << 20, .input_bytes = 6000, .steps_between_checks = 8});
}

TEST(Importer, a_key_stands_for_one_content_of_either_kind) {
  const auto store = store::make_memory_store();
  ImportOptions options = options_for("r1");
  options.counts = "delta";
  options.idempotency_key = "2f1c";
  EXPECT_EQ(import(*store, capture_of(3), options).batches, 1U);
  EXPECT_TRUE(import(*store, capture_of(3), options).is_already_merged());
  const auto before = lines_of(*store);
  for (const std::string& other : {capture_of(4), capture_of(2), std::string(kFeed)}) {
    const InputReport report = import(*store, other, options);
    EXPECT_EQ(report.outcome, InputOutcome::kRefused);
    EXPECT_FALSE(report.was_read());
    ASSERT_TRUE(report.error);
    EXPECT_EQ(report.error->code, ErrorCode::kInvalid);
    EXPECT_EQ(report.error->where, "Idempotency-Key");
    EXPECT_EQ(lines_of(*store), before);
  }
}

TEST(Importer, what_stands_behind_a_broken_record_is_part_of_an_upload) {
  const auto store = store::make_memory_store();
  ImportOptions options = options_for("r1");
  options.idempotency_key = "2f1c";
  const std::string broken = capture_of(3) + std::string(8, '\xFF');
  EXPECT_EQ(import(*store, broken + "a", options).outcome, InputOutcome::kBrokenOff);
  EXPECT_TRUE(import(*store, broken + "a", options).is_already_merged());
  EXPECT_EQ(import(*store, broken + "b", options).outcome, InputOutcome::kRefused);
}

std::string gzip(const std::string& content) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, content.size()) + 64, '\0');
  std::string in = content;
  z.next_in = reinterpret_cast<Bytef*>(in.data());
  z.avail_in = static_cast<uInt>(in.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

TEST(Importer, a_feed_whose_compressed_data_is_cut_off_gives_what_came_before_and_says_so) {
  const auto store = store::make_memory_store();
  const std::string packed = gzip(long_feed(20'000));
  const InputReport report =
      import(*store, packed.substr(0, packed.size() / 2), options_for("partner"));
  EXPECT_EQ(report.outcome, InputOutcome::kBrokenOff);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->code, ErrorCode::kTruncated);
  EXPECT_GT(report.records, 1000U);
  EXPECT_EQ(lines_of(*store).size(), report.records) << "content that is cut off is no torn source";
}

TEST(Importer, a_line_that_the_store_refuses_leaves_nothing_half_read) {
  const auto store = store::make_memory_store();
  ASSERT_TRUE(store->intern_source({"x", record::SourceKind::kFeed, record::FeedMode::kTotal}));
  const auto line = [](const std::string& name, const std::string& source) {
    return R"({"name":")" + name + R"(","type":"A","rdata":"192.0.2.1","source":")" + source +
           R"(","kind":"feed","mode":"delta","how":"sensor","first":1500000000,"last":1500000000,)" +
           "\"undated\":1}\n";
  };
  const std::string head = "{\"spoor\":\"records\",\"version\":1}\n";
  const std::string good = head + line("a.example.com", "y");
  const InputReport report =
      import(*store, good + line("b.example.com", "x"), options_for("partner"));
  EXPECT_EQ(report.outcome, InputOutcome::kRefused);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->where, "x");
  EXPECT_THAT(lines_of(*store), IsEmpty());
  import(*store, good, options_for("partner"));
  EXPECT_THAT(lines_of(*store), ElementsAre("a.example.com A y 1 192.0.2.1 1500000000"));
}

}  // namespace
}  // namespace spoor::intake
