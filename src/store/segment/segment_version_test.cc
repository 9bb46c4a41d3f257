// SPDX-License-Identifier: Apache-2.0
// What earlier formats wrote opens, and becomes the newest when it is merged.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "store/segment/segment_build.h"
#include "store/segment/segment_cursor.h"

namespace spoor::store {
namespace {

using ::testing::ElementsAre;

/// Five records of example.com, written by format version 1.
std::string version_1() {
  std::ifstream file(SPOOR_SOURCE_DIR "/src/store/testing/version1.seg", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> list_of(const std::shared_ptr<SegmentReader>& segment, Section list) {
  SegmentNameCursor texts(segment, list, nullptr);
  std::vector<std::string> found;
  for (Status at = texts.seek({}, {}); texts.valid(); at = texts.advance()) {
    EXPECT_TRUE(at);
    found.emplace_back(texts.name());
  }
  return found;
}

std::shared_ptr<SegmentReader> merge_of(const std::vector<std::shared_ptr<SegmentReader>>& inputs) {
  SegmentSink sink("", std::size_t{1} << 20);
  const auto merged = merge_segments(inputs, sink, Packing::kPacked, {});
  EXPECT_TRUE(merged);
  auto segment = SegmentReader::open(2, SegmentSource::from_memory("merged", sink.take_inline()));
  EXPECT_TRUE(segment);
  return segment ? *segment : nullptr;
}

TEST(SegmentVersion, OneOpensAndBecomesTheNewestWhenMerged) {
  const auto old = SegmentReader::open(1, SegmentSource::from_memory("old", version_1()));
  ASSERT_TRUE(old) << describe(old.error());
  EXPECT_FALSE((*old)->has_values());
  EXPECT_EQ((*old)->footer().rows[0], 5U);
  const auto values = read_values_from_rows(*old);
  ASSERT_TRUE(values);
  const std::string mx("10 mail.example.com.\0\x0F", 22), txt("\"v=spf1 -all\"\0\x10", 15),
      ns("ns1.example.net.\0\x02", 18);
  EXPECT_THAT(*values, ElementsAre(txt, mx, ns));

  const auto merged = merge_of({*old});
  EXPECT_TRUE(merged->has_values());
  EXPECT_THAT(list_of(merged, Section::kValues), ElementsAre(txt, mx, ns));
  EXPECT_EQ(list_of(merged, Section::kNames), list_of(*old, Section::kNames));
  EXPECT_EQ(merged->blocks(Section::kNameGrams).size(), 1U);
  EXPECT_EQ(merged->blocks(Section::kValueGrams).size(), 1U);
  EXPECT_THAT(list_of(merge_of({*old, merged}), Section::kValues), ElementsAre(txt, mx, ns));
}

TEST(SegmentVersion, ANewerOneIsRefused) {
  std::string octets = version_1();
  octets[8] = 3;
  const auto opened = SegmentReader::open(1, SegmentSource::from_memory("newer", octets));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace spoor::store
