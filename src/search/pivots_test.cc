// SPDX-License-Identifier: Apache-2.0
// What is found in each type of record, and who else has it.
#include "search/pivots.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dns/rdata.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

using dns::RrType;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "role kind text" of each.
std::vector<std::string> pivots(RrType type, const std::string& text) {
  const auto rdata = dns::parse_rdata(type, text);
  EXPECT_TRUE(rdata) << text;
  std::vector<std::string> shown;
  for (const Pivot& pivot : pivots_of(type, *rdata)) {
    shown.push_back(std::string(role_text(pivot.role)) + " " +
                    std::to_string(static_cast<int>(pivot.query.kind)) + " " + pivot.text);
    const auto again = parse_query(query_text(pivot.query), pivot.query.in);
    EXPECT_TRUE(again && *again == pivot.query) << query_text(pivot.query);
  }
  return shown;
}

TEST(PivotsOf, AreAddressesHostsAndMailboxes) {
  EXPECT_THAT(pivots(RrType::kA, "192.0.2.1"), ElementsAre("address 4 192.0.2.1"));
  EXPECT_THAT(pivots(RrType::kAaaa, "2001:db8::1"), ElementsAre("address 4 2001:db8::1"));
  EXPECT_THAT(pivots(RrType::kNs, "ns.example.net"), ElementsAre("name-server 1 ns.example.net."));
  EXPECT_THAT(pivots(RrType::kMx, "10 mx.example.net"),
              ElementsAre("mail-server 1 mx.example.net."));
  EXPECT_THAT(pivots(RrType::kMx, "0 ."), IsEmpty());
  EXPECT_THAT(pivots(RrType::kCname, "a.example.net"), ElementsAre("alias 1 a.example.net."));
  EXPECT_THAT(pivots(RrType::kPtr, "a.example.net"), ElementsAre("pointer 1 a.example.net."));
  EXPECT_THAT(pivots(RrType::kSrv, "1 2 443 a.example.net"),
              ElementsAre("service 1 a.example.net."));
  EXPECT_THAT(pivots(RrType::kHttps, "1 a.example.net alpn=h2"),
              ElementsAre("service 1 a.example.net."));
  EXPECT_THAT(
      pivots(RrType::kSoa, "ns.example.net host\\.master.example.com 1 2 3 4 5"),
      ElementsAre("primary-server 1 ns.example.net.", "mailbox 5 host.master@example.com."));
  EXPECT_THAT(pivots(RrType::kRp, "admin.example.com txt.example.com"),
              ElementsAre("mailbox 5 admin@example.com.", "host 1 txt.example.com."));
  EXPECT_THAT(pivots(RrType::kDs, "1 8 2 00AA"), IsEmpty());
}

TEST(PivotsOf, AreTokensOfTexts) {
  EXPECT_THAT(pivots(RrType::kTxt,
                     "\"v=spf1 include:_spf.example.net ip4:192.0.2.0/24 -ip6:2001:db8::1 ~all\""),
              ElementsAre("spf-include 6 include:_spf.example.net",
                          "spf-address 6 ip4:192.0.2.0/24", "spf-address 4 192.0.2.0/24",
                          "spf-address 6 -ip6:2001:db8::1", "spf-address 4 2001:db8::1"));
  EXPECT_THAT(pivots(RrType::kTxt,
                     "\"v=DMARC1; p=reject; rua=mailto:Agg@example.com,mailto:b@example.net!10m\""),
              ElementsAre("report-mailbox 6 agg@example.com", "report-mailbox 6 b@example.net"));
  EXPECT_THAT(
      pivots(RrType::kTxt, "\"google-site-verification=AbC123\" \" write to a@example.com\""),
      ElementsAre("verification 6 google-site-verification=abc123", "mailbox 6 a@example.com"));
  EXPECT_THAT(pivots(RrType::kTxt, "\"MS=ms12345678\""),
              ElementsAre("verification 6 ms=ms12345678"));
  EXPECT_THAT(pivots(RrType::kTxt, "\"key=value1\""), ElementsAre("token 6 key=value1"));
  EXPECT_THAT(pivots(RrType::kTxt, "\"nothing to see\""), IsEmpty());
  EXPECT_THAT(pivots(RrType::kTxt, "\"\""), IsEmpty());
}

TEST(PivotsOf, AreDkimKeysByTheirDigest) {
  const std::string key = "MIGf" + std::string(210, 'A') + "QAB";
  // printf %s KEY | sha256sum
  const auto of = [&](const std::string& text) { return pivots(RrType::kTxt, text); };
  const auto brief = of("\"v=DKIM1; k=rsa; p=" + key + "\"");
  ASSERT_EQ(brief.size(), 1U);
  EXPECT_THAT(brief[0], ::testing::MatchesRegex("dkim-key 6 sha256:[0-9a-f]{32}"));
  EXPECT_EQ(of("\"p=" + key + "\""), brief) << "whatever stands around it";
  const std::string longer = "MIIB" + std::string(240, 'B');
  const auto whole = of("\"v=DKIM1; p=" + longer + "\" \"" + std::string(140, 'C') + "\"");
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_THAT(whole[0], ::testing::MatchesRegex("dkim-key 7 sha256:[0-9a-f]{32}"));
}

TEST(Shares, CountOwnersUpToTheCap) {
  std::mt19937 random(51);
  for (int round = 0; round < 60; ++round) {
    const FakeStore store = random_store(random, 120);
    SearchRequest all;
    all.query = *parse_query("*", QueryIn::kName);
    for (const FakeRecord& record : store.records()) {
      for (const Pivot& pivot : pivots_of(record.type, record.rdata)) {
        SearchRequest request;
        request.query = pivot.query;
        std::set<std::string> names;
        for (const PlainRow& row : reference_rows(store, request)) names.insert(row.name_form);
        ASSERT_FALSE(names.empty()) << pivot.text;
        const std::uint64_t cap = 1 + random() % 6;
        auto share = ShareCursor::open(store, pivot.query, cap);
        ASSERT_TRUE(share);
        while (!*share->advance(1 + random() % 9)) {
        }
        ASSERT_EQ(share->names(), std::min<std::uint64_t>(names.size(), cap)) << pivot.text;
        ASSERT_EQ(share->is_more(), names.size() > cap) << pivot.text;
      }
    }
  }
}

PivotAnswer pivots_in(const FakeStore& store, const std::string& query, PivotOptions options) {
  SearchRequest request;
  request.query = *parse_query(query, QueryIn::kAuto);
  const auto cursor = open_pivots(store, request, options);
  EXPECT_TRUE(cursor);
  while (!*(*cursor)->advance(3)) {
  }
  return (*cursor)->answer();
}

TEST(Pivots, OfAnAnswerAreEachToldOnce) {
  FakeStore store;
  const record::SourcedSightings seen{store.source_named("s"), record::How::kSensor,
                                      record::Sightings::seen_once(1000, 60)};
  for (const char* name : {"a.example.com", "b.example.com", "c.example.net", "d.example.org"})
    store.add(name, RrType::kA, "192.0.2.1", seen);
  store.add("a.example.com", RrType::kA, "192.0.2.2", seen);
  store.add("example.com", RrType::kNs, "ns.example.net", seen);
  const PivotAnswer answer = pivots_in(store, "*.example.com", {10, 3, 100});
  ASSERT_EQ(answer.pivots.size(), 3U);
  EXPECT_EQ(answer.pivots[0].pivot.text, "192.0.2.1");
  EXPECT_EQ(answer.pivots[0].rows, 2U);
  EXPECT_EQ(answer.pivots[0].names, 3U);
  EXPECT_TRUE(answer.pivots[0].is_more);
  EXPECT_EQ(answer.pivots[1].pivot.text, "192.0.2.2");
  EXPECT_EQ(answer.pivots[1].names, 1U);
  EXPECT_FALSE(answer.pivots[1].is_more);
  EXPECT_EQ(answer.pivots[2].pivot.role, PivotRole::kNameServer);
  EXPECT_FALSE(answer.has_more_pivots || answer.has_more_rows);
  EXPECT_TRUE(pivots_in(store, "*.example.com", {2, 3, 100}).has_more_pivots);
  EXPECT_TRUE(pivots_in(store, "*.example.com", {10, 3, 2}).has_more_rows);
}

}  // namespace
}  // namespace spoor::search
