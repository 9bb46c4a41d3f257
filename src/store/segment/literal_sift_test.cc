// SPDX-License-Identifier: Apache-2.0
#include "store/segment/literal_sift.h"

#include <algorithm>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "dns/name.h"
#include "record/text_list.h"

namespace spoor::store {
namespace {

std::string form_of(const std::string& name) {
  std::string form;
  dns::append_forward_form(form, dns::parse_name(name)->wire());
  return form;
}

/// Forms in order, which share much; some have labels that a line escapes.
std::vector<std::string> random_forms(std::mt19937& random, bool with_escapes) {
  static const std::vector<std::string> kPieces{"web", "we", "b", "w", "ww", "e", "eb", "w-", "x"};
  std::set<std::string> forms;
  while (forms.size() < 700) {
    std::string name;
    for (std::size_t labels = 1 + random() % 4; labels > 0; --labels) {
      for (std::size_t i = 1 + random() % 5; i > 0; --i) name += kPieces[random() % kPieces.size()];
      if (with_escapes && random() % 200 == 0) name += "\\.b";
      if (random() % 100 == 0) name += std::string(40, 'b');
      name += '.';
    }
    forms.insert(form_of(name));
  }
  return {forms.begin(), forms.end()};
}

std::string line_of(const std::string& form) {
  record::TextBlock block;
  block.add_name(form);
  EXPECT_TRUE(block.seal_names());
  return std::string(block.line(0));
}

/// A block in which only the first name is whole, as version 1 wrote it.
std::string block_without_groups(const std::vector<std::string>& forms) {
  IntColumnWriter shared, lengths;
  std::string rests, last;
  for (const std::string& form : forms) {
    const std::size_t common = common_prefix(last, form);
    shared.put(common);
    lengths.put(form.size() - common);
    rests += form.substr(common);
    last = form;
  }
  std::string block;
  put_varint(block, forms.size());
  put_varint(block, shared.extra().size());
  put_varint(block, lengths.extra().size());
  block.append(shared.codes()).append(shared.extra());
  block.append(lengths.codes()).append(lengths.extra());
  return block + rests;
}

std::string block_of(const std::vector<std::string>& forms) {
  NameBlockBuilder builder;
  for (const std::string& form : forms) EXPECT_TRUE(builder.add(form));
  std::string block;
  builder.encode(block);
  return block;
}

std::vector<std::string> sifted(const std::string& octets, std::string_view literal,
                                const std::vector<std::size_t>& runs) {
  NameBlockCursor texts;
  EXPECT_TRUE(texts.open(octets));
  LiteralSift sift(literal);
  record::TextBlock block;
  for (const std::size_t names : runs) EXPECT_TRUE(sift.add_names(texts, names, block));
  EXPECT_EQ(texts.left(), 0U);
  EXPECT_FALSE(texts.failed());
  EXPECT_TRUE(block.seal_names());
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < block.size(); ++i) lines.emplace_back(block.line(i));
  return lines;
}

std::vector<std::string> lines_with(const std::vector<std::string>& lines,
                                    std::string_view literal) {
  std::vector<std::string> found;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(found),
               [&](const std::string& line) { return line.find(literal) != std::string::npos; });
  return found;
}

const std::vector<std::string_view> kLiterals{
    "web", ".web", "w", "bw", "ebw.", "web.w", "bbbbbbb", "webwebwebweb", "www-", "zzz", "w.w.w"};

std::vector<std::size_t> random_runs(std::mt19937& random, std::size_t names) {
  std::vector<std::size_t> runs;
  for (std::size_t at = 0; at < names; at += runs.back())
    runs.push_back(kGroupTexts * (1 + random() % 4));
  return runs;
}

TEST(LiteralSift, HandsOnExactlyTheNamesThatHoldIt) {
  std::mt19937 random(31);
  for (int round = 0; round < 20; ++round) {
    const auto forms = random_forms(random, false);
    std::vector<std::string> lines;
    for (const std::string& form : forms) lines.push_back(line_of(form));
    for (const std::string_view literal : kLiterals) {
      const auto wanted = lines_with(lines, literal);
      ASSERT_EQ(sifted(block_of(forms), literal, random_runs(random, forms.size())), wanted);
      ASSERT_EQ(sifted(block_without_groups(forms), literal, {forms.size()}), wanted);
    }
  }
}

TEST(LiteralSift, LosesNoNameWhereALineDiffersFromItsForm) {
  std::mt19937 random(32);
  for (int round = 0; round < 20; ++round) {
    const auto forms = random_forms(random, true);
    std::vector<std::string> lines;
    for (const std::string& form : forms) lines.push_back(line_of(form));
    for (const std::string_view literal : kLiterals) {
      const auto offered = sifted(block_of(forms), literal, random_runs(random, forms.size()));
      ASSERT_EQ(lines_with(offered, literal), lines_with(lines, literal));
      ASSERT_TRUE(std::includes(lines.begin(), lines.end(), offered.begin(), offered.end(),
                                [&](const auto& a, const auto& b) {
                                  return std::find(lines.begin(), lines.end(), a) <
                                         std::find(lines.begin(), lines.end(), b);
                                }));
    }
  }
}

TEST(LiteralSift, TellsTheLastNameThatItLookedAt) {
  std::mt19937 random(33);
  const auto forms = random_forms(random, false);
  NameBlockCursor texts;
  const std::string octets = block_of(forms);
  ASSERT_TRUE(texts.open(octets));
  LiteralSift sift("zzz");
  record::TextBlock block;
  ASSERT_TRUE(sift.add_names(texts, 3 * kGroupTexts, block));
  ASSERT_EQ(block.size(), 0U);
  sift.add_last(block);
  sift.add_last(block);  // once only
  ASSERT_TRUE(block.seal_names());
  ASSERT_EQ(block.size(), 1U);
  EXPECT_EQ(block.line(0), line_of(forms[3 * kGroupTexts - 1]));
}

TEST(LiteralSift, RefusesDamage) {
  std::mt19937 random(34);
  const auto forms = random_forms(random, false);
  const std::string octets = block_of(forms);
  for (int i = 0; i < 3000; ++i) {
    std::string damaged = octets;
    damaged[4 + random() % (2 * forms.size())] = static_cast<char>(random());
    NameBlockCursor texts;
    if (!texts.open(damaged)) continue;
    LiteralSift sift("web");
    record::TextBlock block;
    for (std::size_t at = 0; at < forms.size(); at += kGroupTexts) {
      if (!sift.add_names(texts, kGroupTexts, block)) break;  // reads nothing outside its block
    }
  }
}

}  // namespace
}  // namespace spoor::store
