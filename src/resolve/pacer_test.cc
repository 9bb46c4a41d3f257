// SPDX-License-Identifier: Apache-2.0
#include "resolve/pacer.h"

#include <gtest/gtest.h>

namespace spoor::resolve {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

/// Goes as often as it may for a second, looking every `step`.
int count_for_a_second(Pacer& pacer, Pacer::Clock::time_point from, microseconds step) {
  int went = 0;
  for (auto now = from; now < from + std::chrono::seconds(1); now += step) {
    for (; pacer.may_go(now); ++went) pacer.went(now);
  }
  return went;
}

TEST(Pacer, KeepsTheRateHoweverOftenItIsAsked) {
  const Pacer::Clock::time_point start{std::chrono::hours(1)};
  for (const std::uint32_t rate : {1U, 7U, 50U, 1000U, 20000U}) {
    for (const int step : {100, 1000, 15000}) {
      Pacer pacer(rate);
      const int first = count_for_a_second(pacer, start, microseconds(step));
      // The slack is given once, at the start.
      EXPECT_LE(first, static_cast<int>(rate + rate / 50 + 1)) << rate << " at " << step;
      const int second =
          count_for_a_second(pacer, start + std::chrono::seconds(1), microseconds(step));
      EXPECT_LE(second, static_cast<int>(rate + rate / 50 + 1)) << rate << " at " << step;
      EXPECT_GE(second, static_cast<int>(rate - rate / 50 - 1)) << rate << " at " << step;
    }
  }
}

TEST(Pacer, AnIdleHourAllowsNoBurst) {
  Pacer pacer(100);
  Pacer::Clock::time_point now{std::chrono::hours(1)};
  pacer.went(now);
  now += std::chrono::hours(1);
  int went = 0;
  for (; pacer.may_go(now); ++went) pacer.went(now);
  EXPECT_LE(went, 3);
  EXPECT_GT(pacer.next(), now);
}

}  // namespace
}  // namespace spoor::resolve
