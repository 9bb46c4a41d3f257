// SPDX-License-Identifier: Apache-2.0
#include "enrich/public_suffixes.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <libpsl.h>

#include "dns/name.h"
#include "enrich/enrichment.h"

namespace spoor::enrich {
namespace {

dns::Name name(std::string_view text) {
  return *dns::parse_name(text);
}

std::string registered(const Enrichment& enrichment, std::string_view text) {
  const dns::Name whole = name(text);
  const auto at = enrichment.registered_at(whole.wire());
  if (!at) return "-";
  std::string out;
  dns::append_name_text(out, whole.wire().subspan(*at));
  return out;
}

std::string suffix(const Enrichment& enrichment, std::string_view text) {
  const dns::Name whole = name(text);
  std::string out;
  dns::append_name_text(out, whole.wire().subspan(enrichment.suffix_at(whole.wire())));
  return out;
}

// The rules are those of publicsuffix.org/list/: plain, wildcard, exception, private section.
TEST(PublicSuffixes, FindsTheRegisteredDomainByEachKindOfRule) {
  const auto known = default_enrichment();
  struct Case {
    std::string_view name, registered, suffix;
  };
  for (const Case& c : {
           Case{".", "-", "."},
           Case{"com.", "-", "com."},
           Case{"example.com.", "example.com.", "com."},
           Case{"a.b.example.com.", "example.com.", "com."},
           Case{"co.uk.", "-", "co.uk."},
           Case{"www.example.co.uk.", "example.co.uk.", "co.uk."},
           Case{"ck.", "-", "ck."},
           Case{"example.ck.", "-", "example.ck."},
           Case{"a.example.ck.", "a.example.ck.", "example.ck."},
           Case{"www.ck.", "www.ck.", "ck."},
           Case{"a.www.ck.", "www.ck.", "ck."},
           Case{"a.b.city.kawasaki.jp.", "city.kawasaki.jp.", "kawasaki.jp."},
           Case{"a.b.github.io.", "b.github.io.", "github.io."},
           Case{"github.io.", "-", "github.io."},
           Case{"a.b.test.", "b.test.", "test."},
           Case{"test.", "-", "test."},
           Case{"7.2.0.192.in-addr.arpa.", "192.in-addr.arpa.", "in-addr.arpa."},
           Case{"www.example.xn--55qx5d.cn.", "example.xn--55qx5d.cn.", "xn--55qx5d.cn."},
       }) {
    EXPECT_EQ(registered(*known, c.name), c.registered) << c.name;
    EXPECT_EQ(suffix(*known, c.name), c.suffix) << c.name;
  }
}

TEST(PublicSuffixes, TakesADotInsideALabelForNoDot) {
  const auto known = default_enrichment();
  EXPECT_EQ(registered(*known, "a.b\\.co.uk."), "b\\.co.uk.");
  EXPECT_EQ(registered(*known, "a.\\000\\255.co.uk."), "\\000\\255.co.uk.");
  EXPECT_EQ(registered(*known, "\\195\\188.example.com."), "example.com.");
}

TEST(PublicSuffixes, FindsTheDomainOfTheLongestNames) {
  const auto known = default_enrichment();
  std::string text;
  for (int label = 0; label < 120; ++label) text += "a.";
  EXPECT_EQ(registered(*known, text + "example.com."), "example.com.");
  EXPECT_EQ(registered(*known, text + "ck."), "a.a.ck.");
  EXPECT_EQ(suffix(*known, text + "unheard-of."), "unheard-of.");
}

TEST(PublicSuffixes, SaysHowManyRulesItHasAndFromWhen) {
  const auto known = default_enrichment();
  ASSERT_EQ(known->files().size(), 1U);
  const SourceFile& file = known->files()[0].file;
  EXPECT_EQ(file.name, "built in");
  EXPECT_EQ(file.kind, FileKind::kPublicSuffixes);
  EXPECT_GT(file.entries, 5000U);
  EXPECT_GT(file.date_s, 1'400'000'000U);
}

TEST(PublicSuffixes, RefusesWhatIsNoList) {
  for (const std::string_view text : {"", "// nothing\n\n", "a*b\n*.*\n"}) {
    const auto refused = PublicSuffixes::parse(text);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, ErrorCode::kMalformed);
  }
}

TEST(PublicSuffixes, TakesOverAListWithItsDate) {
  const auto list = PublicSuffixes::parse(
      "// VERSION: 2024-05-06_07-08-09_UTC\n// ===BEGIN ICANN "
      "DOMAINS===\ntest\nco.test\n*.wild.test\n"
      "!city.wild.test\nb\xC3\xBC"
      "cher.test behind a blank nothing counts\n");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->date_s(), 1'714'953'600U);
  EXPECT_EQ(list->rules(), 5U);
  const auto domain = [&](std::string_view text) {
    const dns::Name whole = name(text);
    std::string out;
    dns::append_name_text(out, whole.wire().subspan(list->domain_at(whole.wire())));
    return out;
  };
  EXPECT_EQ(domain("a.b.co.test."), "b.co.test.");
  EXPECT_EQ(domain("a.b.c.wild.test."), "b.c.wild.test.");
  EXPECT_EQ(domain("a.city.wild.test."), "city.wild.test.");
  EXPECT_EQ(domain("a.b.wild.test."), "a.b.wild.test.");
  EXPECT_EQ(domain("a.b.xn--bcher-kva.test."), "b.xn--bcher-kva.test.");
  EXPECT_EQ(domain("a.b.c.other."), "c.other.");
}

/// Random names above, at and below what stands in the list.
class NameMaker {
 public:
  explicit NameMaker(const std::string& list) {
    std::istringstream lines(list);
    for (std::string line; std::getline(lines, line);) {
      if (line.empty() || line.starts_with("//")) continue;
      if (line.starts_with("!")) line.erase(0, 1);
      if (line.starts_with("*.")) line.erase(0, 2);
      std::string ascii;
      std::istringstream labels(line);
      for (std::string label; std::getline(labels, label, '.');) {
        if (!ascii.empty()) ascii += '.';
        append_ascii_label(ascii, label);
      }
      rules_.push_back(ascii + ".");
    }
  }
  [[nodiscard]] const std::vector<std::string>& rules() const { return rules_; }
  std::string next() {
    std::string text = rules_[random_() % rules_.size()];
    if (random_() % 8 == 0) text = text.substr(text.find('.') + 1);
    if (text.empty()) text = "unheard-of.";
    for (std::uint64_t labels = random_() % 4; labels > 0; --labels) {
      const std::vector<std::string> more = {"www.", "city.", "a.", "xn--p1ai.", "com.", "_dmarc."};
      text.insert(0, more[random_() % more.size()]);
    }
    return text;
  }

 private:
  std::vector<std::string> rules_;
  std::mt19937_64 random_{20240506};
};

TEST(PublicSuffixes, AgreesWithLibpslOnEveryRuleAndManyNames) {
  std::ifstream file(psl_builtin_filename());
  const std::string list{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  ASSERT_FALSE(list.empty()) << "the package publicsuffix is not installed";
  const std::unique_ptr<psl_ctx_t, decltype(&psl_free)> reference(
      psl_load_file(psl_builtin_filename()), psl_free);
  const auto ours = PublicSuffixes::parse(list);
  ASSERT_TRUE(ours);
  EXPECT_EQ(ours->rules(), static_cast<std::uint64_t>(psl_suffix_count(reference.get()) +
                                                      psl_suffix_exception_count(reference.get())));
  NameMaker names(list);
  const auto compare = [&](const std::string& text) {
    const dns::Name whole = name(text);
    const std::string plain = text.substr(0, text.size() - 1);
    const char* registered = psl_registrable_domain(reference.get(), plain.c_str());
    const auto at = ours->registered_at(whole.wire());
    ASSERT_EQ(at.has_value(), registered != nullptr) << text;
    if (at) {
      ASSERT_EQ(*at, static_cast<std::size_t>(registered - plain.c_str())) << text;
    }
  };
  for (const std::string& rule : names.rules()) {
    compare(rule);
    compare("a." + rule);
    compare("b.a." + rule);
  }
  for (int i = 0; i < 50'000; ++i) compare(names.next());
}

TEST(PublicSuffixes, WritesLabelsOfOtherScriptsInPunycode) {
  for (const auto& [text, ascii] : std::vector<std::pair<std::string, std::string>>{
           {"example", "example"},
           {"b\xC3\xBC"
            "cher",
            "xn--bcher-kva"},  // RFC 3492 by way of IDNA
           {"\xE4\xBB\x96\xE4\xBB\xAC\xE4\xB8\xBA\xE4\xBB\x80\xE4\xB9\x88\xE4\xB8\x8D\xE8\xAF\xB4"
            "\xE4\xB8\xAD\xE6\x96\x87",
            "xn--ihqwcrb4cv8a8dqg056pqjye"},  // RFC 3492 section 7.1 (B)
       }) {
    std::string out;
    EXPECT_TRUE(append_ascii_label(out, text));
    EXPECT_EQ(out, ascii);
  }
  std::string out;
  EXPECT_FALSE(append_ascii_label(out, "a\xFF"));
  EXPECT_FALSE(append_ascii_label(out, "\xE4\xBB"));
}

TEST(Tag, HasATextThatIsReadBack) {
  for (const Tag tag : kAllTags) EXPECT_EQ(parse_tag(tag_text(tag)), tag);
  EXPECT_FALSE(parse_tag("CDN"));
  TagSet set(Tag::kCdn);
  EXPECT_TRUE(set.has(Tag::kCdn));
  EXPECT_FALSE(set.has(Tag::kPopular));
  set.add(TagSet(Tag::kPopular));
  EXPECT_TRUE(set.has(Tag::kPopular));
}

}  // namespace
}  // namespace spoor::enrich
