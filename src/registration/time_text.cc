// SPDX-License-Identifier: Apache-2.0
// Words one after the other; each is a date, a clock, a zone, a month, a number or nothing.
#include "registration/time_text.h"

#include <array>
#include <chrono>

#include "registration/tidy.h"

namespace spoor::registration {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::size_t kLongest = 80;  // octets

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads a time from the left. Everything is small: numbers of more than eight digits are refused.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : text_(text) {}

  std::optional<std::int64_t> read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool is_fine = is_digit(c)                  ? take_number()
                           : is_letter(c)               ? take_word()
                           : c == '+' && clock_is_told_ ? take_zone(1)
                           : c == '-' && clock_is_told_ ? take_zone(-1)
                                                        : skip();
      if (!is_fine) return std::nullopt;
      if (is_over_) break;
    }
    return result();
  }

 private:
  struct Number {
    int value = 0;
    int digits = 0;
  };

  bool skip() {
    ++at_;
    return true;
  }

  Number number() {
    Number found;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_) {
      if (++found.digits <= 8) found.value = found.value * 10 + (text_[at_] - '0');
    }
    return found;
  }

  bool take_number() {
    const Number found = number();
    if (found.digits > 8) return false;
    if (at_ < text_.size() && text_[at_] == ':' && found.digits <= 2)
      return take_clock(found.value);
    if (found.digits == 8 && numbers_ == 0) {
      year_ = found.value / 10000;
      month_ = found.value / 100 % 100;
      day_ = found.value % 100;
      return true;
    }
    if (found.digits == 4 && year_ == 0) {
      year_ = found.value;
      if (numbers_ == 0) is_year_first_ = true;
      return true;
    }
    if (found.digits > 2 || numbers_ == parts_.size()) return clock_is_told_;  // "GMT+0300" …
    parts_[numbers_++] = found.value;
    return true;
  }

  bool take_clock(int hours) {
    if (clock_is_told_) return false;
    ++at_;
    const Number minutes = number();
    Number seconds;
    if (at_ < text_.size() && text_[at_] == ':') {
      ++at_;
      seconds = number();
      if (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == ',')) {
        ++at_;
        number();
      }
    }
    clock_is_told_ = true;
    if (hours > 24 || minutes.value > 59 || seconds.value > 60) return false;
    clock_s_ = hours * 3600 + minutes.value * 60 + seconds.value;
    return true;
  }

  bool take_zone(int sign) {
    ++at_;
    const Number hours = number();
    if (hours.digits == 0) return true;
    int zone_s =
        hours.digits > 2 ? hours.value / 100 * 3600 + hours.value % 100 * 60 : hours.value * 3600;
    if (hours.digits <= 2 && at_ < text_.size() && text_[at_] == ':') {
      ++at_;
      zone_s += number().value * 60;
    }
    if (zone_s > 24 * 3600) return false;
    zone_s_ = sign * zone_s;
    return true;
  }

  bool take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    const std::string word = lower(text_.substr(begin, at_ - begin));
    for (std::size_t i = 0; word.size() >= 3 && i < kMonths.size(); ++i) {
      if (word.starts_with(kMonths[i]) && month_ == 0) {
        month_ = static_cast<int>(i) + 1;
        return true;
      }
    }
    if (word == "before") is_over_ = true;  // "before Aug-1996": no time
    return !is_over_;
  }

  std::optional<std::int64_t> result() {
    if (month_ == 0 || day_ == 0) place_parts();
    if (year_ < 1970 || month_ < 1 || month_ > 12 || day_ < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year_),
                                           std::chrono::month(static_cast<unsigned>(month_)),
                                           std::chrono::day(static_cast<unsigned>(day_))};
    if (!date.ok()) return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t time = days * 86400 + clock_s_ - zone_s_;
    return time > 0 ? std::optional<std::int64_t>(time) : std::nullopt;
  }

  void place_parts() {
    if (month_ != 0) {
      day_ = numbers_ > 0 ? parts_[0] : 0;
    } else if (numbers_ >= 2) {
      const bool month_first = is_year_first_ || parts_[1] > 12;
      month_ = parts_[month_first ? 0 : 1];
      day_ = parts_[month_first ? 1 : 0];
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int year_ = 0, month_ = 0, day_ = 0;
  int clock_s_ = 0, zone_s_ = 0;
  std::array<int, 3> parts_{};
  std::size_t numbers_ = 0;
  bool is_year_first_ = false, clock_is_told_ = false, is_over_ = false;
};

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) noexcept {
  text = trimmed(text);
  if (text.empty() || text.size() > kLongest) return std::nullopt;
  return TimeReader(text).read();
}

}  // namespace spoor::registration
