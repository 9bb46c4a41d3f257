// SPDX-License-Identifier: Apache-2.0
// What people type, good and bad, and that the canonical text says the same.
#include "search/query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::search {
namespace {

struct GoodCase {
  const char* name;
  QueryIn in;
  const char* text;
  QueryIn meant;
  QueryKind kind;
  const char* canonical;
};

class GoodQuery : public ::testing::TestWithParam<GoodCase> {};

TEST_P(GoodQuery, IsUnderstoodAndWrittenBack) {
  const GoodCase& c = GetParam();
  const auto query = parse_query(c.text, c.in);
  ASSERT_TRUE(query) << describe(query.error());
  EXPECT_EQ(query->in, c.meant);
  EXPECT_EQ(query->kind, c.kind);
  EXPECT_EQ(query_text(*query), c.canonical);
  const auto again = parse_query(query_text(*query), query->in);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(*again, *query);
}

TEST(WrongPattern, HasItsPlaceInTheWholeText) {
  struct Case {
    const char* text;
    std::size_t offset;
  };
  for (const Case& c : {Case{"/a(b/", 2}, Case{" \t/a(b/ ", 4}, Case{"/(?</", 2}, Case{"/*a/", 1},
                        Case{"glob:pay[a", 8}, Case{"has:b\xC3\xBCro", 5}}) {
    const auto query = parse_query(c.text, QueryIn::kAuto);
    ASSERT_FALSE(query) << c.text;
    EXPECT_EQ(query.error().offset, c.offset) << c.text << ": " << query.error().what;
  }
}

constexpr auto kAuto = QueryIn::kAuto;
constexpr auto kName = QueryIn::kName;
constexpr auto kRdata = QueryIn::kRdata;
constexpr auto kRaw = QueryIn::kRaw;

INSTANTIATE_TEST_SUITE_P(
    Table, GoodQuery,
    ::testing::Values(
        GoodCase{"name", kAuto, " www.Example.COM ", kName, QueryKind::kExact, "www.example.com."},
        GoodCase{"root", kAuto, ".", kName, QueryKind::kExact, "."},
        GoodCase{"below", kAuto, "*.example.com", kName, QueryKind::kBelow, "*.example.com."},
        GoodCase{"everything", kAuto, "*", kName, QueryKind::kBelow, "*."},
        GoodCase{"everything_with_dot", kAuto, "*.", kName, QueryKind::kBelow, "*."},
        GoodCase{"forward", kAuto, "www.example.*", kName, QueryKind::kForward, "www.example.*"},
        GoodCase{"forward_with_dot", kAuto, "www.example.*.", kName, QueryKind::kForward,
                 "www.example.*"},
        GoodCase{"literal_star", kName, "\\*.example.com", kName, QueryKind::kExact,
                 "\\*.example.com."},
        GoodCase{"below_literal_star", kName, "*.\\*.example", kName, QueryKind::kBelow,
                 "*.\\*.example."},
        GoodCase{"rfc2317", kAuto, "0/25.2.0.192.in-addr.arpa", kName, QueryKind::kExact,
                 "0/25.2.0.192.in-addr.arpa."},
        GoodCase{"name_that_begins_like_a_range", kAuto, "192.0.2.1-dyn.example.com", kName,
                 QueryKind::kExact, "192.0.2.1-dyn.example.com."},
        GoodCase{"address_with_final_dot_is_a_name", kAuto, "192.0.2.1.", kName, QueryKind::kExact,
                 "192.0.2.1."},
        GoodCase{"v4", kAuto, "192.0.2.1", kRdata, QueryKind::kAddresses, "192.0.2.1"},
        GoodCase{"v6", kAuto, "2001:DB8::1", kRdata, QueryKind::kAddresses, "2001:db8::1"},
        GoodCase{"cidr", kAuto, "192.0.2.77/24", kRdata, QueryKind::kAddresses,
                 "192.0.2.0-192.0.2.255"},
        GoodCase{"comma_cidr", kAuto, "192.0.2.0,25", kRdata, QueryKind::kAddresses,
                 "192.0.2.0-192.0.2.127"},
        GoodCase{"cidr_0", kAuto, "192.0.2.0/0", kRdata, QueryKind::kAddresses,
                 "0.0.0.0-255.255.255.255"},
        GoodCase{"cidr_32", kAuto, "192.0.2.9/32", kRdata, QueryKind::kAddresses, "192.0.2.9"},
        GoodCase{"cidr_v6", kAuto, "2001:db8::/33", kRdata, QueryKind::kAddresses,
                 "2001:db8::-2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"},
        GoodCase{"range", kAuto, "192.0.2.1 - 192.0.2.9", kRdata, QueryKind::kAddresses,
                 "192.0.2.1-192.0.2.9"},
        GoodCase{"rdata_name", kRdata, "ns1.example.net", kRdata, QueryKind::kExact,
                 "ns1.example.net."},
        GoodCase{"rdata_below", kRdata, "*.example.net", kRdata, QueryKind::kBelow,
                 "*.example.net."},
        GoodCase{"rdata_forward", kRdata, "mail.example.*", kRdata, QueryKind::kForward,
                 "mail.example.*"},
        GoodCase{"mailbox", kRdata, "Host.Master@example.com", kRdata, QueryKind::kMailbox,
                 "host.master@example.com."},
        GoodCase{"mailbox_auto", kAuto, "hostmaster@example.com", kRdata, QueryKind::kMailbox,
                 "hostmaster@example.com."},
        GoodCase{"mailbox_at_root", kRdata, "nobody@", kRdata, QueryKind::kMailbox, "nobody@."},
        GoodCase{"token_equals", kRdata, "site-verification=0123", kRdata, QueryKind::kToken,
                 "\"site-verification=0123\""},
        GoodCase{"token_blank", kRdata, "v=spf1 -all", kRdata, QueryKind::kToken,
                 "\"v=spf1 -all\""},
        GoodCase{"token_quotes", kRdata, "\"example\"", kRdata, QueryKind::kToken, "\"example\""},
        GoodCase{"raw", kRaw, "C0 00 02 01", kRaw, QueryKind::kRaw, "c0000201"}),
    [](const auto& row) { return std::string(row.param.name); });

struct BadCase {
  const char* name;
  QueryIn in;
  const char* text;
  const char* says;
};

class BadQuery : public ::testing::TestWithParam<BadCase> {};

TEST_P(BadQuery, IsRefusedWithWhatWasExpected) {
  const BadCase& c = GetParam();
  const auto query = parse_query(c.text, c.in);
  ASSERT_FALSE(query) << query_text(*query);
  EXPECT_EQ(query.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(describe(query.error()), ::testing::HasSubstr(c.says));
  EXPECT_EQ(describe(query.error()).find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadQuery,
    ::testing::Values(BadCase{"empty", kAuto, "  ", "expected a name"},
                      BadCase{"star_in_label", kAuto, "w*w.example.com", "star"},
                      BadCase{"star_in_the_middle", kAuto, "www.*.example.com", "star"},
                      BadCase{"two_stars", kAuto, "*.example.*", "star"},
                      BadCase{"only_stars", kAuto, "*.*", "star"},
                      BadCase{"star_behind_nothing", kAuto, ".*", "star"},
                      BadCase{"empty_label", kAuto, "a..b", "domain name"},
                      BadCase{"unicode", kAuto,
                              "b\xc3\xbc"
                              "cher.example",
                              "punycode"},
                      BadCase{"blank", kName, "a b.example", "blanks"},
                      BadCase{"cidr_33", kAuto, "192.0.2.0/33", "0 to 32"},
                      BadCase{"cidr_129", kAuto, "2001:db8::/129", "0 to 128"},
                      BadCase{"cidr_text", kAuto, "192.0.2.0/x", "0 to 32"},
                      BadCase{"range_backwards", kAuto, "192.0.2.9-192.0.2.1", "lower"},
                      BadCase{"range_mixed", kAuto, "192.0.2.9-2001:db8::1", "IPv4"},
                      BadCase{"range_half", kAuto, "192.0.2.9-192.0.2.300", "both sides"},
                      BadCase{"mailbox_without_local_part", kRdata, "@example.com", "mailbox"},
                      BadCase{"hex_odd", kRaw, "c00", "even"},
                      BadCase{"hex_letter", kRaw, "xx", "hex"},
                      BadCase{"empty_quotes", kRdata, "\"\"", "between the quotes"},
                      BadCase{"control", kName, "a\nb", "blanks"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Query, LongestLabelsStand) {
  const std::string label(63, 'a');
  EXPECT_TRUE(parse_query(label + ".example", QueryIn::kAuto));
  EXPECT_FALSE(parse_query(label + "a.example", QueryIn::kAuto));
}

}  // namespace
}  // namespace spoor::search
