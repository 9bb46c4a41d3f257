// SPDX-License-Identifier: Apache-2.0
// Digits by hand: rows have two times each, and there are many rows.
#include "base/plain_text.h"

#include <algorithm>
#include <chrono>

namespace spoor {
namespace {

bool is_printable(char c) noexcept {
  return c >= 0x20 && c < 0x7F;
}

/// `value` is below 10^digits.
char* put_digits(char* to, unsigned value, int digits) noexcept {
  for (int i = digits; i-- > 0; value /= 10) to[i] = static_cast<char>('0' + value % 10);
  return to + digits;
}

/// "2019-07-17", `between`, "19:52:07".
void append_moment(std::string& out, std::uint32_t unix_s, char between) {
  constexpr std::uint32_t kDay = 86400;
  const std::chrono::year_month_day date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(unix_s / kDay)}}};
  const std::uint32_t second = unix_s % kDay;
  char text[19];
  char* at = put_digits(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  *at++ = '-';
  at = put_digits(at, static_cast<unsigned>(date.month()), 2);
  *at++ = '-';
  at = put_digits(at, static_cast<unsigned>(date.day()), 2);
  *at++ = between;
  at = put_digits(at, second / 3600, 2);
  *at++ = ':';
  at = put_digits(at, second / 60 % 60, 2);
  *at++ = ':';
  at = put_digits(at, second % 60, 2);
  out.append(text, at);
}

}  // namespace

void append_time_text(std::string& out, std::uint32_t unix_s) {
  append_moment(out, unix_s, ' ');
}

std::string time_text(std::uint32_t unix_s) {
  std::string text;
  append_time_text(text, unix_s);
  return text;
}

void append_iso_time(std::string& out, std::uint32_t unix_s) {
  append_moment(out, unix_s, 'T');
  out += 'Z';
}

std::string printable(std::string_view text) {
  std::string out(text);
  make_printable(out, 0);
  return out;
}

void make_printable(std::string& out, std::size_t at) {
  const auto start = out.begin() + static_cast<std::ptrdiff_t>(at);
  if (std::all_of(start, out.end(), is_printable)) return;
  const std::string hostile(start, out.end());
  out.resize(at);
  for (const char c : hostile) {
    if (is_printable(c)) {
      out += c;
      continue;
    }
    char digits[3];
    put_digits(digits, static_cast<unsigned char>(c), 3);
    out += '\\';
    out.append(digits, sizeof digits);
  }
}

std::size_t count_characters(std::string_view text) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
}

}  // namespace spoor
