// SPDX-License-Identifier: Apache-2.0
#include "intake/live_stream.h"

#include <string>

#include <gtest/gtest.h>

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
  record::StreamState state(const LiveStream& stream) {
    return *store_->stream_state(source_, stream.id());
  }

  std::unique_ptr<record::RecordStore> store_ = store::make_memory_store();
  record::SourceId source_;
  LiveStream::Time now_{seconds(1000)};
};

TEST_F(Live, MergesByTime) {
  LiveStream stream(*store_, source_, {.every = seconds(10)});
  ASSERT_TRUE(stream.look(now_));
  observe(stream, 'a');
  ASSERT_TRUE(stream.look(now_));
  ASSERT_TRUE(stream.look(now_ + seconds(9)));
  EXPECT_EQ(stream.merged(), 0U);
  EXPECT_TRUE(lines_of(*store_).empty());
  ASSERT_TRUE(stream.look(now_ + seconds(10)));
  EXPECT_EQ(stream.merged(), 1U);
  EXPECT_EQ(lines_of(*store_).size(), 1U);
  ASSERT_TRUE(stream.look(now_ + seconds(100)));
  EXPECT_EQ(stream.merged(), 1U) << "nothing came meanwhile";
}

TEST_F(Live, MergesBySizeAtOnce) {
  LiveStream stream(*store_, source_, {.rows = 2});
  for (const char letter : {'a', 'a', 'a'}) observe(stream, letter);
  ASSERT_TRUE(stream.look(now_));
  EXPECT_EQ(stream.merged(), 0U) << "one row";
  observe(stream, 'b');
  ASSERT_TRUE(stream.look(now_));
  EXPECT_EQ(stream.merged(), 1U);
}

TEST_F(Live, NumbersItsBatchesAndEndsTheStream) {
  LiveStream stream(*store_, source_, {.rows = 1});
  int told = 0;
  stream.tell_merges([&] { ++told; });
  for (const char letter : {'a', 'b'}) {
    observe(stream, letter);
    ASSERT_TRUE(stream.look(now_));
  }
  EXPECT_EQ(state(stream).watermark, 2U);
  EXPECT_FALSE(state(stream).is_complete());
  observe(stream, 'c');
  ASSERT_TRUE(stream.finish());
  EXPECT_TRUE(state(stream).is_complete());
  EXPECT_EQ(lines_of(*store_).size(), 3U);
  EXPECT_EQ(told, 3);
}

TEST_F(Live, EndsWithoutARecordLeft) {
  LiveStream stream(*store_, source_, {.rows = 1});
  observe(stream, 'a');
  ASSERT_TRUE(stream.look(now_));
  ASSERT_TRUE(stream.finish());
  EXPECT_TRUE(state(stream).is_complete());
  LiveStream silent(*store_, source_, {});
  ASSERT_TRUE(silent.finish());
  EXPECT_EQ(silent.merged(), 0U);
}

TEST_F(Live, TwoStreamsAreNeverOne) {
  LiveStream one(*store_, source_, {});
  LiveStream two(*store_, source_, {});
  EXPECT_NE(one.id(), two.id());
  observe(one, 'a');
  observe(two, 'a');
  ASSERT_TRUE(one.finish() && two.finish());
  ASSERT_EQ(lines_of(*store_).size(), 1U);
  EXPECT_NE(lines_of(*store_)[0].find(" 2 "), std::string::npos);
}

}  // namespace
}  // namespace spoor::intake
