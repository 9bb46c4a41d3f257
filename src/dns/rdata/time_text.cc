// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/time_text.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "dns/name.h"

namespace spoor::dns {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::uint64_t kMax32 = 0xFFFFFFFF;

struct Date {
  std::int64_t year = 1970;
  std::int64_t month = 1;  ///< 1..12
  std::int64_t day = 1;
};

/// Days since 1970-01-01 of the proleptic Gregorian calendar; years count from March so that a leap
/// day comes last.
constexpr std::int64_t to_days(const Date& date) noexcept {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = year / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year =
      (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719'468;
}

constexpr Date to_date(std::int64_t days) noexcept {
  days += 719'468;
  const std::int64_t era = days / 146'097;
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t month = month_from_march + (month_from_march < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * month_from_march + 2) / 5 + 1};
}

static_assert(to_days({1970, 1, 1}) == 0 && to_days({2000, 3, 1}) == 11'017 &&
              to_date(11'016).day == 29);

}  // namespace

bool same_word(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return to_lower(static_cast<std::uint8_t>(x)) == to_lower(static_cast<std::uint8_t>(y));
  });
}

bool parse_decimal(std::string_view digits, std::uint64_t max, std::uint64_t& value) noexcept {
  if (digits.empty()) return false;
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  constexpr std::size_t kSafeDigits = 19;  // 10^19 - 1 fits; the twentieth digit may not
  const bool is_long = digits.size() == kSafeDigits + 1;
  if (digits.size() > kSafeDigits + 1) return false;
  value = 0;
  for (const char c : digits.substr(0, digits.size() - (is_long ? 1 : 0))) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  if (is_long) {
    const char c = digits.back();
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<unsigned>(c - '0');
    if (value > (~std::uint64_t{0} - digit) / 10) return false;
    value = value * 10 + digit;
  }
  return value <= max;
}

void append_time(std::string& out, std::uint32_t time_s) {
  const Date date = to_date(time_s / kDaySeconds);
  const std::int64_t second = time_s % kDaySeconds;
  fmt::format_to(std::back_inserter(out), "{:04}{:02}{:02}{:02}{:02}{:02}", date.year, date.month,
                 date.day, second / 3600, second / 60 % 60, second % 60);
}

bool parse_time(std::string_view text, std::uint32_t& time_s) noexcept {
  std::uint64_t value = 0;
  if (text.size() != 14) {
    if (text.size() > 10 || !parse_decimal(text, kMax32, value)) return false;
    time_s = static_cast<std::uint32_t>(value);
    return true;
  }
  std::array<std::uint64_t, 6> parts{};  // year, month, day, hour, minute, second
  for (std::size_t i = 0; i < 6; ++i) {
    if (!parse_decimal(i == 0 ? text.substr(0, 4) : text.substr(2 + i * 2, 2), kMax32, parts[i]))
      return false;
  }
  const Date date{static_cast<std::int64_t>(parts[0]), static_cast<std::int64_t>(parts[1]),
                  static_cast<std::int64_t>(parts[2])};
  if (date.year < 1902 || date.month < 1 || date.month > 12 || date.day < 1) return false;
  const std::int64_t days = to_days(date);
  if (to_date(days).month != date.month || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
    return false;
  const std::int64_t seconds =
      days * kDaySeconds + static_cast<std::int64_t>(parts[3] * 3600 + parts[4] * 60 + parts[5]);
  time_s = static_cast<std::uint32_t>(seconds);
  return true;
}

bool parse_period(std::string_view text, std::uint32_t& period_s) noexcept {
  if (text.empty()) return false;
  if (std::uint64_t seconds = 0; parse_decimal(text, kMax32, seconds)) {
    period_s = static_cast<std::uint32_t>(seconds);
    return true;
  }
  constexpr std::string_view kUnits = "smhdw";
  constexpr std::array<std::uint64_t, 5> kSeconds{1, 60, 3600, 86'400, 604'800};
  std::uint64_t total = 0;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    std::uint64_t value = 0;
    if (!parse_decimal(text.substr(0, digits), kMax32, value)) return false;
    text.remove_prefix(digits);
    if (!text.empty()) {
      const std::size_t unit =
          kUnits.find(static_cast<char>(to_lower(static_cast<std::uint8_t>(text[0]))));
      if (unit == std::string_view::npos) return false;
      value *= kSeconds[unit];
      text.remove_prefix(1);
    }
    total += value;
    if (total > kMax32) return false;
  }
  period_s = static_cast<std::uint32_t>(total);
  return true;
}

}  // namespace spoor::dns
