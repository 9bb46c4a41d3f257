// SPDX-License-Identifier: Apache-2.0
#include "history/days_test.h"

#include <cstdlib>
#include <utility>

#include "dns/rdata.h"

namespace spoor::history {

using dns::RrType;
using record::Sightings;

Sightings seen_on(std::initializer_list<std::uint32_t> days) {
  Sightings s;
  for (const std::uint32_t n : days) {
    if (s.first == 0) {
      s = Sightings::seen_once(noon(n), 300);
    } else {
      s.add_observation(noon(n), 300);
    }
  }
  return s;
}

Sightings seen_through(std::uint32_t first, std::uint32_t last) {
  Sightings s = seen_on({first});
  for (std::uint32_t n = first + 1; n <= last; ++n) s.add_observation(noon(n), 300);
  return s;
}

Sightings total_of(std::uint32_t first, std::uint32_t last, std::uint64_t count) {
  return Sightings::told_total(noon(first), noon(last), count);
}

DayStore::DayStore() {
  for (const char* name : {"east", "west", "feed"}) store_.source_named(name);
}

DayStore& DayStore::add(const std::string& source, const std::string& owner, RrType type,
                        const std::string& text, Sightings sightings) {
  store_.add(owner, type, text, {id(source), record::How::kSensor, std::move(sightings)});
  return *this;
}

DayStore& DayStore::add_zone(const std::string& source, const std::string& owner, RrType type,
                             const std::string& text, Sightings sightings) {
  store_.add(owner, type, text, {id(source), record::How::kZone, std::move(sightings)});
  return *this;
}

DayStore& DayStore::watch(const std::string& source, std::uint32_t first, std::uint32_t last) {
  store_.watch(id(source), days(first, last));
  return *this;
}

namespace {

Sightings random_sightings(std::mt19937& random) {
  const auto below = [&random](std::uint32_t n) {
    return static_cast<std::uint32_t>(random() % n);
  };
  const std::uint32_t first = below(40);
  const std::uint32_t last = first + below(12);
  switch (below(4)) {
    case 0:
      return total_of(first, last, 1 + below(9));
    case 1:
      return Sightings::seen(noon(first), noon(last), 1 + below(9), 300);
    case 2:
      return seen_on({first});
    default: {
      Sightings s = seen_on({first});
      for (std::uint32_t n = below(8); n > 0; --n) s.add_observation(noon(below(50)), 60);
      return s;
    }
  }
}

}  // namespace

DayStore random_days(std::mt19937& random, int rows) {
  DayStore store;
  const std::vector<std::string> names = {"example.com.", "www.example.com.", "a.b.example.com.",
                                          "example.net.", "x.example.net."};
  const std::vector<std::string> sources = {"east", "west", "feed"};
  for (int i = 0; i < rows; ++i) {
    const std::vector<std::pair<RrType, std::string>> values = {
        {RrType::kA, "192.0.2." + std::to_string(random() % 4)},
        {RrType::kA, "198.51.100." + std::to_string(random() % 2)},
        {RrType::kAaaa, "2001:db8::" + std::to_string(random() % 2)},
        {RrType::kNs, "ns" + std::to_string(random() % 3) + ".example.org."},
        {RrType::kMx, "10 mx" + std::to_string(random() % 2) + ".example.org."},
        {RrType::kTxt, "\"t" + std::to_string(random() % 2) + "\""},
        {RrType::kCname, names[random() % names.size()]}};
    const auto& [type, text] = values[random() % values.size()];
    const std::string& source = sources[random() % 3];
    const std::string& owner = names[random() % names.size()];
    if (random() % 8 == 0) {
      store.add_zone(source, owner, type, text, random_sightings(random));
    } else {
      store.add(source, owner, type, text, random_sightings(random));
    }
  }
  for (const std::string& source : sources) {
    for (auto n = random() % 3; n > 0; --n) {
      const auto first = static_cast<std::uint32_t>(random() % 50);
      store.watch(source, first, first + static_cast<std::uint32_t>(random() % 25));
    }
  }
  return store;
}

search::SearchRequest about(const std::string& text, search::QueryIn in) {
  search::SearchRequest request;
  const auto query = search::parse_query(text, in);
  if (!query) std::abort();
  request.query = *query;
  return request;
}

std::string rdata_of(RrType type, const std::string& text) {
  return *dns::parse_rdata(type, text);
}

std::string wire_of(const std::string& name) {
  return std::string(as_chars(dns::parse_name(name)->wire()));
}

}  // namespace spoor::history
