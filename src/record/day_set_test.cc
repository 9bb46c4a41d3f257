// SPDX-License-Identifier: Apache-2.0
#include "record/day_set.h"

#include <random>
#include <set>

#include <gtest/gtest.h>

#include "record/watched_days.h"

namespace spoor::record {
namespace {

using Slow = std::set<std::uint32_t>;

Slow plain(const DaySet& days) {
  Slow all;
  for (const DayRun& run : days.runs()) {
    for (std::uint32_t day = run.first; day <= run.last; ++day) all.insert(day);
  }
  return all;
}

/// Numbers below a bound.
class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(engine_() % n); }

 private:
  std::mt19937 engine_;
};

std::pair<DaySet, Slow> random_set(Random& random) {
  DaySet days;
  Slow slow;
  const std::uint32_t spread = random.below(2) == 0 ? 200 : 60'000;
  for (std::uint32_t n = random.below(12); n > 0; --n) {
    const std::uint32_t first = random.below(spread);
    const DayRun run{first, first + random.below(random.below(2) == 0 ? 3 : 150)};
    days.add(run);
    for (std::uint32_t day = run.first; day <= std::min(run.last, kLastDay); ++day)
      slow.insert(day);
  }
  return {days, slow};
}

TEST(DaySet, AgreesWithASetOfNumbers) {
  Random random(11);
  for (int round = 0; round < 3000; ++round) {
    auto [a, slow_a] = random_set(random);
    const auto [b, slow_b] = random_set(random);
    ASSERT_EQ(plain(a), slow_a);
    ASSERT_EQ(a.count(), slow_a.size());
    if (!slow_a.empty()) {
      ASSERT_EQ(a.bounds(), (DayRun{*slow_a.begin(), *slow_a.rbegin()}));
    }
    const std::uint32_t day = random.below(260);
    ASSERT_EQ(a.contains(day), slow_a.contains(day));
    const auto after = slow_a.lower_bound(day);
    ASSERT_EQ(a.next(day), after == slow_a.end() ? std::nullopt : std::optional(*after));
    const auto behind = slow_a.upper_bound(day);
    ASSERT_EQ(a.previous(day),
              behind == slow_a.begin() ? std::nullopt : std::optional(*std::prev(behind)));
    const DayRun run{day, day + random.below(300)};
    std::size_t within = 0;
    for (const std::uint32_t each : slow_a) within += run.contains(each) ? 1U : 0U;
    ASSERT_EQ(a.count(run), within);
    DaySet clipped = a;
    clipped.clip(run);
    ASSERT_EQ(clipped.count(), within);
    ASSERT_EQ(days_missing(a, run).count(), std::min(run.last, kLastDay) - run.first + 1 - within);
    std::string bytes;
    encode_day_set(bytes, a);
    std::string_view rest = bytes;
    const auto decoded = decode_day_set(rest);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(*decoded, a);
    ASSERT_TRUE(rest.empty());
    DaySet less = a;
    less.subtract(b);
    a.merge(b);
    for (const std::uint32_t each : slow_b) slow_a.erase(each);
    ASSERT_EQ(plain(less), slow_a);
    slow_a.insert(slow_b.begin(), slow_b.end());
    ASSERT_EQ(plain(a), slow_a);
  }
}

TEST(DaySet, RefusesDamagedOctets) {
  const std::string_view damaged[] = {"", "\x01", "\x02\x05\x01\x01\x01",
                                      "\x01\x05\xff\xff\xff\xff", "\x01\xff\xff\xff\x7f\x01"};
  for (std::string_view bytes : damaged) EXPECT_FALSE(decode_day_set(bytes));
}

TEST(WatchedDays, AreTheConfirmedDaysOfSensors) {
  WatchedBySource watched;
  const auto at = [](std::uint32_t day) { return day * kSecondsPerDay + 7; };
  watched.add({1}, How::kSensor, Sightings::seen(at(10), at(14), 5));  // between: nobody knows
  watched.add({1}, How::kSensor, Sightings::seen_once(at(14), 60));
  Sightings days = Sightings::seen_once(at(14), 60);
  days.add_observation(at(20), 60);
  days.add_observation(at(17), 60);
  watched.add({1}, How::kSensor, days);
  watched.add({1}, How::kSensor, Sightings::told_total(at(20), at(22), 9));
  watched.add({2}, How::kSensor, Sightings::seen_once(at(22), 60));
  watched.add({1}, How::kSensor, Sightings::seen_once(at(22), 60));
  watched.add({3}, How::kZone, Sightings::seen_once(at(30), 60));
  EXPECT_EQ(watched.of({1}).runs(),
            (std::vector<DayRun>{{10, 10}, {14, 14}, {17, 17}, {20, 20}, {22, 22}}));
  EXPECT_EQ(watched.of({2}).runs(), (std::vector<DayRun>{{22, 22}}));
  EXPECT_FALSE(watched.all().contains({3}));
}

}  // namespace
}  // namespace spoor::record
