// SPDX-License-Identifier: Apache-2.0
// How long something took, in wall time and in CPU time of this process; and how long many things
// took each.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

#include <sys/resource.h>

namespace spoor::bench {

class Stopwatch {
 public:
  /// Seconds since it was made.
  [[nodiscard]] double wall_s() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_).count();
  }
  /// User and system time of all threads of this process since it was made, in seconds.
  [[nodiscard]] double cpu_s() const { return cpu_now_s() - cpu_s_; }

  static double cpu_now_s() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  }

 private:
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
  double cpu_s_ = cpu_now_s();
};

/// Most memory that this process ever held, in bytes.
inline double peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) * 1024;
}

class Latencies {
 public:
  void add(double seconds) { seconds_.push_back(seconds); }
  void clear() { seconds_.clear(); }
  [[nodiscard]] std::size_t count() const { return seconds_.size(); }
  /// In microseconds; `percent` in 0..100. Zero when nothing was added.
  [[nodiscard]] double percentile_us(double percent) {
    if (seconds_.empty()) return 0;
    const auto at =
        static_cast<std::size_t>(percent / 100 * static_cast<double>(seconds_.size() - 1));
    std::nth_element(seconds_.begin(), seconds_.begin() + static_cast<std::ptrdiff_t>(at),
                     seconds_.end());
    return seconds_[at] * 1e6;
  }

 private:
  std::vector<double> seconds_;
};

}  // namespace spoor::bench
