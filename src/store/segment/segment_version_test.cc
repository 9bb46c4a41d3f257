// SPDX-License-Identifier: Apache-2.0
// What earlier formats wrote opens, and becomes the newest when it is merged.
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

#include "store/segment/segment_build.h"
#include "store/segment/segment_cursor.h"
#include "store/segment/text_cursor.h"
#include "store/segment/text_grams.h"

namespace spoor::store {
namespace {

using ::testing::ElementsAre;

std::string stored(const std::string& name) {
  std::ifstream file(SPOOR_SOURCE_DIR "/src/store/testing/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Five records of example.com, written by format version 1.
std::string version_1() {
  return stored("version1.seg");
}

/// h0.example.com to h299.example.com with an address each, and two hundred TXT at t.example.com
/// ("v0" to "v199"), written by format version 2.
std::string version_2() {
  return stored("version2.seg");
}

/// Lines that are offered for a gram.
std::vector<std::string> offered(const std::shared_ptr<SegmentReader>& segment,
                                 record::TextList list, const record::Gram& gram) {
  const record::GramQuery query{record::GramQuery::Kind::kGram, gram, {}};
  const auto cursor = open_segment_texts(segment, {list, {}, {}, query, {}},
                                         std::make_shared<BlockCache>(1U << 20));
  std::vector<std::string> lines;
  record::TextBlock block;
  while (*cursor->next(block)) {
    for (std::size_t i = 0; i < block.size(); ++i) lines.emplace_back(block.line(i));
  }
  return lines;
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

/// Its groups have 128 texts: h290 to h299 are the names 212 to 222 of 301.
TEST(SegmentVersion, TwoAnswersByItsOwnGroups) {
  const auto old = SegmentReader::open(1, SegmentSource::from_memory("old", version_2()));
  ASSERT_TRUE(old) << describe(old.error());
  EXPECT_EQ((*old)->footer().group_texts, 128U);
  const record::Gram gram{'h', '2', '9'};
  const auto lines = offered(*old, record::TextList::kNames, gram);
  EXPECT_EQ(lines.size(), 128U);
  EXPECT_EQ(offered(*old, record::TextList::kValues, {'v', '1', '9'}).size(), 128U);
  const auto holds = [](const std::string& line) { return line.starts_with("h29"); };
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), holds), 11);

  const auto merged = merge_of({*old});
  EXPECT_EQ(merged->footer().group_texts, kGroupTexts);
  const auto fewer = offered(merged, record::TextList::kNames, gram);
  EXPECT_EQ(fewer.size(), kGroupTexts);
  EXPECT_EQ(std::count_if(fewer.begin(), fewer.end(), holds), 11);
  for (const Section list : {Section::kNames, Section::kValues})
    EXPECT_EQ(list_of(merged, list), list_of(*old, list));
}

/// As verifying does.
TEST(SegmentVersion, PostingsOfTwoCanBeMadeAnew) {
  const auto old = *SegmentReader::open(1, SegmentSource::from_memory("old", version_2()));
  for (const auto& [list, grams] : {std::pair{Section::kNames, Section::kNameGrams},
                                    std::pair{Section::kValues, Section::kValueGrams}}) {
    TextGrams made(list, GroupShape{old->footer().group_texts});
    for (const std::string& text : list_of(old, list)) made.add(text);
    made.end_block();
    std::size_t pages = 0;
    EXPECT_TRUE(made.take_pages([&](std::string_view page, std::uint32_t, std::uint32_t) -> Status {
      EXPECT_EQ((*old->read_block(grams, pages++, 0, nullptr))->octets, page);
      return {};
    }));
    EXPECT_EQ(pages, old->blocks(grams).size());
  }
}

TEST(SegmentVersion, RefusesGroupsThatCannotBe) {
  for (const std::uint32_t texts : {0U, 1U, 4U, 33U, 4096U}) {
    SegmentFooter footer;
    footer.group_texts = texts;
    const auto decoded = SegmentFooter::decode(footer.encode(), kSegmentVersion);
    ASSERT_FALSE(decoded) << texts;
    EXPECT_EQ(decoded.error().code, ErrorCode::kCorrupt);
  }
}

TEST(SegmentVersion, ANewerOneIsRefused) {
  std::string octets = version_1();
  octets[8] = kSegmentVersion + 1;
  const auto opened = SegmentReader::open(1, SegmentSource::from_memory("newer", octets));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace spoor::store
