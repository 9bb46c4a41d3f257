// SPDX-License-Identifier: Apache-2.0
// One line on standard error that says how far long work is, how fast it goes and how long it will
// take.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::cli {

/// Draws at most ten times a second, and nothing unless enabled.
class ProgressBar {
 public:
  enum class Unit : std::uint8_t { kBytes, kRecords };

  ProgressBar(bool is_enabled, Unit unit)
      : is_enabled_(is_enabled), unit_(unit), start_(Clock::now()) {}
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  /// What is being worked on now.
  void set_label(std::string_view label);
  /// `total` 0: not known.
  void update(std::uint64_t done, std::uint64_t total);
  /// Takes the line away, so that something else can be said.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  bool is_enabled_;
  bool is_drawn_ = false;
  Unit unit_;
  std::string label_;
  Clock::time_point start_;
  Clock::time_point drawn_{};
};

/// The line itself: "name  [####----]  45 %  120 MB/s  0:12 left". `elapsed_s` > 0.
std::string render_progress(std::string_view label, std::uint64_t done, std::uint64_t total,
                            double elapsed_s, ProgressBar::Unit unit);

}  // namespace spoor::cli
