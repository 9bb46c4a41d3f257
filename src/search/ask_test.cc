// SPDX-License-Identifier: Apache-2.0
// What analysts paste, and what is understood of it; and what is said of the rest, where.
#include "search/ask.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::search {
namespace {

constexpr std::uint32_t kNow = 1'563'408'000;  // 2019-07-18

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct ReadCase {
  const char* pasted;
  AskKind kind;
  const char* text;  ///< The canonical question with its filters.
};

/// Prints a case by what was pasted.
void PrintTo(const ReadCase& c, std::ostream* out) {
  *out << c.pasted;
}

class AskReads : public ::testing::TestWithParam<ReadCase> {};

TEST_P(AskReads, AsOneQuestion) {
  const ReadCase& c = GetParam();
  const auto asked = parse_ask(c.pasted, kNow);
  ASSERT_TRUE(asked) << describe(asked.error());
  for (const AskError& each : asked->errors) ADD_FAILURE() << describe(each.error);
  ASSERT_EQ(asked->questions.size(), 1U);
  const Understood& found = asked->questions.front();
  EXPECT_EQ(ask_kind_text(found.kind), ask_kind_text(c.kind));
  EXPECT_EQ(ask_text(found), c.text);
  EXPECT_FALSE(ask_sentence(found).empty());
  const auto again = parse_ask(ask_text(found), kNow);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->questions.size(), 1U);
  EXPECT_EQ(again->questions.front().query, found.query);
  EXPECT_EQ(ask_text(again->questions.front()), c.text) << "canonical text stays as it is";
}

using enum AskKind;

INSTANTIATE_TEST_SUITE_P(
    Names, AskReads,
    ::testing::Values(
        ReadCase{"example.com", kName, "example.com."},
        ReadCase{"example.com.", kName, "example.com."},
        ReadCase{"  WWW.Example.COM \n", kName, "www.example.com."}, ReadCase{"com", kName, "com."},
        ReadCase{"_dmarc.example.com", kName, "_dmarc.example.com."},
        ReadCase{"xn--bcher-kva.example", kName, "xn--bcher-kva.example."},
        ReadCase{"bücher.example", kName, "xn--bcher-kva.example."},
        ReadCase{"BÜCHER.example", kName, "xn--bcher-kva.example."},
        ReadCase{"faß.example", kName, "xn--fa-hia.example."},
        ReadCase{"例え。テスト", kName, "xn--r8jz45g.xn--zckzah."},
        ReadCase{"*.bücher.example", kBelow, "*.xn--bcher-kva.example."},
        ReadCase{"*.example.com", kBelow, "*.example.com."},
        ReadCase{".example.com", kBelow, "*.example.com."},
        ReadCase{"[.]example[.]com", kBelow, "*.example.com."}, ReadCase{"*", kBelow, "*."},
        ReadCase{"*.", kBelow, "*."}, ReadCase{"www.example.*", kForward, "www.example.*"},
        ReadCase{"example.*", kForward, "example.*"},
        ReadCase{"1.2.0.192.in-addr.arpa", kName, "1.2.0.192.in-addr.arpa."},
        ReadCase{"0/25.2.0.192.in-addr.arpa", kName, "0\\04725.2.0.192.in-addr.arpa."},
        ReadCase{"a\\.b.example.com", kName, "a.b.example.com."},
        ReadCase{"a\\046b.example.com", kName, "a\\046b.example.com."},
        ReadCase{"\\045x.example.com", kName, "\\045x.example.com."},
        ReadCase{"\\*.example.com", kName, "\\042.example.com."},
        ReadCase{"192.0.2.1-dyn.example.com", kName, "\\04992.0.2.1-dyn.example.com."},
        ReadCase{"192.0.2.\\049", kName, "\\04992.0.2.1."},
        ReadCase{"2001.example", kName, "2001.example."},
        ReadCase{"example.com in:rdata", kName, "example.com. in:rdata"},
        ReadCase{"in:rdata *.example.com", kBelow, "*.example.com. in:rdata"},
        ReadCase{"in:name example.com", kName, "example.com."},
        ReadCase{"domain:example.com", kName, "example.com."},
        ReadCase{"host: example.com", kName, "example.com."},
        ReadCase{"name:example.com", kName, "example.com."}, ReadCase{"dot", kName, "dot."},
        ReadCase{"at", kName, "at."}));

INSTANTIATE_TEST_SUITE_P(
    Disguises, AskReads,
    ::testing::Values(ReadCase{"example[.]com", kName, "example.com."},
                      ReadCase{"example(.)com", kName, "example.com."},
                      ReadCase{"example{.}com", kName, "example.com."},
                      ReadCase{"example<.>com", kName, "example.com."},
                      ReadCase{"example[dot]com", kName, "example.com."},
                      ReadCase{"example(dot)com", kName, "example.com."},
                      ReadCase{"example{DOT}com", kName, "example.com."},
                      ReadCase{"example[d0t]com", kName, "example.com."},
                      ReadCase{"example dot com", kName, "example.com."},
                      ReadCase{"www dot example DOT com", kName, "www.example.com."},
                      ReadCase{"www (dot) example [.] com", kName, "www.example.com."},
                      ReadCase{"example\\.com", kName, "example.com."},
                      ReadCase{"example[.com", kName, "example.com."},
                      ReadCase{"example.]com", kName, "example.com."},
                      ReadCase{"example[.com]", kName, "example.com."},
                      ReadCase{"www[.]example[.]com[.]", kName, "www.example.com."},
                      ReadCase{"example。com", kName, "example.com."},
                      ReadCase{"example．com", kName, "example.com."},
                      ReadCase{"example｡com", kName, "example.com."},
                      ReadCase{"ｅｘａｍｐｌｅ.com", kName, "example.com."},
                      ReadCase{"exa\xE2\x80\x8Bmple.com", kName, "example.com."},
                      ReadCase{"exa\xE2\x80\x8Dmple.com", kName, "example.com."},
                      ReadCase{"\xEF\xBB\xBF"
                               "example.com",
                               kName, "example.com."},
                      ReadCase{"exam\xC2\xADple.com", kName, "example.com."},
                      ReadCase{"\xC2\xA0"
                               "example.com\xC2\xA0",
                               kName, "example.com."},
                      ReadCase{"\"example.com\"", kName, "example.com."},
                      ReadCase{"'example.com'", kName, "example.com."},
                      ReadCase{"`example.com`", kName, "example.com."},
                      ReadCase{"“example.com”", kName, "example.com."},
                      ReadCase{"«example.com»", kName, "example.com."},
                      ReadCase{"<example.com>", kName, "example.com."},
                      ReadCase{"(example.com)", kName, "example.com."},
                      ReadCase{"[example.com]", kName, "example.com."},
                      ReadCase{"[example[.]com]", kName, "example.com."},
                      ReadCase{"{example.com}", kName, "example.com."},
                      ReadCase{"(example.com", kName, "example.com."},
                      ReadCase{"example.com),", kName, "example.com."},
                      ReadCase{"\"example.com\",", kName, "example.com."},
                      ReadCase{"example.com,", kName, "example.com."},
                      ReadCase{"example.com;", kName, "example.com."},
                      ReadCase{"example.com:", kName, "example.com."},
                      ReadCase{"example.com!", kName, "example.com."},
                      ReadCase{"example.com?", kName, "example.com."},
                      ReadCase{"example.com...", kName, "example.com."},
                      ReadCase{"- example.com", kName, "example.com."},
                      ReadCase{"* example.com", kName, "example.com."},
                      ReadCase{"• example.com", kName, "example.com."},
                      ReadCase{"1. example.com", kName, "example.com."},
                      ReadCase{"12) example.com", kName, "example.com."}));

INSTANTIATE_TEST_SUITE_P(
    Urls, AskReads,
    ::testing::Values(ReadCase{"http://example.com/", kUrl, "example.com."},
                      ReadCase{"https://www.example.com/a/b?c=d#e", kUrl, "www.example.com."},
                      ReadCase{"hxxp://example[.]com/x", kUrl, "example.com."},
                      ReadCase{"hXXps://example[.]com", kUrl, "example.com."},
                      ReadCase{"h**p://example.com", kUrl, "example.com."},
                      ReadCase{"hxxp[:]//example[.]com/x", kUrl, "example.com."},
                      ReadCase{"hxxp[://]example[.]com", kUrl, "example.com."},
                      ReadCase{"hxxps(:)//example(.)com/x", kUrl, "example.com."},
                      ReadCase{"hxxp:\\\\example[.]com\\x", kUrl, "example.com."},
                      ReadCase{"http:\\/\\/example.com\\/x", kUrl, "example.com."},
                      ReadCase{"ftp://user:secret@example.com:21/x", kUrl, "example.com."},
                      ReadCase{"//example.com/x", kUrl, "example.com."},
                      ReadCase{"example.com/path", kUrl, "example.com."},
                      ReadCase{"example[.]com/path?q=1", kUrl, "example.com."},
                      ReadCase{"example.com:8080", kUrl, "example.com."},
                      ReadCase{"example.com:8080/x", kUrl, "example.com."},
                      ReadCase{"http://example.com/a,b;c=1", kUrl, "example.com."},
                      ReadCase{"http://192.0.2.1:8080/x", kUrl, "192.0.2.1"},
                      ReadCase{"http://192[.]0[.]2[.]1/x", kUrl, "192.0.2.1"},
                      ReadCase{"http://[2001:db8::1]/x", kUrl, "2001:db8::1"},
                      ReadCase{"https://[2001:db8::1]:8443/", kUrl, "2001:db8::1"},
                      ReadCase{"[2001:db8::1]:53", kUrl, "2001:db8::1"},
                      ReadCase{"192.0.2.1:443", kUrl, "192.0.2.1"},
                      ReadCase{"192.0.2.1/login", kUrl, "192.0.2.1"},
                      ReadCase{"http://bücher.example/", kUrl, "xn--bcher-kva.example."},
                      ReadCase{"https://*.example.com/", kUrl, "*.example.com."},
                      ReadCase{"url:http://example.com/", kUrl, "example.com."},
                      ReadCase{"<http://example.com/x>", kUrl, "example.com."},
                      ReadCase{"http://example.com/x?u=a@example.net", kUrl, "example.com."},
                      ReadCase{"https://example.com in:rdata", kUrl, "example.com. in:rdata"}));

INSTANTIATE_TEST_SUITE_P(
    Addresses, AskReads,
    ::testing::Values(
        ReadCase{"192.0.2.1", kAddress, "192.0.2.1"},
        ReadCase{"192[.]0[.]2[.]1", kAddress, "192.0.2.1"},
        ReadCase{"192.0.2[.]1", kAddress, "192.0.2.1"},
        ReadCase{"192.0.2.1.", kAddress, "192.0.2.1"},
        ReadCase{"(192.0.2.1),", kAddress, "192.0.2.1"},
        ReadCase{"ip:192.0.2.1", kAddress, "192.0.2.1"},
        ReadCase{"192 dot 0 dot 2 dot 1", kAddress, "192.0.2.1"},
        ReadCase{"2001:DB8::1", kAddress, "2001:db8::1"},
        ReadCase{"[2001:db8::1]", kAddress, "2001:db8::1"},
        ReadCase{"2001[:]db8[:]:1", kAddress, "2001:db8::1"},
        ReadCase{"2001:db8::", kAddress, "2001:db8::"},
        ReadCase{"fe80::1%eth0", kAddress, "fe80::1"},
        ReadCase{"192.0.2.0/24", kCidr, "192.0.2.0-192.0.2.255"},
        ReadCase{"192.0.2[.]0/24", kCidr, "192.0.2.0-192.0.2.255"},
        ReadCase{"192.0.2.77/24", kCidr, "192.0.2.0-192.0.2.255"},
        ReadCase{"192.0.2.0,24", kCidr, "192.0.2.0-192.0.2.255"},
        ReadCase{"192.0.2.0/255.255.255.128", kCidr, "192.0.2.0-192.0.2.127"},
        ReadCase{"192.0.2.*", kCidr, "192.0.2.0-192.0.2.255"},
        ReadCase{"198.51.*.*", kCidr, "198.51.0.0-198.51.255.255"},
        ReadCase{"2001:db8::/32", kCidr, "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"},
        ReadCase{"192.0.2.1-192.0.2.9", kRange, "192.0.2.1-192.0.2.9"},
        ReadCase{"192.0.2.1–192.0.2.9", kRange, "192.0.2.1-192.0.2.9"},
        ReadCase{"192.0.2.1-9", kRange, "192.0.2.1-192.0.2.9"},
        ReadCase{"2001:db8::1-2001:db8::9", kRange, "2001:db8::1-2001:db8::9"},
        ReadCase{"AS64500", kAsn, "asn:AS64500"}, ReadCase{"as64500", kAsn, "asn:AS64500"},
        ReadCase{"ASN64500", kAsn, "asn:AS64500"}, ReadCase{"asn:AS64500", kAsn, "asn:AS64500"},
        ReadCase{"asn:64500 type:A", kAsn, "asn:64500 type:A"},
        ReadCase{"country:DE", kCountry, "country:DE"},
        ReadCase{"type:A country:DE", kCountry, "country:DE type:A"}));

INSTANTIATE_TEST_SUITE_P(
    MailboxesAndTexts, AskReads,
    ::testing::Values(
        ReadCase{"hostmaster@example.com", kMailbox, "hostmaster@example.com."},
        ReadCase{"host.master@example.com", kMailbox, "host.master@example.com."},
        ReadCase{"hostmaster[at]example[.]com", kMailbox, "hostmaster@example.com."},
        ReadCase{"hostmaster(at)example(dot)com", kMailbox, "hostmaster@example.com."},
        ReadCase{"hostmaster[@]example.com", kMailbox, "hostmaster@example.com."},
        ReadCase{"hostmaster at example dot com", kMailbox, "hostmaster@example.com."},
        ReadCase{"hostmaster [at] example [dot] com", kMailbox, "hostmaster@example.com."},
        ReadCase{"<hostmaster@example.com>", kMailbox, "hostmaster@example.com."},
        ReadCase{"mailto:hostmaster@example.com", kMailbox, "hostmaster@example.com."},
        ReadCase{"email:hostmaster@example.com", kMailbox, "hostmaster@example.com."},
        ReadCase{"post@bücher.example", kMailbox, "post@xn--bcher-kva.example."},
        ReadCase{"\"site verification\"", kText, "text:\"site verification\""},
        ReadCase{"\"example\"", kText, "text:\"example\""},
        ReadCase{"text:example", kText, "text:\"example\""},
        ReadCase{"text:\"a \\\"b\\\" \\\\ c\"", kText, "text:\"a \\\"b\\\" \\\\ c\""},
        ReadCase{"site-verification=0123abc", kText, "text:\"site-verification=0123abc\""},
        ReadCase{"v=spf1 include:example.net -all", kText,
                 "text:\"v=spf1 include:example.net -all\""},
        ReadCase{"v=DMARC1; p=reject; rua=mailto:d@example.com", kText,
                 "text:\"v=DMARC1; p=reject; rua=mailto:d@example.com\""},
        ReadCase{"v=spf1", kText, "text:\"v=spf1\""},
        ReadCase{"c0000201 in:raw", kRaw, "c0000201 in:raw"}));

INSTANTIATE_TEST_SUITE_P(
    Patterns, AskReads,
    ::testing::Values(ReadCase{"/^mail[0-9]+\\./", kRegex, "/^mail[0-9]+\\./"},
                      ReadCase{"/a b,c;d/i", kRegex, "/a b,c;d/"},
                      ReadCase{"/x\\/y/", kRegex, "/x\\/y/"},
                      ReadCase{"/exa/ in:rdata", kRegex, "/exa/ in:rdata"},
                      ReadCase{"/exa/ type:A", kRegex, "/exa/ type:A"},
                      ReadCase{"glob:[a-c]*.example", kGlob, "glob:\"[a-c]*.example\""},
                      ReadCase{"has:Login", kSubstring, "has:Login"},
                      ReadCase{"has:\"a b\" in:rdata", kSubstring, "has:\"a b\" in:rdata"},
                      ReadCase{"*login*", kGlob, "glob:*login*"},
                      ReadCase{"www.*.example.com", kGlob, "glob:www.*.example.com"},
                      ReadCase{"EX?MPLE.com", kGlob, "glob:\"ex?mple.com\""},
                      ReadCase{"*.example.*", kGlob, "glob:*.example.*"},
                      ReadCase{"example*.com in:rdata", kGlob, "glob:example*.com in:rdata"},
                      ReadCase{"login-*[.]example[.]com", kGlob, "glob:login-*.example.com"}));

INSTANTIATE_TEST_SUITE_P(
    Filters, AskReads,
    ::testing::Values(
        ReadCase{"example.com type:MX,NS", kName, "example.com. type:MX,NS"},
        ReadCase{"type:MX example.com", kName, "example.com. type:MX"},
        ReadCase{"example.com -type:A", kName, "example.com. -type:A"},
        ReadCase{"example.com !type:A", kName, "example.com. -type:A"},
        ReadCase{"example.com source:alpha", kName, "example.com. source:alpha"},
        ReadCase{"example.com source:\"my feed\"", kName, "example.com. source:\"my feed\""},
        ReadCase{"example.com -source:beta/*", kName, "example.com. -source:beta/*"},
        ReadCase{"example.com bailiwick:com", kName, "example.com. bailiwick:com"},
        ReadCase{"example.com bailiwick:com,unknown -bailiwick:org", kName,
                 "example.com. bailiwick:com,unknown -bailiwick:org"},
        ReadCase{"*.example.com name:www.example.com", kBelow,
                 "*.example.com. name:www.example.com"},
        ReadCase{"name:a.example.com,b.example.com *.example.com", kBelow,
                 "*.example.com. name:a.example.com,b.example.com"},
        ReadCase{"* name:evil[.]example -name:good.example", kBelow,
                 "*. name:evil.example -name:good.example"},
        ReadCase{"192.0.2.1 domain:example.com", kAddress, "192.0.2.1 domain:example.com"},
        ReadCase{"192.0.2.1 -domain:example.com tld:com,net -tld:org", kAddress,
                 "192.0.2.1 -domain:example.com tld:com,net -tld:org"},
        ReadCase{"asn:AS64500 domain:example.com", kAsn, "asn:AS64500 domain:example.com"},
        ReadCase{"AS64500 name:www.example.com", kAsn, "asn:AS64500 name:www.example.com"},
        ReadCase{"* rdata:\"\\\"v=spf1 -all, or so\\\"\"", kBelow,
                 "*. rdata:\"\\\"v=spf1 -all, or so\\\"\""},
        ReadCase{"* -rdata:192.0.2.1 rdata:192.0.2.2", kBelow,
                 "*. -rdata:192.0.2.1 rdata:192.0.2.2"},
        ReadCase{"domain: example.com -cdn", kName, "example.com. -is:cdn"},
        ReadCase{"domain:example.com type:A", kName, "example.com. type:A"},
        ReadCase{"example.com since:2019-07-01", kName, "example.com. since:2019-07-01T00:00:00Z"},
        ReadCase{"example.com since:-7d", kName, "example.com. since:-7d"},
        ReadCase{"example.com until:2019-07-01", kName, "example.com. until:2019-07-01T23:59:59Z"},
        ReadCase{"example.com since:\"2019-07-14 16:42\"", kName,
                 "example.com. since:2019-07-14T16:42:00Z"},
        ReadCase{"example.com first>2024-01-01", kName, "example.com. first>=2024-01-02T00:00:00Z"},
        ReadCase{"example.com first>=2024-01-01", kName,
                 "example.com. first>=2024-01-01T00:00:00Z"},
        ReadCase{"example.com first<2024-01-01", kName, "example.com. first<=2023-12-31T23:59:59Z"},
        ReadCase{"example.com first<=2024-01-01", kName,
                 "example.com. first<=2024-01-01T23:59:59Z"},
        ReadCase{"example.com last>=2019-07", kName, "example.com. last>=2019-07-01T00:00:00Z"},
        ReadCase{"example.com last<2019", kName, "example.com. last<=2018-12-31T23:59:59Z"},
        ReadCase{"example.com last>-7d", kName, "example.com. last>=-7d"},
        ReadCase{"example.com first:2019-07-14", kName,
                 "example.com. first>=2019-07-14T00:00:00Z first<=2019-07-14T23:59:59Z"},
        ReadCase{"example.com seen:2019-07-14", kName, "example.com. seen:2019-07-14"},
        ReadCase{"example.com seen:2019-07-01..2019-07-14", kName,
                 "example.com. seen:2019-07-01..2019-07-14"},
        ReadCase{"example.com seen:2019-07", kName, "example.com. seen:2019-07-01..2019-07-31"},
        ReadCase{"example.com seen:2019-07-01..", kName, "example.com. seen:2019-07-01.."},
        ReadCase{"example.com seen:yesterday", kName, "example.com. seen:2019-07-17"},
        ReadCase{"example.com seen:-7d", kName, "example.com. seen:-7d"},
        ReadCase{"example.com only:2019-07-01..2019-07-14", kName,
                 "example.com. only:2019-07-01..2019-07-14"},
        ReadCase{"example.com only:2019-07-01T10:00..2019-07-01T12:00", kName,
                 "example.com. only:2019-07-01T10:00:00Z..2019-07-01T12:00:00Z"},
        ReadCase{"example.com count>=10", kName, "example.com. count>=10"},
        ReadCase{"example.com count>9 count<20", kName, "example.com. count>=10 count<=19"},
        ReadCase{"example.com count:5", kName, "example.com. count>=5 count<=5"},
        ReadCase{"example.com country:de", kName, "example.com. country:de"},
        ReadCase{"example.com -country:US", kName, "example.com. -country:US"},
        ReadCase{"example.com asn:AS64500 -asn:64501", kName,
                 "example.com. asn:AS64500 -asn:64501"},
        ReadCase{"example.com -cdn", kName, "example.com. -is:cdn"},
        ReadCase{"example.com is:cdn -is:cloud", kName, "example.com. is:cdn -is:cloud"},
        ReadCase{"example.com -dynamic-dns", kName, "example.com. -is:dynamic-dns"},
        ReadCase{"example.com sort:-last_seen limit:50 merge:sources", kName,
                 "example.com. sort:-last_seen limit:50 merge:sources"},
        ReadCase{"type:MX\nexample.com", kName, "example.com. type:MX"},
        ReadCase{"# a remark\nexample.com", kName, "example.com."},
        ReadCase{"* type:MX", kBelow, "*. type:MX"}));

struct RefusedCase {
  const char* pasted;
  std::size_t offset;
  const char* says;
};
void PrintTo(const RefusedCase& c, std::ostream* out) {
  *out << c.pasted;
}

class AskRefuses : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(AskRefuses, WithThePlaceAndWhatWouldBeRight) {
  const RefusedCase& c = GetParam();
  const auto asked = parse_ask(c.pasted, kNow);
  Error error;
  if (asked) {
    EXPECT_TRUE(asked->questions.empty()) << ask_text(asked->questions.front());
    ASSERT_FALSE(asked->errors.empty());
    error = asked->errors.front().error;
  } else {
    error = asked.error();
  }
  EXPECT_THAT(std::string(error.what), HasSubstr(c.says));
  EXPECT_EQ(error.offset, c.offset);
}

INSTANTIATE_TEST_SUITE_P(
    Table, AskRefuses,
    ::testing::Values(
        RefusedCase{"", 0, "expected a name, address"},
        RefusedCase{" \n ", 0, "expected a name, address"},
        RefusedCase{"exa$(mple.com", 4, "cannot stand in a name"},
        RefusedCase{"example|com", 7, "cannot stand in a name"},
        RefusedCase{"www..example.com", 4, "labels of 1 to 63"},
        RefusedCase{"192.0.2.300", 0, "four numbers"}, RefusedCase{"192.0.2.01", 0, "four numbers"},
        RefusedCase{"192.0.2.0/33", 10, "0 to 32"}, RefusedCase{"2001:db8::/129", 11, "0 to 128"},
        RefusedCase{"192.0.2.9-192.0.2.1", 10, "lower address"},
        RefusedCase{"192.0.2.0/255.0.255.0", 10, "network mask"},
        RefusedCase{"2001:db8:::1", 0, "IPv6 address"},
        RefusedCase{"AS4294967296", 2, "at most 4294967295"},
        RefusedCase{"@example.com", 0, "mailbox"}, RefusedCase{"http://", 7, "host name"},
        RefusedCase{"http://example.com:x/", 19, "port number"},
        RefusedCase{"/unclosed", 0, "closing /"}, RefusedCase{"/a(b/", 2, "never closed"},
        RefusedCase{"glob:", 5, "expected a pattern"},
        RefusedCase{"/pattern/x", 9, "no flag but i"},
        RefusedCase{"tpye:A example.com", 4, "filter such as type:"},
        RefusedCase{"example.com since:tomorrow", 18, "expected a day"},
        RefusedCase{"example.com type:", 17, "expected a value"},
        RefusedCase{"example.com type:A,,B", 19, "between the commas"},
        RefusedCase{"example.com -cdm", 12, "expected a tag"},
        RefusedCase{"example.com is:cdm", 15, "expected a tag"},
        RefusedCase{"example.com -since:2019", 12, "goes before type:"},
        RefusedCase{"example.com count>=many", 19, "whole number"},
        RefusedCase{"example.com count<0", 18, "below 0"},
        RefusedCase{"example.com country:Germany", 20, "two letters"},
        RefusedCase{"example.com asn:x", 16, "AS64500"},
        RefusedCase{"example.com sort:size", 17, "first_seen"},
        RefusedCase{"example.com in:there", 15, "in:name"},
        RefusedCase{"example.com limit:x", 18, "whole number"},
        RefusedCase{"example.com seen:2019-07-14..2019-07-01", 17, "backwards"},
        RefusedCase{"example.com seen:2019-07-14..x", 29, "expected a day"},
        RefusedCase{"example.com first>2024 first<2023", 23, "backwards"},
        RefusedCase{"example.com count>10 count<5", 21, "backwards"},
        RefusedCase{"example.com since:-7d since:-8d", 28, "say it once"},
        RefusedCase{"type:MX", 0, "expected what to look for"},
        RefusedCase{"exa\x01mple.com", 3, "control character"},
        RefusedCase{"exa\xFFmple.com", 3, "UTF-8"}, RefusedCase{"b\xC3\xBC*r.example", 1, "xn--"},
        RefusedCase{"text:\"\"", 6, "expected text"}, RefusedCase{"xyz in:raw", 0, "hex digits"}));

std::vector<std::string> texts(const Asked& asked) {
  std::vector<std::string> out;
  for (const Understood& each : asked.questions) out.push_back(ask_text(each));
  return out;
}

TEST(AskLists, MayBeOfAnyShape) {
  for (const char* pasted :
       {"a.example\nb.example\r\nc.example", "a.example, b.example, c.example",
        "a.example;b.example;c.example", "a.example b.example c.example",
        "a.example\rb.example,c.example", "[\"a.example\", \"b.example\", \"c.example\"]",
        "- a.example\n- b.example\n- c.example", "1. a[.]example\n2. b[.]example\n3. c[.]example",
        "(a.example,b.example,c.example)"}) {
    const auto asked = parse_ask(pasted, kNow);
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->errors.empty()) << pasted << ": " << describe(asked->errors.front().error);
    EXPECT_THAT(texts(*asked), ElementsAre("a.example.", "b.example.", "c.example.")) << pasted;
  }
}

TEST(AskLists, OfUrlsKeepTheirCommas) {
  const auto asked =
      parse_ask("http://a.example/x,y hxxp://b[.]example/1,hxxps://c[.]example/", kNow);
  ASSERT_TRUE(asked);
  EXPECT_THAT(texts(*asked), ElementsAre("a.example.", "b.example.", "c.example."));
}

TEST(AskLists, TellErrorsByLineAndGoOn) {
  const auto asked = parse_ask("a.example\n192.0.2.300\nb.example\n\nc..example\n", kNow);
  ASSERT_TRUE(asked);
  EXPECT_THAT(texts(*asked), ElementsAre("a.example.", "b.example."));
  ASSERT_EQ(asked->errors.size(), 2U);
  EXPECT_EQ(asked->errors[0].line, 2U);
  EXPECT_EQ(asked->errors[0].error.offset, 10U);
  EXPECT_EQ(asked->errors[1].line, 5U);
  EXPECT_EQ(asked->questions[1].line, 3U);
}

TEST(AskLists, FiltersGoWithTheirLineOrWithAll) {
  const auto asked = parse_ask("a.example b.example type:A\nc.example\ncount>=2\n", kNow);
  ASSERT_TRUE(asked);
  EXPECT_THAT(texts(*asked), ElementsAre("a.example. type:A count>=2", "b.example. type:A count>=2",
                                         "c.example. count>=2"));
}

TEST(AskLists, AWrongFilterTakesItsLineWithIt) {
  const auto asked = parse_ask("a.example type:A since:x\nb.example", kNow);
  ASSERT_TRUE(asked);
  EXPECT_THAT(texts(*asked), ElementsAre("b.example."));
  EXPECT_EQ(asked->errors.size(), 1U);
}

TEST(AskLists, HaveALimit) {
  std::string pasted;
  for (std::size_t i = 0; i < kMostAsked; ++i) pasted += "a.example\n";
  auto asked = parse_ask(pasted, kNow);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->questions.size(), kMostAsked);
  asked = parse_ask(pasted + "b.example", kNow);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, ErrorCode::kLimit);
  std::string commas;
  for (std::size_t i = 0; i <= kMostAsked; ++i) commas += "a,";
  EXPECT_EQ(parse_ask(commas, kNow).error().code, ErrorCode::kLimit);
  EXPECT_EQ(parse_ask(std::string(kMaxAskText + 1, 'a'), kNow).error().code, ErrorCode::kLimit);
}

TEST(AskText, ShowsUnicodeBesidePunycode) {
  const auto unicode_of = [](const char* text) {
    return ask_unicode(parse_ask(text, kNow)->questions.front());
  };
  EXPECT_EQ(unicode_of("xn--bcher-kva.example"), "bücher.example");
  EXPECT_EQ(unicode_of("bücher.example"), "bücher.example");
  EXPECT_EQ(unicode_of("*.xn--bcher-kva.example"), "*.bücher.example");
  EXPECT_EQ(unicode_of("example.com"), "");
  EXPECT_EQ(unicode_of("192.0.2.1"), "");
}

TEST(AskText, SaysWhatWasUnderstood) {
  const auto sentence = [](const char* text) {
    return ask_sentence(parse_ask(text, kNow)->questions.front());
  };
  EXPECT_EQ(sentence("*.example.com type:MX,NS since:2019-07-01"),
            "example.com and every name below it, of type MX or NS, seen since 2019-07-01");
  EXPECT_EQ(sentence("hxxp://example[.]com/x"), "the host example.com of a URL");
  EXPECT_EQ(sentence("192.0.2.0/24 -cdn count>=10"),
            "what pointed into the network 192.0.2.0-192.0.2.255, not known as cdn, seen 10 times "
            "or more");
  EXPECT_EQ(sentence("example.com in:rdata seen:2019-07-01..2019-07-14"),
            "what points to the name example.com, seen from 2019-07-01 to 2019-07-14");
  EXPECT_EQ(sentence("AS64500 only:2019-07"),
            "every name, on an address of AS64500, seen only from 2019-07-01 to 2019-07-31");
}

TEST(AskRequest, HoldsQueryAndFilters) {
  const auto asked =
      parse_ask("*.example.com -type:A seen:2019-07-14 only:2019 limit:7 sort:-count", kNow);
  ASSERT_TRUE(asked);
  const auto request = to_request(asked->questions.front(), {kNow, nullptr});
  ASSERT_TRUE(request) << describe(request.error());
  EXPECT_EQ(request->query.kind, QueryKind::kBelow);
  EXPECT_TRUE(request->filters.refused_types.accepts(dns::RrType::kA));
  EXPECT_EQ(request->filters.fences.seen_from->unix_s, 1'563'062'400U);
  EXPECT_EQ(request->filters.fences.seen_to->unix_s, 1'563'148'799U);
  EXPECT_EQ(request->filters.fences.first_after->unix_s, 1'546'300'800U);
  EXPECT_EQ(request->filters.fences.last_before->unix_s, 1'577'836'799U);
  EXPECT_EQ(request->limit, 7U);
  EXPECT_TRUE(request->order.descending);
}

}  // namespace
}  // namespace spoor::search
