// SPDX-License-Identifier: Apache-2.0
#include "store/segment/text_cursor.h"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/aggregator.h"
#include "record/observation.h"
#include "store/segment/segment_build.h"

namespace spoor::store {
namespace {

using record::GramQuery;
using record::TextBlock;
using record::TextList;
using record::TextRange;

/// A segment of some thousand names and values, and its two lists as lines in their order.
struct Listed {
  std::shared_ptr<SegmentReader> segment;
  std::vector<std::string> names, values;
};

std::string random_name(std::mt19937& random) {
  static const std::vector<std::string> kLabels{"www",   "mail", "login",  "a",     "b-9",
                                                "c\\.d", "x_y",  "paypal", "\\001", "zz"};
  std::string name;
  for (std::size_t i = 1 + random() % 3; i > 0; --i) {
    name += kLabels[random() % kLabels.size()];
    if (random() % 2 == 0) name += std::to_string(random() % 300);
    name += '.';
  }
  return name + (random() % 2 == 0 ? "example." : "test.");
}

Listed make_segment(std::mt19937& random, Packing packing, int records) {
  Listed listed;
  std::set<std::string> forms, entries;
  record::Aggregator aggregator;
  const auto add_form = [&](Bytes wire) {
    std::string form;
    dns::append_forward_form(form, wire);
    forms.insert(form);
  };
  for (int i = 0; i < records; ++i) {
    const auto owner = *dns::parse_name(random_name(random));
    const std::string host = random_name(random);
    const bool is_mx = random() % 2 == 0;
    const auto type = is_mx ? dns::RrType::kMx : dns::RrType::kTxt;
    const std::string text =
        is_mx ? "10 " + host : "\"V=spf1 include:" + std::to_string(random() % 5000) + '"';
    const std::string rdata = *dns::parse_rdata(type, text);
    aggregator.add({owner.wire(), type, as_bytes(rdata)}, record::SourceId{1}, record::How::kSensor,
                   record::Sightings::seen_once(1'700'000'000, 60));
    add_form(owner.wire());
    if (is_mx) add_form(dns::parse_name(host)->wire());
    std::string entry;
    record::append_value_entry(entry, type, rdata);
    entries.insert(entry);
  }
  TextBlock block;
  for (const std::string& form : forms) block.add_name(form);
  EXPECT_TRUE(block.seal_names());
  for (std::size_t i = 0; i < block.size(); ++i) listed.names.emplace_back(block.line(i));
  for (const std::string& entry : entries)
    listed.values.push_back(entry.substr(0, entry.find('\0')));
  SegmentSink sink("", std::size_t{1} << 30);
  EXPECT_TRUE(write_batch_segment(aggregator.take(), sink, packing));
  listed.segment = *SegmentReader::open(1, SegmentSource::from_memory("test", sink.take_inline()));
  return listed;
}

std::string lower_case(std::string line) {
  std::transform(line.begin(), line.end(), line.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return line;
}

bool holds(const GramQuery& query, std::string line) {
  line = lower_case(std::move(line));
  const auto part = [&](const GramQuery& q) { return holds(q, line); };
  switch (query.kind) {
    case GramQuery::Kind::kEverything:
      return true;
    case GramQuery::Kind::kGram:
      return line.find(std::string_view(query.gram.data(), 3)) != std::string::npos;
    case GramQuery::Kind::kAll:
      return std::all_of(query.parts.begin(), query.parts.end(), part);
    case GramQuery::Kind::kEither:
      return std::any_of(query.parts.begin(), query.parts.end(), part);
  }
  return false;
}

GramQuery random_query(std::mt19937& random, int depth) {
  static const std::vector<std::string> kGrams{"www", "mai", "log", "pay", ".ex", "st.", "\\.d",
                                               "001", "-9.", "spf", "10 ", "299", "qqq"};
  GramQuery query;
  if (depth == 0 || random() % 2 == 0) {
    const std::string& gram = kGrams[random() % kGrams.size()];
    return {GramQuery::Kind::kGram, {gram[0], gram[1], gram[2]}, {}};
  }
  query.kind = random() % 2 == 0 ? GramQuery::Kind::kAll : GramQuery::Kind::kEither;
  for (int i = 0; i < 3; ++i) query.parts.push_back(random_query(random, depth - 1));
  return query;
}

std::vector<std::string> read_lines(const Listed& listed, const TextRange& range) {
  const auto cursor =
      open_segment_texts(listed.segment, range, std::make_shared<BlockCache>(1U << 20));
  std::vector<std::string> lines;
  TextBlock block;
  while (true) {
    const auto more = cursor->next(block);
    EXPECT_TRUE(more);
    if (!more || !*more) return lines;
    for (std::size_t i = 0; i < block.size(); ++i) lines.emplace_back(block.line(i));
  }
}

class SegmentTextsTest : public ::testing::TestWithParam<Packing> {};

TEST_P(SegmentTextsTest, LeavesOutOnlyWhatTheGramsRuleOut) {
  std::mt19937 random(11);
  const Listed listed = make_segment(random, GetParam(), 20'000);
  ASSERT_GT(listed.names.size(), 5000U);
  for (const TextList list : {TextList::kNames, TextList::kValues}) {
    const auto& all = list == TextList::kNames ? listed.names : listed.values;
    EXPECT_EQ(read_lines(listed, {list, {}, {}, {}, {}}), all);
    for (int i = 0; i < 300; ++i) {
      const GramQuery query = random_query(random, 2);
      const auto offered = read_lines(listed, {list, {}, {}, query, {}});
      std::vector<std::string> wanted, kept;
      const auto does_hold = [&](const std::string& line) { return holds(query, line); };
      std::copy_if(all.begin(), all.end(), std::back_inserter(wanted), does_hold);
      std::copy_if(offered.begin(), offered.end(), std::back_inserter(kept), does_hold);
      ASSERT_EQ(kept, wanted);
    }
    if (GetParam() == Packing::kPlain) continue;
    EXPECT_TRUE(
        read_lines(listed, {list, {}, {}, {GramQuery::Kind::kGram, {'q', 'q', 'q'}, {}}, {}})
            .empty());
  }
}

TEST_P(SegmentTextsTest, LeavesOutWhatLacksTheLiteral) {
  std::mt19937 random(13);
  const Listed listed = make_segment(random, GetParam(), 20'000);
  const auto with = [](const std::vector<std::string>& lines, const std::string& literal) {
    std::vector<std::string> found;
    for (const std::string& line : lines) {
      if (lower_case(line).find(literal) != std::string::npos) found.push_back(line);
    }
    return found;
  };
  for (const std::string literal :
       {"www", ".ex", "001", "\\001", "c\\.d", ".d2", "1.e", "st.", "9", "paypal1", "login17.www",
        "zz12.test.", "b-9.b-9.b-9.", "v=spf1 include:1", "qqq"}) {
    for (const TextList list : {TextList::kNames, TextList::kValues}) {
      const auto& all = list == TextList::kNames ? listed.names : listed.values;
      const auto offered = read_lines(listed, {list, {}, {}, {}, literal});
      EXPECT_EQ(with(offered, literal), with(all, literal)) << literal;
    }
  }
}

/// Of plain names, whose groups all lie within the list.
TEST_P(SegmentTextsTest, OffersFewTextsWithoutTheLiteral) {
  record::Aggregator aggregator;
  for (int i = 0; i < 20'000; ++i) {
    const auto owner = *dns::parse_name("h" + std::to_string(i * 7919 % 20'000) + ".example.");
    aggregator.add({owner.wire(), dns::RrType::kA, as_bytes(std::string_view("\x01\x02\x03\x04"))},
                   record::SourceId{1}, record::How::kSensor,
                   record::Sightings::seen_once(1'700'000'000, 60));
  }
  Listed listed;
  SegmentSink sink("", std::size_t{1} << 30);
  ASSERT_TRUE(write_batch_segment(aggregator.take(), sink, GetParam()));
  listed.segment = *SegmentReader::open(1, SegmentSource::from_memory("test", sink.take_inline()));
  const auto offered = read_lines(listed, {TextList::kNames, {}, {}, {}, "1234"});
  // h1234, h11234, and those that begin so: the edges of the list are two blocks, offered whole.
  EXPECT_EQ(std::count_if(offered.begin(), offered.end(),
                          [](const auto& line) { return line.find("1234") != std::string::npos; }),
            12);
  EXPECT_LT(offered.size(), 2 * 2048U + 100U);
}

TEST_P(SegmentTextsTest, KeepsWithinItsRange) {
  std::mt19937 random(12);
  const Listed listed = make_segment(random, GetParam(), 9000);
  std::vector<std::string> forms;
  TextBlock block;
  for (const std::string& line : listed.names) {
    std::string form;
    dns::append_forward_form(form, dns::parse_name(line)->wire());
    forms.push_back(form);
  }
  for (int i = 0; i < 100; ++i) {
    std::size_t low = random() % forms.size(), high = random() % forms.size();
    if (low > high) std::swap(low, high);
    const auto at = [&](std::size_t n) {
      return listed.names.begin() + static_cast<std::ptrdiff_t>(n);
    };
    EXPECT_EQ(read_lines(listed, {TextList::kNames, forms[low], forms[high], {}, {}}),
              std::vector<std::string>(at(low), at(high)));
  }
}

INSTANTIATE_TEST_SUITE_P(Packings, SegmentTextsTest,
                         ::testing::Values(Packing::kPlain, Packing::kPacked, Packing::kTightest));

}  // namespace
}  // namespace spoor::store
