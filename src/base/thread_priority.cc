// SPDX-License-Identifier: Apache-2.0
// Linux keeps niceness and policy by thread.
#include "base/thread_priority.h"

#include <cstdint>

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace spoor {

void run_in_background() noexcept {
  constexpr int kNice = 19;
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);  // the calling thread
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

void run_in_short_turns() noexcept {
  // struct sched_attr of linux/sched/types.h, whose header cannot stand beside <sched.h> of glibc.
  struct Attributes {
    std::uint32_t size = sizeof(Attributes);
    std::uint32_t policy = SCHED_OTHER;
    std::uint64_t flags = 0;
    std::int32_t nice = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime_ns = 0;
    std::uint64_t deadline_ns = 0;
    std::uint64_t period_ns = 0;
  };
  constexpr std::uint64_t kShortestTurn = 100'000;  // the least that the kernel takes
  Attributes wanted;
  wanted.nice = ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
  wanted.runtime_ns = kShortestTurn;
  ::syscall(SYS_sched_setattr, 0, &wanted, 0);
}

}  // namespace spoor
