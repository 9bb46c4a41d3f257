// SPDX-License-Identifier: Apache-2.0
#include "enrich/public_suffixes.h"

#include <string>

#include <gtest/gtest.h>

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
  EXPECT_EQ(known->files()[0].kind, FileKind::kPublicSuffixes);
  EXPECT_GT(known->files()[0].entries, 5000U);
  EXPECT_GT(known->files()[0].date_s, 1'400'000'000U);
}

TEST(PublicSuffixes, RefusesWhatIsNoList) {
  const auto missing = PublicSuffixes::load("/nonexistent/list.dat");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
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
