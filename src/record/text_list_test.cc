// SPDX-License-Identifier: Apache-2.0
#include "record/text_list.h"

#include <random>

#include <gmock/gmock.h>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::record {
namespace {

std::string form_of(const std::string& text) {
  std::string form;
  dns::append_forward_form(form, dns::parse_name(text)->wire());
  return form;
}

TEST(TextBlock, WritesNamesAsLinesWithTheirFinalDot) {
  TextBlock block;
  for (const char* name : {"www.example.com", "mail.example.com", "*.example.com"})
    block.add_name(form_of(name));
  ASSERT_TRUE(block.seal_names());
  EXPECT_EQ(block.lines(), "www.example.com.\nmail.example.com.\n*.example.com.\n");
  EXPECT_EQ(block.line(1), "mail.example.com.");
  EXPECT_EQ(block.begin_of(1), 17U);
}

TEST(TextBlock, EscapesWhatPresentationFormEscapes) {
  TextBlock block;
  for (const char* name :
       {R"(a\.b.example.com)", R"(\000\001\255.example.com)", R"(x\ y.test)", R"(a\010b.test)"})
    block.add_name(form_of(name));
  ASSERT_TRUE(block.seal_names());
  EXPECT_EQ(block.lines(),
            "a\\.b.example.com.\n\\000\\001\\255.example.com.\nx\\032y.test.\na\\010b.test.\n");
}

TEST(TextBlock, WritesTheRootAsAnEmptyLine) {
  TextBlock block;
  block.add_name(form_of("."));
  ASSERT_TRUE(block.seal_names());
  EXPECT_EQ(block.lines(), "\n");
  EXPECT_EQ(block.line(0), "");
}

TEST(TextBlock, TakesWhatIsSharedWithTheNameBefore) {
  std::mt19937 random(1);
  const auto pick = [&](const std::vector<std::string>& of) { return of[random() % of.size()]; };
  std::vector<std::string> forms;
  for (int i = 0; i < 3000; ++i) {
    std::string name;
    for (int label = 0; label < 3; ++label)
      name += pick({"a", "ab", "www", "a\\.b", "\\001", "x\\032", "login"}) + ".";
    forms.push_back(form_of(name));
  }
  std::sort(forms.begin(), forms.end());
  TextBlock with, without;
  std::string last;
  for (const std::string& form : forms) {
    std::size_t shared = 0;
    while (shared < std::min(last.size(), form.size()) && last[shared] == form[shared]) ++shared;
    with.add_name(std::string_view(form).substr(shared), shared);
    without.add_name(form);
    last = form;
  }
  ASSERT_TRUE(with.seal_names());
  ASSERT_TRUE(without.seal_names());
  EXPECT_EQ(with.lines(), without.lines());
  for (std::size_t i = 0; i < forms.size(); ++i)
    ASSERT_EQ(form_of(std::string(with.line(i))), forms[i]);
}

TEST(TextBlock, RefusesWhatIsNoForm) {
  TextBlock block;
  for (const std::string_view form :
       {std::string_view(""), std::string_view("www"), std::string_view("\x01\0\0", 3)}) {
    block.clear();
    block.add_name(form);
    EXPECT_FALSE(block.seal_names());
  }
  block.clear();
  EXPECT_FALSE(block.add_value("no type"));
  EXPECT_FALSE(block.add_value(std::string_view("text\0", 5)));
  EXPECT_FALSE(block.add_value(std::string_view("a\nb\0\x0F", 5)));
}

TEST(TextBlock, HoldsValuesWithTheirTypes) {
  TextBlock block;
  std::string entry;
  append_value_entry(entry, dns::RrType::kMx,
                     *dns::parse_rdata(dns::RrType::kMx, "10 mail.example.com."));
  ASSERT_TRUE(block.add_value(entry));
  entry.clear();
  append_value_entry(entry, dns::RrType::kTxt,
                     *dns::parse_rdata(dns::RrType::kTxt, "\"v=spf1\\010 -all\""));
  ASSERT_TRUE(block.add_value(entry));
  EXPECT_EQ(block.lines(), "10 mail.example.com.\n\"v=spf1\\010 -all\"\n");
  EXPECT_EQ(block.type(0), dns::RrType::kMx);
  EXPECT_EQ(block.type(1), dns::RrType::kTxt);
  const auto value = parse_value_entry(entry);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->type, dns::RrType::kTxt);
  EXPECT_EQ(value->rdata, *dns::parse_rdata(dns::RrType::kTxt, "\"v=spf1\\010 -all\""));
  EXPECT_FALSE(parse_value_entry("no type"));
}

TEST(SearchedText, IsKeptOfTypesWithATextOfTheirOwn) {
  using dns::RrType;
  for (const RrType type : {RrType::kNs, RrType::kCname, RrType::kMx, RrType::kTxt, RrType::kSoa,
                            RrType::kPtr, RrType::kSrv}) {
    EXPECT_TRUE(has_searched_text(type));
  }
  for (const std::uint32_t number : {1U, 28U, 10U, 46U, 47U, 50U, 65280U, 65536U})
    EXPECT_FALSE(has_searched_text(static_cast<RrType>(number))) << number;
}

TEST(TextCursor, CutsAListIntoBlocks) {
  std::vector<std::string> entries;
  for (int i = 10'000; i < 15'000; ++i) entries.push_back(form_of("n" + std::to_string(i)));
  const auto cursor = make_text_cursor(TextRange{}, entries);
  TextBlock block;
  std::size_t texts = 0;
  while (*cursor->next(block)) texts += block.size();
  EXPECT_EQ(texts, entries.size());
  EXPECT_EQ(cursor->passed(), entries.size());
}

}  // namespace
}  // namespace spoor::record
