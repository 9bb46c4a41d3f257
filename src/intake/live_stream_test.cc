// SPDX-License-Identifier: Apache-2.0
#include "intake/live_stream.h"

#include <string>

#include <gtest/gtest.h>

#include "intake/live_outlet.h"
#include "intake/stored_lines_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using std::chrono::seconds;

class Live : public ::testing::Test {
 protected:
  Live() : source_(*store_->intern_source({"r1", record::SourceKind::kSensor, {}})) {}
  void observe(LiveStream& stream, char letter) {
    const std::string owner = std::string("\x01") + letter + std::string(1, '\0');
    const record::RecordView record{as_bytes(owner), dns::RrType::kA, as_bytes("abcd"), 0};
    stream.sink().observe({record, source_, record::How::kSensor, 1000, 60});
  }
  std::unique_ptr<StoreOutlet> outlet() {
    return *StoreOutlet::open(*store_, {"r1", record::SourceKind::kSensor, {}}, nullptr, {}, 1);
  }
  LiveStream stream_into(StoreOutlet& to, const LiveLimits& limits) {
    return {[&to](record::Batch batch) { return to.put(std::move(batch), {}); }, limits};
  }
  record::StreamState state() { return *store_->stream_state(source_, outlet_->stream()); }

  std::unique_ptr<record::RecordStore> store_ = store::make_memory_store();
  record::SourceId source_;
  std::unique_ptr<StoreOutlet> outlet_ = outlet();
  LiveStream::Time now_{seconds(1000)};
};

TEST_F(Live, MergesByTime) {
  LiveStream stream = stream_into(*outlet_, {.every = seconds(10)});
  ASSERT_TRUE(stream.look(now_));
  observe(stream, 'a');
  ASSERT_TRUE(stream.look(now_));
  ASSERT_TRUE(stream.look(now_ + seconds(9)));
  EXPECT_EQ(stream.batches(), 0U);
  EXPECT_TRUE(lines_of(*store_).empty());
  ASSERT_TRUE(stream.look(now_ + seconds(10)));
  EXPECT_EQ(stream.batches(), 1U);
  EXPECT_EQ(lines_of(*store_).size(), 1U);
  ASSERT_TRUE(stream.look(now_ + seconds(100)));
  EXPECT_EQ(stream.batches(), 1U) << "nothing came meanwhile";
}

TEST_F(Live, MergesBySizeAtOnce) {
  LiveStream stream = stream_into(*outlet_, {.rows = 2});
  for (const char letter : {'a', 'a', 'a'}) observe(stream, letter);
  ASSERT_TRUE(stream.look(now_));
  EXPECT_EQ(stream.batches(), 0U) << "one row";
  observe(stream, 'b');
  ASSERT_TRUE(stream.look(now_));
  EXPECT_EQ(stream.batches(), 1U);
}

TEST_F(Live, NumbersItsBatchesAndEndsTheStream) {
  LiveStream stream = stream_into(*outlet_, {.rows = 1});
  for (const char letter : {'a', 'b'}) {
    observe(stream, letter);
    ASSERT_TRUE(stream.look(now_));
  }
  EXPECT_EQ(state().watermark, 2U);
  EXPECT_FALSE(state().is_complete());
  observe(stream, 'c');
  ASSERT_TRUE(stream.finish());
  EXPECT_TRUE(state().is_complete());
  EXPECT_EQ(lines_of(*store_).size(), 3U);
  EXPECT_EQ(stream.batches(), 3U);
}

TEST_F(Live, EndsWithoutARecordLeft) {
  LiveStream stream = stream_into(*outlet_, {.rows = 1});
  observe(stream, 'a');
  ASSERT_TRUE(stream.look(now_));
  ASSERT_TRUE(stream.finish());
  EXPECT_TRUE(state().is_complete());
  LiveStream silent = stream_into(*outlet_, {});
  ASSERT_TRUE(silent.finish());
  EXPECT_EQ(silent.batches(), 0U);
}

TEST_F(Live, TwoStreamsAreNeverOne) {
  const auto other = outlet();
  EXPECT_NE(outlet_->stream(), other->stream());
  LiveStream one = stream_into(*outlet_, {});
  LiveStream two = stream_into(*other, {});
  observe(one, 'a');
  observe(two, 'a');
  ASSERT_TRUE(one.finish() && two.finish());
  ASSERT_EQ(lines_of(*store_).size(), 1U);
  EXPECT_NE(lines_of(*store_)[0].find(" 2 "), std::string::npos);
}

}  // namespace
}  // namespace spoor::intake
