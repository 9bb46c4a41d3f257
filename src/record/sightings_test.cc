// SPDX-License-Identifier: Apache-2.0
// The laws of the merge, on random sightings and against a slow model; then the days that matter by
// name.
#include "record/sightings.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace spoor::record {
namespace {

constexpr std::uint32_t kDay = kSecondsPerDay;

/// What a Sightings means, in the plainest containers.
struct Model {
  std::uint32_t first = 0, last = 0;
  std::uint32_t ttl_min = std::numeric_limits<std::uint32_t>::max(), ttl_max = 0;
  std::uint64_t undated = 0, told = 0;
  std::map<std::uint32_t, std::uint64_t> counts;
  std::set<std::uint32_t> confirmed;

  explicit Model(const Sightings& s)
      : first(s.first),
        last(s.last),
        ttl_min(s.ttl_min),
        ttl_max(s.ttl_max),
        undated(s.undated),
        told(s.told) {
    confirmed = {day_of(s.first), day_of(s.last)};
    for (const DayCount& day : s.days.all()) {
      if (day.count > 0) counts[day.day] = day.count;
      confirmed.insert(day.day);
    }
  }
  void merge(const Model& o) {
    first = std::min(first, o.first);
    last = std::max(last, o.last);
    ttl_min = std::min(ttl_min, o.ttl_min);
    ttl_max = std::max(ttl_max, o.ttl_max);
    undated = add_counts(undated, o.undated);
    told = std::max(told, o.told);
    for (const auto& [day, count] : o.counts) counts[day] = add_counts(counts[day], count);
    confirmed.insert(o.confirmed.begin(), o.confirmed.end());
  }
  bool operator==(const Model&) const = default;
};

void expect_canonical(const Sightings& s) {
  std::uint32_t before = 0;
  bool is_first = true;
  for (const DayCount& day : s.days.all()) {
    EXPECT_TRUE(is_first || day.day > before) << "days ascend";
    EXPECT_TRUE(day.count > 0 || (day.day > day_of(s.first) && day.day < day_of(s.last)))
        << "an end listed empty";
    EXPECT_GE(day.day, day_of(s.first));
    EXPECT_LE(day.day, day_of(s.last));
    before = day.day;
    is_first = false;
  }
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  std::uint32_t below(std::uint32_t n) {
    return std::uniform_int_distribution<std::uint32_t>(0, n - 1)(engine_);
  }

  std::uint32_t time() { return kDay + below(12 * kDay); }
  std::uint64_t count() { return below(20) == 0 ? kMaxCount - below(3) : below(5); }

  Sightings one() {
    const std::uint32_t a = time();
    const std::uint32_t b = std::min(a + below(3 * kDay), 13 * kDay);
    switch (below(4)) {
      case 0:
        return Sightings::seen_once(a, below(100));
      case 1:
        return Sightings::seen(a, b, count(), below(100));
      case 2:
        return Sightings::seen(a, b, count());
      default:
        return Sightings::told_total(a, b, count());
    }
  }
  /// Several merged, so that every field and many days are in use.
  Sightings mixed() {
    Sightings s = one();
    for (std::uint32_t n = below(6); n > 0; --n) s.merge(one());
    return s;
  }

 private:
  std::mt19937 engine_;
};

Sightings merged(Sightings a, const Sightings& b) {
  a.merge(b);
  return a;
}

TEST(SightingsLaws, merge_is_commutative_and_associative) {
  Random random(1);
  for (int i = 0; i < 20000; ++i) {
    const Sightings a = random.mixed(), b = random.mixed(), c = random.mixed();
    ASSERT_EQ(merged(a, b), merged(b, a));
    ASSERT_EQ(merged(merged(a, b), c), merged(a, merged(b, c)));
  }
}

TEST(SightingsLaws, what_was_seen_is_the_sum_of_the_days_and_of_the_undated) {
  Random random(9);
  for (int i = 0; i < 20000; ++i) {
    Sightings s = random.mixed();
    if (random.below(2) == 0) s.add_observation(random.time(), random.below(100));
    const Sightings copy = s;
    std::uint64_t sum = s.undated;
    for (const DayCount& entry : s.days.all()) sum = add_counts(sum, entry.count);
    ASSERT_EQ(s.seen_count(), sum);
    ASSERT_EQ(copy.seen_count(), sum);
  }
}

TEST(SightingsLaws, merge_means_what_the_model_means) {
  Random random(2);
  for (int i = 0; i < 20000; ++i) {
    const Sightings a = random.mixed(), b = random.mixed();
    Model expected(a);
    expected.merge(Model(b));
    const Sightings got = merged(a, b);
    ASSERT_EQ(Model(got), expected);
    expect_canonical(got);
    for (std::uint32_t day = 0; day < 15; ++day)
      ASSERT_EQ(got.confirmed_on(day), expected.confirmed.contains(day));
  }
}

TEST(SightingsLaws, a_total_told_twice_counts_once) {
  Random random(3);
  for (int i = 0; i < 5000; ++i) {
    const std::uint32_t first = random.time();
    const Sightings total =
        Sightings::told_total(first, first + random.below(2 * kDay), random.count());
    const Sightings other = random.mixed();
    ASSERT_EQ(merged(total, total), total);
    ASSERT_EQ(merged(merged(other, total), total), merged(other, total));
  }
}

TEST(SightingsLaws, nothing_is_the_neutral_element) {
  Random random(4);
  for (int i = 0; i < 1000; ++i) {
    const Sightings a = random.mixed();
    ASSERT_EQ(merged(a, Sightings{}), a);
    ASSERT_EQ(merged(Sightings{}, a), a);
  }
}

TEST(SightingsLaws, an_observation_adds_like_a_merge) {
  Random random(5);
  for (int i = 0; i < 20000; ++i) {
    Sightings fast = random.mixed();
    Sightings slow = fast;
    for (int n = 0; n < 4; ++n) {
      const std::uint32_t time = random.time(), ttl = random.below(100);
      fast.add_observation(time, ttl);
      slow.merge(Sightings::seen_once(time, ttl));
      ASSERT_EQ(fast, slow);
      expect_canonical(fast);
    }
  }
}

TEST(SightingsLaws, a_copy_is_independent) {
  Random random(6);
  for (int i = 0; i < 1000; ++i) {
    const Sightings a = random.mixed();
    Sightings copy = a;
    copy.merge(random.mixed());
    copy.add_observation(20 * kDay, 1);
    ASSERT_NE(copy, a);
    copy = a;
    ASSERT_EQ(copy, a);
  }
}

TEST(Sightings, snapshot_of_day_two_replaces_that_of_day_one) {
  const Sightings day1 = Sightings::told_total(5 * kDay, 10 * kDay, 100);
  const Sightings day2 = Sightings::told_total(5 * kDay, 11 * kDay + 60, 130);
  const Sightings both = merged(day1, day2);
  EXPECT_EQ(both.count(), 130U);
  EXPECT_EQ(both.first, day2.first);
  EXPECT_EQ(both.last, day2.last);
  EXPECT_TRUE(both.confirmed_on(10)) << "the last day of yesterday's snapshot stays confirmed";
  EXPECT_FALSE(both.confirmed_on(9)) << "between the ends nothing is assumed";
  EXPECT_EQ(merged(both, day1), both);
}

TEST(Sightings, deltas_add_up) {
  const Sightings both =
      merged(Sightings::seen(5 * kDay, 6 * kDay, 100), Sightings::seen(7 * kDay, 7 * kDay + 9, 30));
  EXPECT_EQ(both.count(), 130U);
  EXPECT_EQ(both.undated, 100U);
  EXPECT_EQ(both.days.all().size(), 2U) << "6: confirmed, 7: thirty";
  EXPECT_TRUE(both.confirmed_on(6));
}

TEST(Sightings, counts_saturate) {
  const Sightings huge = Sightings::seen(5 * kDay, 5 * kDay, kMaxCount + 7);
  EXPECT_EQ(huge.count(), kMaxCount);
  EXPECT_EQ(merged(huge, huge).count(), kMaxCount);
  EXPECT_EQ(merged(huge, Sightings::told_total(5 * kDay, 5 * kDay, kMaxCount)).count(), kMaxCount);
  EXPECT_EQ(merged(huge, Sightings::seen(1 * kDay, 2 * kDay, kMaxCount)).seen_count(), kMaxCount);
}

TEST(Sightings, a_row_of_no_count_confirms_its_ends_only) {
  const Sightings none = Sightings::seen(5 * kDay, 5 * kDay + 3, 0);
  EXPECT_TRUE(none.days.empty());
  EXPECT_TRUE(none.confirmed_on(5));
  EXPECT_EQ(none.count(), 0U);
}

TEST(Sightings, the_ends_of_time) {
  Sightings s = Sightings::seen_once(1, 0);
  s.add_observation(std::numeric_limits<std::uint32_t>::max(), 4);
  EXPECT_EQ(s.count(), 2U);
  EXPECT_TRUE(s.confirmed_on(0));
  EXPECT_TRUE(s.confirmed_on(49710));
  EXPECT_EQ(s.ttl_min, 0U);
  EXPECT_EQ(s.ttl_max, 4U);
}

TEST(Sightings, ttl_is_unknown_until_told) {
  EXPECT_FALSE(Sightings::told_total(5, 6, 1).has_ttl());
  EXPECT_TRUE(Sightings::seen_once(5, 0).has_ttl());
}

TEST(Days, insert_in_any_order) {
  Random random(7);
  for (int i = 0; i < 2000; ++i) {
    Days days;
    std::map<std::uint32_t, std::uint64_t> expected;
    for (std::uint32_t n = random.below(10); n > 0; --n) {
      const std::uint32_t day = random.below(8), count = random.below(3);
      days.add(day, count);
      expected[day] += count;
    }
    const auto all = days.all();
    ASSERT_TRUE(std::equal(
        all.begin(), all.end(), expected.begin(), expected.end(),
        [](const DayCount& a, const auto& b) { return a.day == b.first && a.count == b.second; }));
  }
}

TEST(SightingsDays, are_counted_as_confirmed_and_as_possible) {
  Sightings dated = Sightings::seen_once(10 * kSecondsPerDay, 60);
  EXPECT_EQ(count_confirmed_days(dated), 1U);
  EXPECT_EQ(count_possible_days(dated), 1U);
  dated.merge(Sightings::seen_once(16 * kSecondsPerDay, 60));
  dated.merge(Sightings::seen_once(12 * kSecondsPerDay + 5, 60));
  EXPECT_EQ(count_confirmed_days(dated), 3U);
  EXPECT_EQ(count_possible_days(dated), 3U) << "every sighting is dated";
  dated.merge(Sightings::told_total(9 * kSecondsPerDay, 16 * kSecondsPerDay, 4));
  EXPECT_EQ(count_confirmed_days(dated), 4U);
  EXPECT_EQ(count_possible_days(dated), 8U);
  const Sightings told = Sightings::told_total(10 * kSecondsPerDay, 10 * kSecondsPerDay + 9, 4);
  EXPECT_EQ(count_confirmed_days(told), 1U);
  EXPECT_EQ(count_possible_days(told), 1U);
}

}  // namespace
}  // namespace spoor::record
