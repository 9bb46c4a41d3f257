// SPDX-License-Identifier: Apache-2.0
#include "base/thread_priority.h"

#include <thread>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace spoor {
namespace {

int niceness() {
  return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

TEST(ThreadPriority, LowersTheCallingThreadAlone) {
  const int mine = niceness();
  int its_nice = 0;
  int its_policy = -1;
  std::thread([&] {
    run_in_background();
    its_nice = niceness();
    its_policy = ::sched_getscheduler(0);
  }).join();
  EXPECT_GT(its_nice, mine);
  EXPECT_EQ(its_policy, SCHED_BATCH);
  EXPECT_EQ(niceness(), mine);
}

TEST(ThreadPriority, KeepsItsShareInShortTurns) {
  std::thread([] {
    const int before = niceness();
    run_in_short_turns();  // older kernels take it as it is
    EXPECT_EQ(niceness(), before);
    EXPECT_EQ(::sched_getscheduler(0), SCHED_OTHER);
  }).join();
}

}  // namespace
}  // namespace spoor
