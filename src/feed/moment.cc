// SPDX-License-Identifier: Apache-2.0
#include "feed/moment.h"

#include <limits>

namespace spoor::feed {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kMilliseconds = 100'000'000'000, kMicroseconds = 100'000'000'000'000;

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

/// A cursor over the text; the first thing that is not as expected makes it fail.
class ClockText {
 public:
  explicit ClockText(std::string_view text) noexcept : text_(text) {}

  std::int64_t number(std::size_t digits) noexcept {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (at_end() || !is_digit(text_.front())) ok_ = false;
      if (!ok_) return 0;
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  bool take(char c) noexcept {
    if (at_end() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) noexcept {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  void expect(char c) noexcept { ok_ = take(c) && ok_; }
  void skip_digits() noexcept {
    while (!at_end() && is_digit(text_.front())) text_.remove_prefix(1);
  }
  void expect_range(std::int64_t value, std::int64_t least, std::int64_t most) noexcept {
    ok_ = ok_ && value >= least && value <= most;
  }
  [[nodiscard]] bool at_end() const noexcept { return text_.empty(); }
  [[nodiscard]] bool ok() const noexcept { return ok_; }

 private:
  std::string_view text_;
  bool ok_ = true;
};

bool is_leap(std::int64_t year) noexcept {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

std::int64_t days_in(std::int64_t year, std::int64_t month) noexcept {
  constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

/// Days since 1970-01-01 of a date that exists.
std::int64_t day_number(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
  const std::int64_t before = year - 1;  // whole years since 0001
  std::int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162;
  for (std::int64_t m = 1; m < month; ++m) days += days_in(year, m);
  return days + day - 1;
}

std::int64_t read_date(ClockText& text) noexcept {
  const std::int64_t year = text.number(4);
  text.expect('-');
  const std::int64_t month = text.number(2);
  text.expect('-');
  const std::int64_t day = text.number(2);
  text.expect_range(year, 1, 9999);
  text.expect_range(month, 1, 12);
  if (!text.ok()) return 0;
  text.expect_range(day, 1, days_in(year, month));
  return day_number(year, month, day) * 86400;
}

std::int64_t read_clock(ClockText& text) noexcept {
  const std::int64_t hour = text.number(2);
  text.expect(':');
  const std::int64_t minute = text.number(2);
  const std::int64_t second = text.take(':') ? text.number(2) : 0;
  if (text.take('.')) text.skip_digits();
  text.expect_range(hour, 0, 23);
  text.expect_range(minute, 0, 59);
  text.expect_range(second, 0, 60);
  return hour * 3600 + minute * 60 + second;
}

/// Seconds east of UTC.
std::int64_t read_zone(ClockText& text) noexcept {
  text.take(' ');
  if (text.take('Z') || text.take("UTC")) return 0;
  const bool is_west = text.take('-');
  if (!is_west && !text.take('+')) return 0;
  const std::int64_t hours = text.number(2);
  text.take(':');
  const std::int64_t minutes = text.number(2);
  text.expect_range(hours, 0, 23);
  text.expect_range(minutes, 0, 59);
  return (is_west ? -1 : 1) * (hours * 3600 + minutes * 60);
}

std::optional<std::uint32_t> in_range(std::int64_t seconds) noexcept {
  if (seconds <= 0 || seconds > kMost) return std::nullopt;
  return static_cast<std::uint32_t>(seconds);
}

}  // namespace

std::optional<std::uint32_t> parse_moment(std::string_view octets) noexcept {
  ClockText text(octets);
  std::int64_t seconds = read_date(text);
  if (!text.at_end()) {
    const bool has_comma = text.take(',');
    const bool has_blank = text.take(' ') || (!has_comma && text.take('T'));
    if (!has_comma && !has_blank) return std::nullopt;
    seconds += read_clock(text);
    seconds -= read_zone(text);
  }
  if (!text.ok() || !text.at_end()) return std::nullopt;
  return in_range(seconds);
}

std::optional<std::uint32_t> parse_epoch(std::string_view text) noexcept {
  std::uint64_t value = 0;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    if (i >= 18) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
  }
  if (i == 0) return std::nullopt;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && is_digit(text[i]);) ++i;
  }
  if (i != text.size()) return std::nullopt;
  if (value >= kMicroseconds) {
    value /= 1'000'000;
  } else if (value >= kMilliseconds) {
    value /= 1000;
  }
  return in_range(static_cast<std::int64_t>(value));
}

std::optional<std::uint32_t> parse_time(std::string_view text) noexcept {
  const auto moment = parse_moment(text);
  return moment ? moment : parse_epoch(text);
}

}  // namespace spoor::feed
