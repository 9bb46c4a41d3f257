// SPDX-License-Identifier: Apache-2.0
// Random stores, and a slow reference that knows nothing of indexes, steps or hashes.
#include <map>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "analysis/hosting.h"
#include "search/fake_store.h"

namespace spoor::analysis {
namespace {

using record::Sightings;

constexpr std::uint32_t kDay = 86400;
constexpr std::uint32_t kMoment = 20'000 * kDay;

struct Truth {
  std::set<std::string> names, names_30d;
  std::map<std::string, std::set<std::string>> of_domain;
  std::map<std::string, std::uint32_t> first, last;
  std::set<std::string> domains_30d, possible;
  std::set<std::string> only_here;
};

std::uint32_t last_before(const Sightings& seen) {
  if (seen.first > kMoment) return 0;
  if (seen.last <= kMoment) return seen.last;
  std::uint32_t last = seen.first;
  for (const auto& day : seen.days.all()) {
    const std::uint32_t end = (day.day + 1) * kDay - 1;
    if (end <= kMoment) last = std::max(last, end);
  }
  return last;
}

bool is_in(const search::FakeRecord& record, const HostingQuestion& question) {
  const Bytes octets = as_bytes(record.rdata);
  if (record.type != dns::RrType::kA && record.type != dns::RrType::kAaaa) return false;
  const IpAddress address = octets.size() == 4 ? IpAddress::v4(octets) : IpAddress::v6(octets);
  return address.is_v6 == question.low.is_v6 && question.low <= address && address <= question.high;
}

bool is_active(const search::FakeRecord& record) {
  for (const auto& told : record.sightings) {
    const std::uint32_t last = last_before(told.sightings);
    if (last != 0 && last >= kMoment - 30 * kDay) return true;
  }
  return false;
}

Truth reference(const search::FakeStore& store, const HostingQuestion& question) {
  Truth truth;
  std::set<std::string> goes_on;
  for (const auto& record : store.records()) {
    if (!is_in(record, question)) continue;
    const Bytes wire = record.owner.wire();
    const std::string name(as_chars(wire));
    const std::string domain(
        as_chars(wire.subspan(question.enrichment->registered_at(wire).value_or(0))));
    for (const auto& told : record.sightings) {
      const std::uint32_t last = last_before(told.sightings);
      if (last == 0) continue;
      truth.names.insert(name);
      truth.of_domain[domain].insert(name);
      auto& first = truth.first.try_emplace(domain, told.sightings.first).first->second;
      first = std::min(first, told.sightings.first);
      truth.last[domain] = std::max(truth.last[domain], last);
      if (told.sightings.last > kMoment) goes_on.insert(domain);
    }
    if (!is_active(record)) continue;
    truth.names_30d.insert(name);
    truth.domains_30d.insert(domain);
  }
  for (const std::string& domain : goes_on) {
    if (!truth.domains_30d.contains(domain)) truth.possible.insert(domain);
  }
  for (const std::string& name : truth.names_30d) {
    bool is_elsewhere = false;
    for (const auto& record : store.records()) {
      const bool has_address = record.type == dns::RrType::kA || record.type == dns::RrType::kAaaa;
      is_elsewhere = is_elsewhere || (has_address && as_chars(record.owner.wire()) == name &&
                                      !is_in(record, question) && is_active(record));
    }
    if (!is_elsewhere) truth.only_here.insert(name);
  }
  return truth;
}

Sightings random_sightings(std::mt19937& random) {
  const auto draw = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };
  const std::uint32_t first = kMoment - 120 * kDay + draw(150 * kDay);
  if (draw(2) == 0) return Sightings::told_total(first, first + draw(90 * kDay), 1 + draw(9));
  Sightings seen = Sightings::seen_once(first, 60);
  for (std::uint32_t more = draw(4); more > 0; --more)
    seen.merge(Sightings::seen_once(kMoment - 120 * kDay + draw(150 * kDay), 60));
  return seen;
}

void fill(search::FakeStore& store, std::mt19937& random) {
  const std::vector<std::string> domains = {"example.com.",       "example.net.", "example.co.uk.",
                                            "a.example.co.uk.",   "com.",         "x.github.io.",
                                            "y.b.x.github.io.",   "github.io.",   "z.test.",
                                            "\\000.\\001.z.test."};
  const std::vector<std::string> addresses = {"192.0.2.1", "192.0.2.2",   "192.0.2.3",
                                              "192.0.3.1", "2001:db8::1", "2001:db8::2"};
  const record::SourceId sources[] = {store.source_named("s1"), store.source_named("s2")};
  for (std::uint64_t count = random() % 60; count > 0; --count) {
    std::string name = domains[random() % domains.size()];
    if (random() % 2 == 0) name.insert(0, "h" + std::to_string(random() % 3) + ".");
    const std::string& address = addresses[random() % addresses.size()];
    const auto type = address.find(':') == std::string::npos ? dns::RrType::kA : dns::RrType::kAaaa;
    const auto bailiwick = static_cast<std::uint8_t>(random() % 2);
    store.add(name, type, address,
              {sources[random() % 2], record::How::kSensor, random_sightings(random)}, bailiwick);
  }
}

TEST(HostingReference, AgreesOnRandomStores) {
  std::mt19937 random(11);
  for (int round = 0; round < 600; ++round) {
    search::FakeStore store;
    fill(store, random);
    HostingQuestion question;
    const bool is_range = random() % 2 == 0;
    const bool is_v6 = random() % 4 == 0;
    question.low = *parse_ip_address(is_v6 ? "2001:db8::1" : "192.0.2.1");
    question.high =
        is_range ? *parse_ip_address(is_v6 ? "2001:db8::ff" : "192.0.2.2") : question.low;
    question.moment_s = kMoment;
    question.is_past = true;
    const Truth truth = reference(store, question);
    auto cursor = HostingCursor::open(store.snapshot(), question);
    ASSERT_TRUE(cursor);
    for (bool is_done = false; !is_done;) {
      const auto went_on = (*cursor)->advance(1 + random() % 5);
      ASSERT_TRUE(went_on);
      is_done = *went_on;
    }
    const HostingProfile& found = (*cursor)->profile();
    ASSERT_EQ(found.names, truth.names.size()) << round;
    ASSERT_EQ(found.names_30d, truth.names_30d.size()) << round;
    ASSERT_EQ(found.domains, truth.of_domain.size()) << round;
    ASSERT_EQ(found.domains_30d, truth.domains_30d.size()) << round;
    ASSERT_EQ(found.possible_30d, truth.possible.size()) << round;
    ASSERT_EQ(found.block.only_here, truth.only_here.size()) << round;
    ASSERT_EQ(found.page.size(), truth.of_domain.size()) << round;
    for (const HostedDomain& hosted : found.page) {
      const std::string domain(as_chars(hosted.domain.wire()));
      ASSERT_TRUE(truth.of_domain.contains(domain)) << round;
      ASSERT_EQ(hosted.names, truth.of_domain.at(domain).size()) << round;
      ASSERT_EQ(hosted.seen.first, truth.first.at(domain)) << round;
      ASSERT_EQ(hosted.seen.last, truth.last.at(domain)) << round;
      ASSERT_EQ(hosted.is_active, truth.domains_30d.contains(domain)) << round;
      ASSERT_EQ(hosted.is_possible, truth.possible.contains(domain)) << round;
    }
  }
}

}  // namespace
}  // namespace spoor::analysis
