// SPDX-License-Identifier: Apache-2.0
// Draws with a carriage return and "erase to end of line".
#include "cli/progress_bar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <fmt/format.h>

#include "cli/text.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kBarCells = 24;
constexpr std::size_t kLabelCells = 32;
constexpr std::chrono::milliseconds kBetweenDraws{100};

std::string rate_text(double per_second, ProgressBar::Unit unit) {
  if (unit == ProgressBar::Unit::kBytes) return fmt::format("{:.1f} MB/s", per_second / 1e6);
  return fmt::format("{} records/s", grouped(static_cast<std::uint64_t>(per_second)));
}

}  // namespace

std::string render_progress(std::string_view label, std::uint64_t done, std::uint64_t total,
                            double elapsed_s, ProgressBar::Unit unit) {
  const double per_second = static_cast<double>(done) / elapsed_s;
  std::string shown = printable(label);
  if (shown.size() > kLabelCells) shown = "..." + shown.substr(shown.size() - kLabelCells + 3);
  if (total == 0)
    return fmt::format("{}  {}  {}", shown, grouped(done), rate_text(per_second, unit));
  const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto filled = static_cast<std::size_t>(part * static_cast<double>(kBarCells));
  std::string line =
      fmt::format("{}  [{}{}]  {:3.0f} %  {}", shown, std::string(filled, '#'),
                  std::string(kBarCells - filled, '-'), part * 100, rate_text(per_second, unit));
  if (done > 0 && done < total) {
    const auto left_s = std::llround(static_cast<double>(total - done) / per_second);
    line += fmt::format("  {}:{:02} left", left_s / 60, left_s % 60);
  }
  return line;
}

void ProgressBar::set_label(std::string_view label) {
  label_.assign(label);
}

void ProgressBar::update(std::uint64_t done, std::uint64_t total) {
  if (!is_enabled_) return;
  const auto now = Clock::now();
  if (now - drawn_ < kBetweenDraws) return;
  drawn_ = now;
  const double elapsed_s = std::max(1e-3, std::chrono::duration<double>(now - start_).count());
  fmt::print(stderr, "\r{}\x1b[K", render_progress(label_, done, total, elapsed_s, unit_));
  std::fflush(stderr);
  is_drawn_ = true;
}

void ProgressBar::clear() {
  if (!is_drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  is_drawn_ = false;
}

}  // namespace spoor::cli
