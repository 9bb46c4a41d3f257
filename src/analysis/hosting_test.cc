// SPDX-License-Identifier: Apache-2.0
#include "analysis/hosting.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enrich/warning_list.h"
#include "record/source.h"
#include "search/fake_store.h"

namespace spoor::analysis {
namespace {

using dns::RrType;
using record::Sightings;
using testing::ElementsAre;

constexpr std::uint32_t kDay = 86400;
constexpr std::uint32_t kNow = 20'000 * kDay + 43'200;

constexpr std::uint32_t days_ago(std::uint32_t days) {
  return kNow - days * kDay;
}

std::string text(const dns::Name& name) {
  return dns::name_to_text(name);
}

/// example.com is popular; 198.51.100.0/24 is a CDN.
std::shared_ptr<const enrich::Enrichment> known_world() {
  std::vector<enrich::LoadedFile> files(2);
  files[0].popularity = *enrich::Popularity::parse(
      "1,example.com\n", *enrich::default_enrichment()->files()[0].suffixes, files[0].file);
  files[1].labels = *enrich::parse_warning_list(R"({"type":"cidr","list":["198.51.100.0/24"]})",
                                                enrich::Tag::kCdn, files[1].file);
  return std::make_shared<const enrich::Enrichment>(std::move(files));
}

class Hosting : public testing::Test {
 protected:
  void add(const std::string& name, const std::string& address, Sightings seen) {
    const RrType type = address.find(':') == std::string::npos ? RrType::kA : RrType::kAaaa;
    store_.add(name, type, address, {source_, record::How::kSensor, std::move(seen)});
  }
  HostingQuestion question(std::string_view low, std::string_view high = {}) const {
    HostingQuestion question;
    question.low = *parse_ip_address(low);
    question.high = high.empty() ? question.low : *parse_ip_address(high);
    question.moment_s = kNow;
    question.enrichment = known_world();
    return question;
  }
  HostingProfile profile(HostingQuestion question, std::uint64_t step = 3) const {
    auto cursor = HostingCursor::open(store_.snapshot(), std::move(question));
    EXPECT_TRUE(cursor) << describe(cursor.error());
    for (bool is_done = false; !is_done;) {
      const auto went_on = (*cursor)->advance(step);
      EXPECT_TRUE(went_on);
      is_done = *went_on;
    }
    return (*cursor)->profile();
  }

  search::FakeStore store_;
  record::SourceId source_ = store_.source_named("s1");
};

TEST_F(Hosting, CountsNamesAndRegisteredDomainsWithTheirTimes) {
  add("a.example.com.", "192.0.2.7", Sightings::seen(days_ago(40), days_ago(2), 5));
  add("b.example.com.", "192.0.2.7", Sightings::seen(days_ago(20), days_ago(10), 2));
  add("www.example.co.uk.", "192.0.2.7", Sightings::seen(days_ago(90), days_ago(60), 1));
  add("other.example.net.", "192.0.2.8", Sightings::seen_once(days_ago(1), 60));
  const HostingProfile found = profile(question("192.0.2.7"));
  EXPECT_EQ(found.names, 3U);
  EXPECT_EQ(found.names_30d, 2U);
  EXPECT_EQ(found.names_7d, 1U);
  EXPECT_EQ(found.domains, 2U);
  EXPECT_EQ(found.domains_30d, 1U);
  EXPECT_EQ(found.domains_7d, 1U);
  EXPECT_EQ(found.popular_30d, 1U);
  EXPECT_EQ(found.possible_30d, 0U);
  EXPECT_EQ(found.seen.first, days_ago(90));
  EXPECT_EQ(found.seen.last, days_ago(2));
  EXPECT_EQ(found.by_size, HostingClass::kDedicated);
  EXPECT_TRUE(found.is_complete);
  ASSERT_EQ(found.page.size(), 2U);
  EXPECT_EQ(text(found.page[0].domain), "example.com.");
  EXPECT_EQ(found.page[0].names, 2U);
  EXPECT_EQ(found.page[0].seen.count, 7U);
  EXPECT_EQ(found.page[0].seen.first, days_ago(40));
  EXPECT_EQ(found.page[0].days, 4U);  // first and last day of each
  EXPECT_TRUE(found.page[0].is_active);
  EXPECT_EQ(found.page[0].rank, 1U);
  EXPECT_EQ(text(found.page[1].domain), "example.co.uk.");
  EXPECT_FALSE(found.page[1].is_active);
}

TEST_F(Hosting, AtAPastMomentOnlyWhatWasConfirmedThenIsActive) {
  Sightings listed = Sightings::seen_once(days_ago(200), 60);
  listed.merge(Sightings::seen_once(days_ago(105), 60));
  listed.merge(Sightings::seen_once(days_ago(3), 60));
  add("listed.example.com.", "192.0.2.7", listed);
  add("span.example.org.", "192.0.2.7", Sightings::told_total(days_ago(200), days_ago(3), 9));
  add("later.example.net.", "192.0.2.7", Sightings::seen_once(days_ago(99), 60));
  HostingQuestion then = question("192.0.2.7");
  then.moment_s = days_ago(100);
  then.is_past = true;
  const HostingProfile found = profile(then);
  EXPECT_EQ(found.domains, 2U);  // the later one was not there yet
  EXPECT_EQ(found.domains_30d, 1U);
  EXPECT_EQ(found.domains_7d, 1U);
  EXPECT_EQ(found.possible_30d, 1U);
  ASSERT_EQ(found.page.size(), 2U);
  EXPECT_EQ(text(found.page[0].domain), "example.com.");
  EXPECT_EQ(record::day_of(found.page[0].seen.last), record::day_of(days_ago(105)));
  EXPECT_EQ(found.page[0].days, 2U);
  EXPECT_TRUE(found.page[1].is_possible);
  EXPECT_FALSE(found.page[1].is_active);
}

TEST_F(Hosting, ADayThatWasNotOverYetConfirmsNothing) {
  Sightings listed = Sightings::seen_once(days_ago(200), 60);
  listed.merge(Sightings::seen_once(days_ago(100) + 60, 60));
  listed.merge(Sightings::seen_once(days_ago(3), 60));
  add("listed.example.com.", "192.0.2.7", listed);
  HostingQuestion then = question("192.0.2.7");
  then.moment_s = days_ago(100);
  then.is_past = true;
  EXPECT_EQ(profile(then).domains_30d, 0U);
  EXPECT_EQ(profile(then).possible_30d, 1U);
  then.moment_s = days_ago(99);
  EXPECT_EQ(profile(then).domains_30d, 1U);
}

TEST_F(Hosting, TheClassIsOfTheNumberOrOfWhatTheAddressIsKnownFor) {
  EXPECT_EQ(class_of_size(0), HostingClass::kUnused);
  EXPECT_EQ(class_of_size(3), HostingClass::kDedicated);
  EXPECT_EQ(class_of_size(4), HostingClass::kSmall);
  EXPECT_EQ(class_of_size(20), HostingClass::kSmall);
  EXPECT_EQ(class_of_size(21), HostingClass::kShared);
  EXPECT_EQ(class_of_size(1000), HostingClass::kShared);
  EXPECT_EQ(class_of_size(1001), HostingClass::kMass);
  for (int i = 0; i < 21; ++i)
    add("d" + std::to_string(i) + ".com.", "198.51.100.1", Sightings::seen_once(days_ago(1), 60));
  const HostingProfile found = profile(question("198.51.100.1"));
  EXPECT_EQ(found.by_size, HostingClass::kShared);
  EXPECT_EQ(found.best, HostingClass::kCdn);
  EXPECT_EQ(hosting_text(found.best), "cdn");
  EXPECT_TRUE(found.tags.has(enrich::Tag::kCdn));
}

TEST_F(Hosting, NeighboursAreTheOtherAddressesOfThe24OrThe64) {
  for (const char* address : {"192.0.2.7", "192.0.2.0", "192.0.2.255", "192.0.3.1", "192.0.1.255"})
    add("a.example.com.", address, Sightings::seen_once(days_ago(5), 60));
  add("b.example.com.", "192.0.2.255", Sightings::seen_once(days_ago(4), 60));
  add("c.example.net.", "192.0.2.255", Sightings::seen_once(days_ago(9), 60));
  const Neighbours found = profile(question("192.0.2.7")).neighbours;
  EXPECT_EQ(found.addresses, 2U);
  ASSERT_EQ(found.listed.size(), 2U);
  EXPECT_EQ(found.listed[0].address, *parse_ip_address("192.0.2.255"));
  EXPECT_EQ(found.listed[0].names, 3U);
  EXPECT_EQ(found.listed[0].domains, 2U);
  EXPECT_EQ(found.listed[0].last, days_ago(4));
  EXPECT_EQ(found.listed[1].names, 1U);
  EXPECT_TRUE(found.is_complete);

  for (const char* address : {"2001:db8::7", "2001:db8::ffff:1", "2001:db8:0:1::1"})
    add("v6.example.com.", address, Sightings::seen_once(days_ago(5), 60));
  EXPECT_EQ(profile(question("2001:db8::7")).neighbours.addresses, 1U);
}

TEST_F(Hosting, OfARangeTheNamesAreCountedOnceAndTheAddressesListed) {
  for (const char* address : {"192.0.2.4", "192.0.2.5", "192.0.2.7"})
    add("www.example.com.", address, Sightings::seen_once(days_ago(5), 60));
  add("a.example.net.", "192.0.2.5", Sightings::seen_once(days_ago(80), 60));
  add("outside.example.org.", "192.0.2.8", Sightings::seen_once(days_ago(5), 60));
  const HostingProfile found = profile(question("192.0.2.4", "192.0.2.7"));
  EXPECT_EQ(found.addresses, 4U);
  EXPECT_EQ(found.names, 2U);
  EXPECT_EQ(found.names_30d, 1U);
  EXPECT_EQ(found.domains, 2U);
  EXPECT_EQ(found.neighbours.addresses, 3U);
  EXPECT_EQ(found.neighbours.listed[0].address, *parse_ip_address("192.0.2.5"));
  EXPECT_FALSE(found.page[0].days);
}

TEST_F(Hosting, SaysWhatElseWouldGoDark) {
  add("bad.evil.test.", "192.0.2.7", Sightings::seen_once(days_ago(2), 60));
  add("www.example.com.", "192.0.2.7", Sightings::seen_once(days_ago(2), 60));
  add("www.example.com.", "203.0.113.1", Sightings::seen_once(days_ago(2), 60));
  add("shop.example.com.", "192.0.2.7", Sightings::seen_once(days_ago(2), 60));
  add("shop.example.com.", "203.0.113.1", Sightings::seen_once(days_ago(90), 60));
  add("six.example.net.", "192.0.2.7", Sightings::seen_once(days_ago(2), 60));
  add("six.example.net.", "2001:db8::1", Sightings::seen_once(days_ago(2), 60));
  add("old.example.org.", "192.0.2.7", Sightings::seen_once(days_ago(90), 60));
  HostingQuestion asked = question("192.0.2.7");
  asked.suspects = {*dns::parse_name("bad.evil.test.")};
  const BlockCost found = profile(asked).block;
  EXPECT_EQ(found.domains, 2U);
  EXPECT_EQ(found.names, 3U);
  EXPECT_EQ(found.popular, 1U);
  EXPECT_EQ(found.checked, 4U);
  EXPECT_EQ(found.only_here, 2U);  // the bad one and the shop
  EXPECT_TRUE(found.is_complete);
  EXPECT_FALSE(found.is_safe);
  EXPECT_FALSE(found.is_guess);
  ASSERT_EQ(found.safer.size(), 1U);
  EXPECT_EQ(text(found.safer[0]), "evil.test.");
}

TEST_F(Hosting, WithoutASuspectTheNewestUnknownDomainsAreNamed) {
  add("www.example.com.", "192.0.2.7", Sightings::seen_once(days_ago(1), 60));
  add("a.first.test.", "192.0.2.7", Sightings::seen(days_ago(9), days_ago(1), 2));
  add("a.second.test.", "192.0.2.7", Sightings::seen(days_ago(6), days_ago(1), 2));
  add("a.third.test.", "192.0.2.7", Sightings::seen(days_ago(3), days_ago(1), 2));
  add("a.long-known.test.", "192.0.2.7", Sightings::seen(days_ago(400), days_ago(1), 2));
  const BlockCost found = profile(question("192.0.2.7")).block;
  EXPECT_TRUE(found.is_guess);
  EXPECT_FALSE(found.is_safe);
  ASSERT_EQ(found.safer.size(), 2U);
  EXPECT_EQ(text(found.safer[0]), "third.test.");
  EXPECT_EQ(text(found.safer[1]), "second.test.");
}

TEST_F(Hosting, AnAddressOfSuspectsAloneMayBeBlocked) {
  add("bad.evil.test.", "192.0.2.7", Sightings::seen_once(days_ago(2), 60));
  add("gone.example.com.", "192.0.2.7", Sightings::seen_once(days_ago(200), 60));
  HostingQuestion asked = question("192.0.2.7");
  asked.suspects = {*dns::parse_name("evil.test.")};
  EXPECT_TRUE(profile(asked).block.is_safe);
}

TEST_F(Hosting, NothingIsKnownOfAnEmptyAddress) {
  const HostingProfile found = profile(question("192.0.2.7"));
  EXPECT_EQ(found.by_size, HostingClass::kUnused);
  EXPECT_EQ(found.names, 0U);
  EXPECT_FALSE(found.seen.is_any());
  EXPECT_TRUE(found.page.empty());
  EXPECT_TRUE(found.is_complete && found.neighbours.is_complete && found.block.is_complete);
}

TEST_F(Hosting, PagesFollowTheOrderAskedFor) {
  add("a.one.test.", "192.0.2.7", Sightings::seen(days_ago(50), days_ago(1), 2));
  add("a.two.test.", "192.0.2.7", Sightings::seen(days_ago(40), days_ago(5), 2));
  add("b.two.test.", "192.0.2.7", Sightings::seen(days_ago(40), days_ago(5), 2));
  add("a.six.test.", "192.0.2.7", Sightings::seen(days_ago(30), days_ago(3), 2));
  const auto page = [&](HostingOrder order, std::uint32_t offset, std::uint32_t limit) {
    HostingQuestion asked = question("192.0.2.7");
    asked.order = order;
    asked.offset = offset;
    asked.limit = limit;
    std::vector<std::string> out;
    for (const HostedDomain& hosted : profile(asked).page) out.push_back(text(hosted.domain));
    return out;
  };
  EXPECT_THAT(page(HostingOrder::kLastSeen, 0, 9),
              ElementsAre("one.test.", "six.test.", "two.test."));
  EXPECT_THAT(page(HostingOrder::kFirstSeen, 0, 9),
              ElementsAre("six.test.", "two.test.", "one.test."));
  EXPECT_THAT(page(HostingOrder::kNames, 0, 1), ElementsAre("two.test."));
  EXPECT_THAT(page(HostingOrder::kLastSeen, 1, 1), ElementsAre("six.test."));
  EXPECT_THAT(page(HostingOrder::kLastSeen, 3, 5), ElementsAre());
}

TEST_F(Hosting, RefusesWhatIsTooLarge) {
  for (const auto& [low, high] : std::vector<std::pair<std::string, std::string>>{
           {"192.0.0.0", "192.0.16.0"},
           {"0.0.0.0", "255.255.255.255"},
           {"192.0.2.9", "192.0.2.1"},
           {"2001:db8::", "2001:db8::1000"},
           {"::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"}}) {
    const auto refused = HostingCursor::open(store_.snapshot(), question(low, high));
    ASSERT_FALSE(refused) << low;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  }
  EXPECT_TRUE(HostingCursor::open(store_.snapshot(), question("192.0.0.0", "192.0.15.255")));
  EXPECT_TRUE(HostingCursor::open(store_.snapshot(), question("10.255.255.255", "11.0.0.0")));
}

TEST_F(Hosting, TellsWhenMemoryOrTimeWereShort) {
  for (int i = 0; i < 2000; ++i)
    add("d" + std::to_string(i) + ".com.", "192.0.2.7", Sightings::seen_once(days_ago(1), 60));
  HostingQuestion asked = question("192.0.2.7");
  asked.memory_bytes = 20'000;
  const HostingProfile cut = profile(asked, 1000);
  EXPECT_FALSE(cut.is_complete);
  EXPECT_LT(cut.domains, 500U);
  EXPECT_GT(cut.domains, 50U);

  const HostingProfile whole = profile(question("192.0.2.7"), 1000);
  EXPECT_EQ(whole.domains_30d, 2000U);
  EXPECT_EQ(whole.best, HostingClass::kMass);
  EXPECT_TRUE(whole.is_complete);
  EXPECT_EQ(whole.block.checked, 1000U);
  EXPECT_FALSE(whole.block.is_complete);

  auto cursor = HostingCursor::open(store_.snapshot(), question("192.0.2.7"));
  ASSERT_TRUE((*cursor)->advance(100));
  (*cursor)->stop();
  EXPECT_FALSE((*cursor)->profile().is_complete);
  EXPECT_EQ((*cursor)->profile().domains, 100U);
}

}  // namespace
}  // namespace spoor::analysis
