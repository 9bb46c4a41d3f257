// SPDX-License-Identifier: Apache-2.0
// Sightings by day, and stores of them, for the tests of this room. Days count from kStart.
#pragma once

#include <initializer_list>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "search/fake_store.h"
#include "search/query.h"
#include "search/request.h"

namespace spoor::history {

inline constexpr std::uint32_t kStart = 20'000;  ///< 2024-10-04.

inline std::uint32_t day(std::uint32_t n) {
  return kStart + n;
}
inline record::DayRun days(std::uint32_t first, std::uint32_t last) {
  return {day(first), day(last)};
}
/// Noon of a day.
inline std::uint32_t noon(std::uint32_t n) {
  return day(n) * record::kSecondsPerDay + record::kSecondsPerDay / 2;
}

/// Seen once on each of these days, and told so.
record::Sightings seen_on(std::initializer_list<std::uint32_t> days);
record::Sightings seen_through(std::uint32_t first, std::uint32_t last);
/// A total of `count` between two days.
record::Sightings total_of(std::uint32_t first, std::uint32_t last, std::uint64_t count);

/// Records of the sources `east`, `west` and `feed`, numbered so.
class DayStore {
 public:
  DayStore();
  DayStore& add(const std::string& source, const std::string& owner, dns::RrType type,
                const std::string& text, record::Sightings sightings);
  /// As a zone file told it.
  DayStore& add_zone(const std::string& source, const std::string& owner, dns::RrType type,
                     const std::string& text, record::Sightings sightings);
  DayStore& watch(const std::string& source, std::uint32_t first, std::uint32_t last);
  search::FakeStore& store() { return store_; }
  record::SourceId id(const std::string& source) { return *store_.find_source(source); }

 private:
  search::FakeStore store_;
};

/// A store of few names and values over forty days, in which much happens.
DayStore random_days(std::mt19937& random, int rows);

search::SearchRequest about(const std::string& text, search::QueryIn in = search::QueryIn::kAuto);
std::string rdata_of(dns::RrType type, const std::string& text);
std::string wire_of(const std::string& name);

/// Runs a cursor in small steps.
template <class Cursor>
std::unique_ptr<Cursor> finish(Result<std::unique_ptr<Cursor>> opened, std::uint64_t step = 3) {
  if (!opened) {
    ADD_FAILURE() << describe(opened.error());
    return nullptr;
  }
  for (int i = 0; i < 100'000; ++i) {
    const auto done = (*opened)->advance(step);
    if (!done) {
      ADD_FAILURE() << describe(done.error());
      return nullptr;
    }
    if (*done) return std::move(*opened);
  }
  ADD_FAILURE() << "it does not end";
  return nullptr;
}

}  // namespace spoor::history
